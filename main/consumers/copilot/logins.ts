// What Copilot CLI is signed in with already: whoever is in use there, and a token of the environment that is for it alone.
import { providerId } from '../../domain/ids.ts';
import type { Finder, FoundLogin } from '../description.ts';
import { copilotFolder } from '../folders.ts';
import { keyInEnvironment, loginFound } from '../found.ts';
import { configIn, identityOf, namesIn } from './config-file.ts';
import { hostVariable, ownToken } from './environment.ts';

export async function findLogins({ places, read }: Finder): Promise<readonly FoundLogin[]> {
  const folder = copilotFolder(places);
  const where = `${folder}/config.json`;
  // Others who are signed in there as well are not what a call of it would use.
  const [name] = namesIn(configIn(await read(where)));
  const usual = `${places.home}/.copilot`;
  const { [ownToken]: token, [hostVariable]: told, GH_HOST: general } = places.environment;
  // With another host set, the token is none of github.com's.
  const host = [told, general].find((each) => each !== undefined && each !== '');
  const isElsewhere = host !== undefined && host !== 'github.com';
  const isPersonal = !isElsewhere && token?.trim().startsWith('github_pat_') === true;
  return [
    ...loginFound(name === undefined ? undefined : identityOf(name), { folder, usual, where }),
    // A token of another kind belongs to the program that has made it.
    ...(isPersonal ? keyInEnvironment(providerId('copilot'), places, ownToken) : []),
  ];
}
