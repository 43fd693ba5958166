// Joins what agents need: leases, the line for them, hand-outs, estimates, the lock and the audit. Knows no Electron.
import type { Flows } from './compose-flows.ts';
import type { ConsumerDescription, Finder, Places } from './consumers/description.ts';
import { isBilledByUse, type Account, type SignedInAccount } from './domain/account.ts';
import type { Actor } from './domain/actor.ts';
import type { JudgedProgram } from './domain/hand-out.ts';
import type { DayOf } from './domain/lease-account.ts';
import { createLeaseBook } from './domain/lease-book.ts';
import { capacityOf } from './domain/lease-capacity.ts';
import { createLeaseQueue } from './domain/lease-queue.ts';
import type { AccountCapacity, AgentId, Lease, LeaseId } from './domain/lease.ts';
import { createAgentSecrets } from './flows/agent-secrets.ts';
import { createAgents, type Agents } from './flows/agents.ts';
import { chooseForAgent, usableAccounts } from './flows/choose-for-agent.ts';
import { createEstimateWork, type EstimateWork } from './flows/estimate-work.ts';
import { startFollowLeases } from './flows/follow-leases.ts';
import { createHandOuts, type HandOutOrder, type HandOuts } from './flows/hand-outs.ts';
import { startKeepAudit } from './flows/keep-audit.ts';
import { startLearnWork } from './flows/learn-work.ts';
import { createLeaseDesk, type LeaseEvent } from './flows/lease-desk.ts';
import { createLeaseHolders } from './flows/lease-holders.ts';
import { createLeaseLine } from './flows/lease-line.ts';
import { startLockWithScreen } from './flows/lock-with-screen.ts';
import { loginHomeOf } from './flows/login-homes.ts';
import type {
  AskHandOut,
  AuditLog,
  Caller,
  Clock,
  HandOutRules,
  LeaseLog,
  Log,
  ProcessWatch,
  ScreenLock,
  Timer,
  WorkNotes,
} from './ports.ts';
import type { ProviderDescription } from './providers/description.ts';
import { currentWindows } from './state/selected.ts';
import type { Store } from './state/store.ts';

export interface AgentParts {
  readonly flows: Pick<Flows, 'book' | 'fresh' | 'ready' | 'readQuota'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
  readonly providers: readonly ProviderDescription[];
  readonly find: (id: string) => ProviderDescription;
  readonly consumers: readonly ConsumerDescription[];
  readonly places: Places;
  readonly leaseLog: LeaseLog;
  readonly audit: AuditLog;
  readonly rules: HandOutRules;
  readonly ask: AskHandOut;
  /** What the folder of a login needs beside the login. Never fails. */
  readonly shareFolder: (entry: SignedInAccount) => Promise<void>;
  readonly finder: Finder;
  readonly workNotes: WorkNotes;
  readonly watch: ProcessWatch;
  readonly screenLock: ScreenLock;
  readonly dayOf: DayOf;
  readonly judge: (caller: Caller | undefined) => Promise<JudgedProgram | undefined>;
  readonly isOurs: (caller: Caller | undefined) => Promise<boolean>;
  readonly newLeaseId: () => LeaseId;
  readonly newAgentId: () => AgentId;
  readonly grants: { revoke(agent: AgentId): void; revokeAll(): void };
  readonly tellFirst: (order: HandOutOrder) => void;
  /** Of every lease that was given or has ended. */
  readonly told: (event: LeaseEvent) => void;
}

export interface ComposedAgents {
  readonly agents: Agents;
  readonly estimates: EstimateWork;
  readonly handOuts: HandOuts;
  /** Answers how many leases were revoked. */
  readonly lock: (by: Actor) => Promise<number>;
  readonly unlock: (by: Actor) => void;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export function composeAgents(parts: AgentParts): ComposedAgents {
  const { flows, store, clock, timer, log, providers, consumers, audit, watch, find } = parts;
  const book = flows.book;
  const leases = createLeaseBook({ dayOf: parts.dayOf });
  const learn = startLearnWork({
    notes: parts.workNotes,
    store,
    clock,
    timer,
    measured(lease, used) {
      desk.measured(lease, used).catch((thrown: unknown) => {
        log.warn('what a lease has taken was not written down', { thrown });
      });
    },
  });

  function capacity(account: Account): AccountCapacity {
    const state = store.state();
    const { agentsAtOnce, leastLeasePercent, reservePercent, dailyLimits } = state.settings;
    const daily = dailyLimits[account.id];
    const now = clock.nowMs();
    return capacityOf(
      {
        account: account.id,
        isApiKey: isBilledByUse(account),
        windows: currentWindows(state, account, now),
      },
      {
        concurrent: agentsAtOnce,
        leastPercent: leastLeasePercent,
        reservePercent,
        ...(daily !== undefined && { daily }),
      },
      now,
    );
  }

  function keyOf({ agent, provider }: Pick<Lease, 'agent' | 'provider'>) {
    const { consumer, task } = agent;
    return {
      provider,
      ...(consumer !== undefined && { consumer }),
      ...(task !== undefined && { task }),
    };
  }

  const homeOf = (account: Account['id']) => loginHomeOf(account, { consumers, store, places: parts.places });
  const choosing = { providers, book, isAtHome: (account: Account['id']) => homeOf(account) !== undefined };

  const desk = createLeaseDesk({
    book: leases,
    log: parts.leaseLog,
    clock,
    choose: (wish, excluded) => chooseForAgent(wish, excluded, store.state(), clock.nowMs(), choosing),
    capacityOf: capacity,
    learnt({ agent }, { provider, id }) {
      const found = learn.estimate(keyOf({ agent: { id: placeholder, ...agent }, provider }), id);
      return found === undefined ? undefined : { unit: found.unit, value: found.cautious };
    },
    newLeaseId: parts.newLeaseId,
    newAgentId: parts.newAgentId,
    told(event) {
      agents.heard(event);
      parts.told(event);
    },
  });
  const placeholder = parts.newAgentId();
  const line = createLeaseLine({
    desk,
    queue: createLeaseQueue(),
    clock,
    timer,
    isLocked: () => store.state().locked,
    usable: (wish) => usableAccounts(wish, store.state(), clock.nowMs(), choosing),
    leasesOf: (account) => leases.ofAccount(account),
    usualMs: (lease) => learn.usualMs(keyOf(lease)),
  });
  const holders = createLeaseHolders({ book: leases, desk, watch, clock, timer, log });
  const handOuts = createHandOuts({
    rules: parts.rules,
    ask: parts.ask,
    audit,
    store,
    clock,
    timer,
    log,
    tellFirst: parts.tellFirst,
  });
  const secrets = createAgentSecrets({
    consumers,
    find,
    book,
    fresh: flows.fresh,
    store,
    handOuts,
    judge: parts.judge,
    shareFolder: parts.shareFolder,
    finder: parts.finder,
    homeOf,
    isOurs: parts.isOurs,
    isRunning: (agent) => agents.isRunning(agent),
  });
  const agents = createAgents({
    consumers,
    store,
    providers,
    find,
    watch,
    leases,
    desk,
    line,
    holders,
    learn,
    secrets,
    audit,
    capacityOf: capacity,
    clock,
    timer,
    log,
    ready: flows.ready,
    readQuota: ({ id }) => {
      flows.readQuota(id).catch((thrown: unknown) => {
        log.warn('the quota was not read after an agent had ended', { thrown });
      });
    },
    revokeGrant: (agent) => {
      parts.grants.revoke(agent);
    },
  });
  const estimates = createEstimateWork({
    ...choosing,
    consumers,
    find,
    store,
    clock,
    leases,
    learn,
    capacityOf: capacity,
  });
  const stopAudit = startKeepAudit({ store, audit, clock, providers });
  const stopFollowing = startFollowLeases({
    store,
    clock,
    providers,
    leases,
    reconsider: () => {
      line.reconsider();
    },
    revoke: (id) => {
      void agents.revoke(id);
    },
  });

  async function lock(by: Actor): Promise<number> {
    handOuts.lock(by);
    parts.grants.revokeAll();
    return agents.revokeAll();
  }

  let stopLockWithScreen = (): void => undefined;

  return {
    agents,
    estimates,
    handOuts,
    lock,
    unlock: (by) => {
      handOuts.unlock(by);
    },
    async start() {
      stopLockWithScreen = startLockWithScreen({
        store,
        screenLock: parts.screenLock,
        lock: () => void lock('policy'),
      });
      await agents.start();
    },
    async stop() {
      stopLockWithScreen();
      stopFollowing();
      agents.stop();
      await handOuts.stop();
      stopAudit();
      await parts.leaseLog.stop();
      await audit.stop();
    },
  };
}
