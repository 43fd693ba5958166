// Whose identity Copilot CLI uses, in its own order (protocols §4): a token of the environment, its stored login, that of gh.
import { consumerId, providerId } from '../../domain/ids.ts';
import type { IdentityInEffect, Inspection, Inspector } from '../description.ts';
import { copilotFolder, githubCliFolder } from '../folders.ts';
import { folderFindings, whoIs } from '../inspecting.ts';
import { configIn, holdsToken, identityOf, namesIn } from './config-file.ts';
import { folderVariable, ownToken, tokenVariables } from './environment.ts';

const owner = consumerId('copilot');
const provider = providerId('copilot');

/** The other two variables are for gh and its like as well: nobody is told to take them out of a start-up file. */
export const keyVariables = [ownToken] as const;

async function ofGithubCli({ places, read }: Inspector, where: string): Promise<IdentityInEffect> {
  const hosts = `${githubCliFolder(places)}/hosts.yml`;
  const isThere = /^"?github\.com"?:/m.test((await read(hosts)) ?? '');
  return isThere
    ? { by: 'helper', where: hosts, why: 'Nobody is signed in to it, so it takes the login of gh.' }
    : { by: 'nobody', where, why: 'Nobody is signed in to it, and gh has no login either.' };
}

async function stored(inspector: Inspector): Promise<IdentityInEffect> {
  const { places, read } = inspector;
  const where = `${copilotFolder(places)}/config.json`;
  const config = configIn(await read(where));
  const [name] = namesIn(config);
  if (name === undefined) return ofGithubCli(inspector, where);
  const chosen =
    (places.environment[folderVariable] ?? '') === ''
      ? 'No variable says otherwise.'
      : `${folderVariable} names the folder.`;
  return holdsToken(config, name)
    ? { by: 'file', ...whoIs(identityOf(name)), where, why: `${chosen} The login there is used.` }
    : { by: 'keyring', ...whoIs(identityOf(name)), where, why: `${chosen} Its token is in the keyring.` };
}

export async function inspect(inspector: Inspector): Promise<Inspection> {
  const { isSet, activeLogin, logins } = inspector;
  const login = await stored(inspector);
  const [first] = tokenVariables.filter((name) => isSet(name));
  const hasLogin = ['file', 'keyring'].includes(login.by) || activeLogin(provider) !== undefined;
  const folders = logins.flatMap((each) => (each.owner === owner ? [each.folder] : []));
  return {
    effective: [
      first === undefined
        ? login
        : { by: 'environment', where: first, why: `${first} is set and goes before every login.` },
    ],
    findings: [
      ...(first !== undefined && hasLogin ? [{ kind: 'environment-token', where: first } as const] : []),
      ...(await folderFindings(inspector, folderVariable, copilotFolder, folders)),
    ],
  };
}
