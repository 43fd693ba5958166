// A process that lives through a day of polling: the real flows, files and providers, the clock alone is simulated. Told
// what to do by a line on its standard input; answers with one.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { composeQuotas, type Quotas } from '../../../main/compose-quota.ts';
import { fingerprintOf } from '../../../main/adapters/node/fingerprint.ts';
import { createOwnerLock } from '../../../main/adapters/node/owner-lock.ts';
import { createPinnedHttp, type Fetch } from '../../../main/adapters/node/pinned-http.ts';
import { createQuotaHistory } from '../../../main/adapters/node/quota-history.ts';
import { createQuotaNotes } from '../../../main/adapters/node/quota-notes.ts';
import { createServerClock } from '../../../main/adapters/node/server-clock.ts';
import { accountId, providerId, type AccountId } from '../../../main/domain/ids.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { createAccountBook } from '../../../main/flows/account-book.ts';
import type { Lock, Log, Presence, QuotaHistory, QuotaNotes } from '../../../main/ports.ts';
import type { ProviderTools } from '../../../main/providers/description.ts';
import { findProvider } from '../../../main/providers/list.ts';
import { createStore, type Store } from '../../../main/state/store.ts';
import { FakeOwners } from '../../fakes/owner.ts';
import { openaiEntry, type OAuthEntry } from '../../fakes/accounts.ts';
import { MemoryVault } from '../../fakes/vault.ts';
import { makeClient } from '../../world/sandbox/client.ts';
import { orderShape, planDay, type DayResult } from './day-plan.ts';
import { SimulatedTime } from './simulated-time.ts';
import { createRandom } from './random.ts';

const hourMs = 3_600_000;
const order = orderShape.parse(JSON.parse(await text(process.stdin)));
const startMs = Date.now();
const time = new SimulatedTime(startMs);
const random = createRandom(order.seed + 1);
const log: Log = { info: () => undefined, warn: () => undefined };

const ask = await makeClient(order);
let outage: 'offline' | 'intercepted' | 'no-answer' | undefined;
let requestsOffline = 0;
let isClicking = false;
let requestsWhileParked = 0;
/** By the credential. */
const parkedUntil = new Map<string, number>();

/** What a refusal means, thought out apart from the product: a minute at the least, six hours at the most. */
function parkMs(retryAfter: string | string[] | undefined): number {
  const seconds = typeof retryAfter === 'string' && /^\d+$/.test(retryAfter) ? Number(retryAfter) : 0;
  return Math.min(Math.max(seconds, 60), 6 * 3600) * 1000;
}

async function control(path: string, body: object): Promise<void> {
  const response = await fetch(`${order.control}${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
}

/** The sandbox lives in the same simulated time. */
async function ordered(scenario: object): Promise<void> {
  await control('/scenario', { ...scenario, clock: { offsetMs: time.nowMs() - Date.now() } });
}

const fetchThere: Fetch = (url, init) =>
  time.tracked(
    (async () => {
      // A person may know better than the system.
      if (outage === 'offline' && !isClicking) requestsOffline += 1;
      if (outage === 'intercepted')
        return new Response('<html>Please sign in to Hotel Example</html>', {
          status: 200,
          headers: { 'content-type': 'text/html' },
        });
      if (outage !== undefined) throw new TypeError('fetch failed');
      await ordered({});
      const who = new Headers(init.headers).get('authorization') ?? '';
      if (time.nowMs() < (parkedUntil.get(who) ?? 0)) requestsWhileParked += 1;
      const {
        status,
        text: body,
        headers,
      } = await ask(url, {
        method: init.method ?? 'GET',
        headers: Object.fromEntries(new Headers(init.headers)),
      });
      const isUsage = url.endsWith('/usage');
      if (isUsage) parkedUntil.delete(who);
      if (isUsage && status === 429) parkedUntil.set(who, time.nowMs() + parkMs(headers['retry-after']));
      const plain = Object.entries(headers).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value] as const] : [],
      );
      return new Response(body, { status, headers: Object.fromEntries(plain) });
    })(),
  );

const entries: readonly OAuthEntry[] = order.accounts.map(({ id, provider, label, workspace, token }) => {
  const { workspaceId: _none, ...bare } = openaiEntry().account;
  return openaiEntry(
    {
      ...bare,
      id: accountId(id),
      provider: providerId(provider),
      label,
      ...(workspace !== undefined && { workspaceId: workspace }),
    },
    { accessToken: new Secret(token) },
  );
});

const tools = new Map<string, ProviderTools>();
for (const id of ['claude', 'openai']) {
  const { hosts } = findProvider(id);
  const server = createServerClock(time);
  const http = server.observed(createPinnedHttp(fetchThere, { hosts, userAgent: 'Gatehouse/test' }));
  tools.set(id, { http, clock: time, log });
}

const changes: ((what: 'asleep' | 'woken' | 'attention') => void)[] = [];
const presence: Presence = {
  attention: () =>
    (['visible', 'hidden', 'away'] as const)[Math.floor(time.nowMs() / hourMs) % 3] ?? 'hidden',
  online: () => outage !== 'offline',
  onChange: (changed) => {
    changes.push(changed);
  },
};

/** Time stands still until it is known whether the lock can be had. */
function trackedLock(): Lock {
  const lock = createOwnerLock(join(order.folder, 'locks'));
  return {
    hold(name, work, options) {
      const { promise: begun, resolve: begin } = Promise.withResolvers<undefined>();
      const done = lock.hold(
        name,
        () => {
          begin(undefined);
          return work();
        },
        options,
      );
      void time.tracked(Promise.race([begun, done]));
      return done;
    },
  };
}

function trackedNotes(): QuotaNotes {
  const notes = createQuotaNotes(join(order.folder, 'quota.json'));
  return {
    load: () =>
      time.tracked<Awaited<ReturnType<QuotaNotes['load']>>>(
        order.forgets ? Promise.resolve(new Map()) : notes.load(),
      ),
    save: (all) => time.tracked(notes.save(all)),
  };
}

function trackedHistory(): QuotaHistory {
  const history = createQuotaHistory({ folder: join(order.folder, 'history'), clock: time, log });
  return {
    append: (quota) => time.tracked(history.append(quota)),
    read: (account, since) => time.tracked(history.read(account, since)),
    forget: (account) => time.tracked(history.forget(account)),
  };
}

/** The app from its start: nothing is left of the one before but its files. */
async function start(): Promise<Quotas & { readonly store: Store }> {
  changes.length = 0;
  const store = createStore();
  const book = createAccountBook(new MemoryVault());
  for (const entry of entries) book.opened(entry);
  store.dispatch({ type: 'accounts.loaded', accounts: entries.map(({ account }) => account) });
  const quotas = composeQuotas({
    store,
    clock: time,
    timer: time,
    log,
    lock: trackedLock(),
    find: findProvider,
    toolsFor: ({ id }) => {
      const found = tools.get(id);
      if (found === undefined) throw new Error(id);
      return found;
    },
    book,
    fresh: {
      get: async (account) => {
        const entry = book.get(account);
        if (entry === undefined) throw new Failure('credential/missing');
        return entry;
      },
      replace: async (entry) => entry,
    },
    owners: new FakeOwners(),
    notes: trackedNotes(),
    quotaHistory: trackedHistory(),
    presence,
    fingerprint: fingerprintOf,
    random: () => random.between(0, 1),
  });
  for (const { account } of entries) await quotas.follow(account.id);
  return { ...quotas, store };
}

function memory(): { heap: number; handles: number } {
  globalThis.gc?.();
  globalThis.gc?.();
  return { heap: process.memoryUsage().heapUsed, handles: process.getActiveResourcesInfo().length };
}

mkdirSync(order.folder, { recursive: true });
let quotas = await start();
let endOfOutage = Infinity;
let atFirstHour: ReturnType<typeof memory> | undefined;

/** Up to this moment of the day; an outage ends and the first hour is measured on the way. */
async function liveUntil(at: number): Promise<void> {
  if (atFirstHour === undefined && at >= hourMs) {
    await liveUntil(hourMs - 1);
    atFirstHour = memory();
  }
  if (endOfOutage <= at) {
    await time.until(Math.max(startMs + endOfOutage, time.nowMs()));
    outage = undefined;
    endOfOutage = Infinity;
  }
  if (startMs + at > time.nowMs()) await time.until(startMs + at);
}

const accountAt = (index: number): AccountId => {
  const entry = entries[index];
  if (entry === undefined) throw new RangeError('no such account');
  return entry.account.id;
};
const personaAt = (index: number): string => order.accounts[index]?.persona ?? '';

for (const happening of planDay(order.seed, order.hours, entries.length)) {
  await liveUntil(happening.at);
  switch (happening.what) {
    case 'sleep':
      for (const changed of changes) changed('asleep');
      time.sleep(happening.forMs);
      for (const changed of changes) changed('woken');
      break;
    case 'restart':
      await quotas.stop();
      await time.quiet();
      quotas = await start();
      break;
    case 'renewal': {
      const account = accountAt(happening.account);
      quotas.store.dispatch({ type: 'account.renewed', account, by: 'another program', at: time.nowMs() });
      break;
    }
    case 'clicks':
      isClicking = true;
      for (let click = 0; click < happening.times; click += 1)
        await time.tracked(quotas.readNow(accountAt(happening.account)));
      isClicking = false;
      break;
    case 'refusal': {
      const { provider, persona } = order.accounts[happening.account] ?? { provider: 'claude', persona: '' };
      const path = provider === 'claude' ? '/api/oauth/usage' : '/backend-api/wham/usage';
      const headers = { 'retry-after': happening.retryAfter };
      await ordered({ faults: [{ path, account: persona, status: 429, headers, times: 1 }] });
      break;
    }
    case 'use': {
      const windows = { fiveHour: { usedPercent: happening.usedPercent } };
      await ordered({ personas: { [personaAt(happening.account)]: { windows } } });
      break;
    }
    case 'offline':
    case 'intercepted':
    case 'no-answer':
      outage = happening.what;
      endOfOutage = happening.at + happening.forMs;
  }
}
await liveUntil(order.hours * hourMs);
await quotas.stop();
quotas = await start();
await time.quiet();
const atEnd = memory();
const result: DayResult = {
  heapAtFirstHourBytes: atFirstHour?.heap ?? atEnd.heap,
  heapAtEndBytes: atEnd.heap,
  handlesAtFirstHour: atFirstHour?.handles ?? atEnd.handles,
  handlesAtEnd: atEnd.handles,
  requestsOffline,
  requestsWhileParked,
};
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit(0);
