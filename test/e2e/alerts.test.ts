// What the person is told, as the daemon of the desktop gets it from the packaged app: with buttons that work, once, and not
// in quiet hours.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { leftToWhole } from '../../scripts/test/projects.ts';
import { actOn, notices, waitForNotice, type Notice } from '../world/desktop/notifications.ts';
import { windows } from '../world/desktop/screen.ts';
import {
  forgetEverything,
  gatehouseJson,
  home,
  startApp,
  storedVault,
  type RunningApp,
} from './support/app.ts';
import { persona, resetSandbox, scenario } from './support/sandbox.ts';

const configFolder = join(home, '.config/gatehouse');
const preferencesFile = join(configFolder, 'preferences.json');
const preferencesShape = z.looseObject({
  saidAlerts: z.array(z.string()).optional(),
  snoozes: z.record(z.string(), z.number()).optional(),
});

let app: RunningApp | undefined;
/** Notices of earlier tests are no matter of the present one. */
let shownBefore = 0;

beforeEach(async () => {
  await forgetEverything();
  await resetSandbox();
  shownBefore = notices().length;
});

afterEach(async () => {
  await app?.quit();
  app = undefined;
});

function shown(): readonly Notice[] {
  return notices().slice(shownBefore);
}

function waitFor(summary: RegExp): Promise<Notice> {
  const known = new Set(
    notices()
      .slice(0, shownBefore)
      .map(({ id, atMs }) => `${id} ${atMs}`),
  );
  return waitForNotice(
    (notice) => !known.has(`${notice.id} ${notice.atMs}`) && summary.test(notice.summary),
    { deadlineMs: 30_000 },
  );
}

async function preferences(): Promise<z.infer<typeof preferencesShape>> {
  return preferencesShape.parse(JSON.parse(await readFile(preferencesFile, 'utf8')));
}

/** As the person had chosen in an earlier run. */
async function choose(settings: object): Promise<void> {
  await mkdir(configFolder, { recursive: true });
  await writeFile(preferencesFile, JSON.stringify(settings));
}

async function useOf(id: string, usedPercent: number): Promise<void> {
  await scenario({
    browser: { byProvider: { openai: { persona: id } } },
    personas: { [id]: { windows: { fiveHour: { usedPercent } } } },
  });
}

const login = (): Promise<unknown> => gatehouseJson(['auth', 'login', '--provider', 'openai']);

test('a quota near its limit is told once, silently, in plain text, and Snooze is kept', async () => {
  await useOf('openai-plus-ada', 96);
  app = await startApp();
  await login();
  const notice = await waitFor(/quota 96% used/);
  const { email } = await persona('openai-plus-ada');
  expect({ ...notice, body: notice.body.split(' (')[0] }).toMatchObject({
    app: 'Gatehouse',
    summary: 'OpenAI: 5-hour quota 96% used',
    body: email,
    actions: [
      { key: 'default', label: 'Open' },
      { key: 'a0', label: 'Snooze' },
    ],
    hints: { 'suppress-sound': true },
  });
  await actOn(notice, 'a0');
  const [account] = Object.keys((await storedVault()).entries);
  await expect.poll(async () => Object.keys((await preferences()).snoozes ?? {})).toEqual([account]);
});

test(
  'a restart tells nothing that was told, and a click on what was told opens the window',
  leftToWhole,
  async () => {
    await useOf('openai-plus-ada', 96);
    app = await startApp();
    await login();
    const notice = await waitFor(/quota 96% used/);
    await actOn(notice);
    await expect
      .poll(windows, { timeout: 10_000 })
      .toContainEqual(expect.objectContaining({ title: 'Gatehouse' }));
    await app.quit();
    app = await startApp();
    // The sign-in reads the quota at once, whatever was read before.
    await login();
    await gatehouseJson(['auth', 'status']);
    expect(shown().map(({ summary }) => summary)).toEqual(['OpenAI: 5-hour quota 96% used']);
  },
);

test('when the account in use runs low and another has more left, one click switches', async () => {
  await useOf('openai-plus-ada', 20);
  app = await startApp();
  await login();
  await useOf('openai-business-eve', 85);
  await login();
  const notice = await waitFor(/quota 85% used/);
  const { email: ada } = await persona('openai-plus-ada');
  expect(notice.actions.map(({ label }) => label)).toEqual([
    'Open',
    expect.stringMatching(new RegExp(`^Switch to ${ada.slice(0, 20)}`)),
    'Snooze',
  ]);
  await actOn(notice, 'a0');
  const accounts = z.object({
    providers: z.array(z.object({ accounts: z.array(z.object({ label: z.string(), active: z.boolean() })) })),
  });
  await expect
    .poll(
      async () =>
        accounts
          .parse(await gatehouseJson(['auth', 'status']))
          .providers.flatMap((provider) => provider.accounts)
          .filter(({ active }) => active)
          .map(({ label }) => label),
      { timeout: 10_000 },
    )
    .toEqual([ada]);
});

test('in quiet hours nothing is shown, and what waits is kept', leftToWhole, async () => {
  const now = new Date();
  const minute = now.getHours() * 60 + now.getMinutes();
  await choose({
    quietHours: { fromMinute: (minute + 1439) % 1440, toMinute: (minute + 60) % 1440 },
  });
  await useOf('openai-plus-ada', 96);
  app = await startApp();
  await login();
  // A sign that waits: noticed, not yet told.
  await expect
    .poll(async () => (await preferences()).saidAlerts ?? [], { timeout: 30_000 })
    .toEqual([expect.stringMatching(/^~openai:.*\|used-95\|/)]);
  await app.quit();
  app = undefined;
  expect(shown()).toEqual([]);
});

test('thresholds of one window, and a sound, are as the person chose', leftToWhole, async () => {
  await choose({ alertAtPercent: { openai: [], 'openai/length-18000': [30] }, alertSound: true });
  await useOf('openai-plus-ada', 41);
  app = await startApp();
  await login();
  const notice = await waitFor(/quota 41% used/);
  expect(notice.hints['suppress-sound']).toBeUndefined();
});
