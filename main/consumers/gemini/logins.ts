// What Gemini CLI is signed in with already: a Code Assist login of its own, or an API key; and what it keeps out of sight.
import { providerId } from '../../domain/ids.ts';
import type { Finder, FoundLogin } from '../description.ts';
import { geminiFolder } from '../folders.ts';
import { keyFound, keyInEnvironment, loginFound } from '../found.ts';
import { credentialsName, identityOf, readGeminiFiles } from './credentials-file.ts';
import { keyInEnvFile, keyVariable } from './env-file.ts';

const provider = providerId('gemini');

/** Where it is set, a file is what an older sign-in left. */
export function isEncrypted({ places }: Pick<Finder, 'places'>): boolean {
  return places.environment['GEMINI_FORCE_ENCRYPTED_FILE_STORAGE'] === 'true';
}

export async function findLogins(finder: Finder): Promise<readonly FoundLogin[]> {
  const { places, read } = finder;
  const folder = geminiFolder(places);
  const identity = isEncrypted(finder) ? undefined : identityOf(await readGeminiFiles(folder, read));
  const inFile = await keyInEnvFile(finder);
  return [
    ...loginFound(identity, {
      folder,
      usual: `${places.home}/.gemini`,
      where: `${folder}/${credentialsName}`,
    }),
    ...(inFile === undefined ? [] : keyFound(provider, inFile.key, inFile.where)),
    ...keyInEnvironment(provider, places, keyVariable),
  ];
}

export async function unseenLogin(finder: Finder): Promise<string | undefined> {
  if (isEncrypted(finder))
    return 'Gemini CLI is told by GEMINI_FORCE_ENCRYPTED_FILE_STORAGE to keep its login encrypted, where it cannot be seen from here.';
  // The reader of settings is loaded on use: the tray does not need it.
  const { chosenWay } = await import('./settings.ts');
  if ((await chosenWay(finder))?.way !== 'gemini-api-key') return undefined;
  const isKnown =
    (finder.places.environment[keyVariable] ?? '') !== '' || (await keyInEnvFile(finder)) !== undefined;
  return isKnown
    ? undefined
    : 'Gemini CLI keeps its API key in the keyring, where it cannot be seen from here.';
}
