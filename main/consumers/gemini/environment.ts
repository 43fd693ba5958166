// How an agent of Gemini CLI is told whose account to use (protocols §5, seen in 0.61.0): by a key, or by the home of its own
// login. The way that its settings choose goes before every variable, and no word or variable changes that: where they
// choose another way, the person is told at the start, and by Doctor.
import type { SignedInAccount } from '../../domain/account.ts';
import { consumerId, providerId } from '../../domain/ids.ts';
import type { Secret } from '../../domain/secret.ts';
import { changeOf } from '../agent-variables.ts';
import type { AgentEnvironment, Finder } from '../description.ts';
import { keyVariable } from './env-file.ts';

const id = consumerId('gemini');
export const homeVariable = 'GEMINI_CLI_HOME';
export const loginVariable = 'GOOGLE_GENAI_USE_GCA';
export const cloudVariable = 'GOOGLE_GENAI_USE_VERTEXAI';

const variables: readonly string[] = [
  keyVariable,
  loginVariable,
  cloudVariable,
  'GOOGLE_API_KEY',
  'GOOGLE_CLOUD_ACCESS_TOKEN',
  'GEMINI_CLI_USE_COMPUTE_ADC',
  // With these it would send the key or the login to another host, or in another way.
  'CODE_ASSIST_ENDPOINT',
  'GEMINI_API_KEY_AUTH_MECHANISM',
  'GEMINI_CLI_CUSTOM_HEADERS',
  'GOOGLE_GEMINI_BASE_URL',
  'GOOGLE_VERTEX_BASE_URL',
  homeVariable,
];

const folderEnd = /[\\/]\.gemini$/;

/** A variable that is set to nothing keeps a `.env` file from setting it. */
function givenTo({ credential }: SignedInAccount): readonly (readonly [string, string | Secret])[] {
  if (credential.kind === 'api-key')
    return [
      [keyVariable, credential.key],
      [loginVariable, ''],
      [cloudVariable, ''],
    ];
  const login: readonly (readonly [string, string])[] = [
    [loginVariable, 'true'],
    [cloudVariable, ''],
    [keyVariable, ''],
  ];
  if (credential.kind === 'oauth' || credential.place === 'usual') return login;
  return [...login, [homeVariable, credential.folder.replace(folderEnd, '')]];
}

/** Its settings lie where its login does. */
function finderFor({ credential }: SignedInAccount, finder: Finder): Finder {
  if (credential.kind !== 'delegated' || credential.place === 'usual') return finder;
  const variables = {
    ...finder.places.environment,
    [homeVariable]: credential.folder.replace(folderEnd, ''),
  };
  return { ...finder, places: { ...finder.places, environment: variables } };
}

async function overruledBy(entry: SignedInAccount, finder: Finder): Promise<string | undefined> {
  // The reader of settings is loaded on use: the tray does not need it.
  const { chosenWay } = await import('./settings.ts');
  const chosen = await chosenWay(finderFor(entry, finder));
  const wanted = entry.credential.kind === 'api-key' ? 'gemini-api-key' : 'oauth-personal';
  if (chosen === undefined || chosen.way === wanted) return undefined;
  return (
    `The settings of Gemini CLI choose ${chosen.way} (${chosen.where}), which goes before ${entry.account.label}. ` +
    `To use that account, set security.auth.selectedType to ${wanted} there, or take it out.`
  );
}

export const environment: AgentEnvironment = {
  variables,
  providers: [providerId('gemini')],
  accepts: ({ credential }) =>
    credential.kind === 'api-key' || (credential.kind === 'delegated' && credential.owner === id),
  change: (entry) =>
    changeOf(variables, givenTo(entry), {
      // Settings are the person's choice, except where the login is looked for beside them.
      kept: entry.credential.kind === 'delegated' ? [] : [homeVariable],
    }),
  handsOver: ({ credential }) => credential.kind === 'api-key',
  overruledBy,
};
