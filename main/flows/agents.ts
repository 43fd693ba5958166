// Agents at work: begun with a lease, given what they need, and forgotten when their lease ends.
import type { Account } from '../domain/account.ts';
import { accountNamed } from '../domain/account-name.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { LeaseBook } from '../domain/lease-book.ts';
import type { AccountCapacity, AgentId, Lease, LeaseAmount, LeaseEnd, LeaseId } from '../domain/lease.ts';
import type { AuditLog, Caller, Clock, Log, Timer } from '../ports.ts';
import { activeAccount } from '../state/selected.ts';
import type { AgentSecrets, Asking, EnvironmentWish, HandedToken } from './agent-secrets.ts';
import {
  heartbeatMs,
  type GivenLease,
  type LeaseDesk,
  type LeaseEvent,
  type LeaseOrder,
} from './lease-desk.ts';
import type { LeaseHolders } from './lease-holders.ts';
import type { LeaseLine, WaitingAgent } from './lease-line.ts';
import type { Place } from './lease-places.ts';
import type { LearnWork } from './learn-work.ts';
import { leaseOrderFor, type StartAgentParts, type StartOrder } from './start-agent.ts';

export interface AgentsParts extends StartAgentParts {
  readonly leases: LeaseBook;
  readonly desk: LeaseDesk;
  readonly line: LeaseLine;
  readonly holders: LeaseHolders;
  readonly learn: LearnWork;
  readonly secrets: AgentSecrets;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly capacityOf: (account: Account) => AccountCapacity;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Pick<Log, 'warn'>;
  /** The accounts have been read. */
  readonly ready: () => Promise<void>;
  /** Reads the quota of an account, for somebody has used it. Never fails. */
  readonly readQuota: (account: Account) => void;
  /** Ends what a run may do. */
  readonly revokeGrant: (agent: AgentId) => void;
}

export interface AccountStanding {
  readonly account: Account;
  readonly capacity: AccountCapacity;
  readonly outstandingPercent: number;
  readonly running: number;
}

/** A wish of a caller, as the system sees them. */
export interface Beginning {
  readonly order: StartOrder;
  /** Absolute; what the caller says that it will run. */
  readonly program?: string;
}

export interface Agents {
  /** Reads what an earlier run has given out, and looks which of them still run. */
  start(): Promise<void>;
  /** Of every lease that was given or has ended. */
  heard(event: LeaseEvent): void;
  /** @throws Failure `quota/…`, `selection/…`, `credential/…`, `broker/…` */
  begin(wanted: Beginning, caller: Caller | undefined, signal: AbortSignal): Promise<GivenLease>;
  /** As long as it takes. @param told hears of the place in the line */
  beginWaiting(
    wanted: Beginning,
    caller: Caller | undefined,
    told: (place: Place) => void,
    signal: AbortSignal,
  ): Promise<GivenLease>;
  /** One answer for each, in order. */
  beginMany(
    wanted: readonly Beginning[],
    mode: 'all' | 'partial',
    caller: Caller | undefined,
    signal: AbortSignal,
  ): Promise<readonly (GivenLease | Failure)[]>;
  /** @throws Failure `broker/no-such-lease` */
  leaseOf(agent: AgentId): Lease;
  /** Whether its lease has not ended. */
  isRunning(agent: AgentId): boolean;
  all(): readonly Lease[];
  waiting(): readonly WaitingAgent[];
  accounts(): readonly AccountStanding[];
  /** @throws Failure `broker/no-such-lease` */
  heartbeat(id: LeaseId): Promise<Lease>;
  use(id: LeaseId, used: number): Promise<Lease>;
  hold(id: LeaseId, signal: AbortSignal): Promise<LeaseEnd>;
  /** @param used in all; answers what was given back. @throws Failure `broker/no-such-lease` */
  end(id: LeaseId, how: LeaseEnd, used?: number): Promise<LeaseAmount>;
  /** One that is gone already is fine. Never fails. */
  revoke(id: LeaseId): Promise<void>;
  /** Answers how many there were. */
  revokeAll(): Promise<number>;
  /** @throws Failure `broker/lease-ended`, and as `AgentSecrets.environment` */
  environment(
    agent: AgentId,
    wish: Omit<EnvironmentWish, 'program'>,
    asking: Asking,
  ): Promise<{ readonly lease: Lease; readonly change: EnvironmentChange }>;
  /** An agent gets that of its own account only. @throws Failure as `AgentSecrets.token` */
  token(
    wish: { readonly provider: string; readonly account?: string; readonly consumer?: string },
    asking: Asking,
  ): Promise<HandedToken>;
  stop(): void;
}

/** Several end together; one reading is enough. */
const readAfterEndMs = 2_000;

export function createAgents(parts: AgentsParts): Agents {
  const { store, leases, desk, line, holders, learn, secrets, clock } = parts;
  const running = new Map<AgentId, { readonly lease: LeaseId; readonly program?: string }>();
  const readings = new Map<Account['id'], () => void>();

  function readSoon({ account: id }: Lease): void {
    const account = store.state().accounts.find((each) => each.id === id);
    if (account === undefined || readings.has(id)) return;
    const cancel = parts.timer.after(readAfterEndMs, () => {
      readings.delete(id);
      parts.readQuota(account);
    });
    readings.set(id, cancel);
  }

  function note({ type, lease }: LeaseEvent, what: string): void {
    const { agent, holder } = lease;
    parts.audit.append({
      at: clock.nowMs(),
      actor: 'agent',
      action: type === 'granted' ? 'lease' : 'lease-ended',
      provider: lease.provider,
      account: lease.account,
      grant: agent.id,
      what,
      // What lives with a process or a stream has no end that is known.
      ...(type === 'granted' && holder.kind === 'heartbeat' && { until: lease.expiresAt }),
      ...(agent.consumer !== undefined && { consumer: agent.consumer }),
      ...(holder.kind === 'process' && { pid: holder.pid }),
    });
  }

  function gone({ lease, how, reported }: Extract<LeaseEvent, { type: 'ended' }>): void {
    const { agent, id } = lease;
    running.delete(agent.id);
    secrets.ended(agent.id);
    parts.revokeGrant(agent.id);
    holders.ended(id, how);
    learn.ended(lease, reported);
    readSoon(lease);
    line.reconsider();
  }

  function known(id: LeaseId): Lease {
    const lease = leases.get(id);
    if (lease === undefined) throw new Failure('broker/no-such-lease');
    return lease;
  }

  function leaseOf(agent: AgentId): Lease | undefined {
    const id = running.get(agent)?.lease;
    return id === undefined ? undefined : leases.get(id);
  }

  async function orderOf({ order }: Beginning, caller: Caller | undefined): Promise<LeaseOrder> {
    await parts.ready();
    if (store.state().locked) throw new Failure('broker/locked');
    return leaseOrderFor(order, caller, parts);
  }

  /** Whoever has gone away meanwhile gets nothing that would stay behind. */
  async function begun(given: GivenLease, { program }: Beginning, signal: AbortSignal): Promise<GivenLease> {
    const { id, agent } = given.lease;
    if (signal.aborted) {
      await revoke(id);
      signal.throwIfAborted();
    }
    if (leases.get(id) === undefined) throw new Failure('broker/lease-ended');
    running.set(agent.id, { lease: id, ...(program !== undefined && { program }) });
    return given;
  }

  async function revoke(id: LeaseId): Promise<void> {
    try {
      await desk.end(id, 'revoked');
    } catch (thrown) {
      parts.log.warn('the end of a lease was not written down', { thrown });
    }
  }

  return {
    heard(event) {
      const { lease } = event;
      if (event.type === 'ended') {
        note(event, `${lease.id} ${event.how}`);
        gone(event);
        return;
      }
      note(event, lease.id);
      running.set(lease.agent.id, { lease: lease.id });
      learn.began(lease);
      holders.reconsider();
    },
    async start() {
      try {
        await desk.restore();
      } catch (thrown) {
        parts.log.warn('the leases were not written anew', { thrown });
      }
      for (const lease of leases.all()) {
        running.set(lease.agent.id, { lease: lease.id });
        learn.resumed(lease);
      }
      await learn.load();
      try {
        await holders.look();
      } catch (thrown) {
        parts.log.warn('processes were not looked at', { thrown });
      }
      holders.reconsider();
    },
    async begin(wanted, caller, signal) {
      return begun(await line.take(await orderOf(wanted, caller), signal), wanted, signal);
    },
    async beginWaiting(wanted, caller, told, signal) {
      return begun(await line.wait(await orderOf(wanted, caller), told, signal), wanted, signal);
    },
    async beginMany(wanted, mode, caller, signal) {
      const orders = await Promise.all(wanted.map((each) => orderOf(each, caller)));
      const given = await line.batch(orders, mode, signal);
      const answers = await Promise.allSettled(
        given.map(async (each, index) => {
          const own = wanted[index];
          return each instanceof Failure || own === undefined ? each : begun(each, own, signal);
        }),
      );
      signal.throwIfAborted();
      return answers.map((each) => (each.status === 'fulfilled' ? each.value : toFailure(each.reason)));
    },
    leaseOf(agent) {
      const lease = leaseOf(agent);
      if (lease === undefined) throw new Failure('broker/no-such-lease');
      return lease;
    },
    isRunning: (agent) => leaseOf(agent) !== undefined,
    all: () => leases.all(),
    waiting: () => line.waiting(),
    accounts: () =>
      store.state().accounts.map((account) => {
        const { percent, running: count } = leases.outstanding(account.id);
        return { account, capacity: parts.capacityOf(account), outstandingPercent: percent, running: count };
      }),
    async heartbeat(id) {
      const { holder, expiresAt } = known(id);
      if (holder.kind !== 'heartbeat') return known(id);
      return desk.keepUntil(id, Math.max(expiresAt, clock.nowMs() + heartbeatMs));
    },
    use: (id, used) => desk.use(id, used),
    hold: (id, signal) => holders.hold(id, signal),
    async end(id, how, used) {
      const { amount } = known(id);
      // Written down together, and it ends even where nothing can be written down.
      const [, givenBack] = await Promise.all([
        used === undefined ? undefined : desk.use(id, used),
        desk.end(id, how),
      ]);
      return givenBack ?? { unit: amount.unit, value: 0 };
    },
    revoke,
    async revokeAll() {
      const all = leases.all();
      await Promise.all(all.map(({ id }) => revoke(id)));
      return all.length;
    },
    async environment(agent, wish, asking) {
      const lease = leaseOf(agent);
      if (lease === undefined) throw new Failure('broker/lease-ended');
      const program = running.get(agent)?.program;
      const change = await secrets.environment(lease, { ...wish, program }, asking);
      // The person may have taken their time to answer.
      if (leases.get(lease.id) === undefined) throw new Failure('broker/lease-ended');
      return { lease, change };
    },
    async token({ provider, account: named, consumer }, asking) {
      await parts.ready();
      const { id, label } = parts.find(provider);
      const state = store.state();
      const own = state.accounts.filter((each) => each.provider === id);
      const { grant } = asking;
      const lease = grant === 'machine' ? undefined : leaseOf(grant);
      const usual = own.find((each) => each.id === lease?.account) ?? activeAccount(state, id);
      const account = (named === undefined ? usual : undefined) ?? accountNamed(own, named, label);
      if (grant === 'machine') return secrets.token(account, consumer, asking);
      if (lease?.account !== account.id) throw new Failure('broker/not-permitted', { subject: grant });
      const handed = await secrets.token(account, consumer, asking);
      // The person may have taken their time to answer.
      if (leases.get(lease.id) === undefined) throw new Failure('broker/lease-ended');
      return handed;
    },
    stop() {
      learn.stop();
      line.stop();
      holders.stop();
      for (const cancel of readings.values()) cancel();
    },
  };
}
