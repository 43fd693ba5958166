// What happens by itself when every Claude account is used up, as the real programs tell it: the other provider stands in and
// says why, Claude comes back when it has recovered and the cool-down of five minutes is over, and an undo of that lasts.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { dataFolder, gatehouse, gatehouseJson, startApp } from '../e2e/support/app.ts';
import { notices, waitForNotice, type Notice } from '../world/desktop/notifications.ts';
import { expectNothingUnknown, personAtBrowser, playScenario, requestsTo } from './sandbox-log.ts';
import { followInTerminals, leaveNothing, signIn, typed } from './signed-in-app.ts';

const messages = 'api.anthropic.com/v1/messages';
const quotaFile = join(dataFolder, 'quota.json');
const everybody = ['claude-max5-jun', 'claude-team-noa'] as const;
/** The program may be asked once in three minutes. */
const readAgain = { timeout: 220_000, interval: 5_000 };
const coolDown = { timeout: 330_000, interval: 2_000 };
const soon = { timeout: 30_000, interval: 500 };

beforeEach(leaveNothing);
afterEach(leaveNothing);

/** Of every Claude account; a later reset tells that the window has begun anew. */
async function useUp(usedPercent: number, resetsInSeconds: number): Promise<void> {
  const windows = { fiveHour: { usedPercent, resetsInSeconds } };
  await playScenario({ personas: Object.fromEntries(everybody.map((id) => [id, { windows }])) });
}

const statusShape = z.object({
  preferred: z.string(),
  selection: z.object({ provider: z.string().nullable(), phase: z.string() }),
});
const unifiedShape = z.object({
  preferred_provider: z.string().nullable(),
  selected_provider: z.string().nullable(),
  selected_because: z.string(),
});

async function unified(): Promise<z.output<typeof unifiedShape>> {
  return unifiedShape.parse(JSON.parse(await readFile(join(dataFolder, 'auth.json'), 'utf8')));
}

/** Who is preferred, who serves and in which phase, by the app's own word and by the file for other tools. */
async function choice(): Promise<readonly unknown[]> {
  const { preferred, selection } = statusShape.parse(await gatehouseJson(['auth', 'status']));
  const file = await unified();
  return [preferred, selection.provider, selection.phase, file.preferred_provider, file.selected_provider];
}

const quotaShape = z.object({
  accounts: z.array(
    z.object({
      provider: z.string(),
      windows: z.array(z.object({ id: z.string(), usedPercent: z.number().nullable() })),
    }),
  ),
});

/** Asks the programs, as far as they may be asked; how much of the five hours each Claude account has used. */
async function used(): Promise<readonly (number | null | undefined)[]> {
  const { accounts } = quotaShape.parse(await gatehouseJson(['auth', 'quota', '--now']));
  return accounts
    .filter(({ provider }) => provider === 'claude')
    .map(({ windows }) => windows.find(({ id }) => id === 'five-hour')?.usedPercent);
}

/** As if nobody had asked for a while, so that the programs may be asked again. The app does not run. */
async function nobodyHasAsked(): Promise<void> {
  const quota = z
    .looseObject({ accounts: z.record(z.string(), z.looseObject({ requests: z.looseObject({}) })) })
    .parse(JSON.parse(await readFile(quotaFile, 'utf8')));
  for (const note of Object.values(quota.accounts)) note.requests['tries'] = [];
  await writeFile(quotaFile, JSON.stringify(quota));
}

const textOf = ({ summary, body }: Notice): string => `${summary}. ${body}`;

/** To whom the person was told that it was switched, oldest first. */
function switches(): readonly (string | undefined)[] {
  return notices().flatMap((notice) =>
    [...textOf(notice).matchAll(/Switched to (\w+)/g)].map(([, provider]) => provider),
  );
}

test('every Claude account used up, OpenAI stands in and says why; recovered and cooled down, Claude is back until that is undone', async () => {
  await personAtBrowser('openai-pro-cleo');
  const first = await startApp();
  await useUp(20, 3_600);
  await signIn('openai-pro-cleo');
  for (const id of everybody) await signIn(id);
  await followInTerminals();
  expect(await gatehouse(['auth', 'switch', '--provider', 'claude'])).toMatchObject({ code: 0 });
  await expect.poll(choice, soon).toEqual(['claude', 'claude', 'primary', 'claude', 'claude']);
  await first.quit();
  await nobodyHasAsked();
  const app = await startApp();

  await useUp(100, 7_200);
  await expect.poll(used, readAgain).toEqual([100, 100]);
  // With what else is worth knowing then, in one notice.
  const said = await waitForNotice((notice) => textOf(notice).includes('Switched to OpenAI'), {
    deadlineMs: 30_000,
  });
  expect(textOf(said)).toMatch(/Switched to OpenAI. In use: OpenAI, because Claude is used up\./);
  expect(await choice()).toEqual(['claude', 'openai', 'fallback', 'claude', 'openai']);
  expect((await unified()).selected_because).toContain('because Claude is used up');
  expect((await gatehouse(['auth', 'status'])).stdout).toMatch(
    /^OpenAI stands in for Claude since \d\d:\d\d\./m,
  );
  const leftAt = Date.now();

  await useUp(3, 18_000);
  await expect.poll(used, readAgain).toEqual([3, 3]);
  expect(await choice()).toEqual(['claude', 'openai', 'held', 'claude', 'openai']);
  await expect.poll(choice, coolDown).toEqual(['claude', 'claude', 'primary', 'claude', 'claude']);
  expect(Date.now() - leftAt).toBeGreaterThan(270_000);
  await expect.poll(switches, soon).toEqual(['OpenAI', 'Claude']);
  expect(await typed('claude -p hi')).toMatchObject({ code: 0 });
  expect(await requestsTo('POST', messages)).toMatchObject([
    { status: 200, credential: { account: 'claude-team-noa', kind: 'access-token' } },
  ]);

  const undone = await gatehouse(['auth', 'undo']);
  expect([undone.code, undone.stdout]).toEqual([0, expect.stringMatching(/^Undone: Claude: /)]);
  const asChosen = ['claude', 'openai', 'fallback', 'claude', 'openai'];
  await expect.poll(choice, soon).toEqual(asChosen);
  await app.quit();
  await nobodyHasAsked();
  const last = await startApp();
  // Neither a restart nor new figures of Claude change anything about it.
  await useUp(4, 18_000);
  await expect.poll(used, readAgain).toEqual([4, 4]);
  expect(await choice()).toEqual(asChosen);
  expect((await unified()).selected_because).toContain('as you chose');
  expect(switches()).toEqual(['OpenAI', 'Claude']);
  await expectNothingUnknown();
  await last.quit();
}, 560_000);
