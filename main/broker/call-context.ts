// What a route knows of the one who calls: by which right, who the system says it is, and whether it is still there.
import type { Context } from 'hono';
import type { Actor } from '../domain/actor.ts';
import { Failure } from '../domain/failure.ts';
import type { AgentId, LeaseId } from '../domain/lease.ts';
import type { Caller } from '../ports-broker.ts';
import type { GrantHolder } from './grants.ts';

export interface CallContext {
  readonly actor: Actor;
  /** `machine`, or the agent whose run it is. */
  readonly grant: 'machine' | AgentId;
  /** The lease of that run; undefined with the grant of this machine. */
  readonly lease: LeaseId | undefined;
  /** Who is at the other end, as the system tells it; looked up once for each connection, and only when asked. */
  readonly caller: () => Promise<Caller | undefined>;
  /** Aborts with `broker/cancelled` when the caller goes away: the work is stopped where it can be. */
  readonly signal: AbortSignal;
}

/** One call under way. What few routes need is made only when they ask for it. */
export class Call implements CallContext {
  readonly actor: Actor;
  readonly grant: 'machine' | AgentId;
  readonly lease: LeaseId | undefined;
  readonly caller: () => Promise<Caller | undefined>;
  readonly #context: Context;
  #gone: AbortController | undefined;

  constructor(
    context: Context,
    { actor, grant, lease }: GrantHolder,
    caller: () => Promise<Caller | undefined>,
  ) {
    this.actor = actor;
    this.grant = grant;
    this.lease = lease;
    this.caller = caller;
    this.#context = context;
  }

  get signal(): AbortSignal {
    return this.#leaving().signal;
  }

  /** The caller has gone away. */
  leave(): void {
    this.#leaving().abort(new Failure('broker/cancelled'));
  }

  #leaving(): AbortController {
    if (this.#gone !== undefined) return this.#gone;
    const gone = new AbortController();
    this.#gone = gone;
    const stop = (): void => {
      gone.abort(new Failure('broker/cancelled'));
    };
    const { signal } = this.#context.req.raw;
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop);
    return gone;
  }
}
