// Who may talk to the local service: the grant of this machine, and one for each run of an agent. Known by their hashes only.
import { hash } from 'node:crypto';
import { Failure } from '../domain/failure.ts';
import type { AgentId, LeaseId } from '../domain/lease.ts';
import { Secret } from '../domain/secret.ts';

export type GrantHolder =
  | { readonly actor: 'cli'; readonly grant: 'machine'; readonly lease: undefined }
  | { readonly actor: 'agent'; readonly grant: AgentId; readonly lease: LeaseId };

export interface Grants {
  /** For the file that only this person can read. */
  readonly machine: Secret;
  /** Whose grant an `Authorization` header carries. @throws Failure `broker/not-granted`, `broker/lease-ended` */
  holderOf(authorization: string | undefined): GrantHolder;
  /** One more grant for this run; the ones before hold as well, the oldest of many excepted. */
  issue(agent: AgentId, lease: LeaseId): Secret;
  /** All grants of the run, which are known as ended ones from then on. Does nothing for an agent that has none. */
  revoke(agent: AgentId): void;
  /** Every run; the grant of this machine stays. It holds from the next request on. */
  revokeAll(): void;
}

const scheme = 'Bearer ';
/** An agent has one from its lease and one from its environment; who asks again and again loses the oldest. */
const mostOfOne = 8;
const mostEnded = 10_000;

/** How long a look for it takes tells about a hash, which nobody can choose, and not about a token. */
function keyOf(token: string): string {
  return hash('sha256', token, 'base64');
}

export function createGrants({
  machine,
  newToken,
}: {
  readonly machine: Secret;
  /** At least 128 random bits as text. */
  readonly newToken: () => string;
}): Grants {
  const holders = new Map<string, GrantHolder>();
  const keys = new Map<AgentId, string[]>();
  /** An agent that was ended is told so: it must not take that for another start of the app. */
  const ended = new Set<string>();
  const keep = (token: string, holder: GrantHolder): string => {
    const key = keyOf(token);
    holders.set(key, holder);
    return key;
  };
  keep(machine.reveal(), { actor: 'cli', grant: 'machine', lease: undefined });

  const revoke = (agent: AgentId): void => {
    for (const key of keys.get(agent) ?? []) {
      holders.delete(key);
      ended.add(key);
      const [oldest] = ended;
      if (ended.size > mostEnded && oldest !== undefined) ended.delete(oldest);
    }
    keys.delete(agent);
  };
  return {
    machine,
    holderOf(authorization = '') {
      const key = keyOf(authorization.slice(scheme.length));
      const holder = holders.get(key);
      if (ended.has(key)) throw new Failure('broker/lease-ended');
      if (holder === undefined || !authorization.startsWith(scheme)) throw new Failure('broker/not-granted');
      return holder;
    },
    issue(agent, lease) {
      const token = newToken();
      const own = [...(keys.get(agent) ?? []), keep(token, { actor: 'agent', grant: agent, lease })];
      if (own.length > mostOfOne) holders.delete(own.shift() ?? '');
      keys.set(agent, own);
      return new Secret(token);
    },
    revoke,
    revokeAll() {
      for (const agent of [...keys.keys()]) revoke(agent);
    },
  };
}
