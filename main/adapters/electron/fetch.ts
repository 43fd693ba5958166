// Electron's network stack as fetch: system proxy and trust, pooled connections, a session in memory without cookies.
import { session, type Session } from 'electron/main';
import type { Fetch } from '../node/pinned-http.ts';

const sessionName = 'providers';

export const providerSession = (): Session => session.fromPartition(sessionName, { cache: false });

export const electronFetch: Fetch = (url, init) => providerSession().fetch(url, init);
