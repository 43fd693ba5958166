// What Claude Code is signed in with already: a login of its own, or an API key that it made at Anthropic's Console.
import { providerId } from '../../domain/ids.ts';
import type { Finder, FoundLogin } from '../description.ts';
import { objectIn, parsedObject, textIn } from '../fields.ts';
import { claudeFolder, claudeLoginFolder, claudeNotes } from '../folders.ts';
import { keyFound, keyInEnvironment, loginFound } from '../found.ts';
import { identityOf } from './identity.ts';

const provider = providerId('claude');

/**
 * Undefined where the login is in its file. On macOS it is in the keychain, and a file is a stale mirror of it. A login
 * that is kept apart from the settings has no folder that we could name to the program: asked about the settings'
 * folder it would tell of another login, and signed out it would end that one.
 */
function otherPlace({ places, platform }: Finder): string | undefined {
  if (platform === 'darwin') return 'Claude Code keeps its login in the keychain of macOS';
  if (claudeLoginFolder(places) === claudeFolder(places)) return undefined;
  return 'Claude Code is told by CLAUDE_SECURESTORAGE_CONFIG_DIR to keep its login apart from its settings';
}

async function loginInFile(
  finder: Finder,
  claudeJsonText: string | undefined,
): Promise<readonly FoundLogin[]> {
  if (otherPlace(finder) !== undefined) return [];
  const { places, read } = finder;
  const folder = claudeFolder(places);
  const where = `${folder}/.credentials.json`;
  const identity = identityOf({ credentialsText: await read(where), claudeJsonText });
  return loginFound(identity, { folder, usual: `${places.home}/.claude`, where });
}

export async function findLogins(finder: Finder): Promise<readonly FoundLogin[]> {
  const { places, read } = finder;
  const notes = claudeNotes(places);
  const claudeJsonText = await read(notes);
  return [
    ...(await loginInFile(finder, claudeJsonText)),
    ...keyFound(provider, textIn(parsedObject(claudeJsonText), 'primaryApiKey'), notes),
    ...keyInEnvironment(provider, places, 'ANTHROPIC_API_KEY'),
  ];
}

export async function unseenLogin(finder: Finder): Promise<string | undefined> {
  const elsewhere = otherPlace(finder);
  if (elsewhere === undefined) return undefined;
  // Its notes name whoever is signed in.
  const notes = parsedObject(await finder.read(claudeNotes(finder.places)));
  return objectIn(notes, 'oauthAccount') === undefined
    ? undefined
    : `${elsewhere}, where it cannot be seen from here.`;
}
