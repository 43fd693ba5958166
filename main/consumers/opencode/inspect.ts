// Whose identities OpenCode uses (protocols §3): a text in the environment, or one entry of its file for each provider; and
// the hosts that it asks at every start.
import { Secret } from '../../domain/secret.ts';
import type { ConsumerFinding } from '../../domain/finding.ts';
import type { JsonObject } from '../../domain/json.ts';
import { chatgptIdentity } from '../chatgpt-identity.ts';
import type { Chain, IdentityInEffect, Inspection, Inspector } from '../description.ts';
import { objectIn, parsedObject, textIn } from '../fields.ts';
import { hasEnded, keyLabel, whoIs } from '../inspecting.ts';
import { authPath, entries, keyIn } from './auth-file.ts';

const content = 'OPENCODE_AUTH_CONTENT';
/** Its provider's variable, used where the file has no entry. */
const variables: Readonly<Record<string, string>> = {
  anthropic: 'ANTHROPIC_API_KEY',
  openai: 'OPENAI_API_KEY',
};

export const keyVariables = [content, ...Object.values(variables)] as const;

function identityOf(
  { isSet }: Inspector,
  present: JsonObject | undefined,
  { entry, vendor }: (typeof entries)[number],
  where: string,
): IdentityInEffect {
  const key = keyIn(present, entry);
  const why = `Its file has an entry for ${vendor}.`;
  if (key !== undefined) return { by: 'file', label: keyLabel(key), where, why };
  const login = objectIn(present, entry);
  if (textIn(login, 'type') === 'oauth')
    return { by: 'file', ...whoIs(chatgptIdentity(textIn(login, 'access'))), where, why };
  const variable = variables[entry];
  if (variable !== undefined && isSet(variable))
    return {
      by: 'environment',
      where: variable,
      why: `Its file has no entry for ${vendor}, so ${variable} is used.`,
    };
  return { by: 'nobody', where, why: `Its file has no entry for ${vendor}.` };
}

/** The addresses of entries that have it ask a host at every start. */
function wellKnownIn(present: JsonObject | undefined): readonly string[] {
  return Object.keys(present ?? {}).filter(
    (name) => /^https:\/\//i.test(name) && textIn(objectIn(present, name), 'type') === 'wellknown',
  );
}

/** Taken out only where that host says so: without a network, none can be reached. */
async function silentEntries(
  present: JsonObject | undefined,
  path: string,
  reach: Inspector['reach'],
): Promise<readonly ConsumerFinding[]> {
  const found = await Promise.all(
    wellKnownIn(present).map(async (url): Promise<readonly ConsumerFinding[]> => {
      const host = await reach(`${url}/.well-known/opencode`);
      if (host === 'there') return [];
      if (host === 'unreached') return [{ kind: 'unreached-well-known', where: url, detail: path }];
      const repair = { kind: 'take-out', path, changes: { [url]: undefined } } as const;
      return [{ kind: 'dead-well-known', where: url, detail: path, repair }];
    }),
  );
  return found.flat();
}

function loginsIn(present: JsonObject | undefined): readonly { name: string; login: JsonObject }[] {
  return Object.keys(present ?? {}).flatMap((name) => {
    const login = objectIn(present, name);
    return login !== undefined && textIn(login, 'type') === 'oauth' ? [{ name, login }] : [];
  });
}

export async function inspect(inspector: Inspector): Promise<Inspection> {
  const { places, read, isSet, reach, now } = inspector;
  const where = authPath(places);
  const present = parsedObject(await read(where));
  const logins = loginsIn(present);
  const hasLogin = Object.keys(present ?? {}).length > 0;
  const chains = logins.flatMap(({ name, login }): readonly Chain[] => {
    const token = textIn(login, 'refresh');
    // Some vendors' tokens are for both: they are never renewed.
    if (token === undefined || token === textIn(login, 'access')) return [];
    return [{ where, token: new Secret(token), takeOut: { path: where, changes: { [name]: undefined } } }];
  });
  const ended = logins.some(({ login }) => {
    const ends = login['expires'];
    const endsAt = typeof ends === 'number' && ends > 0 ? ends : undefined;
    return hasEnded(login, { access: 'access', refresh: 'refresh' }, endsAt, now);
  });
  return {
    effective: isSet(content)
      ? [{ by: 'environment', where: content, why: `${content} is set and is read in place of its file.` }]
      : entries.map((entry) => identityOf(inspector, present, entry, where)),
    findings: [
      ...(isSet(content) && hasLogin ? [{ kind: 'environment-key', where: content } as const] : []),
      ...(ended ? [{ kind: 'stale-file', where, detail: 'an access token in it has ended' } as const] : []),
      ...(await silentEntries(present, where, reach)),
    ],
    chains,
  };
}
