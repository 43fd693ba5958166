// What the local service can have done with leases: given, kept, reported on, ended, and told of.
import { Failure, toFailure, type ExhaustedAction } from '../../domain/failure.ts';
import { describeFailure } from '../../domain/failure-words.ts';
import type { Account } from '../../domain/account.ts';
import type { AgentId, Lease, LeaseAmount, LeaseEnd, LeaseId, LeasePriority } from '../../domain/lease.ts';
import type { Secret } from '../../domain/secret.ts';
import type { Caller } from '../../ports.ts';
import type { CallContext } from '../call-context.ts';
import { linesOf } from '../line-source.ts';
import type { GrantedLease, LeaseAnswer, LeaseLine, LeaseRequest } from '../protocol/leases.ts';
import type { HoldLine, LeaseActions, LeaseBatchAnswer } from '../routes/leases.ts';

interface Given {
  readonly lease: Lease;
  readonly reason: string;
  readonly fallenBack: boolean;
}

interface Place {
  readonly position: number;
  readonly etaAt: number | null;
  readonly why: Failure | undefined;
}

type Order = Omit<LeaseRequest, 'wait' | 'program'>;

interface Wanted {
  readonly order: Order;
  readonly program?: string;
}

/** The part of the agents that leases are about; see `flows/agents.ts`. */
export interface LeaseParts {
  readonly agents: {
    begin(wanted: Wanted, caller: Caller | undefined, signal: AbortSignal): Promise<Given>;
    beginWaiting(
      wanted: Wanted,
      caller: Caller | undefined,
      told: (place: Place) => void,
      signal: AbortSignal,
    ): Promise<Given>;
    beginMany(
      wanted: readonly Wanted[],
      mode: 'all' | 'partial',
      caller: Caller | undefined,
      signal: AbortSignal,
    ): Promise<readonly (Given | Failure)[]>;
    all(): readonly Lease[];
    leaseOf(agent: AgentId): Lease;
    waiting(): readonly (Omit<Place, 'why'> & {
      readonly label: string;
      readonly priority: LeasePriority;
      readonly since: number;
    })[];
    accounts(): readonly {
      readonly account: Account;
      readonly capacity: {
        readonly leftPercent: number | null;
        readonly limits: { readonly concurrent: number };
      };
      readonly outstandingPercent: number;
      readonly running: number;
    }[];
    heartbeat(id: LeaseId): Promise<Lease>;
    use(id: LeaseId, used: number): Promise<Lease>;
    hold(id: LeaseId, signal: AbortSignal): Promise<LeaseEnd>;
    end(id: LeaseId, how: LeaseEnd, used?: number): Promise<LeaseAmount>;
  };
  /** What can be done after a refusal. */
  readonly actionAfter: (order: Order, failure: Failure) => ExhaustedAction;
  readonly accountLabel: (account: Account['id']) => string;
  /** The grant of a run, which ends with its lease. */
  readonly issueGrant: (agent: AgentId, lease: LeaseId) => Secret;
  /** Waits so long, or until the signal aborts. */
  readonly pause: (delayMs: number, signal: AbortSignal) => Promise<void>;
}

/** Whoever holds a lease hears so often that it is still theirs. */
const heldLineMs = 1_000;

type LeasePart = Pick<
  LeaseActions,
  | 'running'
  | 'list'
  | 'create'
  | 'createWaiting'
  | 'createBatch'
  | 'heartbeat'
  | 'reportUsage'
  | 'hold'
  | 'release'
  | 'agents'
  | 'endAgent'
>;

export function leaseActions(parts: LeaseParts): LeasePart {
  const { agents, accountLabel } = parts;

  function shown(lease: Lease): LeaseAnswer {
    const { agent, holder } = lease;
    return {
      id: lease.id,
      agent: agent.id,
      label: agent.label,
      consumer: agent.consumer ?? null,
      task: agent.task ?? null,
      provider: lease.provider,
      account: lease.account,
      accountLabel: accountLabel(lease.account),
      pid: holder.kind === 'process' ? holder.pid : null,
      holder: holder.kind,
      priority: lease.priority,
      amount: { ...lease.amount },
      used: lease.used,
      basis: lease.basis,
      grantedAt: lease.grantedAt,
      expiresAt: holder.kind === 'process' ? null : lease.expiresAt,
    };
  }

  function granted({ lease, reason, fallenBack }: Given): GrantedLease {
    const grant = parts.issueGrant(lease.agent.id, lease.id).reveal();
    return { schema: 1, lease: shown(lease), reason, fallenBack, grant };
  }

  function refused(order: Order, failure: Failure): Extract<LeaseLine, { type: 'refused' }> {
    const value = failure.toValue();
    const action = parts.actionAfter(order, failure);
    return { type: 'refused', refusal: { ...value, ...describeFailure(value), action } };
  }

  /** What says that there is too little of something says what can be done about it as well. */
  function withAction(order: Order, failure: Failure): Failure {
    if (!failure.code.startsWith('quota/') && failure.code !== 'selection/no-valid-auth') return failure;
    const action = parts.actionAfter(order, failure);
    return new Failure(failure.code, { ...failure.toValue(), action, cause: failure });
  }

  const wantedOf = ({ program, ...order }: Omit<LeaseRequest, 'wait'>): Wanted => ({
    order,
    ...(program !== undefined && { program }),
  });

  /** Only a process has to be known by who calls. */
  async function callerFor(
    holders: readonly Order['holder'][],
    call: CallContext,
  ): Promise<Caller | undefined> {
    return holders.some(({ kind }) => kind === 'process') ? call.caller() : undefined;
  }

  async function* held(id: LeaseId, call: CallContext): AsyncGenerator<HoldLine> {
    let how: LeaseEnd | undefined;
    const over = new AbortController();
    const ended = agents.hold(id, call.signal).then((end) => {
      how = end;
      over.abort();
    });
    // Whoever is told first that there is no such lease is the one who reads.
    ended.catch(() => {
      over.abort();
    });
    // Rejects for a lease that there is not, before anything is said.
    await Promise.race([ended, parts.pause(0, over.signal)]);
    while (!over.signal.aborted) {
      yield { type: 'held' };
      await parts.pause(heldLineMs, over.signal);
    }
    await ended;
    if (how !== undefined) yield { type: 'ended', how };
  }

  return {
    running: () => agents.all().length,
    async list() {
      return {
        schema: 1,
        leases: agents.all().map(shown),
        queue: agents.waiting().map(({ label, priority, position, etaAt, since }) => ({
          label,
          priority,
          position,
          etaAt,
          since,
        })),
        accounts: agents.accounts().map(({ account, capacity, outstandingPercent, running }) => ({
          account: account.id,
          provider: account.provider,
          label: accountLabel(account.id),
          leftPercent: capacity.leftPercent,
          outstandingPercent,
          running,
          concurrent: capacity.limits.concurrent,
        })),
      };
    },
    async create({ wait: _wait, ...request }, call) {
      const caller = await callerFor([request.holder], call);
      const wanted = wantedOf(request);
      try {
        return granted(await agents.begin(wanted, caller, call.signal));
      } catch (thrown) {
        throw withAction(wanted.order, toFailure(thrown));
      }
    },
    createWaiting({ wait: _wait, ...request }, call) {
      const wanted = wantedOf(request);
      return linesOf<LeaseLine>(async (say) => {
        try {
          const caller = await callerFor([request.holder], call);
          const given = await agents.beginWaiting(
            wanted,
            caller,
            ({ position, etaAt, why }) => {
              const reason = why === undefined ? '' : describeFailure(why.toValue()).what;
              say({ type: 'queued', position, etaAt, reason });
            },
            call.signal,
          );
          return { type: 'granted', ...granted(given) };
        } catch (thrown) {
          return refused(wanted.order, toFailure(thrown));
        }
      });
    },
    async createBatch({ mode, leases }, call) {
      const wanted = leases.map(wantedOf);
      const caller = await callerFor(
        leases.map(({ holder }) => holder),
        call,
      );
      const given = await agents.beginMany(wanted, mode, caller, call.signal);
      const answers = given.map((each, index): LeaseBatchAnswer['leases'][number] => {
        const order = wanted[index]?.order;
        if (!(each instanceof Failure)) return { type: 'granted', ...granted(each) };
        if (order === undefined) throw new Failure('internal', { cause: each });
        return refused(order, each);
      });
      return { schema: 1, leases: answers };
    },
    async heartbeat(id) {
      return { schema: 1, lease: shown(await agents.heartbeat(id)) };
    },
    async reportUsage(id, used) {
      return { schema: 1, lease: shown(await agents.use(id, used)) };
    },
    async hold(id, call) {
      const lines = held(id, call);
      // A lease that there is not is refused before anything is told.
      const first = await lines.next();
      return (async function* () {
        if (first.done !== true) yield first.value;
        yield* lines;
      })();
    },
    async release(id, used) {
      return { schema: 1, id, givenBack: { ...(await agents.end(id, 'released', used)) } };
    },
    async agents() {
      return {
        schema: 1,
        agents: agents.all().map((lease) => {
          const { agent, label, consumer, provider, account, accountLabel: name, pid, id } = shown(lease);
          const since = lease.grantedAt;
          return { id: agent, label, consumer, provider, account, accountLabel: name, pid, lease: id, since };
        }),
      };
    },
    async endAgent(agent) {
      const { id } = agents.leaseOf(agent);
      return { schema: 1, id, givenBack: { ...(await agents.end(id, 'revoked')) } };
    },
  };
}
