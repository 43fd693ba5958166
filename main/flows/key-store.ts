// What protects the stored keys, as the person chooses it: the system's key store, a passphrase, or memory alone.
import type { Actor } from '../domain/actor.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import { keyStoreQuestion, type KeyStoreChange, type KeyStoreDecision } from '../domain/key-store-words.ts';
import type { Language } from '../domain/language.ts';
import type { Secret } from '../domain/secret.ts';
import type { KeyStoreChoice } from '../domain/settings.ts';
import type { AskPerson, Log, PassphraseStore, SecretBox } from '../ports.ts';
import type { KeyStoreFacts } from '../state/state.ts';
import type { AccountBook } from './account-book.ts';
import { changeSettings, type ChangeSettingsParts } from './change-settings.ts';

export interface KeyStoreParts extends ChangeSettingsParts {
  readonly box: Pick<SecretBox, 'state'>;
  readonly passphrase: PassphraseStore;
  readonly book: Pick<AccountBook, 'all' | 'inTurn' | 'reseal' | 'requireWritable'>;
  /** Reads the vault again: other entries can be opened now. */
  readonly reload: () => Promise<void>;
  /** Whether all that is stored was read and could be opened. */
  readonly isWhole: () => boolean;
  readonly ask: AskPerson;
  /** Of the question. */
  readonly language: () => Language;
  readonly log: Log;
}

/** Who wants it: anybody but the person needs a yes of theirs. */
interface KeyStoreWish {
  readonly by: Actor;
  /** Whoever asked wants it no more: a yes does not count then. */
  readonly signal?: AbortSignal;
}

export interface KeyStore {
  /** Finds out whether keys can be kept now, and says it in the state. */
  look(): Promise<void>;
  /** @throws Failure `storage/…`, `broker/not-confirmed`, or the signal's reason */
  choose(kind: 'system' | 'memory', wish: KeyStoreWish): Promise<void>;
  /**
   * Opens the passphrase vault, or makes it when there is none, and protects the keys by it from now on. The right passphrase
   * is itself a yes, but not where something else protects the keys now.
   * @throws Failure `storage/passphrase-wrong`, … or as above
   */
  enterPassphrase(secret: Secret, wish: KeyStoreWish): Promise<void>;
  /**
   * For a passphrase that was forgotten: what it protects stays as it is, closed, until its account is signed in to again.
   * @param next becomes the new one; the one that is entered next when left out
   * @throws Failure `storage/write-failed`, … or as above
   */
  startAnew(wish: KeyStoreWish, next?: Secret): Promise<void>;
  /**
   * Whoever knows the passphrase that protects the keys is the person. One that was chosen once and protects nothing now says
   * nothing. @throws Failure `storage/passphrase-wrong`, or `broker/not-confirmed` where no passphrase protects the keys
   */
  prove(secret: Secret): Promise<void>;
}

export function createKeyStore(parts: KeyStoreParts): KeyStore {
  const { box, passphrase, book, reload, store, ask, language, log } = parts;

  async function look(): Promise<void> {
    const [found, entered] = await Promise.all([box.state(), passphrase.state()]);
    const keyStore: KeyStoreFacts = {
      passphrase: entered,
      ...(found.kind === 'ready'
        ? { backend: found.backend }
        : { failure: { code: found.code, subject: 'your accounts', detail: found.detail } }),
    };
    store.dispatch({ type: 'key-store.seen', keyStore });
  }

  /** What is open is sealed anew; what is not stays under the key store that it was sealed by. */
  async function moveOver(): Promise<void> {
    for (const { account } of book.all()) {
      const { id } = account;
      await book
        .inTurn(id, () => book.reseal(id))
        .catch((thrown: unknown) => {
          log.warn('keys not sealed anew', { account: id, failure: toFailure(thrown) });
        });
    }
    await reload();
    await look();
  }

  /** Keys of a vault that a newer version has written cannot be sealed anew, and would not open any more. @throws Failure */
  async function requireOurs(): Promise<void> {
    await book.requireWritable().catch((thrown: unknown) => {
      const { code } = toFailure(thrown);
      if (code === 'storage/read-only' || code === 'storage/newer-schema') throw thrown;
    });
  }

  /** Nothing to lose yet: no account, none that cannot be read, no passphrase, and nothing that would keep an account. */
  async function isEmptyHere(): Promise<boolean> {
    const { loaded, accounts } = store.state();
    if (!loaded || accounts.length > 0 || !parts.isWhole()) return false;
    const [found, entered] = await Promise.all([box.state(), passphrase.state()]);
    return entered === 'none' && (found.kind !== 'ready' || !found.durable);
  }

  /** A program that could choose the passphrase itself could say by it who gets the keys. @throws Failure */
  async function requireYes(change: KeyStoreChange, { by, signal }: KeyStoreWish): Promise<void> {
    if (by === 'person' || (await isEmptyHere())) return;
    signal?.throwIfAborted();
    const isAllowed = await ask.ask(keyStoreQuestion(change, language()), signal);
    signal?.throwIfAborted();
    if (!isAllowed)
      throw new Failure('broker/not-confirmed', { detail: 'what protects the keys stays as it is' });
  }

  function decided(decision: KeyStoreDecision, by: Actor): void {
    store.dispatch({ type: 'key-store.decided', decision, by });
  }

  async function protectByPassphrase(): Promise<void> {
    changeSettings({ keyStore: 'passphrase' }, parts);
    await moveOver();
  }

  async function createPassphrase(secret: Secret, by: Actor): Promise<void> {
    await passphrase.create(secret);
    decided('new passphrase', by);
    await protectByPassphrase();
  }

  const chosen = (): KeyStoreChoice => store.state().settings.keyStore;

  return {
    look,
    async choose(kind, wish) {
      if (kind === 'system') await requireOurs();
      const isAnother = kind !== chosen();
      if (isAnother) await requireYes(kind, wish);
      changeSettings({ keyStore: kind }, parts);
      if (isAnother) decided(kind, wish.by);
      // What lies on disk stays under the store that has sealed it; memory is for what comes from now on.
      if (kind === 'system') await moveOver();
      else await reload().then(look);
    },
    async enterPassphrase(secret, wish) {
      if ((await passphrase.state()) === 'none') {
        await requireOurs();
        await requireYes('passphrase', wish);
        await createPassphrase(secret, wish.by);
        return;
      }
      const isAnother = chosen() !== 'passphrase';
      // Before it is opened: what is answered with a no leaves it as it was.
      if (isAnother) await requireYes('passphrase', wish);
      await passphrase.unlock(secret);
      if (isAnother) decided('passphrase', wish.by);
      await protectByPassphrase();
    },
    async startAnew(wish, next) {
      await requireOurs();
      await requireYes('anew', wish);
      await passphrase.setAside();
      log.info('passphrase set aside');
      decided('passphrase given up', wish.by);
      // Said at once: to make the next one may fail.
      await look();
      if (next !== undefined) await createPassphrase(next, wish.by);
    },
    async prove(secret) {
      const entered = await passphrase.state();
      if (chosen() !== 'passphrase' || entered === 'none')
        throw new Failure('broker/not-confirmed', { detail: 'no passphrase protects the keys here' });
      await passphrase.unlock(secret);
      if (entered === 'open') return;
      await reload();
      await look();
    },
  };
}
