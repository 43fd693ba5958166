// Puts a fetched AppImage in the place of the one that runs, and starts it. It is whole beside the old one first, then goes over it in
// one step; what runs keeps its own file open until it ends.
import { spawn } from 'node:child_process';
import { constants, copyFile, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isProfileFor, profileFolder, profileNames } from '../../domain/sandbox-profile.ts';

const ownProfile = join(profileFolder, profileNames.image);

/**
 * A name with a version in it would lie about the new one; any other is the person's, and stays. So does one that the administrator
 * has allowed to have a sandbox: under another, the new one would not start.
 */
async function placeOf(fetched: string, image: string, profile: string): Promise<string> {
  if (!/\d+\.\d+\.\d+/.test(basename(image))) return image;
  const text = await readFile(profile, 'utf8').catch(() => '');
  return isProfileFor(text, image) ? image : join(dirname(image), basename(fetched));
}

/**
 * Where the new one is now. Whenever this ends, by itself or not, one of the two is there.
 * @param profile the text of AppArmor's that may name it
 * @throws Error where it cannot be put there; then the old one is untouched
 */
export async function placeAppImage(fetched: string, image: string, profile = ownProfile): Promise<string> {
  const place = await placeOf(fetched, image, profile);
  const beside = join(dirname(image), `.${basename(fetched)}.new`);
  // Of an end in the middle of it.
  await rm(beside, { force: true });
  try {
    await copyFile(fetched, beside, constants.COPYFILE_EXCL);
    const written = await open(beside, 'r');
    await written.sync().finally(() => written.close());
    await rename(beside, place);
  } catch (thrown) {
    await rm(beside, { force: true });
    throw thrown;
  }
  // What cannot be taken away stays beside the new one, and harms nobody.
  if (place !== image) await rm(image, { force: true }).catch(() => undefined);
  return place;
}

/** For the very end of the app: it outlives this one. Whether it was started. */
export function startAppImage(place: string): boolean {
  const started = spawn(place, [], { detached: true, stdio: 'ignore' });
  // The missing number says it.
  started.on('error', () => undefined);
  started.unref();
  return started.pid !== undefined;
}
