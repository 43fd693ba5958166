// The entries of vault.json that are set aside: under a key that did not open, their place taken by a sign-in under another.
import * as z from 'zod/mini';
import type { AccountId } from '../../domain/ids.ts';
import { parseEntry, type VaultFile } from './vault-shapes.ts';

/** Older ones have the account in their entry alone. */
const asideShape = z.looseObject({ account: z.optional(z.string()), entry: z.unknown() });
const ownedShape = z.looseObject({ account: z.looseObject({ id: z.string() }) });

/** Beside the entry in use an account has so many at most. */
const mostAside = 4;

function isAsideOf(account: AccountId, one: unknown): boolean {
  const aside = asideShape.safeParse(one);
  if (!aside.success) return false;
  if (aside.data.account !== undefined) return aside.data.account === account;
  const owned = ownedShape.safeParse(aside.data.entry);
  return owned.success && owned.data.account.id === account;
}

/** The key that has sealed an entry; undefined when none has. */
function keyOf(account: AccountId, raw: unknown): string | undefined {
  const entry = parseEntry(account, raw);
  return entry === undefined || 'open' in entry ? undefined : `${entry.backend}|${entry.keyId}`;
}

/** Without what the key of this newer entry has sealed for the same account before. */
export function withoutOlder(
  aside: readonly unknown[],
  account: AccountId,
  newer: unknown,
): readonly unknown[] {
  const key = keyOf(account, newer);
  if (key === undefined) return aside;
  return aside.filter((one) => {
    const item = asideShape.safeParse(one);
    return !(item.success && isAsideOf(account, one) && keyOf(account, item.data.entry) === key);
  });
}

/** With this entry among those that are set aside: the newest of each key, and of each account the newest few. */
export function withAside(
  aside: readonly unknown[],
  account: AccountId,
  entry: unknown,
  at: Date,
): readonly unknown[] {
  const before = withoutOlder(aside, account, entry);
  const own = before.filter((one) => isAsideOf(account, one)).slice(1 - mostAside);
  const others = before.filter((one) => !isAsideOf(account, one));
  return [...others, ...own, { setAsideAt: at.toISOString(), account, entry }];
}

/** The file with nothing of an account in it; undefined when nothing of it was there. */
export function withoutAccount(file: VaultFile, account: AccountId): VaultFile | undefined {
  const { [account]: gone, ...entries } = file.entries;
  const aside = file.aside?.filter((one) => !isAsideOf(account, one));
  if (gone === undefined && aside?.length === file.aside?.length) return undefined;
  return { ...file, entries, aside };
}
