// Follows what vendors say of their own services, where the person wants that: only while somebody looks or an account
// fails, and at most every few minutes. Silence of a status page means nothing, so it is never a problem.
import type { Incident, StatusPage } from '../domain/incident.ts';
import type { ProviderId } from '../domain/ids.ts';
import type { Clock, Log, Timer } from '../ports.ts';
import type { State } from '../state/state.ts';
import type { Store } from '../state/store.ts';

export interface IncidentParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Pick<Log, 'info'>;
  readonly providers: readonly { readonly id: ProviderId; readonly statusPage?: StatusPage }[];
  /** Whether the person sees the window. */
  readonly isLooking: () => boolean;
  /** Undefined where all is well. Rejects when it cannot be known. */
  readonly ask: (page: StatusPage) => Promise<Incident | undefined>;
}

export interface FollowIncidents {
  /** Something has changed: who looks, or the state. */
  readonly look: () => void;
  readonly stop: () => void;
}

const everyMs = 5 * 60_000;
/** What was read last counts for so long while the page is silent. */
const keptMs = 30 * 60_000;

/** Where it may be the vendor's fault. */
function isFailing({ accounts, readings }: State, provider: ProviderId): boolean {
  return accounts.some(({ id, provider: own }) => {
    const code = own === provider ? readings.get(id)?.failure?.code : undefined;
    return code !== undefined && (code.startsWith('provider/') || code.startsWith('network/'));
  });
}

export function createFollowIncidents(parts: IncidentParts): FollowIncidents {
  const { store, clock, timer, log, isLooking, ask } = parts;
  const pages = parts.providers.flatMap(({ id, statusPage }) =>
    statusPage === undefined ? [] : [{ id, page: statusPage }],
  );
  const askedAt = new Map<ProviderId, number>();
  const readAt = new Map<ProviderId, number>();
  let stopped = false;
  let waiting: (() => void) | undefined;

  function say(provider: ProviderId, incident: Incident | undefined): void {
    const known = store.state().incidents.get(provider);
    if (JSON.stringify(known) === JSON.stringify(incident)) return;
    store.dispatch({ type: 'incident.seen', provider, ...(incident !== undefined && { incident }) });
  }

  async function read(id: ProviderId, page: StatusPage): Promise<void> {
    let incident: Incident | undefined;
    try {
      incident = await ask(page);
      readAt.set(id, clock.nowMs());
    } catch (thrown) {
      log.info('status page not read', { provider: id, thrown });
      const ageMs = clock.nowMs() - (readAt.get(id) ?? 0);
      if (ageMs >= 0 && ageMs < keptMs) return;
    }
    // Switched off meanwhile, nothing of it is left.
    if (!stopped && store.state().settings.incidents) say(id, incident);
  }

  function look(): void {
    if (stopped) return;
    const state = store.state();
    if (!state.settings.incidents) {
      waiting?.();
      waiting = undefined;
      askedAt.clear();
      for (const { id } of pages) say(id, undefined);
      return;
    }
    const now = clock.nowMs();
    // What was said to be wrong is asked for until it is over.
    const wanted = pages.filter(({ id }) => isLooking() || state.incidents.has(id) || isFailing(state, id));
    for (const { id, page } of wanted) {
      const before = askedAt.get(id);
      // A clock that was set back must not keep it silent.
      if (before !== undefined && now >= before && now - before < everyMs) continue;
      askedAt.set(id, now);
      void read(id, page);
    }
    if (wanted.length === 0 || waiting !== undefined) return;
    const oldest = Math.min(...wanted.map(({ id }) => askedAt.get(id) ?? now));
    waiting = timer.after(Math.max(1_000, oldest + everyMs - now), () => {
      waiting = undefined;
      look();
    });
  }

  return {
    look,
    stop() {
      stopped = true;
      waiting?.();
    },
  };
}
