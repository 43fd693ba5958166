// What the person chose, with the real electron-store on a real disk. It runs without Electron when it is told a folder.
import { mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openPreferences } from '../../main/adapters/electron/preferences.ts';
import { initialCourse, type Course } from '../../main/domain/course.ts';
import type { Failure } from '../../main/domain/failure.ts';
import { defaultSettings, settingLimits, type Settings } from '../../main/domain/settings.ts';
import { claudeEntry, claudeId, noonMs, openaiEntry, openaiId } from '../fakes/accounts.ts';
import { runChild } from '../fakes/child.ts';
import { failureOf } from '../fakes/failures.ts';
import { parsed } from '../fakes/parsed.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

// The package `electron` only tells where its program lies, and would fetch it first where it is not there.
vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', '/nowhere');

async function openWith(content: unknown) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'preferences.json'), JSON.stringify(content));
  return { folder, preferences: await openPreferences(folder) };
}

const everything: Settings = {
  language: 'de',
  hideIdentities: true,
  miniMeter: true,
  incidents: true,
  startWithSystem: true,
  hiddenProviders: [claudeId],
  accountOrder: [claudeEntry().account.id, openaiEntry().account.id],
  firstRun: 'files',
  keyStore: 'passphrase',
  strategy: 'prefer-openai',
  preferredProvider: openaiId,
  activeAccounts: { [openaiId]: openaiEntry().account.id, [claudeId]: claudeEntry().account.id },
  fallBackFrom: { [openaiId]: true, [claudeId]: false },
  otherAccounts: { [claudeId]: false },
  folderRules: [
    { folder: '/home/ada/work', account: openaiEntry().account.id },
    { folder: '/home/ada/own', account: claudeEntry().account.id },
  ],
  switchShortcut: 'Control+Alt+G',
  reservePercent: 0,
  notify: false,
  notifyAtPercent: 100,
  alertAtPercent: { openai: [50, 100], 'claude/weekly-opus': [] },
  mutedAlerts: ['forecast', 'reset-soon'],
  quietHours: { fromMinute: 1320, toMinute: 420 },
  alertSound: true,
  borrowKeys: { [claudeId]: true },
  quotaEveryMinutes: 3,
  planEveryMinutes: 1440,
  agentsAtOnce: 64,
  leastLeasePercent: 50,
  dailyLimits: {
    [openaiEntry().account.id]: { unit: 'percent', value: 30 },
    [claudeEntry().account.id]: { unit: 'tokens', value: 2_000_000 },
  },
  lockWithScreen: true,
  sharedFiles: { 'codex-auth': false },
  consents: { 'claude/registered-client': { clientId: 'client-1', version: 1, at: noonMs } },
};

/** One for each of so many accounts. */
function manyLimits(count: number): Settings['dailyLimits'] {
  const accounts = Array.from({ length: count }, (_each, index) => `openai:user-${String(index)}`);
  return Object.fromEntries(accounts.map((account) => [account, { unit: 'percent', value: 1 }]));
}

const course: Course = {
  phase: 'fallback',
  since: noonMs,
  standIns: { [openaiId]: openaiEntry().account.id },
  serving: openaiId,
  spent: { [claudeEntry().account.id]: ['five-hour'] },
  accepted: [],
  switchedAt: noonMs,
};

const place = { x: -20, y: 40, width: 500, height: 700 };

test('before anything was chosen, everything is as usual', async () => {
  const preferences = await openPreferences(join(await temporaryFolder(), 'config'));
  expect([
    preferences.settings(),
    preferences.saidAlerts(),
    preferences.snoozes(),
    preferences.course(),
    preferences.windowPlace(),
  ]).toStrictEqual([defaultSettings, [], {}, initialCourse, undefined]);
});

test('what the list of providers hides at first is hidden until the person has chosen', async () => {
  const folder = await temporaryFolder();
  const preferences = await openPreferences(folder, { hiddenProviders: [openaiId] });
  const before = preferences.settings().hiddenProviders;
  preferences.change({ hiddenProviders: [] });
  expect([before, preferences.settings().hiddenProviders]).toEqual([[openaiId], []]);
});

test('a switch settles what it changes and takes a preferred provider away, and everything else stays', async () => {
  const folder = await temporaryFolder();
  const first = await openPreferences(folder);
  first.change(everything);
  first.setSnoozes({ [openaiEntry().account.id]: noonMs });
  first.settle({ settings: { strategy: 'soonest-reset', activeAccounts: {} }, course });
  const second = await openPreferences(folder);
  const { preferredProvider: _before, ...others } = everything;
  expect([second.settings(), second.snoozes(), second.course()]).toStrictEqual([
    { ...others, strategy: 'soonest-reset', activeAccounts: {} },
    { [openaiEntry().account.id]: noonMs },
    course,
  ]);
});

test('everything that was chosen is there in another run', async () => {
  const folder = await temporaryFolder();
  const first = await openPreferences(folder);
  first.change(everything);
  first.setSaidAlerts(['openai:user-1.acc-1|five-hour|used-80|open']);
  first.setSnoozes({ [openaiEntry().account.id]: noonMs });
  first.setCourse(course);
  first.setWindowPlace(place);
  const second = await openPreferences(folder);
  expect([
    second.settings(),
    second.saidAlerts(),
    second.snoozes(),
    second.course(),
    second.windowPlace(),
    await readdir(folder),
  ]).toStrictEqual([
    everything,
    ['openai:user-1.acc-1|five-hour|used-80|open'],
    { [openaiEntry().account.id]: noonMs },
    course,
    place,
    ['preferences.json'],
  ]);
});

test('what is not changed stays', async () => {
  const folder = await temporaryFolder();
  const preferences = await openPreferences(folder);
  preferences.change({ notify: false });
  preferences.change({ reservePercent: 50 });
  expect(preferences.settings()).toStrictEqual({ ...defaultSettings, notify: false, reservePercent: 50 });
});

test.each(['user-preference', 'cost-optimized', 'soonest-reset', 'prefer-claude'] as const)(
  'the strategy can be %s',
  async (strategy) => {
    const { folder, preferences } = await openWith({});
    preferences.change({ strategy });
    expect((await openPreferences(folder)).settings().strategy).toBe(strategy);
  },
);

test('a setting that is kept by name is replaced as a whole', async () => {
  const { preferences } = await openWith({ sharedFiles: { one: false, two: false } });
  preferences.change({ sharedFiles: { one: true } });
  expect(preferences.settings().sharedFiles).toStrictEqual({ one: true });
});

test('a change that cannot be written throws, and what was chosen before stays', async () => {
  const folder = join(await temporaryFolder(), 'config');
  const preferences = await openPreferences(folder);
  preferences.change({ reservePercent: 7 });
  const before = await readFile(join(folder, 'preferences.json'), 'utf8');
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  expect(() => {
    preferences.change({ notify: false, ...circular });
  }).toThrow();
  expect([
    preferences.settings().reservePercent,
    preferences.settings().notify,
    await readFile(join(folder, 'preferences.json'), 'utf8'),
  ]).toEqual([7, true, before]);
});

describe('a value of the wrong kind counts as not chosen, and takes no other with it', () => {
  test.each<[keyof Settings, unknown]>([
    ['strategy', 'prefer-'],
    ['strategy', 'whatever'],
    ['strategy', 7],
    ['preferredProvider', 'Not a provider'],
    ['preferredProvider', null],
    ['activeAccounts', { openai: 'no account' }],
    ['activeAccounts', ['openai']],
    ['fallBackFrom', { openai: 'yes' }],
    ['otherAccounts', { claude: 'no' }],
    ['folderRules', {}],
    ['folderRules', [{ folder: 'work', account: 'openai:user-1' }]],
    ['folderRules', [{ folder: '/home/ada/work/', account: 'openai:user-1' }]],
    ['folderRules', [{ folder: '/home/ada/../bob', account: 'openai:user-1' }]],
    ['folderRules', [{ folder: '/home/ada/work', account: 'nobody' }]],
    ['switchShortcut', ''],
    ['switchShortcut', 7],
    ['notify', 'yes'],
    ['alertAtPercent', { openai: [80.5] }],
    ['alertAtPercent', { openai: [101] }],
    ['alertAtPercent', { openai: 80 }],
    ['alertAtPercent', { openai: [1, 2, 3, 4, 5, 6, 7] }],
    ['alertAtPercent', { 'No provider': [80] }],
    ['mutedAlerts', ['nothing that we know']],
    ['mutedAlerts', 'forecast'],
    ['quietHours', { fromMinute: 0 }],
    ['quietHours', { fromMinute: 0, toMinute: 1440 }],
    ['quietHours', [0, 60]],
    ['alertSound', 'loud'],
    ['borrowKeys', { claude: 1 }],
    ['dailyLimits', { nobody: { unit: 'percent', value: 30 } }],
    ['dailyLimits', { 'openai:user-1': { unit: 'percent', value: 101 } }],
    ['dailyLimits', { 'openai:user-1': { unit: 'percent', value: 0 } }],
    ['dailyLimits', { 'openai:user-1': { unit: 'tokens', value: 0.5 } }],
    ['dailyLimits', { 'openai:user-1': { unit: 'hours', value: 1 } }],
    ['dailyLimits', { 'openai:user-1': null }],
    ['dailyLimits', manyLimits(101)],
    ['lockWithScreen', 'yes'],
    ['sharedFiles', { 'codex-auth': 0 }],
    ['consents', { 'claude/x': { clientId: 'x' } }],
    ...Object.entries(settingLimits).flatMap(([name, { least, most }]): [keyof Settings, unknown][] => {
      const key = Object.keys(settingLimits).find(
        (each): each is keyof typeof settingLimits => each === name,
      );
      if (key === undefined) throw new Error('no such setting');
      return [
        [key, least - 1],
        [key, most + 1],
        [key, least + 0.5],
        [key, String(least)],
      ];
    }),
  ])('%s: %j', async (key, value) => {
    const { preferences } = await openWith({ ...everything, [key]: value });
    const { preferredProvider: _chosen, ...others } = everything;
    const usual = key === 'preferredProvider' ? others : { ...everything, [key]: defaultSettings[key] };
    expect(preferences.settings()).toStrictEqual(usual);
  });

  test('the course of the choice', async () => {
    const { preferences } = await openWith({ course: { phase: 'primary' }, notify: false });
    expect([preferences.course(), preferences.settings().notify]).toEqual([initialCourse, false]);
  });

  test('the place of the window', async () => {
    const { preferences } = await openWith({ windowPlace: { ...place, width: 3 }, notify: false });
    expect([preferences.windowPlace(), preferences.settings().notify]).toEqual([undefined, false]);
  });

  test('the place of the small meter', async () => {
    const { preferences } = await openWith({ miniPlace: { x: 0.5, y: 3 } });
    const before = preferences.miniPlace();
    preferences.setMiniPlace({ x: 5, y: 3 });
    expect([before, preferences.miniPlace()]).toEqual([undefined, { x: 5, y: 3 }]);
  });

  test('alerts that were said, and snoozes', async () => {
    const { preferences } = await openWith({
      saidAlerts: ['a', 1],
      snoozes: { 'no account': 1 },
      notify: false,
    });
    expect([preferences.saidAlerts(), preferences.snoozes(), preferences.settings().notify]).toEqual([
      [],
      {},
      false,
    ]);
  });
});

test('a change that does not fit on the disk is refused, and what was chosen before stays', async () => {
  const { folder, preferences } = await openWith({});
  preferences.change(everything);
  preferences.change({ notify: true });
  const path = join(folder, 'preferences.json');
  const before = await readFile(path, 'utf8');
  const sizeBytes = Buffer.byteLength(before);
  const limits = [0, 1024, sizeBytes - 1, sizeBytes + 1];
  const ended = [];
  for (const limit of limits)
    ended.push(
      await runChild('change-preferences', {
        arguments: [folder],
        environment: { ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' },
        through: ['prlimit', `--fsize=${String(limit)}`],
      }),
    );
  const refused = [{ code: 'storage/write-failed', subject: path, detail: 'EFBIG' }, true];
  expect([ended.map(({ out }) => parsed(out)), preferences.settings(), await readdir(folder)]).toEqual([
    [refused, refused, refused, ['written', false]],
    { ...everything, notify: false },
    ['preferences.json'],
  ]);
});

test('a change goes where a link leads, and the rights of the file stay', async () => {
  const folder = await temporaryFolder();
  const real = join(await temporaryFolder(), 'kept.json');
  await writeFile(real, '{"reservePercent":7}', { mode: 0o600 });
  await symlink(real, join(folder, 'preferences.json'));
  (await openPreferences(folder)).change({ notify: false });
  expect([
    parsed(await readFile(real, 'utf8')),
    (await stat(real)).mode & 0o777,
    await readlink(join(folder, 'preferences.json')),
    await readdir(dirname(real)),
  ]).toEqual([{ reservePercent: 7, notify: false }, 0o600, real, ['kept.json']]);
});

describe('a file that is not what it should be', () => {
  const damages = [
    ['cut short', '{"notify":'],
    ['empty', ''],
    ['not an object', '"x"'],
  ] as const;

  test.each(damages)('but %s at the start is set aside and told', async (_name, text) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'preferences.json'), text);
    const told: Failure[] = [];
    const preferences = await openPreferences(folder, undefined, (failure) => told.push(failure));
    const found = preferences.settings();
    const [aside = '', ...others] = await readdir(folder);
    preferences.change({ notify: false });
    expect([
      found,
      others,
      told.map((failure) => failure.toValue()),
      await readFile(join(folder, aside), 'utf8'),
      parsed(await readFile(join(folder, 'preferences.json'), 'utf8')),
    ]).toEqual([
      defaultSettings,
      [],
      [
        {
          code: 'storage/unreadable',
          subject: join(folder, aside),
          detail: 'your settings were in it, and the usual ones count now',
        },
      ],
      text,
      { notify: false },
    ]);
    expect(aside).toMatch(/^preferences\.json\.unreadable-/);
  });

  test.each(damages)(
    'but %s later is not written over, and what it said before counts',
    async (_name, text) => {
      const { folder, preferences } = await openWith({ reservePercent: 7 });
      const path = join(folder, 'preferences.json');
      await writeFile(path, text);
      const failure = await failureOf(() => {
        preferences.change({ notify: false });
      });
      const [meanwhile, left] = [preferences.settings(), await readFile(path, 'utf8')];
      await writeFile(path, '{"reservePercent":8}');
      preferences.change({ notify: false });
      expect([failure, meanwhile, left, preferences.settings()]).toEqual([
        { code: 'storage/unreadable', subject: path },
        { ...defaultSettings, reservePercent: 7 },
        text,
        { ...defaultSettings, reservePercent: 8, notify: false },
      ]);
    },
  );

  test('but has a byte order mark in front is one', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'preferences.json'), '\ufeff{"reservePercent":7}');
    const told: Failure[] = [];
    const preferences = await openPreferences(folder, undefined, (failure) => told.push(failure));
    expect([preferences.settings().reservePercent, told]).toEqual([7, []]);
  });
});

test('a folder that is not there is made', async () => {
  const folder = join(await temporaryFolder(), 'a', 'b');
  await mkdir(join(folder, '..'));
  (await openPreferences(folder)).change({ notify: false });
  expect(await readdir(folder)).toEqual(['preferences.json']);
});
