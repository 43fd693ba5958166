// The page Doctor: looks when it opens, repairs what can be repaired, after showing what would change, and takes it back.
import { describe, expect, test } from 'vitest';
import type { DoctorView } from '../../preload/view.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as switches from './support/switching-views.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { doctor, keyFinding, proxyFinding, rightsFinding } = switches;
const { anna, hour, noon, offline, openAi, unreadableFile, viewOf } = views;
const { open } = useWindows();

const commentOut = `Comment out: ${keyFinding.what}`;
const closeFile = `Close the file: ${rightsFinding.what}`;
const mended: DoctorView = {
  ...doctor,
  findings: [rightsFinding, proxyFinding],
  repaired: [{ id: 'repair-1', path: '/home/ada/.bashrc', at: noon - hour }],
};
const good = (value: DoctorView) => ({ ok: true, value }) as const;

async function openDoctor(seen: DoctorView = doctor): Promise<WindowPage> {
  const window = await open(viewOf([openAi({ accounts: [anna] })]));
  window.main.answer('doctor.look', () => good(seen));
  await window.openDoctor();
  await window.heading('Findings').waitFor();
  return window;
}

const summary = (window: WindowPage): Promise<string | null> => window.page.locator('.looked').textContent();

describe('a look', () => {
  test('is taken when the page opens, is said while it lasts, and then sums up', async () => {
    const window = await open(viewOf([openAi()]));
    let release = (): void => undefined;
    window.main.answer('doctor.look', async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return good(doctor);
    });
    await window.openDoctor();
    await expect.poll(() => window.announced()).toEqual(['Looking at programs, files and settings…']);
    await expect.poll(() => window.focused()).toBe('heading "Doctor"');
    await window.button('Look again').click({ force: true });
    release();
    await expect.poll(() => window.announced()).toEqual(['1 problem and 2 warnings found, looked just now']);
    expect(window.main.received('doctor.look')).toEqual([{}]);
  });

  test('says whose identity each program has and why, and each finding with its place', async () => {
    const window = await openDoctor();
    expect(await window.page.getByRole('main').ariaSnapshot()).toBe(
      [
        '- main:',
        '  - paragraph: Which sign-in your command-line programs really use, and what makes one use another than you think.',
        '  - status:',
        '    - paragraph: 1 problem and 2 warnings found, looked just now',
        '  - button "Look again"',
        '  - status',
        '  - region "Findings":',
        '    - heading "Findings" [level=2]',
        `    - group "${keyFinding.what}":`,
        '      - paragraph: Problem Codex',
        `      - paragraph: ${keyFinding.what}`,
        `      - 'button "${commentOut}"': Comment out`,
        `      - paragraph: ${keyFinding.next}`,
        '      - paragraph: /home/ada/.bashrc, line 12',
        '      - status',
        '      - status',
        `    - group "${rightsFinding.what}":`,
        '      - paragraph: Warning Codex',
        `      - paragraph: ${rightsFinding.what}`,
        `      - 'button "${closeFile}"': Close the file`,
        `      - paragraph: ${rightsFinding.next}`,
        '      - paragraph: /home/ada/.codex/auth.json',
        '      - status',
        '      - status',
        `    - group "${proxyFinding.what}":`,
        '      - paragraph: Warning',
        `      - paragraph: ${proxyFinding.what}`,
        `      - paragraph: ${proxyFinding.next}`,
        '      - paragraph: HTTPS_PROXY',
        '      - status',
        '      - status',
        '  - region "Who each program works as":',
        '    - heading "Who each program works as" [level=2]',
        '    - paragraph: Codex',
        '    - paragraph: API key …7f3a · No account of Gatehouse',
        '    - text: From the environment',
        '    - paragraph: OPENAI_API_KEY is set and goes before every login.',
        '    - paragraph: OPENAI_API_KEY',
        '    - paragraph: Claude Code',
        '    - paragraph: lin@example.com',
        '    - text: From its file',
        '    - paragraph: No variable says otherwise. The login there is used.',
        '    - paragraph: /home/ada/.claude/.credentials.json',
        '    - paragraph: OpenCode',
        '    - paragraph: Nobody',
        '    - text: Signed out',
        '    - paragraph: Its file has no entry for OpenAI.',
      ].join('\n'),
    );
  });

  test('that finds nothing says so', async () => {
    const window = await openDoctor({ at: noon, findings: [], repaired: [], identities: [] });
    expect([
      await summary(window),
      await window.provider('Findings').textContent(),
      await window.page.getByRole('heading', { level: 2 }).allTextContents(),
    ]).toEqual([
      'Nothing found, looked just now',
      'FindingsNothing found: each program uses the sign-in that it should.',
      ['Findings'],
    ]);
  });

  test('that fails says why, keeps what was seen before, and can be repeated', async () => {
    const window = await openDoctor();
    window.main.answer('doctor.look', () => refused(offline));
    await window.button('Look again').click();
    await window.page.getByText(offline.what).waitFor();
    expect(await window.page.getByRole('group').count()).toBe(3);
    window.main.answer('doctor.look', () => good(mended));
    await window.button('Look again').click();
    await expect.poll(() => summary(window)).toBe('2 warnings found, looked just now');
    expect(await window.page.getByText(offline.what).count()).toBe(0);
  });

  test('that fails at first shows nothing but why', async () => {
    const window = await open(viewOf([openAi()]));
    window.main.answer('doctor.look', () => refused(offline));
    await window.openDoctor();
    await expect.poll(() => window.announced()).toEqual([`${offline.what} ${offline.next}`]);
    expect(await window.page.getByRole('heading', { level: 2 }).count()).toBe(0);
  });
});

test.for([
  ['its tab', 'button "Accounts"'],
  ['Escape', 'button "Doctor"'],
] as const)('the page is left with %s, and the keyboard is where it was', async ([how, focused]) => {
  const window = await openDoctor();
  if (how === 'Escape') await window.page.keyboard.press('Escape');
  else await window.button('Accounts').click();
  await window.card(anna.label).waitFor();
  await expect.poll(() => window.focused()).toBe(focused);
});

describe('a repair', () => {
  test('that changes no file of the person’s is done with one press', async () => {
    const window = await openDoctor();
    window.main.answer('doctor.fix', () => good({ ...doctor, findings: [keyFinding] }));
    await window.button(closeFile).press('Enter');
    await expect.poll(() => summary(window)).toBe('1 problem found, looked just now');
    expect([
      window.main.received('doctor.fix'),
      window.main.received('doctor.preview'),
      await window.focused(),
    ]).toEqual([[{ finding: rightsFinding.id }], [], 'heading "Findings"']);
  });

  test('that changes a file shows the change, and is done after a second yes only', async () => {
    const window = await openDoctor();
    await window.button(commentOut).press('Enter');
    await window.page
      .getByText('Change this file? It can be put back afterwards, unless the sign-in in it is spent.')
      .waitFor();
    expect({
      asked: window.main.received('doctor.preview'),
      done: window.main.received('doctor.fix'),
      change: await window.page.locator('pre').allTextContents(),
      focused: await window.focused(),
    }).toEqual({
      asked: [{ finding: keyFinding.id }],
      done: [],
      change: ['−export KEY\n', '+# export KEY\n'],
      focused: 'button "Cancel"',
    });
    window.main.answer('doctor.fix', () => good(mended));
    await window.button('Comment out').click();
    await expect.poll(() => summary(window)).toBe('2 warnings found, looked just now');
    expect([window.main.received('doctor.fix'), await window.page.locator('pre').count()]).toEqual([
      [{ finding: keyFinding.id }],
      0,
    ]);
  });

  test.for(['Cancel', 'Escape'])('is left with %s, and the keyboard goes on from its button', async (how) => {
    const window = await openDoctor();
    await window.button(commentOut).click();
    await window.button('Cancel').waitFor();
    if (how === 'Escape') await window.page.keyboard.press('Escape');
    else await window.button('Cancel').click();
    await expect.poll(() => window.focused()).toBe(`button "${commentOut}"`);
    expect([window.main.received('doctor.fix'), await window.heading('Doctor').count()]).toEqual([[], 1]);
  });

  test('that would change nothing is not offered any further', async () => {
    const window = await openDoctor();
    window.main.answer('doctor.preview', () => ({
      ok: true,
      value: { path: '/home/ada/.bashrc', before: 'x\n', after: null, reason: 'The line is gone.' },
    }));
    await window.button(commentOut).click();
    await window.page.getByText('The line is gone.').waitFor();
    expect([await window.button('Comment out').count(), await window.button('Close').count()]).toEqual([
      0, 1,
    ]);
  });

  test('whose change cannot be shown, or that fails, says why beside its finding', async () => {
    const window = await openDoctor();
    const finding = window.page.getByRole('group', { name: keyFinding.what });
    window.main.answer('doctor.preview', () => refused(unreadableFile));
    await window.button(commentOut).click();
    await expect.poll(() => finding.textContent()).toContain(unreadableFile.what);
    window.main.answer('doctor.preview', () => ({ ok: true, value: views.codexPreview }));
    await window.button(commentOut).click();
    window.main.answer('doctor.fix', () => refused(offline));
    await window.button('Comment out').click();
    await expect.poll(() => finding.textContent()).toContain(offline.what);
    expect(await window.button('Cancel').count()).toBe(1);
  });
});

describe('a file that a repair has changed', () => {
  const putBack = 'Put back /home/ada/.bashrc';

  test('says when, and is put back with one press', async () => {
    const window = await openDoctor(mended);
    window.main.answer('doctor.undo', () => good(doctor));
    expect(await window.provider('Changed by a repair').textContent()).toContain('Changed 1 h ago');
    await window.button(putBack).click();
    await expect.poll(() => summary(window)).toBe('1 problem and 2 warnings found, looked just now');
    expect(window.main.received('doctor.undo')).toEqual([{ repair: 'repair-1' }]);
  });

  test('that cannot be put back says why beside it', async () => {
    const window = await openDoctor(mended);
    window.main.answer('doctor.undo', () => refused(unreadableFile));
    await window.button(putBack).click();
    await expect
      .poll(() => window.provider('Changed by a repair').textContent())
      .toContain(unreadableFile.what);
  });
});
