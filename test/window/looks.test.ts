// Every state in every look: nothing is pushed out of the window. The pictures are kept in out/pictures for the eye.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { wholeTag } from '../../scripts/test/projects.ts';
import type { AccountView, KeyStoreView, MethodView, View, WindowView } from '../../preload/view.ts';
import { violations } from './support/axe.ts';
import { refused } from './support/fake-main.ts';
import { useWindows, type Look } from './support/open-window.ts';
import type { State } from './support/state.ts';
import { switchingStates } from './support/switching-states.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { anna, claude, long, longFile, openAi, viewOf } = views;
const { open } = useWindows();
const pictures = path.join(import.meta.dirname, '..', '..', 'out', 'pictures');

const bert = {
  ...views.bert,
  plan: null,
  windows: [views.spent, views.unknownWindow],
  problem: views.offline,
};

async function refuseKey(window: WindowPage): Promise<void> {
  window.main.answer('secret.enter', () => refused(views.wrongKey));
  await window.provider('Claude').getByRole('button', { name: 'Enter an API key' }).click();
  await window.keyField.fill('sk-ant-wrong');
  await window.keyField.press('Enter');
  await window.page.getByText(views.wrongKey.what).waitFor();
}

async function askToSignOut(window: WindowPage): Promise<void> {
  await window.button(`Sign out of ${anna.label}`).click();
  await window.signOutQuestion(anna.label).waitFor();
}

async function refuseSignOut(window: WindowPage): Promise<void> {
  window.main.answer('account.signOut', () => refused(views.offline));
  await askToSignOut(window);
  await window.signOutQuestion(anna.label).getByRole('button', { name: 'Sign out' }).click();
  await window.page.getByText(views.offline.what).waitFor();
}

async function openRegistration(window: WindowPage): Promise<void> {
  await window.button(views.registeredMethod.label).click();
  await window.clientIdField.waitFor();
}

async function refuseRegistration(window: WindowPage): Promise<void> {
  window.main.answer('signIn.start', () => refused(views.offline));
  await openRegistration(window);
  await window.clientIdField.fill('1111aaaa-0000-4000-8000-222233334444');
  await window.agreement.check();
  await window.button('Continue in the browser').click();
  await window.page.getByText(views.offline.what).waitFor();
}

async function spoilSettings(window: WindowPage): Promise<void> {
  window.main.answer('settings.change', () => refused(views.noKeyStore));
  await window.openSettings();
  await window.switch('Show notices on the desktop').click();
  await window.page.getByText(views.noKeyStore.what).waitFor();
  await window.number('Keep in reserve').fill('70');
  await window.number('Keep in reserve').press('Enter');
}

const used = {
  ...anna,
  usedBy: ['Codex', 'OpenCode'],
  renewedElsewhere: { by: 'Codex', at: views.noon - 3 * views.minute },
};
const several = [openAi({ accounts: [used, views.bert] }), claude({ accounts: [views.keyAccount] })];
const registered = (method: MethodView): View =>
  viewOf([claude({ methods: [method, views.keyMethod] }), openAi()]);
const both = viewOf([claude({ accounts: [views.keyAccount] }), openAi({ accounts: [anna, bert] })]);

const ending = (within: 7 | 3 | 1, at: number): AccountView['keys'] => ({
  ...views.ourKeys,
  signInEndsAt: at,
  signInEndsWithinDays: within,
});

const kept = viewOf([
  claude({
    methods: [views.programMethod, views.keyMethod],
    accounts: [
      { ...views.lin, keys: { ...views.programKeys, renewedBy: 'Claude Code' } },
      { ...views.lin, id: 'claude:lin2', organization: 'Another workshop', active: false },
    ],
  }),
]);
const endings = viewOf([
  openAi({
    accounts: [
      { ...anna, keys: ending(7, views.noon + 6.5 * views.day) },
      { ...views.bert, keys: ending(3, views.noon + 2.5 * views.day) },
      {
        ...views.bert,
        id: 'openai:cleo',
        label: 'cleo@example.com',
        keys: ending(1, views.noon + 5 * views.hour),
      },
    ],
  }),
]);
const withStore = (keyStore: KeyStoreView): View =>
  viewOf([openAi({ accounts: [anna] }), claude()], { keyStore });

async function refuseUnlock(window: WindowPage): Promise<void> {
  window.main.answer('lock.set', () => refused(views.noKeyStore));
  await window.button('Unlock').click();
  await window.page.getByText(views.noKeyStore.what).waitFor();
}

async function askToForget(window: WindowPage): Promise<void> {
  await window.button('Forget lin@example.com (Example Robotics)').click();
  await window.page.getByRole('checkbox').check();
}

async function choosePassphrase(window: WindowPage): Promise<void> {
  await window.button('Choose a passphrase').first().click();
  await window.page.getByLabel('New passphrase', { exact: true }).fill('short');
  await window.page.keyboard.press('Enter');
  await window.page.getByText('Use at least 8 characters.').waitFor();
}

async function openKeys(window: WindowPage): Promise<void> {
  for (const summary of await window.page.getByText('Keys', { exact: true }).all()) await summary.click();
}

async function previewFile(window: WindowPage): Promise<void> {
  await window.openSettings();
  window.main.answer('file.preview', ({ file }) => ({
    ok: true,
    value:
      file === 'codex'
        ? views.codexPreview
        : { ...views.codexPreview, before: null, after: null, reason: 'The file is switched off.' },
  }));
  for (const { reader, path: place } of [views.codexFile, views.codeFile])
    await window.button(`Preview of ${reader} ${place}`).click();
  await window.page.getByText('The file is switched off.').waitFor();
}

/** One card for each way a quota can stand. */
const fiveStates = viewOf(
  [
    openAi({
      accounts: (
        [
          ['fine', views.lasting],
          ['tight', views.tight],
          ['running-out', views.runningOut],
          ['exhausted', views.spent],
          ['stale', views.old],
          ['unknown', views.unknownWindow],
        ] as const
      ).map(([name, window]) => ({
        ...anna,
        id: `openai:${name}`,
        label: `${name}@example.com`,
        windows: [window],
        active: name === 'fine',
      })),
    }),
  ],
  { headroom: { ...views.headroom, unknown: 2 } },
);

/** Everything that a card can say of quotas and plan at once, and the ways to get figures where there are none. */
const manyWindows = viewOf([
  claude({
    accounts: [
      {
        ...views.lin,
        label: long,
        plan: 'Free',
        subscription: views.endedPlan,
        windows: [
          views.lasting,
          views.runningOut,
          views.modelWeek('Opus', { usedPercent: 130, level: 'exhausted' }),
          views.modelWeek('A model whose name is much longer than the line that it has to stand in'),
          ...['Sonnet', 'Haiku', 'Fable'].map((model) => views.modelWeek(model)),
          views.spend,
          views.credits,
        ].map((window): WindowView => ({ ...window, source: 'Claude Code' })),
      },
      {
        ...views.lin,
        id: 'claude:new',
        windows: [],
        readAt: null,
        figuresFrom: 'status-line',
        subscription: { ...views.endedPlan, status: 'active', tier: 'Max 20x', before: 'Pro' },
      },
    ],
  }),
]);

const fullSettings = viewOf([openAi({ accounts: [anna] })], {
  settings: {
    ...views.settings,
    dailyLimits: [
      { account: anna.id, label: `OpenAI: ${anna.label}`, limit: { unit: 'percent', value: 30 } },
      { account: 'claude:long', label: `Claude: ${long}`, limit: { unit: 'tokens', value: 2_000_000 } },
      { account: 'claude:none', label: 'Claude: lin@example.com', limit: null },
    ],
    lockWithScreen: true,
    alerts: {
      ...views.alerts,
      thresholds: [
        ...views.alerts.thresholds,
        {
          name: 'claude/long',
          provider: 'Claude',
          window: 'Weekly (a model whose name is much longer than the line that it has to stand in)',
          percents: [],
          usual: false,
        },
      ],
      muted: ['reset', 'switched'],
      quietHours: { fromMinute: 22 * 60, toMinute: 8 * 60 },
    },
    statusLines: [
      {
        ...views.statusLine,
        kind: 'on',
        own: '~/bin/my-line.sh --short',
        heardAt: views.noon - 3 * views.minute,
      },
      { ...views.statusLine, consumer: 'other', label: 'Another program', kind: 'replaced' },
    ],
    companyLogins: [
      views.companyLogin,
      { url: `https://${'longname-'.repeat(9)}ai.example.test`, variable: 'OTHER_TOKEN' },
    ],
    hooks: [
      views.hook,
      {
        ...views.hook,
        event: 'switched',
        program: `/home/ada/${'folder-'.repeat(12)}/note`,
        state: 'changed',
      },
    ],
  },
});

async function openFullSettings(window: WindowPage): Promise<void> {
  await window.openSettings();
  for (const summary of await window.page.locator('summary').all())
    if (await summary.isVisible()) await summary.click();
  await window.page.getByRole('textbox', { name: 'OpenAI Weekly' }).fill('eighty');
  await window.page.keyboard.press('Enter');
  await window.page.getByRole('textbox', { name: `At most, in percent, of OpenAI: ${anna.label}` }).fill('0');
  await window.page.keyboard.press('Enter');
}

const states: readonly State[] = [
  { name: 'loading', view: viewOf([], { loaded: false }) },
  { name: 'first-run', view: viewOf([claude(), openAi()]) },
  { name: 'cards', view: both },
  { name: 'five-states', view: fiveStates },
  { name: 'many-windows', view: manyWindows },
  {
    name: 'waiting',
    view: viewOf([openAi({ signIn: views.waiting }), claude({ accounts: [views.keyAccount] })]),
  },
  {
    name: 'open-it-yourself',
    view: viewOf([openAi({ signIn: { ...views.waiting, step: 'open-it-yourself' } }), claude()]),
  },
  { name: 'key-form', view: viewOf([claude(), openAi()]), prepare: refuseKey },
  {
    name: 'problems',
    view: viewOf([openAi({ problem: views.offline }), claude({ accounts: [views.keyAccount] })], {
      problems: [views.noKeyStore],
    }),
  },
  {
    name: 'long-names',
    view: viewOf([
      openAi({
        label: 'OpenAI for organisations with names',
        accounts: [{ ...anna, label: long, plan: 'Enterprise with everything' }],
      }),
      claude({ label: 'Claude of another organisation', accounts: [views.keyAccount] }),
    ]),
  },
  { name: 'several-accounts', view: viewOf(several) },
  { name: 'sign-out', view: viewOf(several), prepare: askToSignOut },
  { name: 'sign-out-problem', view: viewOf(several), prepare: refuseSignOut },
  { name: 'registration', view: registered(views.registeredMethod), prepare: openRegistration },
  { name: 'registration-problem', view: registered(views.registeredMethod), prepare: refuseRegistration },
  { name: 'registration-remembered', view: registered(views.rememberedMethod) },
  { name: 'standing-in', view: viewOf(several, { selection: views.standingIn }) },
  { name: 'nothing-serves', view: viewOf(several, { selection: views.nothingServes }) },
  ...switchingStates,
  { name: 'settings', view: both, prepare: (window) => window.openSettings() },
  { name: 'settings-full', view: fullSettings, prepare: openFullSettings },
  {
    name: 'settings-problems',
    view: viewOf([openAi()], {
      settings: {
        ...views.settings,
        files: [{ ...views.codexFile, problem: views.unreadableFile }, longFile],
      },
    }),
    prepare: spoilSettings,
  },
  {
    name: 'program-methods',
    view: viewOf([claude({ methods: [views.programMethod, views.registeredMethod, views.keyMethod] })]),
  },
  {
    name: 'program-waiting',
    view: viewOf([
      claude({
        methods: [views.programMethod],
        signIn: { method: views.programMethod.id, step: 'in-program', url: null },
      }),
    ]),
  },
  {
    name: 'program-missing',
    view: viewOf([claude({ methods: [views.programMethod, views.keyMethod], problem: views.noProgram })]),
  },
  { name: 'kept-by-program', view: kept, prepare: openKeys },
  { name: 'forget', view: kept, prepare: askToForget },
  { name: 'sign-in-ends', view: endings },
  {
    name: 'long-organizations',
    view: viewOf([
      openAi({
        accounts: [
          { ...anna, label: long, organization: `Organisation of ${long}`, keys: views.ourKeys },
          { ...views.bert, label: long, organization: 'An organisation', keys: views.ourKeys },
        ],
      }),
    ]),
    prepare: openKeys,
  },
  { name: 'locked', view: viewOf(several, { locked: true }), prepare: refuseUnlock },
  { name: 'key-store-silent', view: withStore(views.silentStore) },
  { name: 'key-store-passphrase', view: withStore(views.silentStore), prepare: choosePassphrase },
  { name: 'key-store-locked', view: withStore(views.lockedStore) },
  { name: 'key-store-memory', view: withStore(views.memoryStore) },
  {
    name: 'protection',
    view: withStore(views.silentStore),
    prepare: async (window) => {
      await window.openSettings();
      await choosePassphrase(window);
    },
  },
  {
    name: 'preview',
    view: viewOf([openAi({ accounts: [anna] })], {
      settings: {
        ...views.settings,
        files: [
          { ...views.codexFile, changedElsewhere: { by: 'Codex', at: views.noon - 108 * views.minute } },
          { ...views.codeFile, changedElsewhere: { by: 'Every Code', at: views.noon - 26 * views.hour } },
        ],
      },
    }),
    prepare: previewFile,
  },
  {
    name: 'shown',
    view: both,
    prepare: async (window) => {
      await window.main.showAccount('openai:bert');
      await window.page.locator('.card-shown').waitFor();
    },
  },
];

/** What can be changed while a window is open; a state is brought about once for all of them. */
interface OpenLook {
  readonly name: string;
  readonly colors: { readonly colorScheme: 'light' | 'dark'; readonly forcedColors: 'none' | 'active' };
  readonly viewport?: { readonly width: number; readonly height: number };
}

const looks: readonly OpenLook[] = [
  { name: 'light', colors: { colorScheme: 'light', forcedColors: 'none' } },
  { name: 'dark', colors: { colorScheme: 'dark', forcedColors: 'none' } },
  { name: 'forced-colors', colors: { colorScheme: 'dark', forcedColors: 'active' } },
  {
    name: 'narrow',
    colors: { colorScheme: 'light', forcedColors: 'none' },
    viewport: { width: 360, height: 420 },
  },
];

/** What is left of a narrow window for a person who enlarges it to 200 %. */
const enlarged: Look = {
  colorScheme: 'light',
  viewport: { width: 180, height: 210 },
  deviceScaleFactor: 2,
};

beforeAll(() => mkdir(pictures, { recursive: true }));

async function bring({ view, prepare }: State, look: Look): Promise<WindowPage> {
  const window = await open(view, look);
  await window.page.locator('.card, .provider').first().waitFor();
  await prepare?.(window);
  return window;
}

/** Keeps the picture, and answers by how many pixels it is too wide. */
async function picture({ name }: State, window: WindowPage, look: string): Promise<number> {
  // Where the page has been scrolled, the header would stand in the middle of the picture.
  if (name !== 'shown') await window.page.evaluate("scrollTo({ top: 0, behavior: 'instant' })");
  await window.page.screenshot({
    path: path.join(pictures, `${name}-${look}.png`),
    fullPage: name !== 'shown',
  });
  return window.overflow();
}

/**
 * The sample that every run takes of them: those with the most and the longest on them, and one of each kind. Every page is
 * also in every-page.test.ts and room.test.ts.
 */
const sampled: ReadonlySet<string> = new Set([
  'cards',
  'five-states',
  'many-windows',
  'long-names',
  'long-organizations',
  'registration-problem',
  'sign-out-problem',
  'switched',
  'settings-full',
  'settings-switching',
  'doctor',
  'key-store-passphrase',
]);
const sizes = [
  { states: states.filter(({ name }) => sampled.has(name)), tags: [] },
  { states: states.filter(({ name }) => !sampled.has(name)), tags: [wholeTag] },
];

test('the sample names states that there are', () => {
  expect(sizes[0]?.states.length).toBe(sampled.size);
});

describe.for(sizes)('every state fits', ({ states: some, tags }) => {
  test.for(some)('"$name" in light, dark, forced colors and narrow', { tags }, async (state) => {
    const window = await bring(state, { colorScheme: 'light' });
    const overflow: Record<string, number> = {};
    const wrong: Record<string, readonly string[]> = {};
    for (const { name, colors, viewport } of looks) {
      await window.page.emulateMedia(colors);
      if (viewport !== undefined) await window.page.setViewportSize(viewport);
      overflow[name] = await picture(state, window, name);
      // What the system draws in its own colours is not ours to measure.
      if (name === 'light' || name === 'dark') wrong[name] = await violations(window);
    }
    expect([overflow, wrong]).toEqual([
      { light: 0, dark: 0, 'forced-colors': 0, narrow: 0 },
      { light: [], dark: [] },
    ]);
  });

  test.for(some)('"$name" enlarged to 200 %', { tags }, async (state) => {
    expect(await picture(state, await bring(state, enlarged), 'enlarged')).toBe(0);
  });
});
