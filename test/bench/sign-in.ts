// Measures what a sign-in takes once the browser is back: Gatehouse and the real `codex login`, in turn, in the same run.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { makeHome, clientEnvironment } from '../clients/run-client.ts';
import { untilAnswered, vaultFile } from '../e2e/support/app.ts';
import { persona, scenario, seenRequests, type SeenRequest } from '../e2e/support/sandbox.ts';
import type { Tray } from '../world/desktop/tray.ts';
import { readFacts } from '../world/facts.ts';
import { makeClient, signInAs, type Ask } from '../world/sandbox/client.ts';
import { machineNowMs } from '../world/sandbox/clock.ts';
import { ours, quit, start } from './apps.ts';
import { visit } from './visit.ts';
import { compare, type Measured } from './rows.ts';

export const signInGoal = { name: 'callback → tokens durable, page shown', against: 'codex login', goal: 1 };

const roundLimitMs = 60_000;
/** What a person takes at the pages, and nobody measures: start-up, opening a browser and fetching keys end meanwhile. */
const personMs = 2_000;
const person = 'openai-plus-ada';

/** A program that waits for the browser to come back. */
interface Waiting extends AsyncDisposable {
  /** The address that the person is asked to open. */
  readonly url: string;
  /** Where the tokens are kept. */
  readonly file: string;
  /** Whether what stands in the file holds the tokens of this sign-in and not only those of an earlier one. */
  readonly isKept: (text: string) => boolean;
}

interface Measurement {
  readonly totalMs: number;
  readonly providerMs: number;
}

/** The first address in what the child says on stderr. */
async function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      said += String(text);
      const found = /https:\/\/auth\.openai\.com\/oauth\/authorize\S+(?=\s)/.exec(said)?.[0];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => {
      reject(new Error(`ended with ${String(code)} before it named an address: ${said}`));
    });
  });
}

async function endedWell(ended: Promise<unknown[]>, program: string): Promise<void> {
  const [code] = await ended;
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}`);
}

const vaultShape = z.object({ entries: z.record(z.string(), z.object({ blob: z.string() })) });
const blobsIn = (text: string): readonly string[] =>
  Object.values(vaultShape.parse(JSON.parse(text)).entries).map(({ blob }) => blob);

/** Started anew for each round: no code is warm and no connection open that a first sign-in would not have. */
async function gatehouseWaiting(tray: Tray): Promise<Waiting> {
  const app = await start(ours, tray);
  await untilAnswered();
  const before = new Set(existsSync(vaultFile) ? blobsIn(readFileSync(vaultFile, 'utf8')) : []);
  const words = ['auth', 'login', '--provider', 'openai'];
  const child = spawn('gatehouse', words, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit', { signal: AbortSignal.timeout(roundLimitMs) });
  return {
    url: await addressOf(child),
    file: vaultFile,
    isKept: (text) => blobsIn(text).some((blob) => !before.has(blob)),
    async [Symbol.asyncDispose]() {
      await endedWell(ended, 'gatehouse auth login');
      await quit(app);
      await tray.waitForNoItems();
    },
  };
}

const authFile = z.object({ tokens: z.object({ refresh_token: z.string() }) });

/** In a home of its own, so that it has no earlier login to revoke first. */
async function codexWaiting(): Promise<Waiting> {
  const home = await makeHome();
  await mkdir(join(home.path, '.codex'));
  const child = spawn('codex', ['login'], {
    cwd: home.path,
    env: clientEnvironment(home.path),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit', { signal: AbortSignal.timeout(roundLimitMs) });
  return {
    url: await addressOf(child),
    file: join(home.path, '.codex/auth.json'),
    isKept: (text) => authFile.safeParse(JSON.parse(text)).success,
    async [Symbol.asyncDispose]() {
      await endedWell(ended, 'codex login');
      await home[Symbol.asyncDispose]();
    },
  };
}

/** When the file was seen to hold the tokens: `shownAtMs`, if they are there as soon as the page is. */
async function keptAtMs({ file, isKept }: Waiting, shownAtMs: number): Promise<number> {
  const kept = (): boolean => existsSync(file) && isKept(readFileSync(file, 'utf8'));
  const watcher = watch(dirname(file));
  try {
    return await new Promise((resolve, reject) => {
      watcher.on('change', (_, name) => {
        if (name === basename(file) && kept()) resolve(machineNowMs());
      });
      watcher.once('error', reject);
      if (kept()) resolve(shownAtMs);
    });
  } finally {
    watcher.close();
  }
}

/** How long the provider was at work between two moments; requests side by side count once. */
function providerMs(
  requests: readonly { readonly startedMs: number; readonly endedMs: number }[],
  [fromMs, toMs]: readonly [number, number],
): number {
  let countedToMs = fromMs;
  let sumMs = 0;
  for (const { startedMs, endedMs } of requests.toSorted((one, other) => one.startedMs - other.startedMs)) {
    const untilMs = Math.min(endedMs, toMs);
    sumMs += Math.max(0, untilMs - Math.max(startedMs, countedToMs));
    countedToMs = Math.max(countedToMs, untilMs);
  }
  return sumMs;
}

/** Who asks, in the request log: everything but the browser, whose way to the callback is not measured. */
async function ownRequests(sinceId: number): Promise<readonly SeenRequest[]> {
  return (await seenRequests(sinceId)).filter(({ via }) => via !== 'browser');
}

async function measure(begin: () => Promise<Waiting>, ask: Ask, email: string): Promise<Measurement> {
  const sinceId = (await seenRequests()).at(-1)?.id ?? 0;
  await using waiting = await begin();
  const callback = await signInAs(ask, waiting.url, email);
  await new Promise((resolve) => setTimeout(resolve, personMs));
  const { status, reachedAtMs, shownAtMs } = await visit(callback);
  const endMs = Math.max(shownAtMs, await keptAtMs(waiting, shownAtMs));
  const requests = await ownRequests(sinceId);
  const redeemed = requests.some(
    ({ path, status: answered, startedMs }) =>
      path === '/oauth/token' && answered === 200 && startedMs > reachedAtMs && startedMs < endMs,
  );
  if (status !== 200 || !redeemed)
    throw new Error(`no sign-in: the page was ${String(status)}, redeemed: ${String(redeemed)}`);
  return { totalMs: endMs - reachedAtMs, providerMs: providerMs(requests, [reachedAtMs, endMs]) };
}

/**
 * Counted: from the moment the request with the code goes out on a connection that the listener has accepted, to the
 * last byte of the page at the end of the redirects, or to the tokens standing in their file under its final name
 * (vault.json here, auth.json there) if that is later. So it holds both programs' judging of the callback, setting up
 * connections to the provider, reading its answers, sealing (ours), fsync and rename, and showing the page.
 *
 * Not counted: what the request log says the provider was at work on meanwhile, be it code, keys or Codex's exchange for
 * an API key; everything before the callback; the other files that Gatehouse writes and the quota that it reads once the
 * page is shown; the ends of the programs. Gatehouse asks for the signing keys while the person is at the browser, and
 * may use that connection again; Codex first connects when the code is there. That is how each of them is made, and a
 * person's time at the pages does not change it: Chromium keeps an idle connection for minutes.
 */
export async function signInRow(tray: Tray, rounds: number): Promise<Measured> {
  const { browserProxy, environment } = readFacts();
  const ca = z.string().parse(environment['NODE_EXTRA_CA_CERTS']);
  const ask = await makeClient({ ca, proxy: browserProxy });
  const { email } = await persona(person);
  // Both name the address to open when no browser comes up, and this program is the browser then.
  await scenario({ browser: { decision: 'fail-to-open' } });
  const seen = { ours: [] as Measurement[], beside: [] as Measurement[] };
  for (let round = 0; round < rounds; round += 1) {
    seen.beside.push(await measure(codexWaiting, ask, email));
    seen.ours.push(await measure(() => gatehouseWaiting(tray), ask, email));
  }
  await scenario({ browser: { decision: 'allow' } });
  const own = (list: readonly Measurement[]): number[] =>
    list.map(({ totalMs, providerMs: away }) => totalMs - away);
  return compare({
    ...signInGoal,
    unit: 'ms',
    kind: 'ratio',
    ours: own(seen.ours),
    beside: own(seen.beside),
    raw: {
      oursTotalMs: seen.ours.map(({ totalMs }) => totalMs),
      oursProviderMs: seen.ours.map(({ providerMs: away }) => away),
      besideTotalMs: seen.beside.map(({ totalMs }) => totalMs),
      besideProviderMs: seen.beside.map(({ providerMs: away }) => away),
    },
  });
}
