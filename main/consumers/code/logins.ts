// What Every Code is signed in with already, for both providers.
import { providerId } from '../../domain/ids.ts';
import { chatgptIdentity } from '../chatgpt-identity.ts';
import type { Finder, FoundLogin } from '../description.ts';
import { objectIn, parsedObject, textIn } from '../fields.ts';
import { codeFolder, codexFolder } from '../folders.ts';
import { keyFound, keyInEnvironment, loginFound } from '../found.ts';

const claude = providerId('claude');
const openai = providerId('openai');

/** Its own file; in Codex's folder that is Codex's. */
async function inOwnFile({ places, read }: Finder): Promise<readonly FoundLogin[]> {
  const folder = codeFolder(places);
  if (folder === codexFolder(places)) return [];
  const where = `${folder}/auth.json`;
  const present = parsedObject(await read(where));
  const identity =
    textIn(present, 'auth_mode') === 'apikey'
      ? undefined
      : chatgptIdentity(textIn(objectIn(present, 'tokens'), 'id_token'));
  return [
    ...loginFound(identity, { folder, usual: `${places.home}/.code`, where }),
    ...keyFound(openai, textIn(present, 'OPENAI_API_KEY'), where),
  ];
}

export async function findLogins(finder: Finder): Promise<readonly FoundLogin[]> {
  const { places, read } = finder;
  const where = `${codexFolder(places)}/claude_auth.json`;
  const present = parsedObject(await read(where));
  return [
    ...(await inOwnFile(finder)),
    ...keyFound(claude, textIn(present, 'ANTHROPIC_API_KEY'), where),
    ...keyInEnvironment(claude, places, 'CLAUDE_API_KEY'),
  ];
}
