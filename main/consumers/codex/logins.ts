// What Codex is signed in with already: a ChatGPT login of its own, or an API key; and when nobody can tell.
import { providerId } from '../../domain/ids.ts';
import type { Finder, FoundLogin } from '../description.ts';
import { parsedObject, textIn } from '../fields.ts';
import { codexFolder } from '../folders.ts';
import { keyFound, keyInEnvironment, loginFound } from '../found.ts';
import { identityInUse } from './identity.ts';

const provider = providerId('openai');

export async function findLogins({ places, read }: Finder): Promise<readonly FoundLogin[]> {
  const folder = codexFolder(places);
  const where = `${folder}/auth.json`;
  const present = parsedObject(await read(where));
  return [
    ...loginFound(identityInUse(present), { folder, usual: `${places.home}/.codex`, where }),
    ...keyFound(provider, textIn(present, 'OPENAI_API_KEY'), where),
    ...keyInEnvironment(provider, places, 'OPENAI_API_KEY'),
  ];
}

export async function unseenLogin({ places, read }: Finder): Promise<string | undefined> {
  const settings = await read(`${codexFolder(places)}/config.toml`);
  if (settings === undefined) return undefined;
  // The TOML parser is loaded on use: the tray does not need it.
  const { keepsLoginInKeyring } = await import('./settings.ts');
  return keepsLoginInKeyring(settings)
    ? 'Codex is told by cli_auth_credentials_store to keep its login in the keyring, where it cannot be seen from here.'
    : undefined;
}
