// The file of what the person chose. electron-store reads it; it takes a write that a full disk cuts short for a whole one,
// so what is written is written here.
import { basename, dirname, join } from 'node:path';
import { Failure } from '../../domain/failure.ts';
import { objectInText } from '../../domain/json.ts';
import { fileFailure } from '../node/file-failure.ts';
import { temporaryName } from '../node/leftovers.ts';
import { ownPlace, type OwnPlace } from '../node/newer-file.ts';
import { setAsideAtOnce, writePrivateTextAtOnce } from '../node/private-text-at-once.ts';

/**
 * The latest that is known here; a file that says nothing is of it. A setting that comes to mean something else gets another name, so
 * that an older version can go by those that it knows.
 */
export const preferencesSchema = 1;
export const preferencesName = 'preferences.json';

type Chosen = Readonly<Record<string, unknown>>;

interface PreferencesFile {
  /** What it says; while it cannot be understood, what it said before. */
  get(key: string): unknown;
  /** @throws Failure `storage/write-failed`, `storage/unreadable` where it cannot be understood; it stays as it is */
  replace(nextOf: (all: Chosen) => Chosen): void;
}

/** Read anew each time, so that what somebody else changes in it counts. */
async function fileAt({ read, write }: OwnPlace): Promise<PreferencesFile & { isDamaged(): boolean }> {
  // Loaded on use: not needed to show the tray.
  const { default: Store } = await import('electron-store');
  const temporary = await temporaryName();
  let known: Record<string, unknown> = {};
  let wasDamaged = false;
  const storeAt = (path: string) =>
    new Store<Record<string, unknown>>({
      cwd: dirname(path),
      name: basename(path, '.json'),
      deserialize(text) {
        const found = objectInText(text.replace(/^\ufeff/, ''));
        wasDamaged = found === undefined;
        known = found ?? known;
        return known;
      },
    });
  let store = storeAt(read);
  const isDamaged = (): boolean => wasDamaged;
  return {
    isDamaged,
    get: (key) => store.get(key),
    replace(nextOf) {
      try {
        wasDamaged = false;
        // One that says a schema is a newer version's, and what is written is not.
        const { schema: _newer, ...all } = store.store;
        if (isDamaged()) throw new Failure('storage/unreadable', { subject: store.path });
        writePrivateTextAtOnce(write, JSON.stringify(nextOf(all), undefined, '\t'), temporary);
        if (store.path !== write) store = storeAt(write);
      } catch (thrown) {
        throw fileFailure('storage/write-failed', write, thrown);
      }
    },
  };
}

/**
 * @param folder the file in it is preferences.json; changes go beside that while a newer version has written it
 * @param tell told what was found damaged; it is set aside
 */
export async function openPreferencesFile(
  folder: string,
  tell: (failure: Failure) => void,
): Promise<PreferencesFile> {
  const place = await ownPlace(join(folder, preferencesName), preferencesSchema);
  const file = await fileAt(place);
  if (!file.isDamaged()) return file;
  const aside = setAsideAtOnce(place.read);
  const detail = 'your settings were in it, and the usual ones count now';
  tell(new Failure('storage/unreadable', { subject: aside ?? place.read, detail }));
  // Where it has to stay, no change is written over it.
  return aside === undefined ? file : openPreferencesFile(folder, tell);
}
