// Joins the sign-ins with what follows each: its account comes into use, files are written, plan and quota are read.
import type { Quotas } from './compose-quota.ts';
import type { Switching } from './compose-switching.ts';
import type { SignedInAccount } from './domain/account.ts';
import { toFailure } from './domain/failure.ts';
import type { AccountBook } from './flows/account-book.ts';
import { changeSettings } from './flows/change-settings.ts';
import { clientFor } from './flows/consent.ts';
import type { SharedFiles } from './flows/shared-files.ts';
import { createSignInDesk, type DeskParts, type SignInDesk } from './flows/sign-in-desk.ts';
import type { Log, Preferences } from './ports.ts';
import type { ProviderDescription, ProviderTools } from './providers/description.ts';

type Effects = ReturnType<DeskParts['effectsFor']>;

export interface SignInParts extends Pick<DeskParts, 'store' | 'find'>, Omit<Effects, 'tools' | 'book'> {
  readonly toolsFor: (provider: ProviderDescription) => ProviderTools;
  readonly book: AccountBook;
  readonly preferences: Preferences;
  readonly log: Log;
  readonly files: Pick<SharedFiles, 'claim'>;
  readonly switching: Pick<Switching, 'signedIn'>;
  readonly quotas: Pick<Quotas, 'follow' | 'readNow'>;
  /** What the folder of a login needs beside the login. Never fails. */
  readonly prepareLogin: (account: SignedInAccount) => Promise<void>;
  /** What was cut off is repaired. @throws Failure when the accounts that are stored cannot be read */
  readonly ready: () => Promise<void>;
}

export function composeSignIns(parts: SignInParts): SignInDesk {
  const { store, book, find, toolsFor, preferences, log, files, switching, quotas, clock } = parts;

  function noMore(about: string): void {
    if (store.state().problems.has(about)) store.dispatch({ type: 'problem.gone', about });
  }

  /** The account just signed in is the one in use; preferences that cannot be kept must not spoil the sign-in. */
  async function putInUse(entry: SignedInAccount): Promise<void> {
    const { account } = entry;
    try {
      await parts.prepareLogin(entry);
      // What was cut off comes first; a sign-in counts although that cannot be read.
      await parts.ready().catch(() => undefined);
      await switching.signedIn(account.id, () => files.claim(account.provider));
    } catch (thrown) {
      const failure = toFailure(thrown);
      log.warn('account not put in use', { account: account.id, failure });
      store.dispatch({ type: 'problem.found', about: 'preferences', failure: failure.toValue() });
    }
  }

  // An account could be put in use; and who signs in is done with the sign-out of before.
  store.subscribe((_state, event) => {
    if (event.type === 'course.moved' && event.by === 'person') noMore('preferences');
    if (event.type === 'sign-in.ended' && event.failure === undefined) noMore('sign-out');
  });

  return createSignInDesk({
    store,
    book,
    find,
    effectsFor: (provider) => ({
      tools: toolsFor(provider),
      timer: parts.timer,
      browser: parts.browser,
      loopback: parts.loopback,
      secretBox: parts.secretBox,
      book,
      owners: parts.owners,
      folders: parts.folders,
      clock,
    }),
    clientFor: (provider, method, given) =>
      clientFor(provider, method, given, {
        consents: () => store.state().settings.consents,
        record: (consents) => {
          changeSettings({ consents }, { preferences, store });
        },
        clock,
      }),
    afterwards: [
      { step: 'writing-files', run: putInUse },
      {
        step: 'reading-plan',
        alsoImported: true,
        run: async ({ account: { id } }) => {
          await quotas.follow(id, 'signed-in');
          await quotas.readNow(id);
        },
      },
    ],
  });
}
