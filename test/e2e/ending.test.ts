// The end of the app while a provider holds the answer to a renewal: it waits for what is under way, but not for ever (LC-03).
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { leftToWhole } from '../../scripts/test/projects.ts';
import { makeClient } from '../world/sandbox/client.ts';
import {
  appFolder,
  dataFolder,
  forgetEverything,
  gatehouseJson,
  home,
  untilAnswered,
} from './support/app.ts';
import { resetSandbox, scenario } from './support/sandbox.ts';

const persona = 'openai-plus-ada';
const endLimitMs = 5_000;
/** Due ten seconds after the sign-in, and ten more before it is left to Codex, whose file the token is in. */
const shortLifeSeconds = 380;
const longLifeSeconds = 7_200;
/** A lock that is held so long is the one around a renewal; the others are for one write. */
const longHoldMs = 300;
const codexAuth = join(home, '.codex/auth.json');
let app: ChildProcess | undefined;

beforeEach(async () => {
  await resetSandbox();
  await forgetEverything();
});

afterEach(async () => {
  if (app?.exitCode === null) await terminate(app);
  await resetSandbox();
});

async function start(): Promise<ChildProcess> {
  app = spawn(join(appFolder, 'gatehouse-app'), [], { stdio: 'ignore' });
  await untilAnswered();
  return app;
}

/** Asks it to end, as the session does; answers how it ended, and after how many milliseconds. */
async function terminate(
  child: ChildProcess,
): Promise<{ code: number | null; tookMs: number; atMs: number }> {
  const atMs = Date.now();
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = z.tuple([z.number().nullable(), z.unknown()]).parse(await ended);
  return { code, tookMs: Date.now() - atMs, atMs };
}

const logShape = z.object({
  requests: z.array(
    z.object({
      path: z.string(),
      status: z.number(),
      startedMs: z.number(),
      endedMs: z.number(),
      body: z.record(z.string(), z.unknown()),
      credential: z.object({ fingerprint: z.string() }).optional(),
    }),
  ),
});

/** What was asked with a refresh token, oldest first; each is known once it has been answered. */
async function renewals(): Promise<readonly z.output<typeof logShape>['requests'][number][]> {
  const answer: unknown = await (await fetch(`${process.env['WORLD_CONTROL'] ?? ''}/requests`)).json();
  return logShape.parse(answer).requests.filter(({ body }) => body['grant_type'] === 'refresh_token');
}

/** Signs in and waits until the app renews by itself, while the provider does this to its requests. */
async function renewing(fault: object): Promise<void> {
  await scenario({ personas: { [persona]: { accessLifeSeconds: shortLifeSeconds } }, browser: { persona } });
  expect(await gatehouseJson(['auth', 'login', '--provider', 'openai'])).toMatchObject({ ok: true });
  // Who polls holds a lock from its first reading to its end.
  const locks = join(dataFolder, 'locks');
  const always = new Set(await readdir(locks));
  await scenario({
    personas: { [persona]: { accessLifeSeconds: longLifeSeconds } },
    faults: [{ host: 'auth.openai.com', path: '/oauth/token', grant: 'refresh_token', times: 1, ...fault }],
  });
  let seen: readonly string[] = [];
  const held = async (): Promise<boolean> => {
    const before = seen;
    seen = (await readdir(locks)).filter((name) => !always.has(name));
    return seen.some((name) => before.includes(name));
  };
  await expect.poll(held, { timeout: 30_000, interval: longHoldMs }).toBe(true);
}

const statusShape = z.object({
  providers: z.tuple([
    z.unknown(),
    z.object({ accounts: z.tuple([z.object({ keys: z.object({ expiresAt: z.number() }) })]) }),
  ]),
});

/** When the keys of the one account end, in Unix milliseconds. */
async function expiryTold(): Promise<number> {
  const { providers } = statusShape.parse(await gatehouseJson(['auth', 'status']));
  return providers[1].accounts[0].keys.expiresAt;
}

async function refreshTokenInFile(): Promise<string> {
  const text = await readFile(codexAuth, 'utf8').catch(() => '{}');
  const shape = z.object({ tokens: z.optional(z.object({ refresh_token: z.string() })) });
  return shape.parse(JSON.parse(text)).tokens?.refresh_token ?? '';
}

/** Whether the provider still takes this token; spends it. */
async function isGood(refreshToken: string): Promise<boolean> {
  const variable = (name: string): string => z.string().parse(process.env[name]);
  const ask = await makeClient({ ca: variable('NODE_EXTRA_CA_CERTS'), proxy: variable('HTTPS_PROXY') });
  const body = {
    client_id: 'app_EMoamEEZ73f0CkXaXp7hrann',
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  };
  return (await ask('https://auth.openai.com/oauth/token', { body })).status === 200;
}

test(
  'an answer that comes within three seconds of the end is waited for and kept, and its token is good',
  leftToWhole,
  async () => {
    const first = await start();
    await renewing({ delayMs: 3_000 });
    const spent = await refreshTokenInFile();
    const end = await terminate(first);
    const made = await renewals();
    const written = await refreshTokenInFile();
    // What the next start knows, it knows from the vault.
    await rm(codexAuth);
    await start();
    const expiresAt = await expiryTold();
    expect({
      code: end.code,
      inTime: end.tookMs <= endLimitMs,
      renewals: made.map(({ status, startedMs, endedMs }) => ({
        status,
        heldMeanwhile: startedMs < end.atMs && end.atMs < endedMs,
      })),
      inVault: expiresAt > end.atMs + (1_000 * longLifeSeconds) / 2,
      inFile: written !== spent && (await isGood(written)),
      // Ours, and the one that has just tried it.
      afterwards: (await renewals()).map(({ status }) => status),
    }).toEqual({
      code: 0,
      inTime: true,
      renewals: [{ status: 200, heldMeanwhile: true }],
      inVault: true,
      inFile: true,
      afterwards: [200, 200],
    });
  },
);

test(
  'an answer that never comes holds up the end for five seconds at most, and nothing is lost',
  leftToWhole,
  async () => {
    const first = await start();
    await renewing({ delayMs: 120_000, drop: true });
    const end = await terminate(first);
    expect({
      code: end.code,
      inTime: end.tookMs <= endLimitMs,
      // The provider never acted upon it: what stands in the file has one renewal left in it.
      good: await isGood(await refreshTokenInFile()),
    }).toEqual({ code: 0, inTime: true, good: true });
  },
);
