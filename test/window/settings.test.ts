// The settings page: each control sends exactly its own part, shows what main says, and explains what is wrong beside it.
import { describe, expect, test } from 'vitest';
import type { CallInput } from '../../preload/contract.ts';
import type { SettingsView, View } from '../../preload/view.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { anna, claude, codeFile, codexFile, openAi, settings, viewOf } = views;
const { open } = useWindows();

const providers = [openAi({ accounts: [anna] }), claude()];
const withSettings = (changes: Partial<SettingsView> = {}): View =>
  viewOf(providers, { settings: { ...settings, ...changes } });
const statusLine = `Status line of ${views.statusLine.label} ${views.statusLine.path}`;
const fileSwitch = ({ reader, path }: typeof codexFile): string => `${reader} ${path}`;

async function openSettings(view = withSettings()): Promise<WindowPage> {
  const window = await open(view);
  await window.openSettings();
  return window;
}

describe('the settings page', () => {
  test('stands in place of the accounts, with its heading focused', async () => {
    const window = await openSettings();
    await expect.poll(() => window.focused()).toBe('heading "Settings"');
    const current = window.page.getByRole('navigation').locator('[aria-current=page]');
    expect([await window.card(anna.label).isVisible(), await current.allTextContents()]).toEqual([
      false,
      ['Settings'],
    ]);
  });

  test('has a section for each kind of setting, and every control a name, a value and its effect', async () => {
    const window = await openSettings();
    await expect
      .poll(() => window.page.getByRole('main').ariaSnapshot())
      .toBe(
        [
          '- main:',
          '  - search:',
          '    - searchbox "Search settings"',
          '    - checkbox "Only what I changed"',
          '    - text: Only what I changed',
          '  - status',
          '  - region "Appearance":',
          '    - heading "Appearance" [level=2]',
          '    - paragraph: Language',
          '    - paragraph: "Of the window, the tray and the notices. Terminals stay in English. Usually: As the system."',
          '    - radiogroup "Language":',
          '      - radio "As the system"',
          '      - text: As the system',
          '      - radio "English" [checked]',
          '      - text: English',
          '      - radio "Deutsch"',
          '      - text: Deutsch',
          '    - text: Changed',
          '    - \'button "Back to usual: Language"\': Back to usual',
          '    - status',
          '    - status',
          '    - text: Hide identities',
          '    - paragraph: Window, tray and notices show “Account 1” in the place of names and addresses, for example while you share your screen. Questions about handing out a key still name the account, and so does the command line. Usually off.',
          '    - switch "Hide identities"',
          '    - status',
          '    - text: Small meter',
          '    - paragraph: A small window that stays on top and shows how much the account in use has used. Under Wayland the desktop decides what stays on top, so it may lie behind other windows. Usually off.',
          '    - switch "Small meter"',
          '    - status',
          '    - group: Providers shown One that is not ticked takes no room in the window and the tray. Its accounts stay and go on working. All',
          '  - region "Choosing a provider":',
          '    - heading "Choosing a provider" [level=2]',
          '    - paragraph: Start with',
          '    - paragraph: "Which provider is tried first when an agent needs one. Usually: The provider chosen last."',
          '    - radiogroup "Start with":',
          '      - radio "The provider chosen last" [checked]',
          '      - text: The provider chosen last Stays with it until you choose again.',
          '      - radio "Always Claude"',
          '      - text: Always Claude Starts there whenever it can be used, whatever was chosen last.',
          '      - radio "Always OpenAI"',
          '      - text: Always OpenAI Starts there whenever it can be used, whatever was chosen last.',
          '    - status',
          '    - text: When Claude cannot be used, use OpenAI',
          '    - paragraph: When this is off, nothing else is used in the place of Claude. Usually on.',
          '    - switch "When Claude cannot be used, use OpenAI" [checked]',
          '    - status',
          '    - text: When OpenAI cannot be used, use Claude',
          '    - paragraph: When this is off, nothing else is used in the place of OpenAI. Usually off.',
          '    - switch "When OpenAI cannot be used, use Claude"',
          '    - status',
          '    - text: Keep in reserve',
          '    - textbox "Keep in reserve": "5"',
          '    - paragraph: A quota with less than this left counts as used up. From 0 to 50 percent, usually 5.',
          '    - status',
          '    - status',
          '  - region "Accounts for folders":',
          '    - heading "Accounts for folders" [level=2]',
          '    - form "Add an account for a folder":',
          '      - text: Folder',
          '      - textbox "Folder":',
          '        - /placeholder: /home/ada/work',
          '      - text: Account',
          '      - combobox "Account":',
          '        - \'option "OpenAI: anna@example.com" [selected]\'',
          '      - button "Add"',
          '      - status',
          '      - status',
          '    - paragraph: In such a folder and below it, that account is the one to use. This is kept here and never in a repository.',
          '  - region "Switching":',
          '    - heading "Switching" [level=2]',
          '    - text: Shortcut',
          '    - textbox "Shortcut":',
          '      - /placeholder: None',
          '    - paragraph: "Prefers the next provider, from any program. Go into the field and press the keys. Usually: None."',
          '    - status',
          '    - status',
          '  - region "Agents":',
          '    - heading "Agents" [level=2]',
          '    - text: Agents at once',
          '    - textbox "Agents at once": "10"',
          '    - paragraph: How many may use one account at the same time, where its plan does not say. From 1 to 64, usually 10.',
          '    - status',
          '    - status',
          '    - text: For an agent at least',
          '    - textbox "For an agent at least": "1"',
          '    - paragraph: An agent waits until so much of a quota is free. From 1 to 50 percent, usually 1.',
          '    - status',
          '    - status',
          '    - text: Lock when the screen is locked',
          '    - paragraph: No keys are given out then until you unlock Gatehouse. When this is off, agents go on working while you are away. Usually off.',
          '    - switch "Lock when the screen is locked"',
          '    - status',
          '    - paragraph: These hold for agents that get their account from Gatehouse.',
          '  - region "Notices":',
          '    - heading "Notices" [level=2]',
          '    - text: Show notices on the desktop',
          '    - paragraph: Once for each event. When this is off, nothing is told, whatever is chosen below. Only that a program gets a key for the first time is always told. Usually on.',
          '    - switch "Show notices on the desktop" [checked]',
          '    - status',
          '    - text: Notice at',
          '    - textbox "Notice at": "80"',
          '    - paragraph: How much of a quota is used when it counts as low and the first notice comes. From 1 to 100 percent, usually 80.',
          '    - status',
          '    - status',
          '    - group: Percents of each quota At how much used a notice comes, for each quota by itself. Changed 1 changed',
          '    - group: What is told Which events bring a notice. All',
          '    - text: Quiet hours',
          '    - paragraph: Notices wait until these hours are over. Only that a program gets a key for the first time is told at once. Usually off.',
          '    - switch "Quiet hours"',
          '    - status',
          '    - text: With a sound',
          '    - paragraph: Notices make the sound that your desktop has for them. Usually off.',
          '    - switch "With a sound"',
          '    - status',
          '  - region "Checking":',
          '    - heading "Checking" [level=2]',
          '    - text: Read quotas every',
          '    - textbox "Read quotas every": "5"',
          '    - paragraph: A shorter time shows changes sooner; providers allow only so many readings an hour. From 3 to 240 minutes, usually 5.',
          '    - status',
          '    - status',
          '    - text: Read plans every',
          '    - textbox "Read plans every": "60"',
          '    - paragraph: How soon a changed subscription is noticed. From 15 to 1440 minutes, usually 60.',
          '    - status',
          '    - status',
          '    - text: Show incidents of providers',
          '    - paragraph: Says when a provider itself has trouble. For that Gatehouse asks the public pages status.claude.com and status.openai.com, without any key. Usually off.',
          '    - switch "Show incidents of providers"',
          '    - status',
          '  - region "Where figures come from":',
          '    - heading "Where figures come from" [level=2]',
          '    - text: Status line of Claude Code',
          '    - paragraph: /home/ada/.claude/settings.json',
          '    - paragraph: Claude Code then tells its quota while it is used, without a request. One entry in this file is changed; switching it off puts back what was there. Usually off.',
          '    - switch "Status line of Claude Code /home/ada/.claude/settings.json"',
          '    - status',
          '    - button "Preview of Status line of Claude Code /home/ada/.claude/settings.json": Preview',
          '    - status',
          '    - status',
          '    - text: Ask Claude with its program’s key',
          '    - paragraph: Anthropic wants its keys to be used by its own programs only; this asks for the quota alone. Usually off.',
          '    - switch "Ask Claude with its program’s key"',
          '    - status',
          '    - paragraph: These come in addition to what providers answer when Gatehouse asks them.',
          '  - region "Programs run on events":',
          '    - heading "Programs run on events" [level=2]',
          '    - text: When',
          '    - combobox "When":',
          '      - option "A quota gets low" [selected]',
          '      - option "A quota is used up"',
          '      - option "A quota is reset"',
          '      - option "Another account is used"',
          '      - option "A sign-in ends soon"',
          '    - button "Add a program…"',
          '    - status',
          '    - status',
          '    - paragraph: A program of yours gets what happened as JSON on its standard input. Gatehouse asks in a dialog before it runs one, and again when the program has changed.',
          '  - region "Company logins of OpenCode":',
          '    - heading "Company logins of OpenCode" [level=2]',
          '    - form "Log OpenCode in at a company’s server":',
          '      - text: Server',
          '      - textbox "Server":',
          '        - /placeholder: https://ai.example.com',
          '      - button "Log in…"',
          '      - status',
          '      - status',
          '    - paragraph: The server of a company names a command whose output becomes OpenCode’s key. You are shown that command before it runs, unless you have allowed exactly this one before. From then on the server has a say in OpenCode’s settings at every start.',
          '  - region "Protection of your keys":',
          '    - heading "Protection of your keys" [level=2]',
          '    - group "The system’s key store":',
          '      - paragraph: The system’s key store',
          '      - paragraph: Keys are encrypted on this computer and open with your login. Here it is gnome_libsecret.',
          '      - text: In use',
          '      - status',
          '    - group "A passphrase of yours":',
          '      - paragraph: A passphrase of yours',
          '      - paragraph: For computers without a key store. You enter it each time Gatehouse starts.',
          '      - button "Choose a passphrase"',
          '      - status',
          '    - group "Memory only":',
          '      - paragraph: Memory only',
          '      - paragraph: New sign-ins are forgotten when Gatehouse ends. Accounts that are stored already stay on disk, under what protects them.',
          '      - button "Use memory only": Use',
          '      - status',
          '    - paragraph: What protects the keys that Gatehouse keeps on this computer.',
          '  - region "Shared files":',
          '    - heading "Shared files" [level=2]',
          '    - text: Codex',
          '    - paragraph: /home/ada/.codex/auth.json',
          '    - paragraph: The tokens or the API key of the OpenAI account in use. Usually on.',
          '    - switch "Codex /home/ada/.codex/auth.json" [checked]',
          '    - status',
          '    - button "History of Codex /home/ada/.codex/auth.json": History',
          '    - button "Preview of Codex /home/ada/.codex/auth.json": Preview',
          '    - status',
          '    - status',
          '    - text: Code and Every Code',
          '    - paragraph: /home/ada/.codex/claude_auth.json',
          '    - paragraph: The access token or API key of the Claude account in use; never its refresh token. Usually off.',
          '    - switch "Code and Every Code /home/ada/.codex/claude_auth.json"',
          '    - status',
          '    - button "History of Code and Every Code /home/ada/.codex/claude_auth.json": History',
          '    - button "Preview of Code and Every Code /home/ada/.codex/claude_auth.json": Preview',
          '    - status',
          '    - status',
          '    - paragraph: Gatehouse writes these files for your command-line agents. A file that is switched off is not written; what stands in it stays.',
          '  - region "Start":',
          '    - heading "Start" [level=2]',
          '    - text: Start with the desktop',
          '    - paragraph: Gatehouse starts when you log in and stays in the tray, without its window, so that notices come and agents are served. Usually off.',
          '    - switch "Start with the desktop"',
          '    - status',
          '  - region "Feature flags":',
          '    - heading "Feature flags" [level=2]',
          '    - paragraph: "company-logins: on"',
          '    - paragraph: "Logins of OpenCode at a company’s server. Off: no such server is asked, and no command of one runs."',
          '    - paragraph: Nobody has chosen anything else.',
          '    - button "Set to off… company-logins": Set to off…',
          '    - status',
          '    - status',
          '    - paragraph: Parts that are new or risky can be switched off by themselves. Gatehouse asks you in a dialog before it changes one, and tells nobody.',
          '  - region "Settings as a file":',
          '    - heading "Settings as a file" [level=2]',
          '    - paragraph: Save my settings',
          '    - paragraph: As a file, for another computer or for later.',
          '    - button "Save…"',
          '    - status',
          '    - status',
          '    - paragraph: Take settings from a file',
          '    - paragraph: First you see what it would change; nothing is changed before you say so.',
          '    - button "Choose a file…"',
          '    - status',
          '    - status',
          '    - paragraph: No key, no yes that you gave, no program run on events and nothing that belongs to one computer is in it.',
          '  - region "First steps":',
          '    - heading "First steps" [level=2]',
          '    - paragraph: Providers, import, files, notices and terminal, one after the other. Nothing is undone.',
          '    - button "Start again"',
          '    - status',
          '  - region "About Gatehouse":',
          '    - heading "About Gatehouse" [level=2]',
          '    - paragraph: Version, places of files, and the licences of what is in it.',
          '    - button "Open About Gatehouse": Open',
        ].join('\n'),
      );
  });

  test.for([
    ['its tab', 'button "Accounts"'],
    ['Escape', 'button "Settings"'],
  ] as const)(
    'is left with %s, and everything is as it was, the keyboard included',
    async ([how, focused]) => {
      const window = await open(withSettings());
      await window.provider('Claude').getByRole('button', { name: 'Enter an API key' }).click();
      await window.keyField.fill('sk-ant-half');
      await window.openSettings();
      if (how === 'Escape') await window.page.keyboard.press('Escape');
      else await window.button('Accounts').click();
      await window.card(anna.label).waitFor();
      await expect.poll(() => window.focused()).toBe(focused);
      expect([await window.heading('Settings').count(), await window.keyField.inputValue()]).toEqual([
        0,
        'sk-ant-half',
      ]);
    },
  );

  test('is left with Escape wherever the keyboard is', async () => {
    const window = await openSettings();
    await window.page.getByText('Which provider is tried first').click();
    await window.page.keyboard.press('Escape');
    await window.card(anna.label).waitFor();
  });

  test('leaves the accounts scrolled as they were', async () => {
    const many = Array.from({ length: 6 }, (_, index) => ({
      ...anna,
      id: `openai:${index}`,
      label: `person${index}@example.com`,
    }));
    const window = await open(viewOf([openAi({ accounts: many })]));
    await window.card('person5@example.com').scrollIntoViewIfNeeded();
    const before = await window.page.evaluate(() => scrollY);
    // Playwright's own click would scroll first.
    await window.button('Settings').dispatchEvent('click');
    await window.heading('Settings').waitFor();
    expect(await window.page.evaluate(() => scrollY)).toBe(0);
    await window.page.keyboard.press('Escape');
    await window.card('person5@example.com').waitFor();
    expect([before > 0, await window.page.evaluate(() => scrollY)]).toEqual([true, before]);
  });

  test('gives way to a card that is to be shown', async () => {
    const window = await openSettings();
    await window.main.showAccount(anna.id);
    await expect.poll(() => window.focused()).toBe(`article "${anna.label}"`);
  });

  test('gives way to a form that is asked for', async () => {
    const window = await openSettings();
    await window.main.showProvider('claude', views.keyMethod.id);
    await expect.poll(() => window.focused()).toBe('textbox "API key"');
  });

  test('has no section for files or sources of figures when there are none', async () => {
    const window = await openSettings(withSettings({ files: [], statusLines: [], borrowKeys: [] }));
    expect(await window.page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      'Appearance',
      'Choosing a provider',
      'Accounts for folders',
      'Switching',
      'Agents',
      'Notices',
      'Checking',
      'Programs run on events',
      'Company logins of OpenCode',
      'Protection of your keys',
      'Start',
      'Feature flags',
      'Settings as a file',
      'First steps',
      'About Gatehouse',
    ]);
  });
});

interface Pressed {
  readonly name: string;
  readonly press: (window: WindowPage) => Promise<void>;
  readonly sent: CallInput<'settings.change'>;
}

const pressed: readonly Pressed[] = [
  {
    name: 'another strategy',
    press: (window) => window.strategy('Always Claude').click(),
    sent: { strategy: 'prefer-claude' },
  },
  {
    name: 'a fallback that is on',
    press: (window) => window.switch('When Claude cannot be used, use OpenAI').click(),
    sent: { fallBackFrom: { claude: false } },
  },
  {
    name: 'a fallback that is off, by its words',
    press: (window) => window.page.getByText('When OpenAI cannot be used, use Claude').click(),
    sent: { fallBackFrom: { openai: true } },
  },
  {
    name: 'notices',
    press: (window) => window.switch('Show notices on the desktop').press('Space'),
    sent: { notify: false },
  },
  {
    name: 'the lock with the screen',
    press: (window) => window.switch('Lock when the screen is locked').click(),
    sent: { lockWithScreen: true },
  },
  {
    name: 'a shared file that is written',
    press: (window) => window.switch(fileSwitch(codexFile)).click(),
    sent: { sharedFiles: { codex: false } },
  },
  {
    name: 'a shared file that is not written',
    press: (window) => window.switch(fileSwitch(codeFile)).click(),
    sent: { sharedFiles: { code: true } },
  },
];

describe('a press', () => {
  test.for(pressed)('on $name sends exactly that, and changes nothing by itself', async ({ press, sent }) => {
    const window = await openSettings();
    const before = await window.page.getByRole('main').ariaSnapshot();
    await press(window);
    await expect.poll(() => window.main.received('settings.change')).toEqual([sent]);
    await expect.poll(() => window.page.getByRole('main').ariaSnapshot()).toBe(before);
  });

  test('is answered by the view', async () => {
    const window = await openSettings();
    await window.main.show(
      withSettings({ strategy: 'prefer-openai', notify: false, files: [{ ...codeFile, enabled: true }] }),
    );
    await expect.poll(() => window.strategy('Always OpenAI').isChecked()).toBe(true);
    expect([
      await window.switch('Show notices on the desktop').isChecked(),
      await window.switch(fileSwitch(codeFile)).isChecked(),
    ]).toEqual([false, true]);
  });

  test('is marked while it is under way, and not repeated', async () => {
    const window = await openSettings();
    window.main.answer('settings.change', () => new Promise(() => undefined));
    const notify = window.switch('Show notices on the desktop');
    await notify.click();
    await expect.poll(() => notify.getAttribute('aria-busy')).toBe('true');
    await notify.click();
    expect([await notify.isChecked(), window.main.received('settings.change')]).toEqual([
      true,
      [{ notify: false }],
    ]);
  });

  test('says beside its control why it changed nothing', async () => {
    const window = await openSettings();
    window.main.answer('settings.change', () => refused(views.noKeyStore));
    for (const press of [
      () => window.strategy('Always Claude').click(),
      () => window.switch(fileSwitch(codeFile)).click(),
    ])
      await press();
    await expect
      .poll(() => window.provider('Choosing a provider').textContent())
      .toContain(views.noKeyStore.what);
    await expect.poll(() => window.provider('Shared files').textContent()).toContain(views.noKeyStore.what);
    expect(await window.provider('Notices').textContent()).not.toContain(views.noKeyStore.what);
    expect([
      await window.strategy('The provider chosen last').isChecked(),
      await window.switch(fileSwitch(codeFile)).isChecked(),
    ]).toEqual([true, false]);
  });

  test('is not offered for a provider that nothing can stand in for', async () => {
    const window = await openSettings();
    expect(await window.page.getByRole('switch', { name: /Another/ }).count()).toBe(0);
  });

  test('names all providers that stand in', async () => {
    const [first] = settings.fallbacks;
    const fallbacks = first === undefined ? [] : [{ ...first, to: ['OpenAI', 'Gemini'] }];
    const window = await openSettings(withSettings({ fallbacks }));
    await window.switch('When Claude cannot be used, use OpenAI or Gemini').waitFor();
  });
});

test('a file that cannot be written says so beside its switch', async () => {
  const window = await openSettings(
    withSettings({ files: [{ ...codexFile, problem: views.unreadableFile }, codeFile] }),
  );
  await expect
    .poll(() => window.announced())
    .toEqual([`${views.unreadableFile.what} ${views.unreadableFile.next}`]);
});

const numbers: readonly { name: string; good: string; sent: CallInput<'settings.change'>; bad: string }[] = [
  { name: 'Keep in reserve', good: '0', sent: { reservePercent: 0 }, bad: '51' },
  { name: 'Notice at', good: ' 95 ', sent: { notifyAtPercent: 95 }, bad: '0' },
  { name: 'Read quotas every', good: '240', sent: { quotaEveryMinutes: 240 }, bad: '2' },
  { name: 'Read plans every', good: '15', sent: { planEveryMinutes: 15 }, bad: '1441' },
  { name: 'Agents at once', good: '64', sent: { agentsAtOnce: 64 }, bad: '65' },
  { name: 'For an agent at least', good: '2', sent: { leastLeasePercent: 2 }, bad: '0' },
];

describe('a number', () => {
  test.for(numbers)('$name is sent with Enter, once, and alone', async ({ name, good, sent }) => {
    const window = await openSettings();
    await window.number(name).fill(good);
    await window.number(name).press('Enter');
    await expect.poll(() => window.main.received('settings.change')).toEqual([sent]);
    await window.number(name).blur();
    expect(window.main.received('settings.change')).toHaveLength(1);
  });

  test.for(numbers)('$name is sent on leaving the field', async ({ name, good, sent }) => {
    const window = await openSettings();
    await window.number(name).fill(good);
    expect(window.main.received('settings.change')).toEqual([]);
    await window.page.keyboard.press('Tab');
    await expect.poll(() => window.main.received('settings.change')).toEqual([sent]);
  });

  test.for([
    ...numbers.map(({ name, bad }) => ({ name, bad, words: /^Enter a number from \d+ to \d+\.$/ })),
    { name: 'Notice at', bad: '', words: /^Enter a whole number\.$/ },
    { name: 'Notice at', bad: 'abc', words: /^Enter a whole number\.$/ },
    { name: 'Notice at', bad: '-5', words: /^Enter a whole number\.$/ },
    { name: 'Read plans every', bad: '20.5', words: /^Enter a whole number\.$/ },
    { name: 'Read plans every', bad: '1e2', words: /^Enter a whole number\.$/ },
  ])('$name of "$bad" is explained and not sent', async ({ name, bad, words }) => {
    const window = await openSettings();
    await window.number(name).fill(bad);
    await window.number(name).press('Enter');
    await expect.poll(() => window.announced()).toEqual([expect.stringMatching(words)]);
    await window.number(name).blur();
    expect([
      await window.number(name).inputValue(),
      await window.number(name).getAttribute('aria-invalid'),
      window.main.received('settings.change'),
    ]).toEqual([bad, 'true', []]);
    // Typing on takes the words away; they come back only when it is still wrong.
    await window.number(name).fill('20');
    await expect.poll(() => window.announced()).toEqual([]);
  });

  test('that was refused is forgotten once main says another one', async () => {
    const window = await openSettings();
    await window.number('Notice at').fill('abc');
    await window.number('Notice at').press('Enter');
    await expect.poll(() => window.number('Notice at').getAttribute('aria-invalid')).toBe('true');
    await window.main.show(
      withSettings({
        numbers: {
          ...settings.numbers,
          notifyAtPercent: { ...settings.numbers.notifyAtPercent, value: 70 },
        },
      }),
    );
    await expect.poll(() => window.number('Notice at').inputValue()).toBe('70');
  });

  test('that is the old one is not sent', async () => {
    const window = await openSettings();
    await window.number('Notice at').fill('080');
    await window.number('Notice at').press('Enter');
    await expect.poll(() => window.number('Notice at').inputValue()).toBe('80');
    expect(window.main.received('settings.change')).toEqual([]);
  });

  test('takes back with Escape what was typed; the next Escape leaves the page', async () => {
    const window = await openSettings();
    await window.number('Notice at').fill('7');
    await window.number('Notice at').press('Escape');
    await expect.poll(() => window.number('Notice at').inputValue()).toBe('80');
    await window.number('Notice at').press('Escape');
    await window.card(anna.label).waitFor();
    expect(window.main.received('settings.change')).toEqual([]);
  });

  test('is marked while it is under way, and then is what main says', async () => {
    const window = await openSettings();
    let release = (): void => undefined;
    window.main.answer('settings.change', async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      await window.main.show(
        withSettings({
          numbers: { ...settings.numbers, notifyAtPercent: { value: 90, least: 1, most: 100, usual: 80 } },
        }),
      );
      return { ok: true, value: null };
    });
    const field = window.number('Notice at');
    await field.fill('91');
    await field.press('Enter');
    await expect.poll(() => field.getAttribute('aria-busy')).toBe('true');
    expect(await field.inputValue()).toBe('91');
    release();
    await expect.poll(() => field.inputValue()).toBe('90');
    expect(await field.getAttribute('aria-busy')).toBe('false');
  });

  test('that main refuses goes back, with the reason beside it', async () => {
    const window = await openSettings();
    window.main.answer('settings.change', () => refused(views.noKeyStore));
    await window.number('Notice at').fill('91');
    await window.number('Notice at').press('Enter');
    await expect.poll(() => window.provider('Notices').textContent()).toContain(views.noKeyStore.what);
    expect(await window.number('Notice at').inputValue()).toBe('80');
  });
});

describe('the keyboard alone', () => {
  test('reaches every setting in reading order, changes nothing on the way, and sees where it is', async () => {
    const window = await openSettings();
    const walk: string[] = [];
    for (let presses = 0; presses < 42; presses += 1) {
      await window.page.keyboard.press('Tab');
      walk.push(await window.focused());
      expect(
        await window.page.locator(':focus').evaluate((element) => getComputedStyle(element).outlineWidth),
      ).toBe('2px');
    }
    expect(walk).toEqual([
      'searchbox "Search settings"',
      'checkbox "Only what I changed"',
      'radio "English"',
      'button "Back to usual: Language"',
      'switch "Hide identities"',
      'switch "Small meter"',
      'summary "Providers shown One that is not ticked takes no room in the window and the tray. Its accounts stay and go on working.All"',
      'radio "The provider chosen last"',
      'switch "When Claude cannot be used, use OpenAI"',
      'switch "When OpenAI cannot be used, use Claude"',
      'textbox "Keep in reserve"',
      'textbox "Folder"',
      'combobox "Account"',
      'button "Add"',
      'textbox "Shortcut"',
      'textbox "Agents at once"',
      'textbox "For an agent at least"',
      'switch "Lock when the screen is locked"',
      'switch "Show notices on the desktop"',
      'textbox "Notice at"',
      'summary "Percents of each quota At how much used a notice comes, for each quota by itself.Changed1 changed"',
      'summary "What is told Which events bring a notice.All"',
      'switch "Quiet hours"',
      'switch "With a sound"',
      'textbox "Read quotas every"',
      'textbox "Read plans every"',
      'switch "Show incidents of providers"',
      `switch "${statusLine}"`,
      `button "Preview of ${statusLine}"`,
      'switch "Ask Claude with its program’s key"',
      'combobox "When"',
      'button "Add a program…"',
      'textbox "Server"',
      'button "Log in…"',
      'button "Choose a passphrase"',
      'button "Use memory only"',
      `switch "${fileSwitch(codexFile)}"`,
      `button "History of ${fileSwitch(codexFile)}"`,
      `button "Preview of ${fileSwitch(codexFile)}"`,
      `switch "${fileSwitch(codeFile)}"`,
      `button "History of ${fileSwitch(codeFile)}"`,
      `button "Preview of ${fileSwitch(codeFile)}"`,
    ]);
    await window.page.keyboard.press('Shift+Tab');
    expect(window.main.received('settings.change')).toEqual([]);
  });

  test('chooses another strategy with an arrow and turns a switch with Space', async () => {
    const window = await openSettings();
    await window.strategy('The provider chosen last').focus();
    await window.page.keyboard.press('ArrowDown');
    await expect.poll(() => window.main.received('settings.change')).toEqual([{ strategy: 'prefer-claude' }]);
    await window.switch('When OpenAI cannot be used, use Claude').press('Space');
    await expect.poll(() => window.main.received('settings.change')).toHaveLength(2);
  });
});
