// Whose identity Codex uses, in its own order (protocols §1.7): a token of the environment, the keyring, its file.
import { consumerId, providerId } from '../../domain/ids.ts';
import type { ConsumerFinding } from '../../domain/finding.ts';
import type { JsonObject } from '../../domain/json.ts';
import { Secret } from '../../domain/secret.ts';
import type { Chain, IdentityInEffect, Inspection, Inspector } from '../description.ts';
import { objectIn, parsedObject, textIn } from '../fields.ts';
import { codexFolder } from '../folders.ts';
import { folderFindings, keyLabel, scriptFolder, whoIs } from '../inspecting.ts';
import { identityIn, methodIn } from './identity.ts';

const owner = consumerId('codex');
const provider = providerId('openai');
const folderVariable = 'CODEX_HOME';
const token = 'CODEX_ACCESS_TOKEN';
/** Read by `codex exec` alone. */
const key = 'CODEX_API_KEY';

export const keyVariables = [token, key, 'OPENAI_API_KEY'] as const;

function inFile(present: JsonObject | undefined, where: string, chosen: string): IdentityInEffect {
  const method = methodIn(present);
  if (method === undefined) return { by: 'nobody', where, why: `${chosen} Nobody is signed in there.` };
  if (method === 'api') {
    const label = keyLabel(textIn(present, 'OPENAI_API_KEY') ?? '');
    return { by: 'file', label, where, why: `${chosen} The API key there is used, billed by use.` };
  }
  if (method === 'chatgpt')
    return {
      by: 'file',
      ...whoIs(identityIn(present)),
      where,
      why: `${chosen} The ChatGPT login there is used.`,
    };
  return { by: 'file', where, why: `${chosen} The ${method.what} there is used.` };
}

function lineOf(text: string, setting: string): number {
  return text.split(/\r?\n/).findIndex((line) => line.trimStart().startsWith(setting)) + 1;
}

async function settingFindings(
  present: JsonObject | undefined,
  configText: string,
  where: string,
): Promise<{ readonly store: string | undefined; readonly findings: readonly ConsumerFinding[] }> {
  // The TOML parser is loaded on use: the tray does not need it.
  const { loginSettings } = await import('./settings.ts');
  const { store, forced } = loginSettings(configText);
  const method = methodIn(present);
  const at = (setting: string) => {
    const line = lineOf(configText, setting);
    return line > 0 ? { line } : {};
  };
  return {
    store,
    findings: [
      ...(store === undefined || store === 'file'
        ? []
        : [{ kind: 'keyring', where, detail: store, ...at('cli_auth_credentials_store') } as const]),
      // Which setting the other ways belong to cannot be told.
      ...(forced === undefined || typeof method !== 'string' || forced === method
        ? []
        : [{ kind: 'forced-login-method', where, detail: forced, ...at('forced_login_method') } as const]),
    ],
  };
}

function chainIn(present: JsonObject | undefined, where: string): readonly Chain[] {
  const text = textIn(objectIn(present, 'tokens'), 'refresh_token');
  return text === undefined ? [] : [{ where, token: new Secret(text) }];
}

function fromKeyring(store: string, where: string, file: IdentityInEffect): IdentityInEffect {
  if (store === 'ephemeral')
    return { by: 'nobody', where, why: 'cli_auth_credentials_store has every login forgotten at the end.' };
  const why =
    'cli_auth_credentials_store has the login kept in the keyring, where it cannot be seen from here.';
  // Without a keyring, this one goes by the file.
  if (store === 'auto' && file.by === 'file')
    return { by: 'keyring', where, why: `${why} Without one: ${file.label ?? 'its file'}.` };
  return { by: 'keyring', where, why };
}

export async function inspect(inspector: Inspector): Promise<Inspection> {
  const { places, read, isSet, activeLogin } = inspector;
  const byScript = scriptFolder(inspector, { provider, owner, variables: [folderVariable] });
  const folder = byScript ?? codexFolder(places);
  const where = `${folder}/auth.json`;
  const present = parsedObject(await read(where));
  const config = `${folder}/config.toml`;
  const configText = await read(config);
  const { store, findings } = await settingFindings(present, configText ?? '', config);
  const usual = `${codexFolder(places)}/auth.json`;
  const usualChain = usual === where ? [] : chainIn(parsedObject(await read(usual)), usual);
  const chosen =
    byScript !== undefined
      ? 'A plain call goes through the script of Gatehouse, which names the folder of the account in use.'
      : places.environment[folderVariable] === undefined
        ? 'No variable says otherwise.'
        : `${folderVariable} names the folder.`;
  const file = inFile(present, where, chosen);
  const stored = store === undefined || store === 'file' ? file : fromKeyring(store, config, file);
  const hasLogin = stored.by !== 'nobody' || activeLogin(provider) !== undefined;
  const overruled = (variable: string, kind: ConsumerFinding['kind'], detail?: string) =>
    isSet(variable) && hasLogin ? [{ kind, where: variable, ...(detail !== undefined && { detail }) }] : [];
  return {
    effective: [
      isSet(token)
        ? { by: 'environment', where: token, why: `${token} is set and goes before every login.` }
        : stored,
      ...(isSet(key)
        ? [{ by: 'environment', where: key, why: `codex exec takes ${key} before every login.` } as const]
        : []),
    ],
    findings: [
      ...overruled(token, 'environment-token'),
      ...overruled(key, 'environment-key', 'for codex exec'),
      ...(await folderFindings(inspector, folderVariable, codexFolder, privateFolders(inspector))),
      ...findings,
      ...(await privateKeyrings(inspector, folder, configText)),
    ],
    chains: [...chainIn(present, where), ...usualChain],
  };
}

function privateFolders({ logins }: Inspector): readonly string[] {
  return logins.flatMap((login) =>
    login.owner === owner && login.place === 'private' ? [login.folder] : [],
  );
}

/** Other accounts whose settings keep the login elsewhere; the same text is most often the same file, linked, and told once. */
async function privateKeyrings(
  inspector: Inspector,
  folder: string,
  configText: string | undefined,
): Promise<readonly ConsumerFinding[]> {
  const told = new Set([configText]);
  const found: ConsumerFinding[] = [];
  for (const each of privateFolders(inspector).filter((other) => other !== folder)) {
    const where = `${each}/config.toml`;
    const text = await inspector.read(where);
    if (text === undefined || told.has(text)) continue;
    told.add(text);
    // Without a login to go by, the store is all that can be wrong.
    const { findings } = await settingFindings(undefined, text, where);
    found.push(...findings);
  }
  return found;
}
