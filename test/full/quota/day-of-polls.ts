// A day of polling eight accounts at the strict sandbox, with sleeps, outages, restarts and impatient people (QP-01, QP-02,
// QP-05, QP-08).
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { createPinnedHttp, type Fetch } from '../../../main/adapters/node/pinned-http.ts';
import { isOAuthAccount, type OAuthAccount } from '../../../main/domain/account.ts';
import type { ProviderTools } from '../../../main/providers/description.ts';
import { findProvider } from '../../../main/providers/list.ts';
import { makeClient, signInAs } from '../../world/sandbox/client.ts';
import { registeredClaudeClient } from '../../world/sandbox/deviations.ts';
import type { LogEntry } from '../../world/sandbox/request-log.ts';
import type { Sandbox } from '../../world/sandbox/sandbox.ts';
import { startSandbox, type RunningSandbox } from '../../world/sandbox/start.ts';
import type { Figure, Outcome } from '../figure.ts';
import { dayResultShape, type DayOrder, type DayResult } from '../support/day-plan.ts';
import { childEnvironment } from '../support/environment.ts';
import { makeFolder } from '../support/folder.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const controlHours = 4;
const people = [
  { provider: 'claude', persona: 'claude-pro-ada' },
  { provider: 'claude', persona: 'claude-pro-ivo' },
  { provider: 'claude', persona: 'claude-max5-jun' },
  { provider: 'claude', persona: 'claude-max20-lea' },
  { provider: 'openai', persona: 'openai-plus-ada' },
  { provider: 'openai', persona: 'openai-plus-ben' },
  { provider: 'openai', persona: 'openai-pro-cleo' },
  { provider: 'openai', persona: 'openai-free-gus' },
] as const;
const usagePaths = new Set(['/api/oauth/usage', '/backend-api/wham/usage']);
const claudeLimits = { spacingMs: 180_000, perHour: 20 };
const heapGoalBytes = 5_000_000;
/** Clock of the sandbox and of the day are set to each other once for each request. */
const clockToleranceMs = 2_000;

/** Signed in as the product does, in the sandbox's pages. */
async function signIn(
  { addresses, sandbox }: RunningSandbox,
  who: (typeof people)[number],
): Promise<OAuthAccount> {
  const ask = await makeClient(addresses);
  const provider = findProvider(who.provider);
  const fetchThere: Fetch = async (url, init) => {
    const sent = Object.fromEntries(new Headers(init.headers));
    const isJson = sent['content-type']?.includes('json') === true;
    const given = typeof init.body === 'string' ? init.body : undefined;
    const body =
      given === undefined
        ? undefined
        : isJson
          ? z.record(z.string(), z.unknown()).parse(JSON.parse(given))
          : new URLSearchParams(given);
    const answer = await ask(url, {
      method: init.method ?? 'GET',
      headers: sent,
      ...(body !== undefined && { body }),
    });
    return new Response(answer.text, {
      status: answer.status,
      headers: { 'content-type': 'application/json' },
    });
  };
  const tools: ProviderTools = {
    http: createPinnedHttp(fetchThere, { hosts: provider.hosts, userAgent: 'Gatehouse/test' }),
    clock: sandbox.clock,
    log: { info: () => undefined, warn: () => undefined },
  };
  const method = provider.methods.find((each) => each.kind === 'browser');
  if (method === undefined) throw new Error('no sign-in in the browser');
  const { signal } = new AbortController();
  const given = {
    port: method.ports[0] ?? 0,
    ...(method.registration !== undefined && { clientId: registeredClaudeClient }),
  };
  const attempt = await method.begin(given, tools, signal);
  const back = await signInAs(ask, attempt.url, sandbox.personas.get(who.persona).email);
  const entry = await attempt.finish(back.searchParams.get('code') ?? '', signal);
  if (!isOAuthAccount(entry)) throw new Error('no tokens');
  return entry;
}

async function live(order: DayOrder): Promise<DayResult> {
  const script = join(import.meta.dirname, '../support/poll-day.ts');
  const child = spawn(process.execPath, ['--expose-gc', script], {
    env: childEnvironment,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(order));
  return dayResultShape.parse(JSON.parse(await text(child.stdout)));
}

interface Asked {
  readonly persona: string;
  readonly atMs: number;
  readonly status: number;
}

function usageRequests(sandbox: Sandbox): readonly (LogEntry & { readonly account: string })[] {
  return sandbox.log
    .since(0)
    .flatMap((entry) =>
      usagePaths.has(entry.path) && entry.account !== undefined ? [{ ...entry, account: entry.account }] : [],
    );
}

function askedOf(sandbox: Sandbox): readonly Asked[] {
  return usageRequests(sandbox).map(({ account, at, status }) => ({
    persona: account,
    atMs: Date.parse(at),
    status,
  }));
}

interface Judged {
  readonly polls: number;
  readonly refused: number;
  readonly tooSoon: number;
  readonly mostInAnHour: number;
}

function judge(asked: readonly Asked[]): Judged {
  const judged = { polls: asked.length, refused: 0, tooSoon: 0, mostInAnHour: 0 };
  for (const { persona } of people) {
    const own = asked.filter((each) => each.persona === persona);
    own.forEach((each, index) => {
      const before = own[index - 1];
      const sinceMs = before === undefined ? Infinity : each.atMs - before.atMs + clockToleranceMs;
      if (each.status === 429) judged.refused += 1;
      if (!persona.startsWith('claude')) return;
      if (sinceMs < claudeLimits.spacingMs) judged.tooSoon += 1;
      const inHour = own.filter(
        ({ atMs }) => atMs > each.atMs - hourMs + clockToleranceMs && atMs <= each.atMs,
      ).length;
      judged.mostInAnHour = Math.max(judged.mostInAnHour, inHour);
    });
  }
  return judged;
}

async function day(hours: number, seed: number, forgets: boolean): Promise<Outcome> {
  const startedMs = performance.now();
  await using folder = await makeFolder();
  const personas = Object.fromEntries(
    people.map(({ persona }) => [persona, { accessLifeSeconds: 4 * 86_400 }]),
  );
  await using running = await startSandbox(join(folder.path, 'sandbox'), { personas });
  const accounts: DayOrder['accounts'] = [];
  for (const who of people) {
    const { account, credential } = await signIn(running, who);
    accounts.push({
      ...who,
      id: account.id,
      label: account.label,
      token: credential.accessToken.reveal(),
      ...(account.workspaceId !== undefined && { workspace: account.workspaceId }),
    });
  }
  const { control, proxy, ca } = running.addresses;
  const result = await live({
    control,
    proxy,
    ca,
    folder: join(folder.path, 'app'),
    seed,
    hours,
    forgets,
    accounts,
  });
  const judged = judge(askedOf(running.sandbox));
  const grownBytes = result.heapAtEndBytes - result.heapAtFirstHourBytes;
  const handles = result.handlesAtEnd - result.handlesAtFirstHour;
  // Of a few polls, the one refusal that is always planned would be more than one in a hundred.
  const mostRefused = Math.max(1, Math.floor(judged.polls / 100));
  const tooShort = judged.polls < hours * people.length;
  const met =
    !tooShort &&
    judged.refused <= mostRefused &&
    result.requestsWhileParked === 0 &&
    judged.tooSoon === 0 &&
    judged.mostInAnHour <= claudeLimits.perHour &&
    grownBytes <= heapGoalBytes &&
    handles <= 0 &&
    result.requestsOffline === 0;
  return {
    met,
    goal: '≤ 1 % of polls refused, 0 while parked, 0 offline; Claude ≥ 180 s apart and ≤ 20 an hour; heap +5 MB, handles ±0',
    actual: `${judged.refused} of ${judged.polls} refused, ${result.requestsWhileParked} while parked, ${result.requestsOffline} offline; ${judged.tooSoon} too soon, most in an hour ${judged.mostInAnHour}; heap ${(grownBytes / 1e6).toFixed(2)} MB, handles ${handles}`,
    counts: {
      simulatedHours: hours,
      accounts: people.length,
      ...judged,
      requestsOffline: result.requestsOffline,
      requestsWhileParked: result.requestsWhileParked,
      heapAtFirstHourBytes: result.heapAtFirstHourBytes,
      heapAtEndBytes: result.heapAtEndBytes,
      handlesGrown: handles,
      realSeconds: Math.round((performance.now() - startedMs) / 1000),
    },
  };
}

export const figure: Figure = {
  id: 'day-of-polls',
  about:
    'Eight accounts are polled for a day, through sleeps, outages, restarts and refusals, within what their providers allow',
  place: 'node',
  size: { unit: 'hours', quick: 3, full: 24 },
  measure: (size, seed) => day(size, seed, false),
  control: (seed) => day(controlHours, seed, true),
};
