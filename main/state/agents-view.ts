// The page on agents out of the leases, the line and the accounts. Pure.
import type { Account } from '../domain/account.ts';
import type { ConsumerId } from '../domain/ids.ts';
import type { Lease, LeasePriority } from '../domain/lease.ts';
import type { AgentsView, AgentView } from '../../preload/view.ts';

export interface AgentsAtWork {
  readonly leases: readonly Lease[];
  readonly waiting: readonly {
    readonly label: string;
    readonly priority: LeasePriority;
    readonly position: number;
    readonly since: number;
    readonly etaAt: number | null;
  }[];
  readonly accounts: readonly {
    readonly account: Account;
    readonly capacity: {
      readonly leftPercent: number | null;
      readonly limits: { readonly concurrent: number };
    };
    readonly outstandingPercent: number;
    readonly running: number;
  }[];
  /** Unix milliseconds. */
  readonly now: number;
  /** How a person calls them. */
  readonly consumerLabel: (consumer: ConsumerId) => string;
  readonly accountLabel: (account: Account['id']) => string;
}

/** From one heartbeat to the next there is an hour at most: what lives for longer is held by a stream. */
const longestBeatMs = 3_600_000;

function livesWith({ holder, expiresAt }: Lease, now: number): Lease['holder']['kind'] {
  return holder.kind === 'heartbeat' && expiresAt > now + longestBeatMs ? 'stream' : holder.kind;
}

function agentView(lease: Lease, { consumerLabel, accountLabel, now }: AgentsAtWork): AgentView {
  const { agent, holder, amount } = lease;
  const kind = livesWith(lease, now);
  return {
    id: agent.id,
    label: agent.label,
    program: agent.consumer === undefined ? null : consumerLabel(agent.consumer),
    task: agent.task ?? null,
    provider: lease.provider,
    account: lease.account,
    accountLabel: accountLabel(lease.account),
    pid: holder.kind === 'process' ? holder.pid : null,
    livesWith: kind,
    priority: lease.priority,
    amount: { ...amount },
    used: lease.used,
    since: lease.grantedAt,
    expiresAt: kind === 'heartbeat' ? lease.expiresAt : null,
  };
}

/** The agents that began first come first. */
export function agentsView(work: AgentsAtWork): AgentsView {
  return {
    agents: [...work.leases]
      .sort((left, right) => left.grantedAt - right.grantedAt)
      .map((lease) => agentView(lease, work)),
    waiting: work.waiting.map(({ label, priority, position, since, etaAt }) => ({
      label,
      priority,
      position,
      since,
      etaAt,
    })),
    accounts: work.accounts.map(({ account, capacity, outstandingPercent, running }) => ({
      account: account.id,
      provider: account.provider,
      label: work.accountLabel(account.id),
      leftPercent: capacity.leftPercent,
      outstandingPercent,
      running,
      concurrent: capacity.limits.concurrent,
    })),
  };
}
