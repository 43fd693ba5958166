// Backup and restore: the accounts and settings in one text that only a passphrase opens.
import type { Actor } from '../domain/actor.ts';
import { isOAuthAccount, type Account, type KeyedAccount } from '../domain/account.ts';
import { accountNamed, isNamed } from '../domain/account-name.ts';
import {
  backedUp,
  backupText,
  leastPassphraseLength,
  parseBackup,
  restorableSettings,
  type ArchivedIdentity,
  type BackedUpAccount,
  type RestorableSettings,
  type RestoredAccount,
  type UnreadableAccount,
} from '../domain/backup-content.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import { backupQuestion } from '../domain/key-store-words.ts';
import type { Language } from '../domain/language.ts';
import type { Secret } from '../domain/secret.ts';
import type { AskPerson, Clock, Log, PassphraseCipher } from '../ports.ts';
import type { Store } from '../state/store.ts';
import type { AccountBook } from './account-book.ts';

export interface ArchiveParts {
  readonly book: Pick<AccountBook, 'get' | 'keep' | 'inTurn'>;
  readonly store: Store;
  readonly cipher: PassphraseCipher;
  /** Takes newer keys from the file that carries the account's refresh token. */
  readonly adopt: (account: AccountId) => Promise<unknown>;
  readonly changeSettings: (settings: RestorableSettings) => void | Promise<void>;
  /** The programs whose files hold the account's keys. */
  readonly usedBy: (account: AccountId) => readonly string[];
  readonly find: (provider: ProviderId) => { readonly label: string };
  /** @throws Failure when this is not the passphrase that protects the keys here */
  readonly prove: (passphrase: Secret) => Promise<void>;
  readonly ask: AskPerson;
  /** Of the question. */
  readonly language: () => Language;
  readonly clock: Clock;
  readonly log: Log;
}

export interface BackupOrder {
  /** All of them when left out. */
  readonly provider?: ProviderId;
  /** By id, label or label with organisation. */
  readonly account?: string;
  readonly passphrase: Secret;
  readonly by: Actor;
}

export interface BackupResult {
  readonly sealed: string;
  /** Which are in it with their keys, by identity alone, or not at all because their keys are closed. */
  readonly accounts: readonly {
    readonly account: Account;
    readonly content: 'keys' | 'identity' | 'closed';
  }[];
}

export interface RestoreOrder {
  readonly sealed: string;
  readonly passphrase: Secret;
  /** By id, label or label with organisation; all of the backup when left out. */
  readonly accounts?: readonly string[];
  /** Replaces an account that is here, unless its chain is as new or newer. */
  readonly force: boolean;
  /** Takes the settings over as well. */
  readonly settings: boolean;
}

export interface RestoreResult {
  /** Unix milliseconds. */
  readonly madeAt: number;
  readonly accounts: readonly RestoredAccount[];
  readonly settings: 'restored' | 'kept';
}

export interface Archive {
  /**
   * Asks the person, unless the passphrase is the one that protects the keys here.
   * @param signal whoever asked wants it no more: a yes does not count then
   * @throws Failure `broker/bad-request`, `broker/locked`, `broker/not-confirmed`, `selection/…`, `credential/missing` when
   * there is nothing to back up, or the signal's reason
   */
  backup(order: BackupOrder, signal: AbortSignal): Promise<BackupResult>;
  /**
   * @throws Failure `storage/passphrase-wrong`, `storage/unreadable`, `storage/newer-schema`, `selection/unknown-account`, or
   * `broker/locked` when the settings are wanted
   */
  restore(order: RestoreOrder, signal: AbortSignal): Promise<RestoreResult>;
}

export function createArchive(parts: ArchiveParts): Archive {
  const { book, store, cipher, adopt, changeSettings, usedBy, find, clock, log } = parts;

  function selected({ provider, account }: BackupOrder): readonly Account[] {
    const all = store.state().accounts.filter((each) => provider === undefined || each.provider === provider);
    const owner = provider === undefined ? 'any provider' : find(provider).label;
    if (all.length === 0) throw new Failure('credential/missing', { subject: owner });
    return account === undefined ? all : [accountNamed(all, account, owner)];
  }

  function requireUnlocked(): void {
    if (store.state().locked) throw new Failure('broker/locked');
  }

  /** @throws Failure `broker/not-confirmed`, or the signal's reason */
  async function requireYes(
    accounts: readonly Account[],
    passphrase: Secret,
    signal: AbortSignal,
  ): Promise<void> {
    const isKnown = await parts.prove(passphrase).then(
      () => true,
      () => false,
    );
    signal.throwIfAborted();
    const isAllowed = isKnown || (await parts.ask.ask(backupQuestion(accounts, parts.language()), signal));
    signal.throwIfAborted();
    if (!isAllowed) throw new Failure('broker/not-confirmed', { detail: 'no backup was made' });
  }

  async function collected(account: Account): Promise<BackedUpAccount | undefined> {
    await book.inTurn(account.id, () => adopt(account.id));
    const entry = book.get(account.id);
    // The state knows the plan and the name that were read since the sign-in.
    return entry && backedUp({ ...entry, account }, usedBy(account.id));
  }

  /** Undefined: nothing stands in the way. */
  function reasonToKeep(
    archived: KeyedAccount,
    force: boolean,
  ): Pick<RestoredAccount, 'outcome' | 'failure'> | undefined {
    const { id, label } = archived.account;
    if (!store.state().accounts.some((each) => each.id === id)) return undefined;
    if (!force) return { outcome: 'kept' };
    const present = book.get(id);
    if (present === undefined) return undefined;
    if (present.credential.kind === 'delegated') return { outcome: 'left-to-program' };
    if (!isOAuthAccount(present)) return undefined;
    const isOlder = present.credential.obtainedAt >= archived.credential.obtainedAt;
    return isOlder
      ? { outcome: 'kept-newer', failure: { code: 'credential/spent', subject: label } }
      : undefined;
  }

  function failed(account: ArchivedIdentity, failure: Failure): RestoredAccount {
    log.warn('account not restored', { account: account.id, failure });
    return { account, outcome: 'failed', failure: failure.toValue() };
  }

  async function bringBack(
    archived: BackedUpAccount | UnreadableAccount,
    force: boolean,
  ): Promise<RestoredAccount> {
    if (archived.kind === 'unreadable') return failed(archived.account, archived.failure);
    const { account } = archived;
    if (archived.kind === 'delegated') return { account, outcome: 'left-to-program' };
    const entry: KeyedAccount = { account, credential: archived.credential };
    try {
      return await book.inTurn(account.id, async (): Promise<RestoredAccount> => {
        // What its program has renewed meanwhile is newer than what we know.
        if (book.get(account.id) !== undefined) await adopt(account.id);
        const kept = reasonToKeep(entry, force);
        if (kept !== undefined) return { account, ...kept };
        const wasHere = store.state().accounts.some(({ id }) => id === account.id);
        await book.keep(entry);
        store.dispatch({ type: 'account.signed-in', account });
        log.info('account restored', { account: account.id });
        return {
          account,
          outcome: wasHere ? 'replaced' : 'restored',
          ...(isOAuthAccount(entry) && { otherCopies: archived.usedBy }),
        };
      });
    } catch (thrown) {
      return failed(account, toFailure(thrown));
    }
  }

  async function opened(sealed: string, passphrase: Secret): Promise<string> {
    try {
      return await cipher.open(sealed, passphrase);
    } catch (thrown) {
      const { code, detail } = toFailure(thrown);
      const known = detail !== undefined && { detail };
      throw new Failure(code, { subject: 'the backup', cause: thrown, ...known });
    }
  }

  return {
    async backup(order, signal) {
      if (order.passphrase.reveal().length < leastPassphraseLength) {
        const detail = `a passphrase has at least ${String(leastPassphraseLength)} characters`;
        throw new Failure('broker/bad-request', { detail });
      }
      const wanted = selected(order);
      requireUnlocked();
      await requireYes(wanted, order.passphrase, signal);
      const accounts: BackedUpAccount[] = [];
      const told: BackupResult['accounts'][number][] = [];
      for (const account of wanted) {
        const found = await collected(account);
        if (found !== undefined) accounts.push(found);
        const content = found === undefined ? 'closed' : found.kind === 'keyed' ? 'keys' : 'identity';
        told.push({ account, content });
      }
      const settings = restorableSettings(store.state().settings);
      const text = backupText({ madeAt: clock.nowMs(), accounts, settings });
      const sealed = await cipher.seal(text, order.passphrase);
      // It may have been locked meanwhile.
      requireUnlocked();
      log.info('backup made', { accounts: accounts.length });
      for (const { account, content } of told)
        if (content === 'keys')
          store.dispatch({ type: 'account.backed-up', account: account.id, by: order.by });
      return { sealed, accounts: told };
    },

    async restore({ sealed, passphrase, accounts: names, force, settings }, signal) {
      // They say whose keys stand in which files.
      if (settings) requireUnlocked();
      const content = parseBackup(await opened(sealed, passphrase));
      const unknown = names?.find((name) => !content.accounts.some(({ account }) => isNamed(account, name)));
      if (unknown !== undefined) throw new Failure('selection/unknown-account', { subject: unknown });
      const wanted = content.accounts.filter(
        ({ account }) => names === undefined || names.some((name) => isNamed(account, name)),
      );
      const accounts: RestoredAccount[] = [];
      for (const each of wanted) {
        signal.throwIfAborted();
        accounts.push(await bringBack(each, force));
      }
      if (settings) await changeSettings(content.settings);
      return { madeAt: content.madeAt, accounts, settings: settings ? 'restored' : 'kept' };
    },
  };
}
