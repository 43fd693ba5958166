// What is drawn of switches, of the settings for them, and of Doctor.
import { refused } from './fake-main.ts';
import type { State } from './state.ts';
import * as switches from './switching-views.ts';
import * as views from './views.ts';
import type { WindowPage } from './window-page.ts';

const { anna, claude, long, longFile, openAi, viewOf } = views;

/** Another account stands in, and a switch is under way. */
const switching = viewOf(
  [
    openAi({ accounts: [anna, views.bert] }),
    claude({ accounts: [{ ...views.lin, windows: [views.spent] }] }),
  ],
  {
    selection: { ...views.standingIn, phase: 'held' },
    switching: { ...switches.switched, running: { step: 'verifying', to: `OpenAI: ${views.bert.label}` } },
  },
);
/** A switch that changed nothing, after one that did, with more and longer names than there is room for. */
const switched = viewOf([openAi({ accounts: [anna, views.bert] }), claude()], {
  selection: { ...views.standingIn, phase: 'draining', waitsFor: [long, 'Weekly'], backAt: null },
  switching: {
    ...switches.switched,
    problem: switches.unproved,
    undo: { title: `OpenAI: ${long}`, at: views.noon - 3 * views.hour },
    holders: [1, 2, 3, 4, 5].map((pid) => ({
      ...switches.holder,
      pid,
      account: pid === 2 ? long : null,
    })),
  },
});
const switchSettings = viewOf([openAi({ accounts: [anna, views.bert] })], {
  settings: {
    ...views.settings,
    strategies: [
      { id: 'user-preference', label: 'The provider chosen last' },
      { id: 'cost-optimized', label: 'What costs least' },
      { id: 'soonest-reset', label: 'What is reset soonest' },
    ],
    otherAccounts: [{ provider: 'openai', label: 'OpenAI', enabled: true }],
    folderRules: [
      { folder: '/home/ada/work', account: anna.id, label: `OpenAI: ${anna.label}` },
      { folder: `/home/${'folder-'.repeat(20)}`, account: 'openai:gone', label: null },
    ],
    shortcut: { keys: 'Control+Alt+G', problem: switches.takenShortcut },
    shells: [
      { ...switches.bash, kind: 'on' },
      { ...switches.bash, shell: 'powershell', label: 'PowerShell', path: longFile.path, untried: true },
      { ...switches.bash, shell: 'zsh', label: 'zsh', path: '/home/ada/.zshrc', kind: 'changed' },
    ],
  },
});

async function spoilSwitchSettings(window: WindowPage): Promise<void> {
  await window.openSettings();
  await window.button('Preview of Plain calls in bash /home/ada/.bashrc').click();
  await window.page.getByRole('region', { name: 'Would be' }).waitFor();
  await window.page.getByRole('textbox', { name: 'Folder' }).fill('~/work');
  await window.page.keyboard.press('Enter');
  await window.page.getByText('Enter the whole path').waitFor();
  await window.page.getByRole('textbox', { name: 'Shortcut' }).press('g');
}

async function openFullDoctor(window: WindowPage): Promise<void> {
  window.main.answer('doctor.look', () => ({
    ok: true,
    value: {
      ...switches.doctor,
      findings: [
        ...switches.doctor.findings,
        ...[1, 2, 3].map((count) => ({
          ...switches.keyFinding,
          id: `long-${count}`,
          where: longFile.path,
          program: count === 1 ? long : null,
          line: count,
        })),
      ],
      repaired: [
        { id: 'one', path: '/home/ada/.bashrc', at: views.noon - views.hour },
        { id: 'two', path: longFile.path, at: views.noon - 3 * views.day },
      ],
      identities: [
        ...switches.doctor.identities,
        {
          consumer: 'long',
          label: long,
          by: 'keyring',
          identity: long,
          account: null,
          where: longFile.path,
          why: 'Its settings say so.',
        },
      ],
    },
  }));
  await window.openDoctor();
  await window.button(`Comment out: ${switches.keyFinding.what}`).first().click();
  await window.page.getByText('Change this file?').waitFor();
}

async function failDoctor(window: WindowPage): Promise<void> {
  await window.openDoctor();
  await window.page.getByText('Nothing found:').waitFor();
  window.main.answer('doctor.look', () => refused(views.noKeyStore));
  await window.button('Look again').click();
  await window.page.getByText(views.noKeyStore.what).waitFor();
}

export const switchingStates: readonly State[] = [
  { name: 'switching', view: switching },
  { name: 'switched', view: switched },
  { name: 'settings-switching', view: switchSettings, prepare: spoilSwitchSettings },
  { name: 'doctor', view: switched, prepare: openFullDoctor },
  { name: 'doctor-healthy', view: switched, prepare: failDoctor },
];
