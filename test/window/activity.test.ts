// The page Activity: what happened, in sentences and by day; filtered, searched, read on, read again, and checked.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActivityEntryView, ActivityView, AuditVerdictView } from '../../preload/view.ts';
import { activityLines, linesByDay, matchingLines } from '../../renderer/activity-lines.ts';
import { messages } from '../../renderer/messages.ts';
import { activityKinds } from '../../renderer/messages/kinds.ts';
import { violations } from './support/axe.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { anna, day, hour, minute, noon, offline, openAi, unreadableFile, viewOf } = views;
const { open } = useWindows();

const plain: ActivityEntryView = {
  at: noon - 5 * minute,
  actor: 'person',
  action: 'sign-in',
  provider: 'OpenAI',
  account: 'ada@example.com',
  consumer: null,
  program: null,
  pid: null,
  agent: null,
  what: null,
  until: null,
  failure: null,
};

/** One of each kind, over four days. */
const entries: readonly ActivityEntryView[] = [
  {
    ...plain,
    actor: 'cli',
    action: 'hand-out',
    program: '/usr/local/bin/claude',
    pid: 4711,
    consumer: 'Claude Code',
    what: 'access-token',
    until: noon + 3 * hour + 40 * minute,
  },
  {
    ...plain,
    at: noon - 20 * minute,
    actor: 'agent',
    action: 'hand-out-denied',
    consumer: 'Codex',
    pid: 512,
    agent: 'b91c',
    failure: 'Gatehouse is locked, so no key is given out.',
  },
  { ...plain, at: noon - hour, actor: 'cli', action: 'lock', provider: null, account: null },
  { ...plain, at: noon - 2 * hour, actor: 'policy', action: 'refresh', what: 'Codex' },
  {
    ...plain,
    at: noon - day,
    actor: 'agent',
    action: 'lease-ended',
    consumer: 'OpenCode',
    agent: 'f4k2',
    what: 'mPq0w3Zr8sT_yK1nB-4xVa revoked',
  },
  {
    ...plain,
    at: noon - day - hour,
    actor: 'agent',
    action: 'lease',
    consumer: 'OpenCode',
    agent: 'f4k2',
    pid: 900,
    until: noon,
    what: 'mPq0w3Zr8sT_yK1nB-4xVa',
  },
  { ...plain, at: noon - 2 * day, actor: 'policy', action: 'switch' },
  {
    ...plain,
    at: noon - 2 * day - hour,
    action: 'rule',
    provider: null,
    program: '/opt/tools/helper',
    consumer: 'Other tools',
    what: 'never',
  },
  {
    ...plain,
    at: noon - 400 * day,
    account: null,
    failure: 'Nobody finished the sign-in to OpenAI in time.',
  },
];
const activity: ActivityView = { entries, more: false, foreignWrites: [] };
const good = <Value>(value: Value) => ({ ok: true, value }) as const;

async function openActivity(seen: ActivityView = activity): Promise<WindowPage> {
  const window = await open(viewOf([openAi({ accounts: [anna] })]));
  window.main.answer('activity.get', () => good(seen));
  await show(window);
  await window.page.getByText('Read just now').waitFor();
  return window;
}

async function show(window: WindowPage): Promise<void> {
  await window.button('Activity').click();
  await window.heading('Activity').waitFor();
}

const sentences = (window: WindowPage): Promise<readonly string[]> =>
  window.page.locator('main li p:first-child').allTextContents();
const searchField = (window: WindowPage) => window.page.getByRole('searchbox', { name: 'Search' });
const kindField = (window: WindowPage) => window.page.getByRole('combobox', { name: 'Show' });

/** So many different ones, each a minute older than the one before. */
function many(count: number): readonly ActivityEntryView[] {
  return Array.from({ length: count }, (_, index) => ({
    ...plain,
    at: noon - index * minute,
    account: `account-${index + 1}@example.com`,
  }));
}

/** As the log answers that has so many. */
function answerFrom(window: WindowPage, all: readonly ActivityEntryView[]): void {
  window.main.answer('activity.get', ({ limit }) =>
    good({ entries: all.slice(0, limit), more: all.length > limit, foreignWrites: [] }),
  );
}

async function turnTo(window: WindowPage, visibility: 'hidden' | 'visible'): Promise<void> {
  await window.page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, visibility);
}

/** The wide lines of the page, without its head and its filter. */
const told = [
  '  - region "Today":',
  '    - heading "Today" [level=2]',
  '    - list:',
  '      - listitem:',
  '        - paragraph: claude (pid 4711) got the access token of ada@example.com (OpenAI), until 15:40',
  '        - paragraph: /usr/local/bin/claude · for Claude Code',
  '        - time: 11:55',
  '      - listitem:',
  '        - paragraph: "An unknown program (pid 512) was refused the keys of ada@example.com (OpenAI): Gatehouse is locked, so no key is given out."',
  '        - paragraph: for Codex · agent b91c',
  '        - time: 11:40',
  '      - listitem:',
  '        - paragraph: The command line locked Gatehouse',
  '        - time: 11:00',
  '      - listitem:',
  '        - paragraph: Codex renewed the keys of ada@example.com (OpenAI)',
  '        - time: 10:00',
  '  - region "Yesterday":',
  '    - heading "Yesterday" [level=2]',
  '    - list:',
  '      - listitem:',
  '        - paragraph: "An agent in OpenCode lost ada@example.com (OpenAI): its lease was taken back"',
  '        - paragraph: agent f4k2 · lease mPq0w3Zr8sT_yK1nB-4xVa',
  '        - time: 12:00',
  '      - listitem:',
  '        - paragraph: An agent in OpenCode began to work with ada@example.com (OpenAI), until Tue 12:00',
  '        - paragraph: pid 900 · agent f4k2 · lease mPq0w3Zr8sT_yK1nB-4xVa',
  '        - time: 11:00',
  '  - region "Sunday 22 November":',
  '    - heading "Sunday 22 November" [level=2]',
  '    - list:',
  '      - listitem:',
  '        - paragraph: Gatehouse switched to ada@example.com (OpenAI)',
  '        - time: 12:00',
  '      - listitem:',
  '        - paragraph: You forbade helper the keys of ada@example.com',
  '        - paragraph: /opt/tools/helper · for Other tools',
  '        - time: 11:00',
  '  - region "Monday, 20 October 2025":',
  '    - heading "Monday, 20 October 2025" [level=2]',
  '    - list:',
  '      - listitem:',
  '        - paragraph: "Signing in to OpenAI came to nothing: Nobody finished the sign-in to OpenAI in time."',
  '        - time: 12:00',
  '  - paragraph: That is the oldest entry.',
  '  - status',
];

describe('the log', () => {
  test('is told by day, the newest first, each entry with its time and what belongs to it', async () => {
    const window = await openActivity();
    expect(await window.page.getByRole('main').ariaSnapshot()).toBe(
      [
        '- main:',
        '  - paragraph: What happened with your sign-ins, keys and agents. No key is ever written down here, and a change to the log is found when it is checked.',
        '  - paragraph: Read just now',
        '  - button "Check the log"',
        '  - button "Refresh"',
        '  - status',
        '  - status',
        '  - group: File history Who changed the shared files, what changed, and how to get back what was there before. 2 files',
        '  - search:',
        '    - combobox "Show":',
        '      - option "Everything" [selected]',
        '      - option "Sign-ins and keys"',
        '      - option "Switches"',
        '      - option "Hand-outs"',
        '      - option "Agents"',
        '      - option "Lock and rules"',
        '    - searchbox "Search"',
        '  - status',
        ...told,
      ].join('\n'),
    );
  });

  test.for<[string, Partial<ActivityEntryView>, string]>([
    ['sign-in', {}, 'You signed in to OpenAI as ada@example.com'],
    ['sign-in of nobody known', { account: null }, 'You signed in to OpenAI'],
    ['sign-out', { action: 'sign-out' }, 'You signed out of ada@example.com (OpenAI)'],
    [
      'renewal by Gatehouse',
      { action: 'refresh', what: 'Gatehouse' },
      'Gatehouse renewed the keys of ada@example.com (OpenAI)',
    ],
    [
      'renewal that failed',
      { action: 'refresh-failed', actor: 'policy', failure: 'The sign-in has ended.' },
      'The keys of ada@example.com (OpenAI) could not be renewed: The sign-in has ended.',
    ],
    ['import', { action: 'import' }, 'You imported the sign-in of ada@example.com (OpenAI)'],
    [
      'consent',
      { action: 'consent', account: null, what: 'openai/own-client' },
      'You agreed to sign in to OpenAI with a client id of your own',
    ],
    [
      'command of a company',
      {
        action: 'command',
        account: null,
        consumer: 'OpenCode',
        program: '/home/ada/bin/company-key',
        what: 'company.example.test',
      },
      'company-key ran for the company login of OpenCode at company.example.test',
    ],
    [
      'yes to a file that describes a provider',
      { action: 'package-approved', provider: 'Acme AI', account: null },
      'You approved the file that describes Acme AI',
    ],
    [
      'end of that yes',
      { action: 'package-forgotten', actor: 'cli', provider: 'Acme AI', account: null },
      'The command line took back the approval of the file that describes Acme AI',
    ],
    [
      'choice for a feature flag',
      { action: 'flag-set', account: null, what: 'company-logins off' },
      'You set a feature flag: company-logins off',
    ],
    [
      'end of that choice',
      { action: 'flag-reset', account: null, what: 'company-logins' },
      'You took back the choice for a feature flag: company-logins',
    ],
    [
      'passphrase for the keys',
      { action: 'key-store', actor: 'cli', account: null, what: 'new passphrase' },
      'The command line set a passphrase for the keys',
    ],
    [
      'change of what protects the keys that is not known here',
      { action: 'key-store', account: null, what: 'else' },
      'You changed what protects the keys',
    ],
    [
      'backup',
      { action: 'backup', actor: 'cli' },
      'The command line put the keys of ada@example.com (OpenAI) into a backup',
    ],
    ['undone switch', { action: 'undo' }, 'You undid a switch, back to ada@example.com (OpenAI)'],
    [
      'hand-out of a key that has no end',
      { action: 'hand-out', program: 'C:\\Tools\\codex.exe', what: 'api-key' },
      'codex.exe got the API key of ada@example.com (OpenAI)',
    ],
    [
      'rule that lets',
      { action: 'rule', program: '/bin/codex', what: 'always' },
      'You let codex have the keys of ada@example.com (OpenAI) from now on',
    ],
    [
      'rule that goes',
      { action: 'rule', program: '/bin/codex', what: 'ask' },
      'You had the rule for codex and ada@example.com (OpenAI) taken away',
    ],
    ['lock of its own accord', { action: 'lock', actor: 'policy' }, 'Gatehouse locked itself'],
    ['unlock', { action: 'unlock' }, 'You unlocked Gatehouse'],
    [
      'lease that is done',
      { action: 'lease-ended', actor: 'agent', what: 'x released' },
      'An agent is done with ada@example.com (OpenAI)',
    ],
    [
      'lease with an end that is not known here',
      { action: 'lease-ended', actor: 'agent', what: 'x else' },
      'The lease of ada@example.com (OpenAI) has ended',
    ],
  ])('says in a sentence: %s', ([, changes, sentence]) => {
    expect(messages.activitySentence({ ...plain, ...changes })).toBe(sentence);
  });

  test('of which nothing is there says so, and offers nothing to search', async () => {
    const window = await openActivity({ entries: [], more: false, foreignWrites: [] });
    expect([
      await window.heading('Nothing has happened yet').count(),
      await window.page.getByRole('search').count(),
      await sentences(window),
    ]).toEqual([1, 0, []]);
  });

  test('that takes a while says so, and then shows itself', async () => {
    const window = await open(viewOf([openAi()]));
    let release = (): void => undefined;
    window.main.answer('activity.get', async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return good(activity);
    });
    await show(window);
    await window.page.getByText('Reading the log…').waitFor();
    expect(await window.focused()).toBe('heading "Activity"');
    release();
    await window.heading('Today').waitFor();
    expect(await window.page.getByText('Reading the log…').count()).toBe(0);
  });

  test('that cannot be read says why, and nothing else', async () => {
    const window = await open(viewOf([openAi()]));
    window.main.answer('activity.get', () => refused(unreadableFile));
    await show(window);
    await expect.poll(() => window.announced()).toEqual([`${unreadableFile.what} ${unreadableFile.next}`]);
    expect(await window.page.getByRole('heading', { level: 2 }).count()).toBe(0);
  });

  test('tells which files another program wrote, by whom and when', async () => {
    const window = await openActivity({
      ...activity,
      foreignWrites: [{ path: '/home/ada/.codex/auth.json', by: 'Codex', at: noon - hour }],
    });
    await window.press('Files that another program wrote');
    const writes = window.page.locator('details').first();
    await writes.getByText('/home/ada/.codex/auth.json').waitFor();
    expect(await writes.textContent()).toBe(
      'Files that another program wrote Gatehouse keeps them up to date too, and reads what is new there.' +
        '1 file/home/ada/.codex/auth.jsonCodex, 1 h ago',
    );
  });
});

describe('it is read again', () => {
  test.for(['Refresh', 'the window seen again'])('by %s, with what is new on top', async (how) => {
    const window = await openActivity();
    const unlocked = { ...plain, at: noon, action: 'unlock' } as const;
    window.main.answer('activity.get', () => good({ ...activity, entries: [unlocked, ...entries] }));
    await turnTo(window, 'hidden');
    expect(window.main.received('activity.get')).toEqual([{ limit: 100 }]);
    if (how === 'Refresh') await window.button('Refresh').click();
    else await turnTo(window, 'visible');
    await expect
      .poll(async () => (await sentences(window)).slice(0, 2))
      .toEqual([
        'You unlocked Gatehouse',
        'claude (pid 4711) got the access token of ada@example.com (OpenAI), until 15:40',
      ]);
    expect(window.main.received('activity.get')).toEqual([{ limit: 100 }, { limit: 100 }]);
  });

  test('and keeps what was there when that fails', async () => {
    const window = await openActivity();
    window.main.answer('activity.get', () => refused(offline));
    await window.button('Refresh').click();
    await window.page.getByText(offline.what).waitFor();
    expect((await sentences(window)).length).toBe(entries.length);
  });

  test('no more once the page is left', async () => {
    const window = await openActivity();
    await window.page.keyboard.press('Escape');
    await window.card(anna.label).waitFor();
    await turnTo(window, 'visible');
    expect(window.main.received('activity.get')).toEqual([{ limit: 100 }]);
  });
});

describe('a filter', () => {
  test('shows one kind, and says how many there are of it', async () => {
    const window = await openActivity();
    await kindField(window).selectOption('Agents');
    expect([await sentences(window), await window.announced()]).toEqual([
      [
        'An agent in OpenCode lost ada@example.com (OpenAI): its lease was taken back',
        'An agent in OpenCode began to work with ada@example.com (OpenAI), until Tue 12:00',
      ],
      ['2 of 9 entries'],
    ]);
  });

  test('and words search all that is read, in any order, whatever their case', async () => {
    const window = await openActivity();
    const results: (readonly string[])[] = [];
    for (const words of ['today  CODEX', 'yesterday 900', '11:40', 'opt/tools', 'october']) {
      await searchField(window).fill(words);
      results.push((await sentences(window)).map((sentence) => sentence.slice(0, 20)));
    }
    expect(results).toEqual([
      ['An unknown program (', 'Codex renewed the ke'],
      ['An agent in OpenCode'],
      ['An unknown program ('],
      ['You forbade helper t'],
      ['Signing in to OpenAI'],
    ]);
  });

  test('that nothing passes says so, and is taken away with one press', async () => {
    const window = await openActivity();
    await kindField(window).selectOption('Switches');
    await searchField(window).fill('claude');
    expect([await sentences(window), await window.announced()]).toEqual([
      [],
      ['Nothing matches in 9 entries.'],
    ]);
    await window.button('Show everything').press('Enter');
    await expect.poll(() => window.focused()).toBe('searchbox "Search"');
    expect([
      (await sentences(window)).length,
      await kindField(window).inputValue(),
      await searchField(window).inputValue(),
      await window.announced(),
    ]).toEqual([entries.length, 'all', '', []]);
  });

  test('is emptied by Escape, which leaves the page only after that', async () => {
    const window = await openActivity();
    await searchField(window).fill('codex');
    await searchField(window).press('Escape');
    expect([await searchField(window).inputValue(), await window.heading('Activity').count()]).toEqual([
      '',
      1,
    ]);
    await searchField(window).press('Escape');
    await window.card(anna.label).waitFor();
  });

  test('of words and kinds finds what has them, and loses and adds nothing', () => {
    const word = fc.constantFrom('claude', 'Codex', 'ada', 'OpenAI', 'lease', '11', 'zz');
    const some = fc.array(fc.constantFrom(...entries), { maxLength: 12 });
    fc.assert(
      fc.property(some, fc.constantFrom(...activityKinds), fc.array(word), (list, kind, words) => {
        const lines = activityLines(list, noon);
        const found = matchingLines(lines, { kind, search: words.join(' ') });
        const expected = lines.filter(
          (line) =>
            matchingLines([line], { kind, search: '' }).length === 1 &&
            words.every((each) => line.words.includes(each.toLowerCase())),
        );
        expect([found, linesByDay(found).flatMap((each) => each.lines)]).toEqual([expected, expected]);
      }),
    );
  });

  test('by kind puts each entry under one kind', () => {
    const kinds = activityKinds.filter((kind) => kind !== 'all');
    const lines = activityLines(entries, noon);
    const found = kinds.map((kind) => matchingLines(lines, { kind, search: '' }).length);
    expect([found, matchingLines(lines, { kind: 'all', search: ' ' }).length]).toEqual([[2, 1, 2, 2, 2], 9]);
  });
});

test('a line that says the same is the same, however often it is read', () => {
  const moved = entries.map((entry) => ({ ...entry, at: noon - Math.floor((noon - entry.at) / day) * day }));
  const lines = activityLines(moved, noon);
  const again = activityLines(structuredClone(moved), noon, lines);
  const tomorrow = activityLines(moved, noon + day, lines);
  const other = activityLines([{ ...plain, at: noon, pid: 1 }], noon, lines);
  expect({
    keys: new Set(lines.map(({ key }) => key)).size,
    same: again.filter((line, index) => line === lines[index]).length,
    days: [lines, tomorrow].map((each) => each[0]?.day),
    other: other[0]?.entry.pid,
  }).toEqual({ keys: entries.length, same: entries.length, days: ['Today', 'Yesterday'], other: 1 });
});

describe('a long log', () => {
  test('is read on with a button, until there is nothing older, and the keyboard goes on from there', async () => {
    const window = await open(viewOf([openAi()]));
    answerFrom(window, many(350));
    await show(window);
    await expect.poll(async () => (await sentences(window)).length).toBe(100);
    await window.button('Show more').press('Enter');
    await expect.poll(async () => (await sentences(window)).length).toBe(350);
    await expect.poll(() => window.page.locator(':focus').textContent()).toBe('That is the oldest entry.');
    expect([
      window.main.received('activity.get'),
      await window.button('Show more').count(),
      (await sentences(window)).at(-1),
    ]).toEqual([[{ limit: 100 }, { limit: 400 }], 0, 'You signed in to OpenAI as account-350@example.com']);
  });

  test('is shown up to a thousand entries, and then says how to see more', async () => {
    const window = await open(viewOf([openAi()]));
    answerFrom(window, many(1200));
    await show(window);
    for (const count of [100, 400, 700]) {
      await expect.poll(async () => (await sentences(window)).length).toBe(count);
      await window.button('Show more').click();
    }
    await expect.poll(async () => (await sentences(window)).length).toBe(1000);
    expect([
      window.main.received('activity.get').map(({ limit }) => limit),
      await window.button('Show more').count(),
      await window.page.getByText('These are the newest 1,000.').count(),
    ]).toEqual([[100, 400, 700, 1000], 0, 1]);
  });

  test('is searched as far as it is read, and says so', async () => {
    const window = await open(viewOf([openAi()]));
    answerFrom(window, many(350));
    await show(window);
    await searchField(window).fill('account-350@');
    await expect.poll(() => window.announced()).toEqual(['Nothing matches in the newest 100 entries.']);
    await window.button('Show more').click();
    await expect.poll(() => window.announced()).toEqual(['1 of 350 entries']);
  });

  test('stays as it was when reading on fails, which is said beside the button', async () => {
    const window = await open(viewOf([openAi()]));
    answerFrom(window, many(350));
    await show(window);
    await expect.poll(async () => (await sentences(window)).length).toBe(100);
    window.main.answer('activity.get', () => refused(offline));
    await window.button('Show more').click();
    await expect
      .poll(() => window.page.locator('.activity-end').textContent())
      .toBe(`Show more${offline.what} ${offline.next}`);
    answerFrom(window, many(350));
    await window.button('Refresh').click();
    await expect.poll(() => window.main.received('activity.get').length).toBe(3);
    await window.button('Show more').click();
    await expect.poll(() => window.page.getByText(offline.what).count()).toBe(0);
    expect(window.main.received('activity.get').map(({ limit }) => limit)).toEqual([100, 400, 100, 400]);
  });
});

describe('a look through the whole log', () => {
  test.for<[AuditVerdictView, string]>([
    [{ kind: 'whole', entries: 1, sealedUpTo: 1 }, 'The log is whole: 1 entry, 1 sealed.'],
    [{ kind: 'whole', entries: 1204, sealedUpTo: 1200 }, 'The log is whole: 1,204 entries, 1,200 sealed.'],
    [
      { kind: 'broken', index: 17, why: 'changed' },
      'Entry 17 of the log is not as it was written. Somebody or something has changed a file of the log, so do not rely on what it says of that time.',
    ],
    [
      { kind: 'broken', index: 17, why: 'missing' },
      'Before entry 17 of the log something is missing. A file of the log, or a part of one, was taken away, so it does not tell everything of that time.',
    ],
    [
      { kind: 'broken', index: 17, why: 'cut-off' },
      'The log ends too early: entry 17 and all after it are gone. The newest entries were taken away, so it does not tell what happened last.',
    ],
    [
      { kind: 'broken', index: 17, why: 'unreadable' },
      'From entry 17 on the log cannot be read. A file of the log is damaged or may not be read, so what follows could not be checked.',
    ],
    [
      { kind: 'broken', index: 1, why: 'seal-missing' },
      'The seal that vouches for the log is gone. The entries fit together, but whether they are as they were written cannot be told any more.',
    ],
  ])('that comes to %o says so', async ([verdict, words]) => {
    const window = await openActivity();
    window.main.answer('activity.verify', () => good(verdict));
    await window.button('Check the log').press('Enter');
    await expect.poll(() => window.announced()).toEqual([words]);
    expect(window.main.received('activity.verify')).toEqual([{}]);
  });

  test('is said while it lasts, and another one does not begin meanwhile', async () => {
    const window = await openActivity();
    let release = (): void => undefined;
    window.main.answer('activity.verify', async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return good({ kind: 'whole', entries: 9, sealedUpTo: 9 });
    });
    await window.button('Check the log').press('Enter');
    await expect.poll(() => window.announced()).toEqual(['Looking through the whole log…']);
    await window.button('Check the log').press('Enter');
    release();
    await expect.poll(() => window.announced()).toEqual(['The log is whole: 9 entries, 9 sealed.']);
    expect(window.main.received('activity.verify')).toEqual([{}]);
  });

  test('that fails says why, and does not keep what an earlier one came to', async () => {
    const window = await openActivity();
    window.main.answer('activity.verify', () => good({ kind: 'whole', entries: 9, sealedUpTo: 9 }));
    await window.button('Check the log').click();
    await expect.poll(() => window.announced()).toEqual(['The log is whole: 9 entries, 9 sealed.']);
    window.main.answer('activity.verify', () => refused(unreadableFile));
    await window.button('Check the log').click();
    await expect.poll(() => window.announced()).toEqual([`${unreadableFile.what} ${unreadableFile.next}`]);
  });
});

test.for(['light', 'dark'] as const)('axe finds nothing wrong with it in %s', async (colorScheme) => {
  const window = await openActivity();
  await window.page.emulateMedia({ colorScheme });
  expect(await violations(window)).toEqual([]);
});
