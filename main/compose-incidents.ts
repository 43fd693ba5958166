// Joins what follows the vendors' status pages with the network: each page by its own pinned way, which nothing else uses.
import { createPinnedHttp, type Fetch } from './adapters/node/pinned-http.ts';
import { systemClock, systemTimer } from './adapters/node/system-time.ts';
import { Failure } from './domain/failure.ts';
import { incidentOf, type Incident, type StatusPage } from './domain/incident.ts';
import { createFollowIncidents, type FollowIncidents } from './flows/follow-incidents.ts';
import { objectInBytes } from './flows/json-in-file.ts';
import type { Log } from './ports.ts';
import { providers } from './providers/list.ts';
import type { Store } from './state/store.ts';

const limitMs = 10_000;

export interface IncidentComposeParts {
  readonly store: Store;
  readonly log: Log;
  readonly fetch: Fetch;
  readonly version: string;
  readonly isLooking: () => boolean;
}

/** Follows the state until it is stopped. */
export function composeIncidents(parts: IncidentComposeParts): FollowIncidents {
  const { store, log, fetch, version, isLooking } = parts;

  async function ask(page: StatusPage): Promise<Incident | undefined> {
    const http = createPinnedHttp(fetch, {
      hosts: [page.host],
      userAgent: `gatehouse/${version}`,
      limitMs,
    });
    const response = await http(page.summaryUrl, { headers: { accept: 'application/json' } });
    if (response.status !== 200)
      throw new Failure('provider/unexpected-answer', {
        subject: page.host,
        detail: String(response.status),
      });
    const summary = objectInBytes(new Uint8Array(await response.arrayBuffer()));
    if (summary === undefined) throw new Failure('provider/unexpected-answer', { subject: page.host });
    return incidentOf(summary, page);
  }

  const following = createFollowIncidents({
    store,
    clock: systemClock,
    timer: systemTimer,
    log,
    providers,
    isLooking,
    ask,
  });
  const unsubscribe = store.subscribe((_state, { type }) => {
    // What it says itself is no reason to look again.
    if (type !== 'incident.seen') following.look();
  });
  return {
    look: following.look,
    stop() {
      unsubscribe();
      following.stop();
    },
  };
}
