// The vault: one entry per account in vault.json. Keys are encrypted, beside the name and key id of the store that did it.
import { isDelegatedAccount, type Account, type SignedInAccount } from '../../domain/account.ts';
import { Failure, toFailure } from '../../domain/failure.ts';
import type { AccountId } from '../../domain/ids.ts';
import { createTurns } from '../../domain/in-turn.ts';
import { repeated } from '../../domain/repeated.ts';
import type { Secret } from '../../domain/secret.ts';
import type { KeysKept, Lock, SecretBox, Vault, VaultContent } from '../../ports.ts';
import { readIfPresent, replaceFile } from './durable-file.ts';
import { createKeepers, isSameKey, openEntry, readyStore, sealEntry, type Keeper } from './sealed-entry.ts';
import { createVaultCopies } from './vault-copies.ts';
import { withAside, withoutAccount, withoutOlder } from './vault-aside.ts';
import {
  accountOf,
  insideOf,
  isNewer,
  keysInside,
  newerEntry,
  openedEntry,
  othersInside,
  parseEntry,
  parseVault,
  vaultBytes,
  vaultSchema,
  withOthers,
  type SealedEntry,
  type VaultFile,
} from './vault-shapes.ts';

export interface VaultParts {
  readonly path: string;
  /** The key store that is chosen. */
  readonly box: SecretBox;
  /** Those that keep what they seal, the quickest to ask first: while the chosen one keeps nothing, entries stay theirs. */
  readonly lasting?: readonly SecretBox[];
  /** Two processes of ours must not write at once. */
  readonly lock: Lock;
}

type Content = Pick<VaultFile, 'entries' | 'aside'>;

/** Without the lock only a program that does not know it can come in between, so a few tries are many. */
const tries = 4;

interface Opened {
  readonly entry: SignedInAccount;
  readonly keeper: Keeper;
  /** The blob that the key store wants to have replaced. */
  readonly stale?: string;
}

export function createVault({ path, box, lasting = [], lock }: VaultParts): Vault {
  const copies = createVaultCopies(path);
  /** Accounts whose key store keeps nothing beyond this run. They stand in front of what the file says. */
  const inMemory = new Map<AccountId, { readonly entry: SignedInAccount; readonly backend: string }>();
  /** By account, the blob whose keys this run has opened or sealed itself: nothing is lost with it. */
  const ours = new Map<AccountId, string>();
  /** By account, what a newer version has put among its keys. */
  const kept = new Map<AccountId, Secret>();

  async function read(): Promise<{ bytes: Uint8Array | undefined; file: VaultFile }> {
    try {
      const bytes = await readIfPresent(path);
      return {
        bytes,
        file: bytes === undefined ? { schema: vaultSchema, entries: {} } : parseVault(bytes, path),
      };
    } catch (thrown) {
      throw await copies.withHint(toFailure(thrown));
    }
  }

  /**
   * Changes the file under the lock; undefined from the change leaves it as it is. The forgotten account goes from the
   * copies too, and from them first.
   */
  function update(
    change: (file: VaultFile) => Promise<Content | undefined> | Content | undefined,
    forget?: AccountId,
  ): Promise<void> {
    return lock.hold('vault', async () => {
      for (let attempt = 1; ; attempt += 1) {
        const { bytes, file } = await read();
        if (isNewer(file)) throw await copies.readOnly();
        const changed = await change(file);
        if (changed === undefined) return;
        if (bytes !== undefined) await copies.keep(file);
        if (forget !== undefined) await copies.remove(forget);
        try {
          await replaceFile(path, vaultBytes({ ...file, ...changed, schema: vaultSchema }), bytes);
          return;
        } catch (thrown) {
          if (toFailure(thrown).code !== 'storage/conflict' || attempt === tries) throw thrown;
        }
      }
    });
  }

  async function open(
    id: string,
    sealed: SealedEntry,
    keeper: Keeper,
    { schema }: Pick<VaultFile, 'schema'>,
  ): Promise<Opened> {
    const { text, stale } = await openEntry(keeper.box, keeper.store, sealed);
    const credential = sealed.account.id === id ? keysInside(id, text, schema) : undefined;
    const subject = sealed.account.label;
    if (credential === 'newer') throw new Failure('storage/newer-schema', { subject });
    if (credential === undefined) {
      throw new Failure('storage/unreadable', { subject, detail: 'the stored keys are damaged' });
    }
    ours.set(sealed.account.id, sealed.blob);
    const beside = othersInside(text);
    if (beside === undefined) kept.delete(sealed.account.id);
    else kept.set(sealed.account.id, beside);
    return {
      entry: { account: accountOf(sealed), credential },
      keeper,
      ...(stale && { stale: sealed.blob }),
    };
  }

  /** What stood among other keys is nothing to new ones: after a sign-out it must not come back with the next sign-in. */
  function seal(
    { account, credential }: SignedInAccount,
    { box: by, store }: Keeper,
    keys: KeysKept,
  ): Promise<SealedEntry> {
    const beside = keys === 'renewed' ? kept.get(account.id) : undefined;
    return sealEntry(by, store, account, insideOf(account.id, credential, beside));
  }

  /**
   * The file with this entry in it. What stood there is set aside when it may be opened again one day and holds more than
   * we know: neither opened by this run nor under the key that has sealed the new one.
   */
  async function withEntry(
    file: VaultFile,
    id: AccountId,
    made: { readonly account: object; readonly open?: object },
    isOfKeyNow: (before: SealedEntry) => Promise<boolean> | boolean,
  ): Promise<Content> {
    const replaced = file.entries[id];
    const before = parseEntry(id, replaced);
    const entry = withOthers(replaced, made);
    const entries = { ...file.entries, [id]: entry };
    const aside = withoutOlder(file.aside ?? [], id, entry);
    if (replaced === undefined) return { entries, aside };
    if (
      before !== undefined &&
      ('open' in before || before.blob === ours.get(id) || (await isOfKeyNow(before)))
    )
      return { entries, aside };
    return { entries, aside: withAside(aside, id, replaced, new Date()) };
  }

  /**
   * While the chosen store keeps nothing: the entry under the store that has sealed it in the file. Undefined when it is
   * not there, or that store cannot be used; its keys are kept in memory then, and what is in the file stays.
   */
  async function sealedAsBefore(entry: SignedInAccount, keys: KeysKept): Promise<SealedEntry | undefined> {
    const { id } = entry.account;
    try {
      const present = parseEntry(id, (await read()).file.entries[id]);
      if (present === undefined || 'open' in present) return undefined;
      const keeper = await createKeepers(box, lasting)(present);
      return keeper.store.durable ? await seal(entry, keeper, keys) : undefined;
    } catch {
      return undefined;
    }
  }

  async function save(entry: SignedInAccount, keys: KeysKept = 'new'): Promise<string | undefined> {
    const { account } = entry;
    if (isDelegatedAccount(entry)) {
      const open = { account, open: entry.credential };
      await update((file) =>
        withEntry(file, account.id, open, async (before) => {
          const store = await box.state();
          return store.kind === 'ready' && isSameKey(before, store);
        }),
      );
      inMemory.delete(account.id);
      return undefined;
    }
    const store = await readyStore(box, account.label);
    const sealed = store.durable
      ? await seal(entry, { box, store }, keys)
      : await sealedAsBefore(entry, keys);
    if (sealed === undefined) {
      inMemory.set(account.id, { entry, backend: store.backend });
      return store.backend;
    }
    await update((file) => withEntry(file, account.id, sealed, (before) => isSameKey(before, sealed)));
    ours.set(account.id, sealed.blob);
    if (keys === 'new') kept.delete(account.id);
    inMemory.delete(account.id);
    return sealed.backend;
  }

  async function remove(account: AccountId): Promise<void> {
    inMemory.delete(account);
    ours.delete(account);
    await update((file) => withoutAccount(file, account), account);
    kept.delete(account);
  }

  /** Encrypts anew what the key store asked for. The old blobs stay in use until the new ones are in their place. */
  async function renew(opened: readonly Opened[]): Promise<void> {
    const stale = opened.filter((one) => one.stale !== undefined && one.keeper.store.durable);
    if (stale.length === 0) return;
    const renewed = await Promise.all(
      stale.map(async (one) => ({ ...one, sealed: await seal(one.entry, one.keeper, 'renewed') })),
    );
    await update((file) => {
      const entries = { ...file.entries };
      for (const { entry, stale: blob, sealed } of renewed) {
        const present = parseEntry(entry.account.id, entries[entry.account.id]);
        // Another process may have saved newer keys meanwhile.
        if (present !== undefined && 'blob' in present && present.blob === blob)
          entries[entry.account.id] = withOthers(entries[entry.account.id], sealed);
      }
      return { entries, aside: file.aside };
    });
    for (const { entry, sealed } of renewed) ours.set(entry.account.id, sealed.blob);
  }

  /** What is asked for first is done first. */
  const inTurn = createTurns();

  /** It only helps the next run, so nothing that was read fails because of it. */
  function renewLater(opened: readonly Opened[]): Promise<void> {
    return inTurn(() => renew(opened)).catch(() => undefined);
  }

  function failureOfEntry(id: string, raw: unknown): Failure {
    const code = newerEntry(id, raw) === undefined ? 'storage/unreadable' : 'storage/newer-schema';
    return new Failure(code, { subject: `${path}, entry ${repeated(id)}` });
  }

  async function load(): Promise<VaultContent> {
    const { file } = await read();
    const accounts: SignedInAccount[] = [];
    const unopened: { account: Account; failure: Failure }[] = [];
    const damaged: Failure[] = [];
    const backends = new Map<AccountId, string>();
    const opened: Opened[] = [];
    const keeperOf = createKeepers(box, lasting);
    for (const [id, raw] of Object.entries(file.entries)) {
      const entry = parseEntry(id, raw);
      if (entry === undefined) {
        const account = newerEntry(id, raw)?.account;
        if (account === undefined) damaged.push(failureOfEntry(id, raw));
        else
          unopened.push({
            account,
            failure: new Failure('storage/newer-schema', { subject: account.label }),
          });
        continue;
      }
      if (inMemory.has(entry.account.id)) continue;
      if ('open' in entry) {
        accounts.push(openedEntry(entry));
        continue;
      }
      backends.set(entry.account.id, entry.backend);
      try {
        const one = await open(id, entry, await keeperOf(entry), file);
        opened.push(one);
        accounts.push(one.entry);
      } catch (thrown) {
        unopened.push({ account: accountOf(entry), failure: toFailure(thrown) });
      }
    }
    for (const { entry, backend } of inMemory.values()) {
      accounts.push(entry);
      backends.set(entry.account.id, backend);
    }
    if (isNewer(file)) return { accounts, unopened, damaged, backends, readOnly: await copies.readOnly() };
    await renewLater(opened);
    return { accounts, unopened, damaged, backends };
  }

  async function reload(account: AccountId): Promise<SignedInAccount | undefined> {
    const kept = inMemory.get(account);
    if (kept !== undefined) return kept.entry;
    const { bytes, file } = await read();
    // Not the same as an entry that is gone: whoever holds its keys must not let go of them because of this.
    if (bytes === undefined)
      throw await copies.withHint(new Failure('storage/unreadable', { subject: path, detail: 'gone' }));
    const raw = file.entries[account];
    if (raw === undefined) return undefined;
    const entry = parseEntry(account, raw);
    if (entry === undefined) throw failureOfEntry(account, raw);
    if ('open' in entry) return openedEntry(entry);
    const one = await open(account, entry, await createKeepers(box, lasting)(entry), file);
    if (!isNewer(file)) await renewLater([one]);
    return one.entry;
  }

  async function requireWritable(): Promise<void> {
    if (isNewer((await read()).file)) throw await copies.readOnly();
  }

  async function requireRoom(): Promise<void> {
    try {
      await requireWritable();
    } catch (thrown) {
      // One that is only read may hold the same account, whose new keys would have to go there.
      if (toFailure(thrown).code === 'storage/read-only') throw thrown;
      const store = await box.state();
      if (store.kind !== 'ready' || store.durable) throw thrown;
    }
  }

  return {
    load,
    reload,
    requireWritable,
    requireRoom,
    save: (entry, keys) => inTurn(() => save(entry, keys)),
    remove: (account) => inTurn(() => remove(account)),
  };
}
