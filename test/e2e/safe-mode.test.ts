// A crash loop ends in safe mode: nothing goes on by itself, everything by hand does, and one action is the way out (LC-05).
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { leftToWhole } from '../../scripts/test/projects.ts';
import {
  appFolder,
  dataFolder,
  forgetEverything,
  gatehouse,
  gatehouseJson,
  startApp,
  untilAnswered,
  type RunningApp,
} from './support/app.ts';
import { resetSandbox, scenario, seenRequests } from './support/sandbox.ts';

const persona = 'openai-plus-ada';
/** Due at once, and left to nobody else. */
const lifeSeconds = 2;
/** Two renewals and a reading fall due meanwhile. */
const watchedMs = 5_000;
const sentence = 'Gatehouse crashed three times in a row soon after its start and runs in safe mode.';
const markFile = join(dataFolder, 'run.json');
const findings = z.object({
  findings: z.array(z.looseObject({ id: z.string(), kind: z.string() })),
});
let app: RunningApp | undefined;

beforeEach(async () => {
  await resetSandbox();
  await forgetEverything();
});

afterEach(async () => {
  await app?.quit();
  app = undefined;
});

async function start(): Promise<ChildProcess> {
  const child = spawn(join(appFolder, 'gatehouse-app'), [], { stdio: 'ignore' });
  await untilAnswered();
  return child;
}

const markNow = (): Promise<string> => readFile(markFile, 'utf8').catch(() => '');

/** Killed as soon as it has noted that it runs, which is before anything else. */
async function crash(): Promise<void> {
  const before = await markNow();
  const child = spawn(join(appFolder, 'gatehouse-app'), [], { stdio: 'ignore' });
  const gone = once(child, 'exit');
  await expect.poll(markNow, { timeout: 10_000, interval: 20 }).not.toBe(before);
  child.kill('SIGKILL');
  await gone;
}

/** An account whose keys are in the vault alone and end again and again. */
async function signIn(): Promise<void> {
  await scenario({ browser: { persona }, personas: { [persona]: { accessLifeSeconds: lifeSeconds } } });
  const child = await start();
  await gatehouse(['auth', 'files', '--off', 'codex-auth']);
  expect(await gatehouseJson(['auth', 'login', '--provider', 'openai'])).toMatchObject({ ok: true });
  const gone = once(child, 'exit');
  await gatehouse(['quit']);
  await gone;
}

async function crashThreeTimes(): Promise<void> {
  for (let count = 0; count < 3; count += 1) await crash();
}

/** What is asked of the providers while nobody does anything. */
async function askedMeanwhile(): Promise<number> {
  const before = (await seenRequests()).at(-1)?.id ?? 0;
  await sleep(watchedMs);
  return (await seenRequests(before)).length;
}

async function problemCodes(): Promise<unknown> {
  return z
    .object({ problems: z.array(z.object({ code: z.string() })) })
    .parse(await gatehouseJson(['auth', 'status']))
    .problems.map(({ code }) => code);
}

test('after three crashes nothing is asked for by itself, all say so, and the tray has the way out', async () => {
  await signIn();
  await crashThreeTimes();
  app = await startApp();
  const asked = await askedMeanwhile();
  const told = await problemCodes();
  const doctor = findings
    .parse(await gatehouseJson(['doctor']))
    .findings.filter(({ kind }) => kind === 'safe-mode');
  await app.tray.waitForEntry(app.item, [`⚠ ${sentence}`]);
  const accounts = await gatehouseJson(['auth', 'status']);
  await app.tray.click(app.item, ['Start normally']);
  await expect.poll(problemCodes).toEqual([]);
  const askedAfter = await askedMeanwhile();
  expect({
    asked,
    told,
    doctor: doctor.map(({ id }) => id),
    accounts,
    goesOn: askedAfter > 0,
  }).toMatchObject({
    asked: 0,
    told: ['app/safe-mode'],
    doctor: ['safe-mode/Gatehouse'],
    accounts: { providers: [{}, { accounts: [{ plan: 'Plus' }] }] },
    goesOn: true,
  });
});

test('by hand everything works in safe mode, and Doctor ends it too', leftToWhole, async () => {
  await crashThreeTimes();
  app = await startApp();
  await scenario({ browser: { persona } });
  const login = await gatehouseJson(['auth', 'login', '--provider', 'openai']);
  const logout = await gatehouseJson(['auth', 'logout', '--provider', 'openai']);
  const before = await problemCodes();
  await gatehouse(['doctor', '--fix', 'safe-mode/Gatehouse']);
  expect({ login, logout, before, after: await problemCodes() }).toMatchObject({
    login: { ok: true },
    logout: { ok: true },
    before: ['app/safe-mode'],
    after: [],
  });
});

test('neither runs that lasted nor ends that were asked for lead there', leftToWhole, async () => {
  await crash();
  await crash();
  const third = await start();
  const gone = once(third, 'exit');
  third.kill('SIGTERM');
  await gone;
  const left = await markNow();
  await crash();
  const mark = z.looseObject({ run: z.looseObject({}) }).parse(JSON.parse(await markNow()));
  // As one that was killed a minute after its start or later has left it.
  await writeFile(
    markFile,
    JSON.stringify({ ...mark, run: { ...mark.run, crashesBefore: 9, lasted: true } }),
  );
  app = await startApp();
  expect({ left, problems: await problemCodes() }).toEqual({ left: '', problems: [] });
});
