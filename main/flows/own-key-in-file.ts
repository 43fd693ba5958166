// Whether an API key in a file of another program may be the person's own, of which there may be no other copy.
import type { CredentialFile, ManagedFile } from '../consumers/description.ts';
import type { KeyedAccount } from '../domain/account.ts';
import { isFileOn } from '../domain/settings.ts';
import type { SharedFileWriter } from '../ports.ts';
import type { Store } from '../state/store.ts';
import { objectInBytes } from './json-in-file.ts';

interface OwnKeyParts {
  readonly store: Pick<Store, 'state'>;
  readonly writer: Pick<SharedFileWriter, 'original'>;
  /** Whether what stands there is, byte for byte, what we wrote there last. */
  readonly wroteLast: () => Promise<boolean>;
}

/**
 * In a file that is switched off, a key is ours only where it is known that we have put it there. Tokens of a sign-in always are.
 * @throws Failure `storage/unreadable` when it cannot be known what stood there before our first touch
 */
export async function mayBeTheirs(
  entry: KeyedAccount,
  { file, path }: ManagedFile<CredentialFile>,
  { store, writer, wroteLast }: OwnKeyParts,
): Promise<boolean> {
  const { settings } = store.state();
  if (entry.credential.kind !== 'api-key' || isFileOn(settings, file)) return false;
  // Never switched on, it was never ours, although we may write another part of the same file.
  const wasOn = file.isOnByDefault || settings.sharedFiles[file.id] !== undefined;
  if (!wasOn || !(await wroteLast())) return true;
  const bytes = (await writer.original(path))?.bytes;
  const original = bytes === undefined ? undefined : objectInBytes(bytes);
  return original !== undefined && file.holds(original, entry);
}
