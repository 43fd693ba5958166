// Where figures come from: the status lines of programs, their keys, and what a card says that has no figures.
import { describe, expect, test } from 'vitest';
import type { AccountView, StatusLineView, View } from '../../preload/view.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { claude, lin, minute, noon, openAi, settings, statusLine, statusLinePreview, viewOf } = views;
const { open } = useWindows();

const section = 'Where figures come from';
const name = 'Status line of Claude Code /home/ada/.claude/settings.json';

const viewWith = (changes: Partial<StatusLineView>): View =>
  viewOf([openAi()], { settings: { ...settings, statusLines: [{ ...statusLine, ...changes }] } });

async function openFigures(changes: Partial<StatusLineView> = {}): Promise<WindowPage> {
  const window = await open(viewWith(changes));
  await window.openSettings();
  return window;
}

describe('the status line of a program', () => {
  test.for([
    { kind: 'off', on: true },
    { kind: 'on', on: false },
    { kind: 'replaced', on: true },
  ] as const)('that is $kind is asked to be the other with a press', async ({ kind, on }) => {
    const window = await openFigures({ kind });
    await window.switch(name).click();
    await expect
      .poll(() => window.main.received('statusLine.set'))
      .toEqual([{ consumer: 'claude-code', on }]);
    expect([await window.switch(name).isChecked(), window.main.received('settings.change')]).toEqual([
      !on,
      [],
    ]);
  });

  test('shows what would stand in the settings of the program, until that is no longer true', async () => {
    const window = await openFigures();
    window.main.answer('statusLine.preview', () => ({ ok: true, value: statusLinePreview }));
    await window.button(`Preview of ${name}`).click();
    await window.page.getByRole('region', { name: 'Would be', exact: true }).waitFor();
    expect([
      window.main.received('statusLine.preview'),
      await window.page.locator('pre').allTextContents(),
    ]).toEqual([
      [{ consumer: 'claude-code' }],
      [
        ' {\n−  "model": "opus"\n }\n',
        ' {\n+  "model": "opus",\n+  "statusLine": { "type": "command", "command": "/home/ada/.local/share/gatehouse/status-line" }\n }\n',
      ],
    ]);
    await window.main.show(viewWith({ kind: 'on' }));
    await window.button(`Preview of ${name}`).waitFor();
    expect(await window.page.locator('pre').count()).toBe(0);
  });

  test.for([
    { kind: 'on', reason: 'It is there already.', words: 'It is there already.' },
    { kind: 'off', reason: 'It cannot be.', words: 'It cannot be.No status line is set there yet.' },
  ] as const)('that is $kind does not say that there is no file', async ({ kind, reason, words }) => {
    const window = await openFigures({ kind });
    const value = { ...statusLinePreview, before: null, after: null, reason };
    window.main.answer('statusLine.preview', () => ({ ok: true, value }));
    await window.button(`Preview of ${name}`).click();
    await expect.poll(() => window.page.locator('.preview').textContent()).toBe(words);
  });

  test.for<{ changes: Partial<StatusLineView>; words: string }>([
    { changes: { kind: 'on' }, words: 'Has told nothing yet.' },
    { changes: { kind: 'on', heardAt: noon - 3 * minute }, words: 'Told its quota 3 min ago.' },
    { changes: { kind: 'on', own: '~/bin/line.sh' }, words: 'Your own goes on being shown: ~/bin/line.sh' },
  ])('says how it stands: "$words"', async ({ changes, words }) => {
    const window = await openFigures(changes);
    await window.provider(section).getByText(words, { exact: true }).waitFor();
  });

  test('says that another has taken its place, and what can be done', async () => {
    const window = await openFigures({ kind: 'replaced' });
    await expect
      .poll(() => window.announced())
      .toEqual([
        'Another status line has taken the place of ours in Claude Code. Switch it on again to have figures; the other one is then shown as your own.',
      ]);
  });

  test('says beside it why nothing was changed', async () => {
    const window = await openFigures();
    window.main.answer('statusLine.set', () => refused(views.unreadableFile));
    await window.switch(name).click();
    await expect.poll(() => window.provider(section).textContent()).toContain(views.unreadableFile.what);
  });
});

test('a program’s key is asked with only when that is switched on, beside what its vendor says of it', async () => {
  const window = await openFigures();
  const borrow = window.switch('Ask Claude with its program’s key');
  expect(await borrow.isChecked()).toBe(false);
  await window.page.getByText(/^Anthropic wants its keys to be used by its own programs only/).waitFor();
  await borrow.click();
  await expect
    .poll(() => window.main.received('settings.change'))
    .toEqual([{ borrowKeys: { claude: true } }]);
});

describe('an account without figures', () => {
  const openCard = (changes: Partial<AccountView>): Promise<WindowPage> =>
    open(viewOf([claude({ accounts: [{ ...lin, windows: [], readAt: null, ...changes }] })]));
  const button = `Set it up, so that ${lin.label} has figures`;

  test('leads to the status line that would bring them, and back', async () => {
    const window = await openCard({ figuresFrom: 'status-line' });
    await window.page
      .getByText('Figures come when Claude Code is used, once its status line is set up.', { exact: true })
      .waitFor();
    await window.button(button).click();
    await expect.poll(() => window.focused()).toBe(`heading "${section}"`);
    await window.page.keyboard.press('Escape');
    await expect.poll(() => window.focused()).toBe(`button "${button}"`);
  });

  test('leads to where its program’s key can be asked with', async () => {
    const window = await openCard({ figuresFrom: 'program-key' });
    await window.page
      .getByText('Figures come once Gatehouse may ask with the key of Claude Code.', { exact: true })
      .waitFor();
    await window.page.screenshot({ path: 'out/pictures/figures-program-key.png' });
    await window.button(`Look at it, so that ${lin.label} has figures`).click();
    await expect.poll(() => window.focused()).toBe(`heading "${section}"`);
  });

  test('says which program is asked with a press', async () => {
    const window = await openCard({ figuresFrom: 'asking' });
    await window.page.getByText('Press refresh to ask Claude Code for figures.', { exact: true }).waitFor();
  });

  test('says nothing of the kind where they come by themselves', async () => {
    const window = await openCard({});
    await window.page.getByText('Quota not read yet').waitFor();
    expect([
      await window.button(button).count(),
      await window.page.getByText('Press refresh').count(),
    ]).toEqual([0, 0]);
  });
});
