// What protects the stored keys, as the person chooses it: the system's key store, a passphrase, or memory alone.
import { toFailure } from '../domain/failure.ts';
import type { Secret } from '../domain/secret.ts';
import type { Log, PassphraseStore, SecretBox } from '../ports.ts';
import type { KeyStoreFacts } from '../state/state.ts';
import type { AccountBook } from './account-book.ts';
import { changeSettings, type ChangeSettingsParts } from './change-settings.ts';

export interface KeyStoreParts extends ChangeSettingsParts {
  readonly box: Pick<SecretBox, 'state'>;
  readonly passphrase: PassphraseStore;
  readonly book: Pick<AccountBook, 'all' | 'inTurn' | 'reseal' | 'requireWritable'>;
  /** Reads the vault again: other entries can be opened now. */
  readonly reload: () => Promise<void>;
  readonly log: Log;
}

export interface KeyStore {
  /** Finds out whether keys can be kept now, and says it in the state. */
  look(): Promise<void>;
  /** @throws Failure `storage/…` */
  choose(kind: 'system' | 'memory'): Promise<void>;
  /** Opens the passphrase vault, or makes it when there is none, and protects the keys by it from now on. @throws Failure `storage/passphrase-wrong`, … */
  enterPassphrase(secret: Secret): Promise<void>;
  /**
   * For a passphrase that was forgotten: the next one that is entered becomes the new one. What the old one protects stays
   * as it is, closed, until its account is signed in to again. @throws Failure `storage/write-failed`
   */
  startAnew(): Promise<void>;
}

export function createKeyStore(parts: KeyStoreParts): KeyStore {
  const { box, passphrase, book, reload, store, log } = parts;

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

  return {
    look,
    async choose(kind) {
      if (kind === 'system') await requireOurs();
      changeSettings({ keyStore: kind }, parts);
      // What lies on disk stays under the store that has sealed it; memory is for what comes from now on.
      if (kind === 'system') await moveOver();
      else await reload().then(look);
    },
    async enterPassphrase(secret) {
      if ((await passphrase.state()) === 'none') {
        await requireOurs();
        await passphrase.create(secret);
      } else await passphrase.unlock(secret);
      changeSettings({ keyStore: 'passphrase' }, parts);
      await moveOver();
    },
    async startAnew() {
      await requireOurs();
      await passphrase.setAside();
      log.info('passphrase set aside');
      await look();
    },
  };
}
