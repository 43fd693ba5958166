// Whose identities Every Code uses (protocols §1.10, peers §2): its own login or, without one, Codex's; and for Claude the
// keys in `claude_auth.json`.
import { providerId } from '../../domain/ids.ts';
import type { ConsumerFinding } from '../../domain/finding.ts';
import type { JsonObject } from '../../domain/json.ts';
import { Secret } from '../../domain/secret.ts';
import { chatgptIdentity } from '../chatgpt-identity.ts';
import type { Chain, IdentityInEffect, Inspection, Inspector } from '../description.ts';
import { objectIn, parsedObject, textIn } from '../fields.ts';
import { codeFolder, codexFolder } from '../folders.ts';
import { folderFindings, hasEnded, keyLabel, whoIs } from '../inspecting.ts';

const claude = providerId('claude');
const openaiKey = 'OPENAI_API_KEY';
/** Handed to the agents that it starts under the name in the other place, whichever of the two is set. */
const claudeKeys = ['CLAUDE_API_KEY', 'ANTHROPIC_API_KEY'] as const;

export const keyVariables = [openaiKey, ...claudeKeys] as const;

const refreshTokenIn = (present: JsonObject | undefined): string | undefined =>
  textIn(objectIn(present, 'tokens'), 'refresh_token');

/** The tokens alone: a key beside them is another matter. */
const withoutTokens = { tokens: undefined, last_refresh: undefined } as const;

/** @param isSet whether the key of the environment is there to stand in */
function openaiIdentity(
  present: JsonObject | undefined,
  where: string,
  why: string,
  isSet: boolean,
): IdentityInEffect {
  const key = textIn(present, openaiKey);
  const tokens = objectIn(present, 'tokens');
  if (key !== undefined && (tokens === undefined || textIn(present, 'auth_mode') === 'apikey'))
    return { by: 'file', label: keyLabel(key), where, why };
  if (tokens !== undefined)
    return { by: 'file', ...whoIs(chatgptIdentity(textIn(tokens, 'id_token'))), where, why };
  if (isSet)
    return { by: 'environment', where: openaiKey, why: `There is no login, so ${openaiKey} is used.` };
  return { by: 'nobody', where, why: 'Nobody is signed in to OpenAI there.' };
}

/** The same token in its own file as in Codex's: the one who renews first signs the other out. */
function fork(
  own: JsonObject | undefined,
  ownPath: string,
  codex: JsonObject | undefined,
  codexPath: string,
): readonly ConsumerFinding[] {
  const token = refreshTokenIn(own);
  if (ownPath === codexPath || token === undefined || token !== refreshTokenIn(codex)) return [];
  const changes =
    textIn(own, openaiKey) === undefined
      ? { ...withoutTokens, auth_mode: undefined, [openaiKey]: undefined }
      : { ...withoutTokens, auth_mode: 'apikey' };
  return [
    {
      kind: 'forked-chain',
      where: ownPath,
      detail: codexPath,
      repair: { kind: 'take-out', path: ownPath, changes },
    },
  ];
}

async function openaiInspection(inspector: Inspector): Promise<Inspection> {
  const { places, read, isSet } = inspector;
  const ownPath = `${codeFolder(places)}/auth.json`;
  const codexPath = `${codexFolder(places)}/auth.json`;
  const own = parsedObject(await read(ownPath));
  const codex = parsedObject(await read(codexPath));
  // It reads Codex's file only where no variable names a folder and it has no file of its own.
  const isNamed = ['CODE_HOME', 'CODEX_HOME'].some((name) => (places.environment[name] ?? '') !== '');
  const fromCodex = own === undefined && !isNamed && codex !== undefined;
  const why = fromCodex
    ? 'It has no file of its own, so it reads the one of Codex.'
    : 'Its own file is used.';
  const effective = openaiIdentity(
    own ?? (fromCodex ? codex : undefined),
    fromCodex ? codexPath : ownPath,
    why,
    isSet(openaiKey),
  );
  const token = refreshTokenIn(own);
  const chains: readonly Chain[] =
    token === undefined || ownPath === codexPath ? [] : [{ where: ownPath, token: new Secret(token) }];
  return {
    effective: [effective],
    findings: [
      ...fork(own, ownPath, codex, codexPath),
      ...(await folderFindings(inspector, 'CODE_HOME', codeFolder)),
    ],
    chains,
  };
}

async function claudeInspection({ places, read, isSet, now, activeLogin }: Inspector): Promise<Inspection> {
  const where = `${codexFolder(places)}/claude_auth.json`;
  const present = parsedObject(await read(where));
  const key = textIn(present, 'ANTHROPIC_API_KEY');
  const tokens = objectIn(present, 'oauth_tokens');
  const ends = Date.parse(textIn(tokens, 'expires_at') ?? '');
  const ended = hasEnded(
    tokens,
    { access: 'access_token', refresh: 'refresh_token' },
    Number.isNaN(ends) ? undefined : ends,
    now,
  );
  const hasLogin = key !== undefined || tokens !== undefined || activeLogin(claude) !== undefined;
  const variable = claudeKeys.find((name) => isSet(name));
  const why = 'The keys for Claude in that file are used.';
  const inFile: IdentityInEffect | undefined =
    key !== undefined
      ? { by: 'file', label: keyLabel(key), where, why }
      : tokens !== undefined
        ? { by: 'file', where, why }
        : undefined;
  const inEnvironment: IdentityInEffect | undefined =
    variable === undefined
      ? undefined
      : { by: 'environment', where: variable, why: `${variable} is handed to every agent that it starts.` };
  return {
    effective: [
      inEnvironment ?? inFile ?? { by: 'nobody', where, why: 'There are no keys for Claude in that file.' },
    ],
    findings: [
      ...(variable === undefined || !hasLogin ? [] : [{ kind: 'environment-key', where: variable } as const]),
      ...(ended ? [{ kind: 'stale-file', where, detail: 'its access token has ended' } as const] : []),
    ],
  };
}

export async function inspect(inspector: Inspector): Promise<Inspection> {
  const { places, hasFolder } = inspector;
  const claudeAuth = await claudeInspection(inspector);
  const isUsed =
    (places.environment['CODE_HOME'] ?? '') !== '' ||
    (await hasFolder(codeFolder(places))) ||
    claudeAuth.effective.some(({ by }) => by === 'file');
  if (!isUsed)
    return { effective: [{ by: 'nobody', why: 'It was never used here: it has no folder.' }], findings: [] };
  const openai = await openaiInspection(inspector);
  return {
    effective: [...openai.effective, ...claudeAuth.effective],
    findings: [...openai.findings, ...claudeAuth.findings],
    chains: openai.chains ?? [],
  };
}
