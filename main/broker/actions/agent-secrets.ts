// What the local service can hand out to agents: environments and tokens, and whether work fits in what is left.
import type { Account } from '../../domain/account.ts';
import type { Actor } from '../../domain/actor.ts';
import type { EnvironmentChange } from '../../domain/environment-change.ts';
import type { AgentId, Lease, LeaseId } from '../../domain/lease.ts';
import { Secret } from '../../domain/secret.ts';
import type { Fit } from '../../domain/work-estimate.ts';
import type { Caller } from '../../ports.ts';
import type { CallContext } from '../call-context.ts';
import type { EstimateRequest, LeaseActions } from '../routes/leases.ts';

interface Asking {
  readonly actor: Actor;
  readonly grant: 'machine' | AgentId;
  readonly caller: Caller | undefined;
  readonly signal: AbortSignal;
}

/** See `flows/agents.ts` and `flows/estimate-work.ts`. */
export interface AgentSecretsParts {
  readonly agents: {
    leaseOf(agent: AgentId): Lease;
    environment(
      agent: AgentId,
      wish: {
        readonly consumer?: string;
        readonly project: string;
        readonly userAgent?: string;
        readonly launcher?: string;
        readonly own: Readonly<Record<string, string | Secret>>;
      },
      asking: Asking,
    ): Promise<{ readonly lease: Lease; readonly change: EnvironmentChange }>;
    token(
      wish: { readonly provider: string; readonly account?: string; readonly consumer?: string },
      asking: Asking,
    ): Promise<{
      readonly account: Account;
      readonly kind: 'api-key' | 'access-token';
      readonly token: Secret;
      readonly expiresAt: number | null;
    }>;
  };
  /** The accounts have been read. */
  readonly ready: () => Promise<void>;
  readonly estimate: (wish: EstimateRequest) => Fit & {
    readonly account?: Account;
    readonly resetsAt: number | null;
    readonly reason: string;
  };
  readonly issueGrant: (agent: AgentId, lease: LeaseId) => Secret;
  /** Where this service listens. */
  readonly socketPath: () => string;
}

function revealed(value: string | Secret): string {
  return value instanceof Secret ? value.reveal() : value;
}

async function askingOf(call: CallContext): Promise<Asking> {
  const { actor, grant, signal } = call;
  return { actor, grant, signal, caller: await call.caller() };
}

export function agentSecretActions(
  parts: AgentSecretsParts,
): Pick<LeaseActions, 'environment' | 'token' | 'estimate'> {
  const { agents } = parts;
  return {
    async environment(agent, { consumer, project, userAgent, launcher }, call) {
      const { id, provider, account, agent: of } = agents.leaseOf(agent);
      const own = {
        GATEHOUSE_SOCKET: parts.socketPath(),
        GATEHOUSE_GRANT: parts.issueGrant(agent, id),
        GATEHOUSE_AGENT: agent,
        GATEHOUSE_LEASE: id,
        GATEHOUSE_PROVIDER: provider,
        GATEHOUSE_ACCOUNT: account,
      };
      const wish = {
        project: project ?? of.folder?.split(/[/\\]/).findLast((part) => part !== '') ?? of.label,
        own,
        ...(consumer !== undefined && { consumer }),
        ...(userAgent !== undefined && { userAgent }),
        ...(launcher !== undefined && { launcher }),
      };
      const { change } = await agents.environment(agent, wish, await askingOf(call));
      const set = [...change.set].map(([name, value]): [string, string] => [name, revealed(value)]);
      return {
        schema: 1,
        agent,
        provider,
        account,
        set: Object.fromEntries(set),
        unset: [...change.unset],
        words: [...change.words],
        ...(change.notes !== undefined && { notes: [...change.notes] }),
      };
    },
    async token(provider, { account, consumer }, call) {
      const wish = {
        provider,
        ...(account !== undefined && { account }),
        ...(consumer !== undefined && { consumer }),
      };
      const handed = await agents.token(wish, await askingOf(call));
      return {
        schema: 1,
        provider: handed.account.provider,
        account: handed.account.id,
        kind: handed.kind,
        token: handed.token.reveal(),
        expiresAt: handed.expiresAt,
      };
    },
    async estimate(wish) {
      await parts.ready();
      const { account, needs, ...fit } = parts.estimate(wish);
      return {
        schema: 1,
        verdict: fit.verdict,
        account: account?.id ?? null,
        accountLabel: account?.label ?? null,
        provider: account?.provider ?? null,
        needs: needs === null ? null : { ...needs },
        seen: fit.seen,
        basis: fit.basis,
        available: fit.available,
        resetsAt: fit.resetsAt,
        reason: fit.reason,
      };
    },
  };
}
