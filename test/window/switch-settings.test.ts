// The settings of switching: strategies, other accounts, folders, the shortcut, and the shells.
import { describe, expect, test } from 'vitest';
import type { SettingsView, View } from '../../preload/view.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import { bash, takenShortcut } from './support/switching-views.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { anna, bert, claude, lin, openAi, settings, viewOf } = views;
const { open } = useWindows();

const viewWith = (changes: Partial<SettingsView>): View =>
  viewOf([claude({ accounts: [lin] }), openAi({ accounts: [anna, bert] })], {
    settings: { ...settings, ...changes },
  });

async function openSettings(changes: Partial<SettingsView> = {}): Promise<WindowPage> {
  const window = await open(viewWith(changes));
  await window.openSettings();
  return window;
}

test('each strategy has a sentence on what it means, and one that is not known has none', async () => {
  const strategies = ['user-preference', 'prefer-any', 'cost-optimized', 'soonest-reset', 'newer'].map(
    (id) => ({
      id,
      label: id,
    }),
  );
  const window = await openSettings({ strategies });
  const radios = window.page.getByRole('radiogroup', { name: 'Start with' });
  const sentences = await radios.locator('.setting-effect').allTextContents();
  expect([
    sentences.slice(0, 4).every((words) => words.endsWith('.')),
    new Set(sentences).size,
    sentences[4],
  ]).toEqual([true, 5, '']);
  await window.strategy('soonest-reset').click();
  await expect.poll(() => window.main.received('settings.change')).toEqual([{ strategy: 'soonest-reset' }]);
});

test('whether other accounts of a provider may stand in is chosen for each, with a word on whose matter that is', async () => {
  const window = await openSettings({
    otherAccounts: [{ provider: 'openai', label: 'OpenAI', enabled: true }],
  });
  await window.page
    .getByText('Whether one person may use several accounts in turn is between you and OpenAI;')
    .waitFor();
  await window.switch('When an account of OpenAI is used up, use another one of OpenAI').click();
  await expect
    .poll(() => window.main.received('settings.change'))
    .toEqual([{ otherAccounts: { openai: false } }]);
});

describe('a folder with an account of its own', () => {
  const work = { folder: '/home/ada/work', account: bert.id, label: 'OpenAI: bert@example.com' };
  const gone = { folder: '/home/ada/old', account: 'openai:gone', label: null };
  const rules = [work, gone];
  const sent = rules.map(({ folder, account }) => ({ folder, account }));
  const field = (window: WindowPage) => window.page.getByRole('textbox', { name: 'Folder' });
  const account = (window: WindowPage) => window.page.getByRole('combobox', { name: 'Account' });

  test('stands with its account, or says that it is gone', async () => {
    const window = await openSettings({ folderRules: rules });
    const words = window.provider('Accounts for folders').locator('.setting-words');
    expect(await words.allTextContents()).toEqual([
      '/home/ada/workOpenAI: bert@example.com',
      '/home/ada/oldThis account is not here any more, so the line does nothing.',
    ]);
  });

  test('is removed alone, and the keyboard stays in the section', async () => {
    const window = await openSettings({ folderRules: rules });
    window.main.answer('settings.change', async () => {
      await window.main.show(viewWith({ folderRules: [gone] }));
      return { ok: true, value: null };
    });
    await window.button('Remove the account for /home/ada/work').press('Enter');
    await expect.poll(() => window.focused()).toBe('heading "Accounts for folders"');
    expect(window.main.received('settings.change')).toEqual([{ folderRules: sent.slice(1) }]);
  });

  test('is added after the others, in the place of one for the same folder', async () => {
    const window = await openSettings({ folderRules: rules });
    await account(window).selectOption('OpenAI: anna@example.com');
    const cases = [
      ['/home/ada/play', '/home/ada/play', sent],
      ['  /home/ada/play/  ', '/home/ada/play', sent],
      ['/', '/', sent],
      ['C:\\Users\\ada\\', 'C:\\Users\\ada', sent],
      ['/home/ada/old', '/home/ada/old', sent.slice(0, 1)],
    ] as const;
    for (const [typed] of cases) {
      await field(window).fill(typed);
      await field(window).press('Enter');
      await expect.poll(() => field(window).inputValue()).toBe('');
    }
    expect(window.main.received('settings.change')).toEqual(
      cases.map(([, folder, kept]) => ({ folderRules: [...kept, { folder, account: anna.id }] })),
    );
  });

  test('has to be a whole path, which is said and not sent', async () => {
    const window = await openSettings();
    for (const typed of ['', 'work', '~/work', './work']) {
      await field(window).fill(typed);
      await window.button('Add').click();
      await expect.poll(() => window.announced()).toEqual(['Enter the whole path, from its very beginning.']);
      expect(await field(window).getAttribute('aria-invalid')).toBe('true');
    }
    await field(window).press('Escape');
    await expect.poll(() => window.announced()).toEqual([]);
    expect(window.main.received('settings.change')).toEqual([]);
  });

  test('that main refuses stays typed, with the reason beside it', async () => {
    const window = await openSettings();
    window.main.answer('settings.change', () => refused(views.noKeyStore));
    await field(window).fill('/home/ada/play');
    await window.button('Add').click();
    await expect
      .poll(() => window.provider('Accounts for folders').textContent())
      .toContain(views.noKeyStore.what);
    expect(await field(window).inputValue()).toBe('/home/ada/play');
  });

  test('is not asked for without an account', async () => {
    const window = await open(viewOf([openAi()]));
    await window.openSettings();
    expect(await window.heading('Accounts for folders').count()).toBe(0);
  });
});

describe('the shortcut', () => {
  const field = (window: WindowPage) => window.page.getByRole('textbox', { name: 'Shortcut' });

  test('is what is pressed in its field', async () => {
    const window = await openSettings();
    await field(window).press('Control+Alt+g');
    await expect
      .poll(() => window.main.received('settings.change'))
      .toEqual([{ switchShortcut: 'Control+Alt+G' }]);
  });

  test('needs a key that nobody types with, and the field is left with Tab', async () => {
    const window = await openSettings();
    await field(window).press('g');
    await expect
      .poll(() => window.announced())
      .toEqual(['Hold Control, Alt, or the Windows or Command key as well.']);
    await window.page.keyboard.press('Tab');
    await expect.poll(() => window.announced()).toEqual([]);
    expect([window.main.received('settings.change'), await window.focused()]).toEqual([
      [],
      'textbox "Agents at once"',
    ]);
  });

  test('that stands already is not sent again, and is cleared with its button', async () => {
    const window = await openSettings({ shortcut: { keys: 'Control+Alt+G', problem: null } });
    expect(await field(window).inputValue()).toBe('Control+Alt+G');
    await field(window).press('Control+Alt+g');
    await window.button('Clear the shortcut').click();
    await expect.poll(() => window.main.received('settings.change')).toEqual([{ switchShortcut: null }]);
  });

  test('that belongs to another program says so', async () => {
    const window = await openSettings({ shortcut: { keys: 'Control+Alt+G', problem: takenShortcut } });
    await expect.poll(() => window.announced()).toEqual([`${takenShortcut.what} ${takenShortcut.next}`]);
  });
});

describe('a shell', () => {
  const name = `Plain calls in bash ${bash.path}`;

  test('is switched on with a press, which says which commands follow', async () => {
    const window = await openSettings({ shells: [bash] });
    await window.page.getByText('Typed there, claude and codex start with the account in use.').waitFor();
    await window.switch(name).click();
    await expect.poll(() => window.main.received('shell.set')).toEqual([{ shell: 'bash', on: true }]);
    expect(await window.switch(name).isChecked()).toBe(false);
  });

  test('shows before what would be written', async () => {
    const window = await openSettings({ shells: [bash] });
    await window.button(`Preview of ${name}`).click();
    await window.page.getByText('There is no such file yet.').waitFor();
    expect([
      window.main.received('shell.preview'),
      await window.page.locator('pre').allTextContents(),
    ]).toEqual([[{ shell: 'bash' }], ['+# gatehouse\n']]);
  });

  test('that was never tried, and one that somebody has changed, say so', async () => {
    const window = await openSettings({
      shells: [
        { ...bash, untried: true, kind: 'on' },
        { ...bash, shell: 'zsh', label: 'zsh', path: '/home/ada/.zshrc', kind: 'changed' },
      ],
    });
    await window.page.getByText('This has not been tried on a real bash yet.').waitFor();
    await expect
      .poll(() => window.announced())
      .toEqual([
        'Somebody has changed what Gatehouse wrote for zsh. Switch it on again to have it as it was.',
      ]);
    expect([
      await window.switch(name).isChecked(),
      await window.switch('Plain calls in zsh /home/ada/.zshrc').isChecked(),
    ]).toEqual([true, false]);
  });

  test('that cannot be set up says why beside its switch', async () => {
    const window = await openSettings({ shells: [bash] });
    window.main.answer('shell.set', () => refused(views.unreadableFile));
    await window.switch(name).press('Space');
    await expect.poll(() => window.provider('Switching').textContent()).toContain(views.unreadableFile.what);
  });
});
