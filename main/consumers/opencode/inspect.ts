// Whose identities OpenCode uses (protocols §3): a text in the environment, or one entry of its file for each provider; and
// the hosts that it asks at every start.
import { Secret } from '../../domain/secret.ts';
import type { ConsumerFinding } from '../../domain/finding.ts';
import type { JsonObject } from '../../domain/json.ts';
import { chatgptIdentity } from '../chatgpt-identity.ts';
import type { Chain, IdentityInEffect, Inspection, Inspector } from '../description.ts';
import { objectIn, parsedObject, textIn } from '../fields.ts';
import { hasEnded, keyLabel, whoIs } from '../inspecting.ts';
import { authPath, entries, keyIn, type Entry } from './auth-file.ts';
import { companyLogins } from './company-logins.ts';

const content = 'OPENCODE_AUTH_CONTENT';

export const keyVariables: readonly string[] = [content, ...entries.flatMap(({ variables }) => variables)];

function identityOf(
  { isSet }: Inspector,
  present: JsonObject | undefined,
  { entry, vendor, variables }: Entry,
  where: string,
): IdentityInEffect {
  const key = keyIn(present, entry);
  const why = `Its file has an entry for ${vendor}.`;
  if (key !== undefined) return { by: 'file', label: keyLabel(key), where, why };
  const login = objectIn(present, entry);
  if (textIn(login, 'type') === 'oauth')
    return { by: 'file', ...whoIs(chatgptIdentity(textIn(login, 'access'))), where, why };
  const variable = variables.find(isSet);
  if (variable !== undefined)
    return {
      by: 'environment',
      where: variable,
      why: `Its file has no entry for ${vendor}, so ${variable} is used.`,
    };
  return { by: 'nobody', where, why: `Its file has no entry for ${vendor}.` };
}

/** Of every provider that OpenCode has something of, and of the usual ones. */
function identitiesIn(
  inspector: Inspector,
  present: JsonObject | undefined,
  where: string,
): readonly IdentityInEffect[] {
  return entries.flatMap((entry) => {
    const identity = identityOf(inspector, present, entry, where);
    return identity.by === 'nobody' && entry.isUsual === undefined ? [] : [identity];
  });
}

/** Beside the keys of providers: a server of a company has a say in its settings, and its key is in a variable. */
function companiesIn(present: JsonObject | undefined, where: string): readonly IdentityInEffect[] {
  return companyLogins.list(present).map(({ url, variable }) => ({
    by: 'file',
    label: url,
    where,
    why: `Its file has a login of this company, whose server has a say in its settings. Its key is in ${variable}.`,
  }));
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
      : [...identitiesIn(inspector, present, where), ...companiesIn(present, where)],
    findings: [
      ...(isSet(content) && hasLogin ? [{ kind: 'environment-key', where: content } as const] : []),
      ...(ended ? [{ kind: 'stale-file', where, detail: 'an access token in it has ended' } as const] : []),
      ...(await silentEntries(present, where, reach)),
    ],
    chains,
  };
}
