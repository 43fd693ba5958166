// Makes a provider out of a file of the person's: the facts of the file go where those of a built-in one stand, and no code
// of theirs runs.
import type { FailureValue } from '../domain/failure.ts';
import type { ProviderId } from '../domain/ids.ts';
import type { KeyPackage, ProviderPackage } from '../domain/provider-package.ts';
import type { ProviderDescription } from './description.ts';
import { keyProvider } from './key-provider.ts';
import { vendorOfKey } from './key-vendors.ts';
import { houses } from './list.ts';

const characters: Readonly<Record<KeyPackage['key']['characters'], string>> = {
  hex: String.raw`[\da-fA-F]`,
  alphanumeric: String.raw`[\dA-Za-z]`,
  word: String.raw`[\w-]`,
  token: String.raw`[\w.~+/=-]`,
};

/** One class of characters, so often: there is nothing in it that could take long. */
function patternOf({ startsWith, characters: kind, length: [least, most] }: KeyPackage['key']) {
  const start = startsWith.replaceAll('.', String.raw`\.`);
  const shape = new RegExp(`^${start}${characters[kind]}{${String(least)},${String(most)}}$`);
  // A key of somebody else's that was mixed up with one of theirs is not sent to them.
  return { test: (key: string) => shape.test(key) && vendorOfKey(key) === undefined };
}

function fromKeys({
  id,
  label,
  keysFrom,
  hosts,
  key,
  header,
  check,
  quota,
}: KeyPackage): ProviderDescription {
  const { isHiddenAtFirst: _hidden, ...description } = keyProvider({
    id,
    label,
    hosts,
    keysFrom,
    hint: key.hint,
    pattern: patternOf(key),
    standing: `API key from ${keysFrom}, by a file of yours: Gatehouse has not checked what it says.`,
    check: {
      url: check.url,
      ...(check.field !== undefined && { knownBy: check.field }),
      ...(check.refusedBy !== undefined && { refusedBy: check.refusedBy }),
    },
    ...(header !== 'bearer' && { headersFor: (text: string) => ({ [header]: text }) }),
    ...(quota !== undefined && {
      quota: {
        url: quota.url,
        limits: { spacingMs: quota.spacingMs, perHour: quota.perHour },
        windows: async () => (await import('./package-windows.ts')).windowsBy(quota.windows),
      },
    }),
  });
  return { ...description, thirdParty: { hosts } };
}

export function packageProvider(described: ProviderPackage): ProviderDescription {
  return described.kind === 'keys' ? fromKeys(described) : houses[described.kind](described);
}

/** What is left of a provider while its file may not be used: a name for its accounts, and nothing to ask. */
export function idleProvider(
  {
    id,
    label,
    hosts,
  }: { readonly id: ProviderId; readonly label: string; readonly hosts: readonly string[] },
  idle: FailureValue,
): ProviderDescription {
  return { id, label, hosts: [], methods: [], standsAlone: true, thirdParty: { hosts, idle } };
}
