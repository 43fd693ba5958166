// Electron's network stack as fetch: system proxy and trust, pooled connections, a session in memory without cookies.
import { session } from 'electron/main';
import type { Fetch } from '../node/pinned-http.ts';

const sessionName = 'providers';

export const electronFetch: Fetch = (url, init) =>
  session.fromPartition(sessionName, { cache: false }).fetch(url, init);
