// A provider that answers whatever it is asked in one wrong way, and the proof of a sign-in that meets it: the real flows and
// providers, over HTTP that reaches nobody.
import { fingerprintOf } from '../../../main/adapters/node/fingerprint.ts';
import { createPinnedHttp, type Fetch } from '../../../main/adapters/node/pinned-http.ts';
import { systemClock, systemTimer } from '../../../main/adapters/node/system-time.ts';
import { isOAuthAccount } from '../../../main/domain/account.ts';
import type { AccountId } from '../../../main/domain/ids.ts';
import { createFreshCredentials } from '../../../main/flows/fresh-credential.ts';
import { createQuotaSources } from '../../../main/flows/quota-sources.ts';
import { readQuota } from '../../../main/flows/read-quota.ts';
import type { Timer } from '../../../main/ports.ts';
import type { ProviderDescription, ProviderTools } from '../../../main/providers/description.ts';
import { findProvider } from '../../../main/providers/list.ts';
import { MemoryJournal } from '../../fakes/journal.ts';
import type { Inside, Proof } from './switcher.ts';

const status =
  (code: number): Fetch =>
  async () =>
    Response.json({ error: { type: 'test', message: 'canary_answer' } }, { status: code });

/** By what is wrong with it. */
export const answers: Readonly<Record<string, Fetch>> = {
  'status 401': status(401),
  'status 403': status(403),
  'status 429': status(429),
  'status 500': status(500),
  'no answer in time': (_url, { signal }) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => {
        reject(new DOMException('timed out', 'TimeoutError'));
      });
    }),
  'no network': () => Promise.reject(new Error('net::ERR_INTERNET_DISCONNECTED')),
  'a web page': async () =>
    new Response('<!doctype html><title>Sign in to this network</title>', {
      headers: { 'content-type': 'text/html' },
    }),
  'no JSON': async () => new Response('{"canary_answer'),
  'JSON of another shape': async () => Response.json(['canary_answer']),
};

/** What a provider answers when nothing is wrong, whichever of its questions it is. */
export const rightAnswer: Fetch = async () => {
  const resetsAt = new Date(Date.now() + 3_600_000).toISOString();
  return Response.json({
    data: [],
    five_hour: { utilization: 10, resets_at: resetsAt },
    rate_limit: {
      primary_window: { used_percent: 10, limit_window_seconds: 18_000, reset_at: 4_102_444_800 },
    },
  });
};

const limitMs = 150;
/** Nobody waits for whole seconds here. */
const hurried: Timer = { after: (delayMs, run) => systemTimer.after(delayMs / 50, run) };

/** @param expired this account's access token has ended, so that it has to be renewed first */
export function proofAgainst(fetch: Fetch, expired: AccountId | undefined): (inside: Inside) => Proof {
  return ({ store, book, files, lock, log, owners }) => {
    const entry = expired === undefined ? undefined : book.get(expired);
    if (entry !== undefined && isOAuthAccount(entry))
      void book.keep({ ...entry, credential: { ...entry.credential, expiresAt: Date.now() - 1_000 } });
    const toolsFor = ({ hosts }: ProviderDescription): ProviderTools => ({
      http: createPinnedHttp(fetch, { hosts, userAgent: 'test', limitMs }),
      clock: systemClock,
      log,
    });
    const shared = { book, store, find: findProvider, toolsFor, clock: systemClock };
    const fresh = createFreshCredentials({
      ...shared,
      files,
      journal: new MemoryJournal(),
      lock,
      timer: hurried,
      random: () => 0.5,
      log,
    });
    const sources = createQuotaSources({ ...shared, fresh, owners, settings: () => store.state().settings });
    return {
      find: findProvider,
      toolsFor,
      fresh,
      stop: () => fresh.stop(),
      timer: hurried,
      readQuota: async (account) => {
        await readQuota(
          account,
          { quota: true, plan: false },
          {
            ...shared,
            sources,
            loginOf: (id) => (book.get(id) === undefined ? undefined : fingerprintOf(id)),
            generation: (id) => book.generation(id),
          },
        );
      },
    };
  };
}
