// `config.json` of Copilot CLI: who is signed in, and whether the token stands there too (protocols §4). Read, never written.
import { providerId } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { LoginIdentity } from '../description.ts';
import { objectIn, parsedObject, textIn } from '../fields.ts';

/** A company's own host is another GitHub, with people of its own. */
const githubHost = 'https://github.com';
const loginPattern = /^[A-Za-z\d][\w-]{0,99}$/;

/** JSON below lines of comment; undefined when it is anything else. */
export function configIn(text: string | undefined): JsonObject | undefined {
  return parsedObject(text?.replace(/^\uFEFF?(?:[^\S\n]*(?:\/\/[^\n]*)?\n)*/, ''));
}

function nameIn(user: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const login = textIn(user, 'login');
  return textIn(user, 'host') === githubHost && login !== undefined && loginPattern.test(login)
    ? login
    : undefined;
}

/** Everybody who is signed in at github.com, whoever is in use first; by their names there. */
export function namesIn(config: JsonObject | undefined): readonly string[] {
  const users = config?.['loggedInUsers'];
  const others = Array.isArray(users) ? users.map((user) => nameIn(objectIn({ user }, 'user'))) : [];
  const all = [nameIn(objectIn(config, 'lastLoggedInUser')), ...others];
  return [...new Set(all.filter((name) => name !== undefined))];
}

/** Whether this person's token stands in the file; otherwise it is in the keyring. */
export function holdsToken(config: JsonObject | undefined, name: string): boolean {
  const tokens = objectIn(config, 'authTokens');
  return [`${githubHost}:${name}`, `${githubHost}:${name}:github`].some(
    (key) => textIn(objectIn(tokens, key), 'token') !== undefined,
  );
}

export function identityOf(name: string): LoginIdentity {
  return { provider: providerId('copilot'), subject: `cli/${name.toLowerCase()}`, label: name };
}
