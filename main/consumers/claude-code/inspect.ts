// Whose identity Claude Code uses, in its own order (protocols §2.4): a cloud, a token or a key of the environment, a helper,
// the token of `claude setup-token`, its stored login.
import { consumerId, providerId } from '../../domain/ids.ts';
import type { ConsumerFinding } from '../../domain/finding.ts';
import type { JsonObject } from '../../domain/json.ts';
import { Secret } from '../../domain/secret.ts';
import type { Chain, IdentityInEffect, Inspection, Inspector } from '../description.ts';
import { objectIn, parsedObject, textIn } from '../fields.ts';
import { claudeFolder, claudeLoginFolder, claudeNotes } from '../folders.ts';
import { folderFindings, hasEnded, keyLabel, scriptFolder, whoIs } from '../inspecting.ts';
import { identityOf } from './identity.ts';

const owner = consumerId('claude-code');
const provider = providerId('claude');
const folderVariables = ['CLAUDE_CONFIG_DIR', 'CLAUDE_SECURESTORAGE_CONFIG_DIR'] as const;

const clouds = ['CLAUDE_CODE_USE_BEDROCK', 'CLAUDE_CODE_USE_VERTEX', 'CLAUDE_CODE_USE_FOUNDRY'] as const;
const bearer = 'ANTHROPIC_AUTH_TOKEN';
const key = 'ANTHROPIC_API_KEY';
const setupToken = 'CLAUDE_CODE_OAUTH_TOKEN';
const helper = 'apiKeyHelper';

export const keyVariables = [key, bearer, setupToken] as const;

/** What goes before the stored login, the first first. */
const overruling = [
  ...clouds.map((name) => ({ name, kind: 'environment-key', what: 'has a cloud asked' }) as const),
  { name: bearer, kind: 'environment-token', what: 'is a token' },
  { name: key, kind: 'environment-key', what: 'is an API key' },
  { name: helper, kind: undefined, what: 'in the settings gives the key' },
  { name: setupToken, kind: 'environment-token', what: 'is a token' },
] as const;

const off = new Set<unknown>(['', '0', 'false', 0, false]);

/** A place in which something that overrules the login is set. */
interface Overruler {
  readonly by: 'environment' | 'helper';
  readonly kind: ConsumerFinding['kind'] | undefined;
  readonly where: string;
  readonly why: string;
  readonly detail?: string;
}

/** The environment that its own settings make goes before that of the terminal, also where they blank something. */
function overrulers(
  inspector: Inspector,
  settings: JsonObject | undefined,
  path: string,
): readonly Overruler[] {
  const inSettings = objectIn(settings, 'env');
  return overruling.flatMap(({ name, kind, what }): readonly Overruler[] => {
    const why = `${name} ${what}, which goes before the login.`;
    if (name === helper)
      return textIn(settings, name) === undefined ? [] : [{ by: 'helper', kind, where: path, why }];
    const own = inSettings?.[name];
    if (own !== undefined)
      return off.has(own) ? [] : [{ by: 'environment', kind, where: name, why, detail: `set in ${path}` }];
    return inspector.isSet(name) ? [{ by: 'environment', kind, where: name, why }] : [];
  });
}

interface Stored {
  readonly identity: IdentityInEffect;
  readonly findings: readonly ConsumerFinding[];
  readonly chains: readonly Chain[];
}

/** The login in this file. @param notes the path of what the program notes about whoever is signed in */
async function storedIn(
  { read, platform, now }: Inspector,
  { folder, notes, chosen }: { readonly folder: string; readonly notes: string; readonly chosen: string },
): Promise<Stored> {
  const where = `${folder}/.credentials.json`;
  const credentialsText = await read(where);
  const claudeJsonText = await read(notes);
  const noted = parsedObject(claudeJsonText);
  const login = objectIn(parsedObject(credentialsText), 'claudeAiOauth');
  const none = { findings: [], chains: [] };
  if (platform === 'darwin') {
    const label = textIn(objectIn(noted, 'oauthAccount'), 'emailAddress');
    const why = `${chosen} Its login is in the keychain of macOS.`;
    return { identity: { by: 'keyring', ...(label !== undefined && { label }), why }, ...none };
  }
  const refresh = textIn(login, 'refreshToken');
  const chains: readonly Chain[] = refresh === undefined ? [] : [{ where, token: new Secret(refresh) }];
  if (textIn(login, 'accessToken') !== undefined && Array.isArray(login?.['scopes'])) {
    const ends = login['expiresAt'];
    const ended = hasEnded(
      login,
      { access: 'accessToken', refresh: 'refreshToken' },
      typeof ends === 'number' ? ends : undefined,
      now,
    );
    const who = whoIs(identityOf({ credentialsText, claudeJsonText }));
    return {
      identity: { by: 'file', ...who, where, why: `${chosen} The login there is used.` },
      findings: ended ? [{ kind: 'stale-file', where, detail: 'its access token has ended' }] : [],
      chains,
    };
  }
  const made = textIn(noted, 'primaryApiKey');
  if (made !== undefined) {
    const why = 'There is no login, so the API key is used that was made at the Console.';
    return { identity: { by: 'file', label: keyLabel(made), where: notes, why }, ...none };
  }
  return { identity: { by: 'nobody', where, why: `${chosen} Nobody is signed in there.` }, ...none };
}

export async function inspect(inspector: Inspector): Promise<Inspection> {
  const { places, read, activeLogin } = inspector;
  const settingsPath = `${claudeFolder(places)}/settings.json`;
  const byScript = scriptFolder(inspector, { provider, owner, variables: folderVariables });
  const named = folderVariables.filter((name) => (places.environment[name] ?? '') !== '').at(-1);
  const usual = {
    folder: claudeLoginFolder(places),
    notes: claudeNotes(places),
    chosen: named === undefined ? 'No variable says otherwise.' : `${named} names the folder.`,
  };
  const stored = await storedIn(
    inspector,
    byScript === undefined
      ? usual
      : {
          folder: byScript,
          notes: `${byScript}/.claude.json`,
          chosen:
            'A plain call goes through the script of Gatehouse, which names the folder of the account in use.',
        },
  );
  // Where the script has its say, the usual file is looked at for its own sake.
  const aside = byScript === undefined ? undefined : await storedIn(inspector, usual);
  const first = overrulers(inspector, parsedObject(await read(settingsPath)), settingsPath);
  const login = activeLogin(provider);
  const hasLogin = stored.identity.by !== 'nobody' || login !== undefined;
  const folders = login === undefined ? [] : [login.folder];
  const [overruler] = first;
  return {
    effective: [
      overruler === undefined
        ? stored.identity
        : { by: overruler.by, where: overruler.where, why: overruler.why },
    ],
    findings: [
      ...(hasLogin ? first : []).flatMap(({ kind, where, detail }) =>
        kind === undefined ? [] : [{ kind, where, ...(detail !== undefined && { detail }) }],
      ),
      ...(await folderFindings(inspector, folderVariables[0], claudeFolder, folders)),
      ...(await folderFindings(inspector, folderVariables[1], claudeLoginFolder, folders)),
      ...stored.findings,
      ...(aside?.findings ?? []),
    ],
    chains: [...stored.chains, ...(aside?.chains ?? [])],
  };
}
