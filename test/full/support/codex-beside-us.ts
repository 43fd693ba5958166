// Real Codex processes that share one sign-in: with Gatehouse renewing it early, and left to themselves.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { CodexAppServer } from '../../clients/codex-app-server.ts';
import { makeHome, run } from '../../clients/run-client.ts';
import { forgetEverything, gatehouse, gatehouseJson } from '../../e2e/support/app.ts';
import type { Outcome } from '../figure.ts';
import {
  beginWith,
  isRenewal,
  isUsage,
  type LogEntry,
  makeRequest,
  sandboxLog,
  senderOf,
  startCodexes,
  tokenInCodexFile,
} from './real-clients.ts';

const persona = 'openai-pro-cleo';
const codexes = 4;
/** Shorter ones are always inside Codex's own five minutes, where nobody can help. */
const lifeSeconds = 420;
/** Inside Codex's own five minutes from the start: each request makes it renew. */
const controlLifeSeconds = 200;
const controlRounds = 5;
/** What a provider takes for an answer. */
const controlDelayMs = 150;
/** Gatehouse renews within the first minute; Codex itself would after two. */
const longestWaitMs = 150_000;
/** Codex holds on to a token for two minutes, in which we renew about four times; then it has to find the newest. */
const renewalsForOneToken = 6;

interface Seen {
  /** Requests that a Codex process made, or could not. */
  readonly made: number;
  readonly failed: number;
}

async function requestsOfAll(servers: readonly CodexAppServer[]): Promise<Seen> {
  const results = await Promise.all(servers.map(makeRequest));
  const made = results.filter((good) => good).length;
  return { made, failed: results.length - made };
}

/** Waits until somebody has put another refresh token into the file. */
async function untilRenewed(before: string, folder?: string): Promise<string> {
  const deadline = Date.now() + longestWaitMs;
  for (;;) {
    // Half of a file is no answer; the next look sees the whole.
    const now = await tokenInCodexFile(folder).catch(() => before);
    if (now !== before) return now;
    if (Date.now() > deadline) throw new Error('nobody has renewed the sign-in');
    await sleep(250);
  }
}

function judge(log: readonly LogEntry[], seen: readonly Seen[], wanted: number, statusOk: boolean): Outcome {
  const renewals = log.filter(isRenewal);
  const good = renewals.filter(({ status }) => status === 200);
  const refused = renewals.length - good.length;
  const sum = (count: (one: Seen) => number): number => seen.reduce((total, one) => total + count(one), 0);
  const made = sum((one) => one.made);
  const failed = sum((one) => one.failed);
  const usages = log.filter((entry) => isUsage(entry) && senderOf(entry) === 'codex');
  const asTheAccount = usages.filter(
    ({ status, credential }) => status === 200 && credential?.account === persona,
  );
  const tokens = new Set(asTheAccount.map(({ credential }) => credential?.fingerprint)).size;
  const leastTokens = 1 + Math.floor(wanted / renewalsForOneToken);
  return {
    met:
      good.length >= wanted &&
      refused === 0 &&
      failed === 0 &&
      made === seen.length * codexes &&
      asTheAccount.length >= made &&
      usages.length === asTheAccount.length &&
      tokens >= leastTokens &&
      statusOk,
    goal: `${wanted} renewals, 0 refused, ${codexes} of ${codexes} Codex processes work after each, with ${leastTokens} tokens or more`,
    actual: `${good.length} renewals, ${refused} refused, ${made} of ${seen.length * codexes} requests made with ${tokens} tokens, ${statusOk ? 'signed in' : 'signed out'} at the end`,
    counts: {
      renewals: good.length,
      renewalsRefused: refused,
      renewalsByGatehouse: good.filter((entry) => senderOf(entry) === 'gatehouse').length,
      renewalsByCodex: good.filter((entry) => senderOf(entry) === 'codex').length,
      codexRequests: usages.length,
      codexRequestsAsTheAccount: asTheAccount.length,
      accessTokensUsedByCodex: tokens,
      askedButNotMade: failed,
    },
    histogram: {
      'renewed by Gatehouse': good.filter((entry) => senderOf(entry) === 'gatehouse').length,
      'renewed by Codex': good.filter((entry) => senderOf(entry) === 'codex').length,
      refused,
    },
  };
}

const statusShape = z.object({
  providers: z.array(z.object({ accounts: z.array(z.object({ failure: z.unknown().optional() })) })),
});

/** Whether Gatehouse calls its account usable. */
async function isSignedIn(): Promise<boolean> {
  const { providers } = statusShape.parse(await gatehouseJson(['auth', 'status']));
  const accounts = providers.flatMap((provider) => provider.accounts);
  return accounts.length === 1 && accounts.every(({ failure }) => failure === undefined);
}

export async function besideGatehouse(size: number, say: (line: string) => void): Promise<Outcome> {
  await beginWith(persona, lifeSeconds);
  const login = await gatehouse(['auth', 'login', '--provider', 'openai']);
  if (login.code !== 0) throw new Error(`not signed in: ${login.stderr}`);
  try {
    await using servers = await startCodexes(codexes);
    const seen = [await requestsOfAll(servers.all)];
    let token = await tokenInCodexFile();
    for (let renewal = 1; renewal <= size; renewal += 1) {
      token = await untilRenewed(token);
      seen.push(await requestsOfAll(servers.all));
      say(`renewal ${renewal} of ${size}`);
    }
    return judge(await sandboxLog(), seen, size, await isSignedIn());
  } finally {
    await gatehouse(['quit']);
    await forgetEverything();
  }
}

/** The same processes with nobody who renews early: all of them find the token in their own last minutes. */
export async function withoutGatehouse(say: (line: string) => void): Promise<Outcome> {
  await beginWith(persona, controlLifeSeconds, controlDelayMs);
  await using home = await makeHome();
  const login = await run(home.path, ['codex', 'login']);
  if (login.code !== 0) throw new Error(`Codex did not sign in: ${login.output.slice(-400)}`);
  await using servers = await startCodexes(codexes, home.path);
  const seen: Seen[] = [];
  for (let round = 1; round <= controlRounds; round += 1) {
    const now = await requestsOfAll(servers.all);
    seen.push(now);
    if (now.failed > 0)
      say(`${now.failed} of ${codexes} Codex processes are signed out after ${round} rounds`);
    if (now.failed > 0) break;
  }
  const signedIn = seen.every(({ failed }) => failed === 0);
  return judge(await sandboxLog(), seen, 1, signedIn);
}
