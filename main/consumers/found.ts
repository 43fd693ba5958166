// Logins and API keys that stand on this computer already, in files and in the environment.
import type { ProviderId } from '../domain/ids.ts';
import { Secret } from '../domain/secret.ts';
import type { FoundLogin, LoginIdentity, Places } from './description.ts';

/** @param usual the folder that its program uses without being told */
export function loginFound(
  identity: LoginIdentity | undefined,
  { folder, usual, where }: { readonly folder: string; readonly usual: string; readonly where: string },
): readonly FoundLogin[] {
  if (identity === undefined) return [];
  const place = folder === usual ? 'usual' : 'private';
  return [{ kind: 'login', identity, at: { folder, place }, where }];
}

/** None when there is no text, or nothing that could be sent as a key. */
export function keyFound(
  provider: ProviderId,
  text: string | undefined,
  where: string,
): readonly FoundLogin[] {
  const key = text?.trim();
  if (key === undefined || !/^[\x21-\x7e]{8,512}$/.test(key)) return [];
  return [{ kind: 'api-key', provider, key: new Secret(key), where }];
}

/** The key in a variable of the environment that we were started with. */
export function keyInEnvironment(
  provider: ProviderId,
  { environment }: Places,
  name: string,
): readonly FoundLogin[] {
  return keyFound(provider, environment[name], name);
}
