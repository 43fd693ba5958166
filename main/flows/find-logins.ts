// Finds the logins and keys that stand on this computer already, and says which of them are accounts here.
import type {
  ConsumerDescription,
  Finder,
  FoundLogin,
  LoginIdentity,
  ManagedFile,
} from '../consumers/description.ts';
import type { SignedInAccount } from '../domain/account.ts';
import { toFailure } from '../domain/failure.ts';
import { shownKey, type ListedLogin, type TerminalKeys } from '../domain/found-logins.ts';
import { accountIdOf, type ConsumerId, type ProviderId } from '../domain/ids.ts';
import type { Log, LoginFolders } from '../ports.ts';
import type { Store } from '../state/store.ts';
import type { AccountBook } from './account-book.ts';
import type { LoginOwners } from './login-owners.ts';

export interface FindLoginsParts {
  readonly consumers: readonly ConsumerDescription[];
  readonly finder: Finder;
  readonly owners: Pick<LoginOwners, 'read'>;
  readonly folders: Pick<LoginFolders, 'kept'>;
  readonly book: Pick<AccountBook, 'all'>;
  readonly store: Pick<Store, 'state'>;
  readonly managed: readonly ManagedFile[];
  readonly log: Log;
}

/** One that was found, as it is listed and as it is taken in. */
export interface LoginAtHand {
  readonly listed: ListedLogin;
  readonly found: FoundLogin;
  /** The program that it was found at. */
  readonly owner: ConsumerId;
}

/** Hex digits of an id: enough to tell the logins of one computer apart. */
const idLength = 12;

async function fingerprint(...parts: readonly string[]): Promise<string> {
  const bytes = new TextEncoder().encode(parts.join('\0'));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .slice(0, idLength);
}

/** Undefined for an identity that no account could have. */
function accountOf({ provider, subject }: LoginIdentity): string | undefined {
  try {
    return accountIdOf(provider, subject);
  } catch {
    return undefined;
  }
}

function holdsKey({ account, credential }: SignedInAccount, provider: ProviderId, key: string): boolean {
  return account.provider === provider && credential.kind === 'api-key' && credential.key.reveal() === key;
}

async function listedLogin(
  { label: owner, id: ownerId }: ConsumerDescription,
  found: FoundLogin,
  { book, store }: Pick<FindLoginsParts, 'book' | 'store'>,
): Promise<LoginAtHand | undefined> {
  if (found.kind === 'api-key') {
    const { provider, where } = found;
    const key = found.key.reveal();
    const isKnown = book.all().some((entry) => holdsKey(entry, provider, key));
    const listed: ListedLogin = {
      id: `key-${await fingerprint(provider, key)}`,
      kind: 'api-key',
      provider,
      label: shownKey(key),
      owner,
      where: [where],
      state: isKnown ? 'known' : 'new',
    };
    return { listed, found, owner: ownerId };
  }
  const { identity, at, where } = found;
  const account = accountOf(identity);
  if (account === undefined) return undefined;
  const { provider, subject, label, organization, plan } = identity;
  const listed: ListedLogin = {
    id: `login-${await fingerprint(provider, subject, at.folder)}`,
    kind: 'login',
    provider,
    label,
    ...(organization !== undefined && { organization }),
    ...(plan !== undefined && { plan }),
    owner,
    where: [where],
    state: store.state().accounts.some(({ id }) => id === account) ? 'known' : 'new',
  };
  return { listed, found, owner: ownerId };
}

/** What has one id is one thing, wherever it stands and whoever reads it: relatives of a program share its folder. */
function merged(all: readonly LoginAtHand[]): readonly LoginAtHand[] {
  const byId = new Map<string, LoginAtHand>();
  for (const each of all) {
    const before = byId.get(each.listed.id);
    const where = [...new Set([...(before?.listed.where ?? []), ...each.listed.where])];
    byId.set(each.listed.id, { ...(before ?? each), listed: { ...(before ?? each).listed, where } });
  }
  return [...byId.values()];
}

/** The finder, as if the app had been started in the terminal that asks. */
function withKeys(finder: Finder, keys: TerminalKeys): Finder {
  const given = Object.entries(keys).map(([name, key]) => [name, key.reveal()] as const);
  const environment = { ...finder.places.environment, ...Object.fromEntries(given) };
  return { ...finder, places: { ...finder.places, environment } };
}

/**
 * In the order of the list of consumers. What one of them cannot tell does not hide the others.
 * @throws the signal's reason
 */
export async function findLogins(
  keys: TerminalKeys,
  parts: FindLoginsParts,
  signal: AbortSignal,
): Promise<readonly LoginAtHand[]> {
  const { consumers, owners, folders, book, managed, store, log } = parts;
  const finder = withKeys(parts.finder, keys);

  /** Whether we have put it there, so that it is an account here already. A file may hold logins of several providers. */
  function isOurs({ identity, where }: Extract<FoundLogin, { kind: 'login' }>): boolean {
    const { holders } = store.state();
    return managed.some(
      ({ file, path }) =>
        path === where &&
        file.kind === 'credential' &&
        file.provider === identity.provider &&
        holders.has(file.id),
    );
  }

  /** Folders of ours whose account was forgotten here, while its program is signed in there still. */
  async function inKeptFolders({ id, owner }: ConsumerDescription): Promise<readonly FoundLogin[]> {
    if (owner === undefined) return [];
    const inUse = new Set(
      book.all().flatMap(({ credential }) => (credential.kind === 'delegated' ? [credential.folder] : [])),
    );
    const forgotten = (await folders.kept(id)).filter((folder) => !inUse.has(folder));
    const found: FoundLogin[] = [];
    // One after the other: each starts a program.
    for (const folder of forgotten) {
      const at = { folder, place: 'private' } as const;
      const identity = await owners.read(id, at, signal).catch((thrown: unknown) => {
        signal.throwIfAborted();
        log.warn('kept login not read', { folder, failure: toFailure(thrown) });
        return undefined;
      });
      if (identity !== undefined) found.push({ kind: 'login', identity, at, where: folder });
    }
    return found;
  }

  async function attempt(
    consumer: ConsumerDescription,
    look: () => Promise<readonly FoundLogin[]>,
  ): Promise<readonly FoundLogin[]> {
    try {
      return await look();
    } catch (thrown) {
      signal.throwIfAborted();
      log.warn('logins not found', { consumer: consumer.id, failure: toFailure(thrown) });
      return [];
    }
  }

  const all: LoginAtHand[] = [];
  for (const consumer of consumers) {
    signal.throwIfAborted();
    const found = [
      ...(await attempt(consumer, async () => (await consumer.findLogins?.(finder)) ?? [])),
      ...(await attempt(consumer, () => inKeptFolders(consumer))),
    ];
    for (const each of found) {
      if (each.kind === 'login' && isOurs(each)) continue;
      const listed = await listedLogin(consumer, each, parts);
      if (listed !== undefined) all.push(listed);
    }
  }
  return merged(all);
}

/** What cannot be looked at on this computer, each as a sentence for the person. */
export async function unseenLogins({
  consumers,
  finder,
  log,
}: Pick<FindLoginsParts, 'consumers' | 'finder' | 'log'>): Promise<readonly string[]> {
  const sentences = await Promise.all(
    consumers.map(async (consumer) => {
      try {
        return await consumer.unseenLogin?.(finder);
      } catch (thrown) {
        log.warn('logins not found', { consumer: consumer.id, failure: toFailure(thrown) });
        return undefined;
      }
    }),
  );
  return sentences.filter((sentence) => sentence !== undefined);
}
