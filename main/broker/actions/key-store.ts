// What the local service can have done with what protects the stored keys.
import type { Actor } from '../../domain/actor.ts';
import type { Secret } from '../../domain/secret.ts';
import type { CallContext } from '../call-context.ts';
import type { KeyStoreAnswer } from '../protocol/files.ts';
import type { KeyStoreActions } from '../routes/key-store.ts';
import type { ViewAtHand } from './shown.ts';

/** Who wants it, and until when. */
interface Wish {
  readonly by: Actor;
  readonly signal: AbortSignal;
}

/** What it does asks the person first. */
export interface KeyStoreParts {
  readonly keyStore: {
    choose(kind: 'system' | 'memory', wish: Wish): Promise<void>;
    enterPassphrase(secret: Secret, wish: Wish): Promise<void>;
    startAnew(wish: Wish, next?: Secret): Promise<void>;
  };
}

export function keyStoreActions(
  { keyStore }: KeyStoreParts,
  { view, loadedView }: ViewAtHand,
): KeyStoreActions {
  const answer = (): KeyStoreAnswer => ({ schema: 1, ...view().keyStore });
  /** Whether there is anything to lose is known only when the accounts have been read. */
  async function wishOf({ actor: by, signal }: CallContext): Promise<Wish> {
    await loadedView();
    return { by, signal };
  }
  return {
    async show() {
      await loadedView();
      return answer();
    },
    async choose(use, call) {
      await keyStore.choose(use, await wishOf(call));
      return answer();
    },
    async enterPassphrase(passphrase, call) {
      await keyStore.enterPassphrase(passphrase, await wishOf(call));
      return answer();
    },
    async startAnew(next, call) {
      await keyStore.startAnew(await wishOf(call), next);
      return answer();
    },
  };
}
