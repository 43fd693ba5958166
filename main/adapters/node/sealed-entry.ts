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

function requireSame(subject: string, sealed: Pick<SealedEntry, 'backend' | 'keyId'>, now: ReadyStore): void {
  if (sealed.backend === now.backend && sealed.keyId === now.keyId) return;
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
