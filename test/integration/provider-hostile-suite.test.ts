// Answers that mean harm, to every call that every provider in the list makes with a secret in its hand: redirects, bombs,
// drips and heads without end. Nothing comes of them, nobody else hears of the secret, and the next try works.
import { expect, test } from 'vitest';
import { createPinnedHttp } from '../../main/adapters/node/pinned-http.ts';
import { Failure, type FailureCode } from '../../main/domain/failure.ts';
import type { Http } from '../../main/ports.ts';
import type { ProviderTools } from '../../main/providers/description.ts';
import { leftToWhole } from '../../scripts/test/projects.ts';
import { RecordingLog } from '../fakes/log.ts';
import type { FaultRule } from '../world/sandbox/faults.ts';
import { providerCalls, type Call } from './support/provider-calls.ts';
import { shown } from './support/provider-ways.ts';
import { useRealFetch } from './support/real-fetch.ts';
import { useSandbox, type Exchange } from './support/sandbox-tools.ts';

const there = useSandbox();
const { sandbox, toolsOf } = there;
useRealFetch(there);

const hundredMib = 100 * 1_048_576;
const shortLimitMs = 250;

interface HostileAnswer {
  readonly name: string;
  readonly codes: readonly FailureCode[];
  /** @param at where the call is asked */
  readonly fault: (at: string) => Partial<FaultRule>;
  /** Only where the body is read. */
  readonly isOfBody?: true;
}

const unusable: readonly FailureCode[] = ['provider/unexpected-answer'];
const nonsense: readonly FailureCode[] = [
  'provider/unexpected-answer',
  'sign-in/refused-answer',
  'network/intercepted',
];
const page = { body: '<!doctype html>canary_page', headers: { 'content-type': 'text/html' } };

/** Also to a host that answers in the sandbox, so that whatever followed would be heard, and to the place itself. */
const redirects: readonly (readonly [status: number, to: string | undefined])[] = [
  [301, 'https://trap.test/'],
  [302, 'https://api.mistral.ai/v1/models'],
  [303, 'http://127.0.0.1/'],
  [307, 'https://api.mistral.ai/v1/models'],
  [308, 'file:///etc/passwd'],
  [302, undefined],
  [307, undefined],
];

const hostileAnswers: readonly HostileAnswer[] = [
  ...redirects.map(([status, to]) => ({
    name: `${String(status)} to ${to ?? 'itself'}`,
    codes: unusable,
    fault: (at: string) => ({ status, headers: { location: to ?? at } }),
  })),
  { name: 'a bomb', codes: unusable, fault: () => ({ inflatesToBytes: 5 * hundredMib }) },
  {
    name: 'a bomb in an error',
    codes: unusable,
    fault: () => ({ status: 400, inflatesToBytes: 5 * hundredMib }),
  },
  {
    name: 'a packed body that is none',
    codes: unusable,
    fault: () => ({ body: 'canary_body', headers: { 'content-encoding': 'gzip' } }),
  },
  { name: 'a head without an end', codes: unusable, fault: () => ({ endlessHead: true }) },
  {
    name: 'a byte now and then',
    codes: ['network/timed-out'],
    fault: () => ({ dripMs: 20, body: { filler: 'x'.repeat(500) } }),
  },
  { name: 'a page', codes: nonsense, fault: () => page, isOfBody: true },
  {
    name: 'a picture',
    codes: nonsense,
    fault: () => ({ body: 'PNG\u0000canary_picture', headers: { 'content-type': 'image/png' } }),
    isOfBody: true,
  },
  { name: 'a list', codes: nonsense, fault: () => ({ body: [] }), isOfBody: true },
  { name: 'nothing', codes: nonsense, fault: () => ({ status: 204 }), isOfBody: true },
  { name: 'a nesting', codes: nonsense, fault: () => ({ body: '['.repeat(100_000) }), isOfBody: true },
];

/** Tools over the real fetch, whose patience a test can shorten, and what was asked with them. */
function hostileTools({ provider }: Call) {
  const log = new RecordingLog();
  const usual = toolsOf(provider, { fetch });
  const short = createPinnedHttp(fetch, {
    hosts: provider.hosts,
    userAgent: 'Gatehouse/test',
    limitMs: shortLimitMs,
  });
  const patience = { isShort: false };
  const http: Http = (url, init) => (patience.isShort ? short : usual.http)(url, init);
  const tools: ProviderTools = { http, clock: usual.clock, log };
  return { tools, log, patience, exchanges: usual.exchanges };
}

/** What the call asks when all is well, each address once. */
async function addressesOf(call: Call): Promise<readonly Exchange[]> {
  const { tools, exchanges } = hostileTools(call);
  const make = await call.ready(tools);
  const before = exchanges.length;
  await make();
  return exchanges
    .slice(before)
    .filter((one, index, all) => all.findIndex(({ url }) => url === one.url) === index);
}

/** Who heard of it that is none of the provider's. */
function heardElsewhere(since: number, hosts: readonly string[]): readonly string[] {
  const others = sandbox()
    .log.since(since)
    .filter(({ host }) => !hosts.includes(host));
  const outside = sandbox().outside.all().app;
  return [...others.map(({ host, path }) => `${host}${path}`), ...outside.map(({ host }) => host)];
}

const lastId = (): number => sandbox().log.since(0).at(-1)?.id ?? 0;

/** What is wrong with how one call took one hostile answer. */
async function problemsOf(
  call: Call,
  make: () => Promise<unknown>,
  { log, patience }: ReturnType<typeof hostileTools>,
  at: Exchange,
  { name, codes, fault }: HostileAnswer,
): Promise<readonly string[]> {
  const { hostname: host, pathname: path } = new URL(at.url);
  sandbox().apply({ faults: [{ host, path, method: at.method, ...fault(at.url) }] });
  const since = lastId();
  patience.isShort = codes.includes('network/timed-out');
  const thrown = await make().then(
    () => 'taken',
    (reason: unknown) => (reason instanceof Failure ? reason : `no failure: ${String(reason)}`),
  );
  patience.isShort = false;
  sandbox().apply({ faults: [] });
  if (typeof thrown === 'string') return [`${name}: ${thrown}`];
  const names = [call.provider.label, 'OpenAI', 'GitHub', ...call.provider.hosts];
  const asked = sandbox()
    .log.since(since)
    .filter((entry) => entry.host === host && entry.path === path).length;
  return [
    ...(codes.includes(thrown.code) ? [] : [thrown.code]),
    ...(names.some((each) => thrown.subject?.includes(each) === true)
      ? []
      : [`about ${String(thrown.subject)}`]),
    ...(/canary_|eyJ/.test(shown(thrown, log)) ? ['a secret is shown'] : []),
    ...heardElsewhere(since, call.provider.hosts).map((each) => `heard at ${each}`),
    ...(asked > 1 ? [`asked ${String(asked)} times`] : []),
  ].map((problem) => `${name}: ${problem}`);
}

const calls = providerCalls(there);

test('every provider in the list is among the calls', () => {
  expect(new Set(calls.map(({ provider }) => provider.id)).size).toBeGreaterThan(8);
});

// All of them go the same way, so each quick run takes one of four.
for (const [index, call] of calls.entries())
  test(
    `${call.name} takes no hostile answer for a good one, and works the next time`,
    { timeout: 60_000, ...(index % 4 === 0 ? {} : leftToWhole) },
    async () => {
      const addresses = await addressesOf(call);
      const peakBefore = process.resourceUsage().maxRSS * 1024;
      const problems: string[] = [];
      for (const at of addresses) {
        const tools = hostileTools(call);
        const make = await call.ready(tools.tools);
        for (const answer of hostileAnswers) {
          if (call.isByStatus === true && answer.isOfBody === true) continue;
          problems.push(...(await problemsOf(call, make, tools, at, answer)));
        }
        await make().catch((thrown: unknown) => problems.push(`the next time: ${String(thrown)}`));
      }
      const grownBytes = process.resourceUsage().maxRSS * 1024 - peakBefore;
      expect([addresses.length > 0, problems, grownBytes < hundredMib]).toEqual([true, [], true]);
    },
  );
