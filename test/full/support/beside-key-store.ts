// Inside a world: the packaged app beside a key store in one state. It is started, used from its tray, and asked for what
// needs the network. Arguments: the state and how often each is timed. Prints what it saw as the last line, as JSON.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import { appFolder, gatehouseJson } from '../../e2e/support/app.ts';
import { withYes } from '../../e2e/support/consent.ts';
import { seenRequests } from '../../e2e/support/sandbox.ts';
import { Tray, type TrayItem } from '../../world/desktop/tray.ts';
import { readFacts } from '../../world/facts.ts';
import type { Seen } from './key-store-worlds.ts';

const [state = '', rounds = '1'] = process.argv.slice(2);
/** Whatever takes longer hangs. */
const wait = { deadlineMs: 30_000 };

const problemShape = z.nullable(z.object({ code: z.string() }));
const loginShape = z.union([
  z.object({ ok: z.literal(true), account: z.object({ problem: problemShape }) }),
  z.object({ ok: z.literal(false), error: z.object({ code: z.string() }) }),
]);
const statusShape = z.union([
  z.object({ providers: z.array(z.object({ accounts: z.array(z.object({ problem: problemShape })) })) }),
  z.object({ error: z.object({ code: z.literal('broker/not-running') }) }),
]);
const keyStoreShape = z.object({ problem: problemShape });

/** @param before what is not timed */
async function timesOf(
  work: () => Promise<void>,
  before: () => Promise<void> = async () => undefined,
): Promise<readonly number[]> {
  const tookMs: number[] = [];
  while (tookMs.length < Number(rounds)) {
    await before();
    const beganMs = performance.now();
    await work();
    tookMs.push(Math.round(performance.now() - beganMs));
  }
  return tookMs;
}

async function apiKeys(): Promise<readonly string[]> {
  const answer: unknown = await (await fetch(`${readFacts().control}/personas`)).json();
  const { personas } = z.object({ personas: z.array(z.object({ apiKey: z.string() })) }).parse(answer);
  return personas.map(({ apiKey }) => apiKey).filter((key) => key.startsWith('sk-ant-'));
}

/** Signs in with an API key, which the provider is asked about; answers what is wrong, or null. */
async function enter(key: string): Promise<string | null> {
  const words = ['auth', 'login', '--provider', 'claude', '--key-stdin'];
  const answer = loginShape.parse(await gatehouseJson(words, key));
  return answer.ok ? (answer.account.problem?.code ?? null) : answer.error.code;
}

/** What is wrong with each account of Claude. The menu is there a moment before the app can be asked. */
async function problems(): Promise<readonly (string | null)[]> {
  const deadlineMs = performance.now() + wait.deadlineMs;
  for (;;) {
    const answer = statusShape.parse(await gatehouseJson(['auth', 'status']));
    if ('providers' in answer)
      return (answer.providers[0]?.accounts ?? []).map(({ problem }) => problem?.code ?? null);
    if (performance.now() > deadlineMs) throw new Error('the app does not answer its command line');
  }
}

/** @param isAsked there is an account already, so the person says yes to it in a dialog */
function choose(kind: string, isAsked: boolean): Promise<unknown> {
  const chosen = gatehouseJson(['auth', 'keystore', '--use', kind]);
  return isAsked ? withYes(chosen) : chosen;
}

using tray = new Tray();
let app: ChildProcess | undefined;
let item: TrayItem;

async function start(): Promise<void> {
  app = spawn(join(appFolder, 'gatehouse-app'), [], { stdio: 'ignore' });
  item = await tray.waitForItem(/gatehouse|chrome_status_icon/i, wait);
  await tray.waitForEntry(item, ['OpenAI', /Sign in with ChatGPT/], () => true, wait);
}

async function quit(): Promise<void> {
  if (app === undefined) return;
  await problems();
  const ended = once(app, 'exit');
  await gatehouseJson(['quit']);
  await ended;
  await tray.waitForNoItems(wait);
}

/** The key store dies. The bus may start it anew when it is asked for, without a keyring or with a locked one. */
async function lose(): Promise<void> {
  process.kill(z.number().parse(readFacts().parts['key-store']));
  // One that has just answered is believed for a moment.
  while (keyStoreShape.parse(await gatehouseJson(['auth', 'keystore'])).problem === null);
}

const [key = '', otherKey = ''] = await apiKeys();
let turn = 0;

/** One click that changes something, until the menu shows it. */
async function prefer(): Promise<void> {
  const label = [/^Prefer OpenAI/, /^Prefer Claude/][turn % 2] ?? /^Prefer/;
  turn += 1;
  await tray.click(item, [label], wait);
  await tray.waitForEntry(item, [label], ({ on }) => on, wait);
}

/** Requests that left, for so many sign-ins with a key that is not known yet. */
async function enterOften(): Promise<Pick<Seen, 'requestMs' | 'asked' | 'requests'>> {
  const since = (await seenRequests()).at(-1)?.id ?? 0;
  const asked: (string | null)[] = [];
  const requestMs = await timesOf(async () => {
    asked.push(await enter(otherKey));
  });
  const requests = (await seenRequests(since)).filter(({ host }) => host === 'api.anthropic.com').length;
  return { requestMs, asked, requests };
}

const startMs = await timesOf(start, quit);
const stored = await enter(key);
if (state === 'lost') await lose();
const switchMs = await timesOf(prefer);
const later = state === 'lost' ? await enter(otherKey) : null;
const open = await problems();
if (state !== 'fine') await choose('memory', state === 'lost');
const entered = await enterOften();
await choose('system', state !== 'fine');
await quit();
await start();
const closed = await problems();
await quit();
const seen: Seen = { startMs, switchMs, ...entered, stored, later, open, closed };
process.stdout.write(`${JSON.stringify(seen)}\n`);
