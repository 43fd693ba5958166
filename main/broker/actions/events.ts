// What the local service tells whoever listens: what happened, in a few words, as it happens. No secret.
import type { LeaseEnd, Lease } from '../../domain/lease.ts';
import { describeFailure } from '../../domain/failure-words.ts';
import type { Event, State } from '../../state/state.ts';
import type { Store } from '../../state/store.ts';
import type { NumberedEvent } from '../route.ts';
import type { ServiceEvent } from '../protocol/oversight.ts';
import type { EventActions } from '../routes/events.ts';

export interface EventParts {
  readonly store: Store;
  readonly nowMs: () => number;
  /** What serves now, and why. */
  readonly serving: () => {
    readonly provider: string | null;
    readonly account: string | null;
    readonly reason: string;
  };
}

export interface ServiceEvents extends EventActions {
  /** Of every lease that was given or has ended. */
  lease(
    event:
      | { readonly type: 'granted'; readonly lease: Lease }
      | { readonly type: 'ended'; readonly lease: Lease; readonly how: LeaseEnd },
  ): void;
}

/** Who reads too slowly loses the oldest; the ids tell how many. */
const mostUnread = 1_000;

interface Listener {
  readonly unread: NumberedEvent<ServiceEvent>[];
  wake: () => void;
}

const accountEvents: readonly Event['type'][] = [
  'accounts.loaded',
  'account.signed-in',
  'account.signed-out',
  'plan.read',
];

export function createServiceEvents({ store, nowMs, serving }: EventParts): ServiceEvents {
  const listeners = new Set<Listener>();
  let number = 0;

  function tell(event: ServiceEvent): void {
    number += 1;
    for (const listener of listeners) {
      if (listener.unread.length >= mostUnread) listener.unread.shift();
      listener.unread.push({ id: number, event });
      listener.wake();
    }
  }

  function heard(state: State, event: Event): void {
    // Nobody listens: nothing is made.
    if (listeners.size === 0) return;
    const at = nowMs();
    if (accountEvents.includes(event.type)) tell({ type: 'accounts', at });
    else if (event.type === 'quota.read') {
      const { account } = event.sample;
      const provider = state.accounts.find(({ id }) => id === account)?.provider ?? '';
      tell({ type: 'quota', account, provider, at });
    } else if (event.type === 'course.moved') tell({ type: 'switch', ...serving(), at });
    else if (event.type === 'lock.changed') tell({ type: 'locked', locked: event.locked, at });
    else if (event.type === 'problem.found') {
      const { code } = event.failure;
      tell({ type: 'problem', code, what: describeFailure(event.failure).what, at });
    }
  }

  store.subscribe(heard);

  return {
    lease(event) {
      if (listeners.size === 0) return;
      const { id, agent, account } = event.lease;
      tell({
        type: 'lease',
        what: event.type,
        lease: id,
        agent: agent.id,
        account,
        how: event.type === 'ended' ? event.how : null,
        at: nowMs(),
      });
    },
    async *follow({ signal }) {
      const listener: Listener = { unread: [], wake: () => undefined };
      listeners.add(listener);
      const end = (): void => {
        listener.wake();
      };
      signal.addEventListener('abort', end);
      try {
        while (!signal.aborted) {
          yield* listener.unread.splice(0);
          await new Promise<void>((resolve) => {
            listener.wake = resolve;
            if (listener.unread.length > 0 || signal.aborted) resolve();
          });
        }
      } finally {
        signal.removeEventListener('abort', end);
        listeners.delete(listener);
      }
    },
  };
}
