// What several consumers need to say whose identity their program uses.
import type { ConsumerFinding } from '../domain/finding.ts';
import type { ConsumerId, ProviderId } from '../domain/ids.ts';
import type { JsonObject } from '../domain/json.ts';
import type { IdentityInEffect, Inspector, LoginIdentity, Places } from './description.ts';
import { isUsableFolder } from './folders.ts';

/** As a person recognises a key, without the key. */
export function keyLabel(key: string): string {
  return `API key …${key.trim().slice(-4)}`;
}

/** The part of an identity that says who somebody is. */
export function whoIs(identity: LoginIdentity | undefined): Pick<IdentityInEffect, 'label' | 'subject'> {
  if (identity === undefined) return {};
  const { label, provider, subject } = identity;
  return { label, subject: { provider, subject } };
}

/** The folder that our script names to the program; undefined where the script has no say. */
export function scriptFolder(
  { hasShellStart, activeLogin, places }: Inspector,
  { provider, owner, variables }: { provider: ProviderId; owner: ConsumerId; variables: readonly string[] },
): string | undefined {
  if (!hasShellStart || variables.some((name) => (places.environment[name] ?? '') !== '')) return undefined;
  const login = activeLogin(provider);
  return login?.owner === owner && login.place === 'private' ? login.folder : undefined;
}

/** Whether a shared file that cannot be renewed by its own program holds a token that has ended. */
export function hasEnded(
  tokens: JsonObject | undefined,
  { access, refresh }: { readonly access: string; readonly refresh: string },
  endsAt: number | undefined,
  now: number,
): boolean {
  const holds = (key: string): boolean => typeof tokens?.[key] === 'string' && tokens[key] !== '';
  return holds(access) && !holds(refresh) && endsAt !== undefined && endsAt <= now;
}

/**
 * A variable that sends the program to a folder which is not there, depends on where the program is started, or is not the
 * one that Gatehouse writes to.
 * @param folderOf where the program looks, given the places
 */
export async function folderFindings(
  { places, ours, hasFolder }: Inspector,
  variable: string,
  folderOf: (places: Places) => string,
  usual: readonly string[] = [],
): Promise<readonly ConsumerFinding[]> {
  const value = places.environment[variable];
  if (value === undefined || value === '') return [];
  const finding = (detail: string): readonly ConsumerFinding[] => [
    { kind: 'config-folder', where: variable, detail },
  ];
  if (!isUsableFolder(value)) return finding('that is relative, and so another one wherever it is started');
  if (!(await hasFolder(value))) return finding(`that is not there: ${value}`);
  const [theirs, written] = [folderOf(places), folderOf(ours)];
  // A folder of an account here was chosen on purpose.
  if (theirs === written || usual.includes(theirs)) return [];
  return finding(`that Gatehouse does not write: ${theirs} instead of ${written}`);
}
