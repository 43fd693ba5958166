// Writes an account's credential into the files of the programs that may have it.
import type { SignedInAccount } from '../domain/account.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { ConsumerDescription, Places } from '../consumers/description.ts';
import type { Log, SharedFileWriter, TextFiles } from '../ports.ts';
import type { Store } from '../state/store.ts';

export interface SharedFileParts {
  readonly consumers: readonly ConsumerDescription[];
  readonly places: Places;
  readonly files: TextFiles;
  readonly writer: SharedFileWriter;
  readonly store: Store;
  readonly log: Log;
}

/** Tries every file; a failure becomes a problem in the state and does not stop the others. */
export async function writeSharedFiles(entry: SignedInAccount, parts: SharedFileParts): Promise<void> {
  const { consumers, places, files, writer, store, log } = parts;
  for (const { file, label } of consumers) {
    const content = file.content(entry);
    if (content === undefined) continue;
    const path = file.path(places);
    try {
      const overruling = file.overruledBy;
      const settings = overruling === undefined ? undefined : await files.read(overruling.path(places));
      if (settings !== undefined && overruling?.overrules(settings) === true) {
        throw new Failure('storage/managed-elsewhere', { subject: label });
      }
      const outcome = await writer.mergeJson(path, content);
      log.info('shared file', { path, outcome, account: entry.account.id });
      store.dispatch({ type: 'problem.gone', about: path });
    } catch (thrown) {
      const failure = toFailure(thrown);
      log.warn('shared file not written', { path, failure });
      store.dispatch({ type: 'problem.found', about: path, failure: failure.toValue() });
    }
  }
}
