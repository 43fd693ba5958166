// An account's text as the key store has encrypted it, beside the store's name and key id, so that no other one tries it.
import type { Account } from '../../domain/account.ts';
import { Failure } from '../../domain/failure.ts';
import type { KeyStoreState, SecretBox } from '../../ports.ts';
import type { SealedEntry } from './vault-shapes.ts';

export type ReadyStore = Extract<KeyStoreState, { kind: 'ready' }>;

/** @throws Failure `storage/key-store-…` about this account */
export async function readyStore(box: SecretBox, subject: string): Promise<ReadyStore> {
  const state = await box.state();
  if (state.kind === 'unusable') throw new Failure(state.code, { subject, detail: state.detail });
  return state;
}

/** A key store, and what it has just said of itself. */
export interface Keeper {
  readonly box: SecretBox;
  readonly store: ReadyStore;
}

type SealedBy = Pick<SealedEntry, 'backend' | 'keyId'>;

export function isSameKey(one: SealedBy, other: SealedBy): boolean {
  return one.backend === other.backend && one.keyId === other.keyId;
}

/**
 * Finds who opens an entry and seals it anew: the chosen key store or, while that keeps nothing, the one of the lasting
 * that has sealed it, so that choosing memory closes nothing. Each is asked once, and only when something is to be opened.
 */
export function createKeepers(
  box: SecretBox,
  lasting: readonly SecretBox[],
): (sealed: SealedEntry) => Promise<Keeper> {
  const answers = new Map<SecretBox, Promise<KeyStoreState>>();
  const ask = (one: SecretBox): Promise<KeyStoreState> => {
    const answer = answers.get(one) ?? one.state();
    answers.set(one, answer);
    return answer;
  };
  return async (sealed) => {
    const chosen = await ask(box);
    if (chosen.kind === 'unusable')
      throw new Failure(chosen.code, { subject: sealed.account.label, detail: chosen.detail });
    if (chosen.durable) return { box, store: chosen };
    for (const one of lasting) {
      const store = await ask(one);
      if (store.kind === 'ready' && isSameKey(sealed, store)) return { box: one, store };
    }
    return { box, store: chosen };
  };
}

function requireSame(subject: string, sealed: SealedBy, now: ReadyStore): void {
  if (isSameKey(sealed, now)) return;
  const detail =
    sealed.backend === now.backend
      ? `${now.backend} has another key now`
      : `${sealed.backend}, now ${now.backend}`;
  throw new Failure('storage/key-store-changed', { subject, detail });
}

/** @throws Failure `storage/key-store-…`, also when the store was exchanged in the middle of it */
export async function sealEntry(
  box: SecretBox,
  store: ReadyStore,
  account: Account,
  text: string,
): Promise<SealedEntry> {
  const bytes = await box.encrypt(text);
  requireSame(account.label, store, await readyStore(box, account.label));
  const { backend, keyId } = store;
  return { account, backend, keyId, blob: Buffer.from(bytes).toString('base64') };
}

/** @throws Failure `storage/key-store-changed` without having tried, or what the box throws */
export async function openEntry(
  box: SecretBox,
  store: ReadyStore,
  sealed: SealedEntry,
): Promise<{ readonly text: string; readonly stale: boolean }> {
  // Never decrypt with another store's key: the result would look like success or like damage.
  requireSame(sealed.account.label, sealed, store);
  return box.decrypt(Buffer.from(sealed.blob, 'base64'));
}
