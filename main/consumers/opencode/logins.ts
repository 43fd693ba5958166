// What OpenCode is signed in with already: API keys in its file or, of vendors without a program of their own here, in the
// environment; and a ChatGPT login of its own.
import { chatgptIdentity } from '../chatgpt-identity.ts';
import type { Finder, FoundLogin } from '../description.ts';
import { objectIn, parsedObject, textIn } from '../fields.ts';
import { opencodeFolder } from '../folders.ts';
import { keyFound, keyInEnvironment, loginFound } from '../found.ts';
import { authPath, entries, keyIn } from './auth-file.ts';

export async function findLogins({ places, read }: Finder): Promise<readonly FoundLogin[]> {
  const folder = opencodeFolder(places);
  const where = authPath(places);
  const present = parsedObject(await read(where));
  const keys = entries.flatMap(({ provider, entry, variables, hasProgram }) => [
    ...keyFound(provider, keyIn(present, entry), where),
    // A key in a variable is found once, where its own program would look.
    ...(hasProgram ? [] : variables.flatMap((name) => keyInEnvironment(provider, places, name))),
  ]);
  const login = objectIn(present, 'openai');
  const identity = textIn(login, 'type') === 'oauth' ? chatgptIdentity(textIn(login, 'access')) : undefined;
  return [...loginFound(identity, { folder, usual: `${places.home}/.local/share/opencode`, where }), ...keys];
}
