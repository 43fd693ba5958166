// The page Agents: who works with what, and what is left; asked again and again while it is seen.
import { describe, expect, test } from 'vitest';
import {
  annaRoom,
  batch,
  held,
  linRoom,
  next,
  nobody,
  ofAgents,
  ofRooms,
  review,
  second,
  signedIn,
} from './support/agent-views.ts';
import {
  asked,
  everyMs,
  good,
  holdAnswers,
  openAgents,
  refresh,
  rooms,
  rows,
  see,
  stopTime,
} from './support/agents-page.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import { anna, keyAccount, lin, minute, offline } from './support/views.ts';

const { open } = useWindows();

test('says what is left and reserved, who works, with what, how long, and who waits', async () => {
  const window = await openAgents(open);
  expect(await window.page.getByRole('main').ariaSnapshot()).toBe(
    [
      '- main:',
      '  - paragraph: Who works with which account now, and how much of its quota is kept free for that.',
      '  - status:',
      '    - paragraph: 3 agents at work and 2 waiting',
      '  - status',
      '  - region "Accounts":',
      '    - heading "Accounts" [level=2]',
      '    - text: Claude · lin@example.com',
      '    - meter "Claude · lin@example.com"',
      '    - paragraph: 64% left · 12% reserved by 3 of 8 agents',
      '    - text: OpenAI · anna@example.com',
      '    - paragraph: What is left is unknown · 1 of 8 agents',
      '    - paragraph: "Striped: reserved by agents. What they do not use is free again when they end."',
      '  - region "At work":',
      '    - heading "At work" [level=2]',
      '    - list:',
      '      - listitem "nightly.sh":',
      '        - paragraph: nightly.sh',
      '        - paragraph: OpenAI · anna@example.com',
      '        - button "Take back from nightly.sh (OpenAI · anna@example.com)": Take back',
      '        - meter "Reserved for nightly.sh"',
      '        - paragraph: 250k tokens reserved, no use reported yet',
      '        - paragraph: For 1 h 30 min · until 12:40 unless it reports',
      '      - listitem "claude":',
      '        - paragraph: claude',
      '        - paragraph: Claude Code · Claude · lin@example.com',
      '        - paragraph: "Task: review"',
      '        - button "Take back from claude (process 4711)": Take back',
      '        - meter "Reserved for claude"',
      '        - paragraph: 3% used of 12% reserved',
      '        - paragraph: For 12 min · as long as process 4711',
      '      - listitem "codex":',
      '        - paragraph: codex',
      '        - paragraph: Codex · OpenAI · anna@example.com',
      '        - button "Take back from codex (OpenAI · anna@example.com)": Take back',
      '        - paragraph: Nothing reserved',
      '        - paragraph: Just started · as long as its connection',
      '  - region "Waiting":',
      '    - heading "Waiting" [level=2]',
      '    - list:',
      '      - listitem:',
      '        - paragraph: codex',
      '        - text: Interactive',
      '        - paragraph: 1st in line · waiting for 2 min · expected around 12:15',
      '      - listitem:',
      '        - paragraph: aider',
      '        - text: Background',
      '        - paragraph: 2nd in line · waiting for 2 min · nobody knows when',
    ].join('\n'),
  );
});

describe('what is left', () => {
  test('of an account stays unknown where nobody knows, and is no matter where it is paid as one goes', async () => {
    const window = await openAgents(
      open,
      ofRooms(
        { ...annaRoom, outstandingPercent: 2.5 },
        { ...annaRoom, account: keyAccount.id, label: keyAccount.label, running: 1, concurrent: 1 },
      ),
    );
    expect([
      await rooms(window),
      await window.page.getByRole('meter').count(),
      await window.page.locator('.bar-unknown').count(),
    ]).toEqual([
      [
        `OpenAI · ${anna.label}What is left is unknown · 2.5% reserved by 1 of 8 agents`,
        `Claude · ${keyAccount.label}Pay as you go · 1 of 1 agent`,
      ],
      0,
      1,
    ]);
  });

  test('is said in a word where nothing is free, and never less than nothing', async () => {
    const window = await openAgents(
      open,
      ofRooms(
        { ...linRoom, leftPercent: 10, outstandingPercent: 12 },
        { ...annaRoom, leftPercent: -3 },
        { ...annaRoom, account: 'openai:gone', label: 'gone@example.com', leftPercent: 0.4, running: 0 },
      ),
    );
    expect([
      await rooms(window),
      await window.page
        .getByRole('meter')
        .evaluateAll((meters) =>
          meters.map((meter) => [
            meter.getAttribute('aria-valuenow'),
            ...Array.from(meter.children, (part) => part.getAttribute('style')),
          ]),
        ),
    ]).toEqual([
      [
        `Claude · ${lin.label}All reserved10% left · 12% reserved by 3 of 8 agents`,
        `OpenAI · ${anna.label}Used up0% left · 1 of 8 agents`,
        'gone@example.com1% left · 0 of 8 agents',
      ],
      [
        ['10', 'inline-size: 0%;', 'inline-size: 10%;'],
        ['0', 'inline-size: 0%;'],
        ['1', 'inline-size: 0.4%;'],
      ],
    ]);
  });

  test('of many accounts stands first where agents work, and the rest is one press away', async () => {
    const idle = [1, 2, 3, 4, 5].map((number) => ({
      ...linRoom,
      account: `claude:${number}`,
      label: `account ${number}`,
      running: 0,
    }));
    const window = await openAgents(open, ofRooms(...idle, linRoom));
    const inSight = window.provider('Accounts').locator('.meter-label').filter({ visible: true });
    const before = await inSight.allTextContents();
    await window.page.getByText('2 more accounts').click();
    expect([before, await inSight.count()]).toEqual([
      [`Claude · ${lin.label}`, 'account 1', 'account 2', 'account 3'],
      6,
    ]);
  });
});

describe('the page', () => {
  test('asks at once, then every two seconds, and not while it is hidden or left', async () => {
    const window = await openAgents(open);
    await stopTime(window);
    await refresh(window);
    await refresh(window);
    const seen = asked(window);
    await see(window, 'hidden');
    await window.page.clock.runFor(minute);
    const hidden = asked(window);
    await see(window, 'visible');
    await expect.poll(() => asked(window)).toBe(hidden + 1);
    await refresh(window);
    await window.button('Accounts').click();
    const left = asked(window);
    await window.page.clock.runFor(minute);
    expect([hidden - seen, left - seen, asked(window) - left]).toEqual([0, 2, 0]);
  });

  test('never asks twice at a time', async () => {
    const window = await openAgents(open);
    await stopTime(window);
    const release = holdAnswers(window, 'agents.get');
    await refresh(window);
    const before = asked(window);
    await see(window, 'hidden');
    await see(window, 'visible');
    await window.page.clock.runFor(minute);
    const meanwhile = asked(window);
    release(ofAgents(review));
    await expect.poll(() => rows(window)).toEqual(['claude']);
    await refresh(window);
    expect([meanwhile - before, asked(window) - before]).toEqual([0, 1]);
  });

  test('says that it is reading only when that takes a moment', async () => {
    const window = await open(signedIn);
    await window.button('Agents').waitFor();
    await stopTime(window);
    const release = holdAnswers(window, 'agents.get');
    await window.button('Agents').click();
    await window.page.clock.runFor(250);
    await expect.poll(() => asked(window)).toBe(1);
    const early = await window.announced();
    await window.page.clock.runFor(250);
    await expect.poll(() => window.announced()).toEqual(['Reading who works now…']);
    expect(early).toEqual([]);
    release(nobody);
    await expect.poll(() => window.announced()).toEqual(['No agent at work']);
  });

  test('keeps what it knew when asking fails, says why and how old that is, until it works again', async () => {
    const window = await openAgents(open, ofAgents(review));
    await stopTime(window);
    await refresh(window);
    window.main.answer('agents.get', () => refused(offline));
    await window.page.clock.runFor(4 * minute);
    await expect
      .poll(() => window.announced())
      .toEqual(['1 agent at work', `${offline.what} ${offline.next}`]);
    await window.page.getByText('This is how it was 3 min ago.').waitFor();
    expect(await rows(window)).toEqual(['claude']);
    await refresh(window, ofAgents(review, held));
    await expect.poll(() => window.announced()).toEqual(['2 agents at work']);
    expect(await window.page.getByText('This is how it was').count()).toBe(0);
  });

  test('that fails at first shows nothing but why, and goes on asking', async () => {
    const window = await open(signedIn);
    window.main.answer('agents.get', () => refused(offline));
    await window.button('Agents').click();
    await expect.poll(() => window.announced()).toEqual([`${offline.what} ${offline.next}`]);
    const before = await window.page.getByRole('heading', { level: 2 }).count();
    window.main.answer('agents.get', () => good(ofAgents(review)));
    await window.page.clock.runFor(everyMs);
    await window.heading('At work').waitFor();
    expect([before, await window.announced()]).toEqual([0, ['1 agent at work']]);
  });

  test('without an agent says what one is and gives the command to copy', async () => {
    const window = await openAgents(open, nobody);
    const command = window.page.getByRole('textbox', { name: 'Command that starts an agent' });
    await window.button('Copy the command').press('Enter');
    await expect.poll(() => window.announced()).toEqual(['No agent at work', 'Copied']);
    expect([
      await window.provider('At work').locator('p').first().textContent(),
      await command.textContent(),
      await window.page.evaluate(() => getSelection()?.toString()),
    ]).toEqual([
      'An agent is a program that works with one of your accounts. Start it through Gatehouse, and it gets the right ' +
        'account and a part of the quota that nobody else takes:',
      'gatehouse run -- claude',
      'gatehouse run -- claude',
    ]);
  });

  test('without an agent but with somebody who waits says only that', async () => {
    const window = await openAgents(open, { ...nobody, waiting: [second] });
    expect([
      await window.announced(),
      await window.provider('At work').textContent(),
      await window.provider('Waiting').textContent(),
    ]).toEqual([
      ['No agent at work and 1 waiting'],
      'At workNo agent is at work right now.',
      'WaitingaiderBackground2nd in line · waiting for 2 min · nobody knows when',
    ]);
  });

  test('lets its times pass', async () => {
    const window = await openAgents(open, { ...ofAgents(batch, review), waiting: [next] });
    await stopTime(window);
    window.main.answer('agents.get', () => refused(offline));
    await window.page.clock.runFor(45 * minute);
    await window.page.getByText('For 57 min').waitFor();
    expect(await window.page.locator('.setting-effect').allTextContents()).toEqual([
      'For 2 h 15 min · has not reported in time',
      'For 57 min · as long as process 4711',
      '1st in line · waiting for 47 min · expected any moment',
    ]);
  });
});
