// The vault: one entry per account in vault.json. Keys are encrypted, beside the name and key id of the store that did it.
import { copyFile, link, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDelegatedAccount, type Account, type SignedInAccount } from '../../domain/account.ts';
import { Failure, toFailure } from '../../domain/failure.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { KeyStoreState, Lock, SecretBox, Vault, VaultContent } from '../../ports.ts';
import { readIfPresent, replaceFile } from './durable-file.ts';
import { openEntry, readyStore, sealEntry, type ReadyStore } from './sealed-entry.ts';
import {
  accountOf,
  insideOf,
  keysInside,
  openedEntry,
  parseEntry,
  parseVault,
  vaultBytes,
  vaultSchema,
  type SealedEntry,
  type VaultFile,
} from './vault-shapes.ts';

export interface VaultParts {
  readonly path: string;
  readonly box: SecretBox;
  /** Two processes of ours must not write at once. */
  readonly lock: Lock;
}

type Content = Pick<VaultFile, 'entries' | 'aside'>;

/** Without the lock only a program that does not know it can come in between, so a few tries are many. */
const tries = 4;

interface Opened {
  readonly entry: SignedInAccount;
  /** The blob that the key store wants to have replaced. */
  readonly stale?: string;
}

export function createVault({ path, box, lock }: VaultParts): Vault {
  const folder = dirname(path);
  /** What stood in vault.json before the last change of it. */
  const previousPath = join(folder, 'vault.previous.json');
  /** What an older Gatehouse can read, kept when this version first wrote. */
  const olderPath = join(folder, 'vault.schema-1.json');
  /** Accounts whose key store keeps nothing beyond this run. They stand in front of what the file says. */
  const inMemory = new Map<AccountId, { readonly entry: SignedInAccount; readonly backend: string }>();

  async function withHint(failure: Failure): Promise<Failure> {
    try {
      const bytes = await readIfPresent(previousPath);
      if (bytes === undefined || failure.code !== 'storage/unreadable') return failure;
      parseVault(bytes, previousPath);
      const date = (await stat(previousPath)).mtime.toISOString();
      const hint = `its version of ${date} is ${previousPath}`;
      return new Failure(failure.code, {
        subject: path,
        detail: [failure.detail, hint].filter((part) => part !== undefined).join('; '),
        cause: failure,
      });
    } catch {
      return failure;
    }
  }

  async function read(): Promise<{ bytes: Uint8Array | undefined; file: VaultFile }> {
    try {
      const bytes = await readIfPresent(path);
      return {
        bytes,
        file: bytes === undefined ? { schema: vaultSchema, entries: {} } : parseVault(bytes, path),
      };
    } catch (thrown) {
      throw await withHint(toFailure(thrown));
    }
  }

  /** Files are replaced, never changed, so a second name for the present one is a copy that costs nothing. */
  async function keepPresentAs(copy: string): Promise<void> {
    const present = await realpath(path);
    await rm(copy, { force: true });
    // Not every file system has second names.
    await link(present, copy).catch(() => copyFile(present, copy));
  }

  async function keepCopies({ schema }: VaultFile): Promise<void> {
    try {
      await keepPresentAs(previousPath);
      if (schema !== vaultSchema) await keepPresentAs(olderPath);
    } catch (cause) {
      throw new Failure('storage/write-failed', { subject: path, detail: 'no copy could be kept', cause });
    }
  }

  /** Keys that are taken away must not be found in a copy. One that cannot be understood stays as it is. */
  async function removeFromCopy(copy: string, account: AccountId): Promise<void> {
    const bytes = await readIfPresent(copy);
    if (bytes === undefined) return;
    let file: VaultFile;
    try {
      file = parseVault(bytes, copy);
    } catch {
      return;
    }
    if (account in file.entries)
      await replaceFile(copy, vaultBytes({ ...file, entries: without(file.entries, account) }), bytes);
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
        const changed = await change(file);
        if (changed === undefined) return;
        if (bytes !== undefined) await keepCopies(file);
        if (forget !== undefined)
          for (const copy of [previousPath, olderPath]) await removeFromCopy(copy, forget);
        try {
          await replaceFile(path, vaultBytes({ schema: vaultSchema, ...changed }), bytes);
          return;
        } catch (thrown) {
          if (toFailure(thrown).code !== 'storage/conflict' || attempt === tries) throw thrown;
        }
      }
    });
  }

  async function open(id: string, sealed: SealedEntry, store: ReadyStore): Promise<Opened> {
    const { text, stale } = await openEntry(box, store, sealed);
    const credential = sealed.account.id === id ? keysInside(id, text) : undefined;
    if (credential === undefined) {
      const subject = sealed.account.label;
      throw new Failure('storage/unreadable', { subject, detail: 'the stored keys are damaged' });
    }
    return { entry: { account: accountOf(sealed), credential }, ...(stale && { stale: sealed.blob }) };
  }

  function seal({ account, credential }: SignedInAccount, store: ReadyStore): Promise<SealedEntry> {
    return sealEntry(box, store, account, insideOf(account.id, credential));
  }

  /** The file with this entry in it; what another key has encrypted may be opened again one day, so it is set aside. */
  async function withEntry(
    file: VaultFile,
    id: AccountId,
    entry: unknown,
    storeNow: () => Promise<KeyStoreState>,
  ): Promise<Content> {
    const replaced = file.entries[id];
    const before = parseEntry(id, replaced);
    const entries = { ...file.entries, [id]: entry };
    const aside = file.aside ?? [];
    if (replaced === undefined || (before !== undefined && 'open' in before)) return { entries, aside };
    const store = await storeNow();
    if (store.kind === 'ready' && before?.backend === store.backend && before.keyId === store.keyId)
      return { entries, aside };
    return { entries, aside: [...aside, { setAsideAt: new Date().toISOString(), entry: replaced }] };
  }

  async function save(entry: SignedInAccount): Promise<string | undefined> {
    const { account } = entry;
    if (isDelegatedAccount(entry)) {
      const open = { account, open: entry.credential };
      await update((file) => withEntry(file, account.id, open, () => box.state()));
      inMemory.delete(account.id);
      return undefined;
    }
    const store = await readyStore(box, account.label);
    if (!store.durable) {
      inMemory.set(account.id, { entry, backend: store.backend });
      return store.backend;
    }
    const sealed = await seal(entry, store);
    await update((file) => withEntry(file, account.id, sealed, () => Promise.resolve(store)));
    inMemory.delete(account.id);
    return store.backend;
  }

  async function remove(account: AccountId): Promise<void> {
    inMemory.delete(account);
    await update(
      (file) =>
        account in file.entries ? { entries: without(file.entries, account), aside: file.aside } : undefined,
      account,
    );
  }

  /** Encrypts anew what the key store asked for. The old blobs stay in use until the new ones are in their place. */
  async function renew(opened: readonly Opened[]): Promise<void> {
    const stale = opened.filter((one) => one.stale !== undefined);
    if (stale.length === 0) return;
    const store = await readyStore(box, path);
    if (!store.durable) return;
    const renewed = await Promise.all(
      stale.map(async (one) => ({ ...one, sealed: await seal(one.entry, store) })),
    );
    await update((file) => {
      const entries = { ...file.entries };
      for (const { entry, stale: blob, sealed } of renewed) {
        const present = parseEntry(entry.account.id, entries[entry.account.id]);
        // Another process may have saved newer keys meanwhile.
        if (present !== undefined && 'blob' in present && present.blob === blob)
          entries[entry.account.id] = sealed;
      }
      return { entries, aside: file.aside };
    });
  }

  let writing: Promise<unknown> = Promise.resolve();

  /** What is asked for first is done first. */
  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = writing.then(work);
    writing = done.catch(() => undefined);
    return done;
  }

  /** It only helps the next run, so nothing that was read fails because of it. */
  function renewLater(opened: readonly Opened[]): Promise<void> {
    return inTurn(() => renew(opened)).catch(() => undefined);
  }

  function damagedEntry(id: string): Failure {
    return new Failure('storage/unreadable', { subject: `${path}, entry ${id.slice(0, 80)}` });
  }

  async function load(): Promise<VaultContent> {
    const { file } = await read();
    const accounts: SignedInAccount[] = [];
    const unopened: { account: Account; failure: Failure }[] = [];
    const damaged: Failure[] = [];
    const backends = new Map<AccountId, string>();
    const opened: Opened[] = [];
    let state: Promise<KeyStoreState> | undefined;
    for (const [id, raw] of Object.entries(file.entries)) {
      const entry = parseEntry(id, raw);
      if (entry === undefined) {
        damaged.push(damagedEntry(id));
        continue;
      }
      if (inMemory.has(entry.account.id)) continue;
      if ('open' in entry) {
        accounts.push(openedEntry(entry));
        continue;
      }
      backends.set(entry.account.id, entry.backend);
      // Asked once, and only when there are keys to open.
      state ??= box.state();
      try {
        const store = await state;
        if (store.kind === 'unusable')
          throw new Failure(store.code, { subject: entry.account.label, detail: store.detail });
        const one = await open(id, entry, store);
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
    await renewLater(opened);
    return { accounts, unopened, damaged, backends };
  }

  async function reload(account: AccountId): Promise<SignedInAccount | undefined> {
    const kept = inMemory.get(account);
    if (kept !== undefined) return kept.entry;
    const { file } = await read();
    const raw = file.entries[account];
    if (raw === undefined) return undefined;
    const entry = parseEntry(account, raw);
    if (entry === undefined) throw damagedEntry(account);
    if ('open' in entry) return openedEntry(entry);
    const one = await open(account, entry, await readyStore(box, entry.account.label));
    await renewLater([one]);
    return one.entry;
  }

  return {
    load,
    reload,
    save: (entry) => inTurn(() => save(entry)),
    remove: (account) => inTurn(() => remove(account)),
  };
}

function without(entries: VaultFile['entries'], account: AccountId): VaultFile['entries'] {
  const { [account]: gone, ...others } = entries;
  return others;
}
