// Who may talk to the local service: the grant of this machine, and one for each run of an agent. Known by their hashes only.
import { createHash, timingSafeEqual } from 'node:crypto';
import { Failure } from '../domain/failure.ts';
import type { AgentId, LeaseId } from '../domain/lease.ts';
import { Secret } from '../domain/secret.ts';

export type GrantHolder =
  | { readonly actor: 'cli'; readonly grant: 'machine'; readonly lease: undefined }
  | { readonly actor: 'agent'; readonly grant: AgentId; readonly lease: LeaseId };

export interface Grants {
  /** For the file that only this person can read. */
  readonly machine: Secret;
  /** Whose grant an `Authorization` header carries. @throws Failure `broker/not-granted` */
  holderOf(authorization: string | undefined): GrantHolder;
  /** A grant for one run, in the place of the one that the agent had. */
  issue(agent: AgentId, lease: LeaseId): Secret;
  /** Does nothing for an agent that has none. */
  revoke(agent: AgentId): void;
  /** Every run; the grant of this machine stays. It holds from the next request on. */
  revokeAll(): void;
}

interface Entry {
  readonly digest: Buffer;
  readonly holder: GrantHolder;
}

const scheme = 'Bearer ';

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function createGrants({
  machine,
  newToken,
}: {
  readonly machine: Secret;
  /** At least 128 random bits as text. */
  readonly newToken: () => string;
}): Grants {
  /** By the hash of the token: how long a look takes tells about a hash, which nobody can choose, and not about a token. */
  const entries = new Map<string, Entry>();
  const keys = new Map<AgentId, string>();
  const keep = (token: string, holder: GrantHolder): string => {
    const digest = digestOf(token);
    const key = digest.toString('base64');
    entries.set(key, { digest, holder });
    return key;
  };
  keep(machine.reveal(), { actor: 'cli', grant: 'machine', lease: undefined });

  const revoke = (agent: AgentId): void => {
    const key = keys.get(agent);
    if (key === undefined) return;
    keys.delete(agent);
    entries.delete(key);
  };
  return {
    machine,
    holderOf(authorization = '') {
      const digest = digestOf(authorization.slice(scheme.length));
      const entry = entries.get(digest.toString('base64'));
      if (entry === undefined || !authorization.startsWith(scheme) || !timingSafeEqual(digest, entry.digest))
        throw new Failure('broker/not-granted');
      return entry.holder;
    },
    issue(agent, lease) {
      revoke(agent);
      const token = newToken();
      keys.set(agent, keep(token, { actor: 'agent', grant: agent, lease }));
      return new Secret(token);
    },
    revoke,
    revokeAll() {
      for (const agent of [...keys.keys()]) revoke(agent);
    },
  };
}
