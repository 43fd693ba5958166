// Leases joined as the app joins them, over accounts, readings, processes, log and time in memory.
import type { AgentEnvironment, ConsumerDescription } from '../../main/consumers/description.ts';
import type { Account, SignedInAccount } from '../../main/domain/account.ts';
import { Failure } from '../../main/domain/failure.ts';
import { accountId, consumerId, type AccountId, type ProviderId } from '../../main/domain/ids.ts';
import { createLeaseBook, type LeaseBook } from '../../main/domain/lease-book.ts';
import { capacityOf } from '../../main/domain/lease-capacity.ts';
import { createLeaseQueue } from '../../main/domain/lease-queue.ts';
import { isAgentId, type AccountCapacity, type AgentId } from '../../main/domain/lease.ts';
import { defaultSettings, type Settings } from '../../main/domain/settings.ts';
import { chooseForAgent, usableAccounts, type AgentWish } from '../../main/flows/choose-for-agent.ts';
import { startFollowLeases } from '../../main/flows/follow-leases.ts';
import { startLearnWork, type LearnWork } from '../../main/flows/learn-work.ts';
import {
  createLeaseDesk,
  type LeaseDesk,
  type LeaseEvent,
  type LeaseOrder,
} from '../../main/flows/lease-desk.ts';
import { createLeaseHolders, type LeaseHolders } from '../../main/flows/lease-holders.ts';
import { createLeaseLine, type LeaseLine } from '../../main/flows/lease-line.ts';
import type { ProviderDescription } from '../../main/providers/description.ts';
import { currentWindows } from '../../main/state/selected.ts';
import { initialState, type Event } from '../../main/state/state.ts';
import { createStore, type Store } from '../../main/state/store.ts';
import { claudeId, noonMs, openaiEntry, openaiId, quotaWindow, sampleOf } from './accounts.ts';
import { KnownProcesses } from './callers.ts';
import { MemoryLeaseLog } from './lease-log.ts';
import { leaseIdOf } from './lease-records.ts';
import { RecordingLog } from './log.ts';
import { FakeTime } from './time.ts';
import { MemoryWorkNotes } from './work-notes.ts';

const dayMs = 24 * 3_600_000;

function entryOf(name: string, provider: ProviderId): SignedInAccount {
  return openaiEntry({ id: accountId(`${provider}:${name}`), provider, label: name });
}

export const ada = entryOf('ada', claudeId);
export const bob = entryOf('bob', claudeId);
export const cleo = entryOf('cleo', openaiId);
export const dan = entryOf('dan', openaiId);

export const providers: readonly ProviderDescription[] = [
  { id: claudeId, label: 'Claude', hosts: [], methods: [] },
  { id: openaiId, label: 'OpenAI', hosts: [], methods: [] },
];

/** @throws Failure `selection/unknown-provider` */
export function findProvider(named: string): ProviderDescription {
  const found = providers.find(({ id }) => id === named);
  if (found === undefined) throw new Failure('selection/unknown-provider', { subject: named });
  return found;
}

export function environmentFor(
  accepted: readonly ProviderId[],
  changes: Partial<AgentEnvironment> = {},
): AgentEnvironment {
  return {
    variables: [],
    providers: accepted,
    accepts: () => true,
    change: () => ({ set: new Map(), unset: [], words: [] }),
    handsOver: () => false,
    ...changes,
  };
}

export const consumers: readonly ConsumerDescription[] = [
  {
    id: consumerId('claude-code'),
    label: 'Claude Code',
    files: [],
    processNames: ['claude'],
    environment: environmentFor([claudeId]),
  },
  {
    id: consumerId('codex'),
    label: 'Codex',
    files: [],
    processNames: ['codex'],
    environment: environmentFor([openaiId]),
  },
  {
    id: consumerId('code'),
    label: 'Code',
    files: [],
    environment: environmentFor([claudeId, openaiId], { forScripts: true }),
  },
  { id: consumerId('reader'), label: 'Reader', files: [] },
];

export function agentIdOf(number: number): AgentId {
  const id = `agent-${number}`;
  if (!isAgentId(id)) throw new RangeError('not an agent id');
  return id;
}

/** Any account of both providers would do; bound to nothing but a heartbeat. */
export function orderFor(
  wish: Partial<AgentWish> = {},
  { agent = {}, ...changes }: Partial<Omit<LeaseOrder, 'wish' | 'agent'>> & { agent?: object } = {},
): LeaseOrder {
  return {
    agent: { label: 'claude', ...agent },
    wish: { reader: 'Code', environment: environmentFor([claudeId, openaiId]), ...wish },
    holder: { kind: 'heartbeat' },
    priority: 'normal',
    ...changes,
  };
}

export const percent = (value: number) => ({ unit: 'percent' as const, value });

export interface LeasesAtWork {
  readonly store: Store;
  readonly book: LeaseBook;
  readonly desk: LeaseDesk;
  readonly line: LeaseLine;
  readonly holders: LeaseHolders;
  readonly learn: LearnWork;
  readonly log: MemoryLeaseLog;
  readonly notes: MemoryWorkNotes;
  readonly processes: KnownProcesses;
  readonly time: FakeTime;
  readonly warnings: RecordingLog;
  /** What was told, in order. */
  readonly told: LeaseEvent[];
  readonly capacityOf: (account: Account) => AccountCapacity;
  /** So much of the only window of the account is used. */
  read(entry: SignedInAccount, usedPercent: number, changes?: Parameters<typeof quotaWindow>[0]): void;
  /** The accounts of running leases, in the order in which they were given. */
  given(): readonly AccountId[];
}

/** @param read how much of each account is used, in percent; accounts that are not named are unread */
export function leasesAtWork({
  entries = [ada, bob, cleo, dan],
  read = { ada: 0, bob: 0, cleo: 0, dan: 0 },
  settings = {},
  log = new MemoryLeaseLog(),
  processes = new KnownProcesses(),
  time = new FakeTime(noonMs),
  isLoaded = true,
  hear,
}: {
  entries?: readonly SignedInAccount[];
  read?: Readonly<Record<string, number>>;
  settings?: Partial<Settings>;
  log?: MemoryLeaseLog;
  processes?: KnownProcesses;
  time?: FakeTime;
  /** Otherwise the store has no accounts yet. */
  isLoaded?: boolean;
  /** Hears of every lease in place of what follows it otherwise. */
  hear?: (event: LeaseEvent) => void;
} = {}): LeasesAtWork {
  const store = createStore({
    ...initialState,
    accounts: isLoaded ? entries.map(({ account }) => account) : [],
    settings: { ...defaultSettings, leastLeasePercent: 1, reservePercent: 0, ...settings },
  });
  const entryBook = { get: (id: AccountId) => entries.find(({ account }) => account.id === id) };
  const parts = { providers, book: entryBook, isAtHome: () => true };
  const notes = new MemoryWorkNotes();
  const warnings = new RecordingLog();
  const told: LeaseEvent[] = [];
  const learn = startLearnWork({
    notes,
    store,
    clock: time,
    timer: time,
    measured: (lease, used) => void desk.measured(lease, used),
  });
  const book = createLeaseBook({
    dayOf: (at) => ({ start: at - (at % dayMs), end: at - (at % dayMs) + dayMs }),
  });
  let numbers = 0;

  function capacity(account: Account): AccountCapacity {
    const state = store.state();
    const { agentsAtOnce, leastLeasePercent, reservePercent, dailyLimits } = state.settings;
    const daily = dailyLimits[account.id];
    const windows = currentWindows(state, account, time.nowMs());
    return capacityOf(
      { account: account.id, isApiKey: account.kind === 'api-key', windows },
      {
        concurrent: agentsAtOnce,
        leastPercent: leastLeasePercent,
        reservePercent,
        ...(daily !== undefined && { daily }),
      },
      time.nowMs(),
    );
  }

  const desk = createLeaseDesk({
    book,
    log,
    clock: time,
    choose: (wish, excluded) => chooseForAgent(wish, excluded, store.state(), time.nowMs(), parts),
    capacityOf: capacity,
    learnt: () => undefined,
    newLeaseId() {
      numbers += 1;
      return leaseIdOf(numbers);
    },
    newAgentId: () => agentIdOf(numbers),
    told(event) {
      told.push(event);
      if (hear !== undefined) hear(event);
      else if (event.type === 'granted') {
        learn.began(event.lease);
        holders.reconsider();
      } else {
        holders.ended(event.lease.id, event.how);
        learn.ended(event.lease, event.reported);
        line.reconsider();
      }
    },
  });
  const line = createLeaseLine({
    desk,
    queue: createLeaseQueue(),
    clock: time,
    timer: time,
    isLocked: () => store.state().locked,
    usable: (wish) => usableAccounts(wish, store.state(), time.nowMs(), parts),
    leasesOf: (account) => book.ofAccount(account),
    usualMs: () => null,
  });
  const holders = createLeaseHolders({
    book,
    desk,
    watch: processes,
    clock: time,
    timer: time,
    log: warnings,
  });
  startFollowLeases({
    store,
    clock: time,
    providers,
    leases: book,
    reconsider: () => {
      line.reconsider();
    },
    revoke: (id) => void desk.end(id, 'revoked').catch(() => undefined),
  });
  const all = [ada, bob, cleo, dan];
  const work: LeasesAtWork = {
    store,
    book,
    desk,
    line,
    holders,
    learn,
    log,
    notes,
    processes,
    time,
    warnings,
    told,
    capacityOf: capacity,
    read(entry, usedPercent, changes = {}) {
      const window = quotaWindow({ usedPercent, ...changes });
      store.dispatch({ type: 'quota.read', sample: sampleOf(entry, [window], time.nowMs()) });
    },
    given: () => book.all().map(({ account }) => account),
  };
  for (const [name, used] of Object.entries(read)) {
    const entry = all.find(({ account }) => account.label === name);
    if (isLoaded && entry !== undefined && entries.includes(entry)) work.read(entry, used);
  }
  return work;
}

/** A choice of the person's own, as a switch leaves it. */
export function courseMoved(course: Partial<Extract<Event, { type: 'course.moved' }>['course']>): Event {
  return { type: 'course.moved', course: { ...initialState.course, ...course }, by: 'person' };
}

/** The code and the figures of a refusal, or who got it; for comparing a whole list. */
export async function outcome(asked: Promise<{ readonly lease: { readonly account: AccountId } }>) {
  return asked.then(
    ({ lease }) => lease.account,
    (thrown: unknown) => (thrown instanceof Failure ? thrown.code : thrown),
  );
}

export const never = new AbortController().signal;
