// What the local service can have done with what protects the stored keys.
import type { Secret } from '../../domain/secret.ts';
import type { KeyStoreAnswer } from '../protocol/files.ts';
import type { KeyStoreActions } from '../routes/key-store.ts';
import type { ViewAtHand } from './shown.ts';

export interface KeyStoreParts {
  readonly keyStore: {
    choose(kind: 'system' | 'memory'): Promise<void>;
    enterPassphrase(secret: Secret): Promise<void>;
    startAnew(): Promise<void>;
  };
}

export function keyStoreActions(
  { keyStore }: KeyStoreParts,
  { view, loadedView }: ViewAtHand,
): KeyStoreActions {
  const answer = (): KeyStoreAnswer => ({ schema: 1, ...view().keyStore });
  return {
    async show() {
      await loadedView();
      return answer();
    },
    async choose(use) {
      await keyStore.choose(use);
      return answer();
    },
    async enterPassphrase(passphrase) {
      await keyStore.enterPassphrase(passphrase);
      return answer();
    },
    async startAnew() {
      await keyStore.startAnew();
      return answer();
    },
  };
}
