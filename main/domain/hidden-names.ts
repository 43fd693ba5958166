// Other names for accounts, for a screen that others see: "Account 1" in the place of an address. Pure.
import { fullName } from './account-name.ts';
import type { Account } from './account.ts';
import type { AccountId } from './ids.ts';
import type { Language } from './language.ts';

export interface HiddenNames {
  /** By the number that it has at its provider, in the order in which the accounts are kept. */
  readonly name: (account: AccountId) => string;
  /**
   * The text without a name in it: accounts by their other names, and every address that is left by none at all.
   * @param about whose text it is, where several accounts have the same name
   */
  readonly text: (text: string, about?: AccountId) => string;
}

const words: Readonly<
  Record<Language, Readonly<Record<'account' | 'anAccount' | 'anOrganization' | 'anAddress', string>>>
> = {
  en: {
    account: 'Account',
    anAccount: 'a hidden account',
    anOrganization: 'a hidden organization',
    anAddress: 'a hidden address',
  },
  de: {
    account: 'Konto',
    anAccount: 'Konto (verborgen)',
    anOrganization: 'Organisation (verborgen)',
    anAddress: 'Adresse (verborgen)',
  },
};

const address = /[^\s@"'`<>()[\]{},:;/\\]+@[^\s@"'`<>()[\]{},:;/\\]+\.\p{L}{2,}/gu;

/** The text as a pattern of its own; where it ends in a letter it stands for a whole word only. */
function wholeWords(text: string): string {
  const escaped = text.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`);
  const before = /^[\p{L}\p{N}]/u.test(text) ? String.raw`(?<![\p{L}\p{N}])` : '';
  const after = /[\p{L}\p{N}]$/u.test(text) ? String.raw`(?![\p{L}\p{N}])` : '';
  return `${before}${escaped}${after}`;
}

/** @param accounts in the order in which they are kept */
export function hiddenNames(accounts: readonly Account[], language: Language): HiddenNames {
  const said = words[language];
  const names = new Map<AccountId, string>();
  const counts = new Map<string, number>();
  for (const { id, provider } of accounts) {
    const number = (counts.get(provider) ?? 0) + 1;
    counts.set(provider, number);
    names.set(id, `${said.account} ${String(number)}`);
  }
  const ids: ReadonlySet<string> = new Set(names.keys());

  /** Whom a text can mean, in small letters; the longest texts first, since a name may lie within another. */
  const meant = new Map<string, readonly Account[]>();
  /** As they are written: in small letters some have other characters, which the pattern would not find. */
  const texts = new Set<string>();
  for (const account of accounts) {
    for (const text of new Set([fullName(account), account.label])) {
      const key = text.toLowerCase();
      if (text.trim() === '') continue;
      meant.set(key, [...(meant.get(key) ?? []), account]);
      texts.add(text);
    }
    if (account.organization !== undefined) texts.add(account.organization);
  }
  const secretTexts = [...texts]
    .filter((text) => text.trim() !== '')
    .sort((left, right) => right.length - left.length);
  const pattern =
    secretTexts.length === 0 ? undefined : new RegExp(secretTexts.map(wholeWords).join('|'), 'giu');

  function nameFor(found: string, about: AccountId | undefined): string {
    const candidates = meant.get(found.toLowerCase()) ?? [];
    if (candidates.length === 0) return said.anOrganization;
    const own = candidates.find(({ id }) => id === about);
    const possible = own === undefined ? candidates : [own];
    const [first, ...others] = new Set(possible.map(({ id }) => names.get(id)));
    return first === undefined || others.length > 0 ? said.anAccount : first;
  }

  return {
    name: (account) => names.get(account) ?? said.anAccount,
    text(text, about) {
      // An id is no text: it is sent back.
      if (ids.has(text)) return text;
      const named = pattern === undefined ? text : text.replace(pattern, (found) => nameFor(found, about));
      return named.replace(address, said.anAddress);
    },
  };
}

/** What is no text for a person: it is compared or sent back. */
const kept: ReadonlySet<string> = new Set(['id', 'code', 'kind', 'folder']);

/**
 * The same value with every text in it changed, whatever else is in it.
 * @param value plain data; functions in it stay as they are
 */
export function withTexts<Value>(value: Value, change: (text: string) => string): Value;
export function withTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each: unknown) => withTexts(each, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]: [string, unknown]) => [
      key,
      kept.has(key) ? each : withTexts(each, change),
    ]),
  );
}
