// Whose identity Gemini CLI uses, in its own order (protocols §5.3, seen in 0.61.0): the way that its settings choose, or else
// the first one that the variables choose.
import { consumerId, providerId } from '../../domain/ids.ts';
import type { ConsumerFinding } from '../../domain/finding.ts';
import type { IdentityInEffect, Inspection, Inspector } from '../description.ts';
import { geminiFolder } from '../folders.ts';
import { folderFindings, keyLabel, whoIs } from '../inspecting.ts';
import { credentialsName, identityOf, readGeminiFiles } from './credentials-file.ts';
import { keyInEnvFile, keyVariable } from './env-file.ts';
import { cloudVariable, homeVariable, loginVariable } from './environment.ts';
import { isEncrypted } from './logins.ts';

const owner = consumerId('gemini');
const provider = providerId('gemini');
const cloudKey = 'GOOGLE_API_KEY';
const token = 'GOOGLE_CLOUD_ACCESS_TOKEN';
const computer = 'GEMINI_CLI_USE_COMPUTE_ADC';

export const keyVariables = [keyVariable, cloudKey, token] as const;

type Way = 'login' | 'key' | 'cloud' | 'computer' | 'other' | 'none';

interface Chosen {
  readonly way: Way;
  /** The file or the variable that chooses. */
  readonly where?: string;
  readonly why: string;
}

const waysInSettings: Readonly<Record<string, Way>> = {
  'oauth-personal': 'login',
  'gemini-api-key': 'key',
  'vertex-ai': 'cloud',
  'cloud-shell': 'computer',
  'compute-default-credentials': 'computer',
};

const waysOfVariables = [
  [loginVariable, 'login'],
  [cloudVariable, 'cloud'],
  [keyVariable, 'key'],
  [computer, 'computer'],
] as const;

async function chosen(inspector: Inspector): Promise<Chosen> {
  // The reader of settings is loaded on use: the tray does not need it.
  const { chosenWay } = await import('./settings.ts');
  const inSettings = await chosenWay(inspector);
  if (inSettings !== undefined) {
    const { way, where } = inSettings;
    return { way: waysInSettings[way] ?? 'other', where, why: `Its settings choose ${way}.` };
  }
  const variable = waysOfVariables.find(([name]) => inspector.isSet(name));
  if (variable !== undefined) {
    const [where, way] = variable;
    return { way, where, why: `Its settings choose nothing, so ${where} does.` };
  }
  if ((await keyInEnvFile(inspector)) !== undefined)
    return { way: 'key', why: 'Its settings choose nothing, so the key in its .env file does.' };
  return { way: 'none', why: 'Its settings choose nothing, so it asks at its next start.' };
}

async function byLogin(inspector: Inspector, why: string): Promise<IdentityInEffect> {
  const { places, read, isSet } = inspector;
  if (isSet(loginVariable) && isSet(token))
    return { by: 'environment', where: token, why: `${why} ${token} goes before its own login.` };
  const folder = geminiFolder(places);
  const where = `${folder}/${credentialsName}`;
  if (isEncrypted(inspector))
    return { by: 'keyring', where: folder, why: `${why} Its login is kept encrypted.` };
  const identity = identityOf(await readGeminiFiles(folder, read));
  return identity === undefined
    ? { by: 'nobody', where, why: `${why} Nobody is signed in there.` }
    : { by: 'file', ...whoIs(identity), where, why: `${why} The login there is used.` };
}

async function byKey(inspector: Inspector, why: string): Promise<IdentityInEffect> {
  if (inspector.isSet(keyVariable))
    return { by: 'environment', where: keyVariable, why: `${why} ${keyVariable} is an API key.` };
  const inFile = await keyInEnvFile(inspector);
  if (inFile !== undefined) {
    const { key, where } = inFile;
    return {
      by: 'file',
      label: keyLabel(key),
      where,
      why: `${why} The API key there is used, billed by use.`,
    };
  }
  return { by: 'keyring', why: `${why} Its API key is in the keyring, where it cannot be seen from here.` };
}

async function inEffect(inspector: Inspector, { way, where, why }: Chosen): Promise<IdentityInEffect> {
  const place = where !== undefined && { where };
  switch (way) {
    case 'login':
      return byLogin(inspector, why);
    case 'key':
      return byKey(inspector, why);
    case 'cloud':
      return inspector.isSet(cloudKey)
        ? { by: 'environment', where: cloudKey, why: `${why} ${cloudKey} is the key for Vertex AI.` }
        : { by: 'environment', ...place, why: `${why} A project at Google Cloud is asked.` };
    case 'computer':
      return {
        by: 'environment',
        ...place,
        why: `${why} The login of this computer at Google Cloud is used.`,
      };
    case 'other':
      return { by: 'helper', ...place, why };
    case 'none':
      return { by: 'nobody', ...place, why };
  }
}

/** What makes it another than the login that it keeps: a variable alone, for what the settings choose is the person's wish. */
function overruled(effective: IdentityInEffect, hasLogin: boolean): readonly ConsumerFinding[] {
  const { by, where } = effective;
  if (by !== 'environment' || where === undefined || !hasLogin) return [];
  return [{ kind: where === token ? 'environment-token' : 'environment-key', where }];
}

export async function inspect(inspector: Inspector): Promise<Inspection> {
  const { places, read, activeLogin, logins } = inspector;
  const choice = await chosen(inspector);
  const effective = await inEffect(inspector, choice);
  const stored = identityOf(await readGeminiFiles(geminiFolder(places), read));
  const hasLogin = stored !== undefined || activeLogin(provider) !== undefined;
  const isBySettings = choice.where?.endsWith('.json') === true && effective.where !== token;
  const usual = logins.flatMap((login) => (login.owner === owner ? [login.folder] : []));
  return {
    effective: [effective],
    findings: [
      ...(isBySettings ? [] : overruled(effective, hasLogin)),
      ...(await folderFindings(inspector, homeVariable, geminiFolder, usual)),
    ],
  };
}
