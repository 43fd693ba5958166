// What vault.json looks like, in this version and the one before, and the way from there to accounts and back.
import * as z from 'zod/mini';
import type { Account, SignedInAccount } from '../../domain/account.ts';
import type { Credential } from '../../domain/credential.ts';
import { Failure } from '../../domain/failure.ts';
import {
  isAccountId,
  isConsumerId,
  isProviderId,
  type AccountId,
  type ConsumerId,
  type ProviderId,
} from '../../domain/ids.ts';
import { Secret } from '../../domain/secret.ts';
import { decodeText } from './durable-file.ts';

/** Version 2 knows accounts that hold no secret; everything of version 1 means the same in it. */
export const vaultSchema = 2;
const readableSchemas = [1, vaultSchema] as const;

const secret = z.pipe(
  z.string().check(z.minLength(1)),
  z.transform((text: string) => new Secret(text)),
);
const credentialBase = {
  origin: z.enum(['browser-sign-in', 'entered', 'owner-sign-in', 'imported']),
  destinations: z.array(z.custom<ConsumerId>(isConsumerId)),
  obtainedAt: z.number(),
};
const delegatedShape = z.strictObject({
  ...credentialBase,
  kind: z.literal('delegated'),
  owner: z.custom<ConsumerId>(isConsumerId),
  folder: z.string(),
  place: z.enum(['private', 'usual']),
  loginExpiresAt: z.optional(z.number()),
});
const keysShape = z.discriminatedUnion('kind', [
  z.strictObject({
    ...credentialBase,
    kind: z.literal('oauth'),
    issuer: z.string(),
    clientId: z.string(),
    accessToken: secret,
    refreshToken: secret,
    idToken: z.optional(secret),
    expiresAt: z.optional(z.number()),
    refreshTokenExpiresAt: z.optional(z.number()),
    scopes: z.optional(z.array(z.string())),
  }),
  z.strictObject({
    ...credentialBase,
    kind: z.literal('api-key'),
    issuer: z.optional(z.string()),
    key: secret,
  }),
]);

const accountShape = z.strictObject({
  id: z.custom<AccountId>(isAccountId),
  provider: z.custom<ProviderId>(isProviderId),
  label: z.string(),
  workspaceId: z.optional(z.string()),
  organization: z.optional(z.string()),
  plan: z.optional(z.string()),
  planDetail: z.optional(z.string()),
  kind: z.enum(['oauth', 'api-key', 'delegated']),
});
/** Keys, encrypted by the key store that is named beside them. */
const sealedShape = z.strictObject({
  account: accountShape,
  backend: z.string(),
  keyId: z.string(),
  blob: z.base64(),
});
/** An account without any secret, readable without a key store. */
const openShape = z.strictObject({ account: accountShape, open: delegatedShape });
const entryShape = z.union([sealedShape, openShape]);

/** What is inside a blob: the keys bound to their account and schema, so that blobs cannot change places. */
const insideShape = z.strictObject({ boundTo: z.string(), credential: keysShape });

const fileShape = z.strictObject({
  schema: z.union(readableSchemas.map((version) => z.literal(version))),
  /** Each is looked at by itself: one that is damaged must not take the others down. */
  entries: z.record(z.string(), z.unknown()),
  /** Entries under a key that did not open, whose place a sign-in under another took, each with the time of that. */
  aside: z.optional(z.readonly(z.array(z.unknown()))),
});

export type VaultFile = z.output<typeof fileShape>;
export type SealedEntry = z.output<typeof sealedShape>;
export type OpenEntry = z.output<typeof openShape>;

/** @throws Failure `storage/unreadable` or `storage/newer-schema` */
export function parseVault(bytes: Uint8Array, path: string): VaultFile {
  const text = decodeText(bytes, path);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // What the engine says of it quotes the text.
    throw new Failure('storage/unreadable', { subject: path, detail: 'not JSON' });
  }
  const version = z.object({ schema: z.number() }).safeParse(json);
  if (version.success && version.data.schema > vaultSchema)
    throw new Failure('storage/newer-schema', { subject: path });
  const parsed = fileShape.safeParse(json);
  if (!parsed.success) {
    throw new Failure('storage/unreadable', {
      subject: path,
      detail: `field ${parsed.error.issues[0]?.path.join('.') ?? ''}`,
    });
  }
  return parsed.data;
}

export function vaultBytes({ schema, entries, aside = [] }: VaultFile): Uint8Array {
  const content = { schema, entries, ...(aside.length > 0 && { aside }) };
  return new TextEncoder().encode(`${JSON.stringify(content, null, 2)}\n`);
}

/** One entry of the file; undefined when it is not what an entry should be. */
export function parseEntry(id: string, raw: unknown): SealedEntry | OpenEntry | undefined {
  const entry = entryShape.safeParse(raw);
  if (!entry.success) return undefined;
  // Names of sealed entries that changed places are found when the blob is opened; here nothing else would tell.
  return 'open' in entry.data && entry.data.account.id !== id ? undefined : entry.data;
}

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

// zod answers optional keys as "may be undefined"; our types say "may be absent".
export function accountOf({ account }: SealedEntry | OpenEntry): Account {
  const { workspaceId, organization, plan, planDetail, ...rest } = account;
  return {
    ...rest,
    ...(workspaceId !== undefined && { workspaceId }),
    ...(organization !== undefined && { organization }),
    ...(plan !== undefined && { plan }),
    ...(planDetail !== undefined && { planDetail }),
  };
}

export function openedEntry(entry: OpenEntry): SignedInAccount {
  const { loginExpiresAt, ...rest } = entry.open;
  return {
    account: accountOf(entry),
    credential: { ...rest, ...(loginExpiresAt !== undefined && { loginExpiresAt }) },
  };
}

function keysOf(stored: z.output<typeof keysShape>): Credential {
  if (stored.kind === 'api-key') {
    const { issuer, ...rest } = stored;
    return { ...rest, ...(issuer !== undefined && { issuer }) };
  }
  const { idToken, expiresAt, refreshTokenExpiresAt, scopes, ...rest } = stored;
  return {
    ...rest,
    ...(idToken !== undefined && { idToken }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(refreshTokenExpiresAt !== undefined && { refreshTokenExpiresAt }),
    ...(scopes !== undefined && { scopes }),
  };
}

function binding(id: string, schema: number): string {
  return `${id}|schema ${String(schema)}`;
}

/** The text that goes into a blob. Holds secrets in the open. */
export function insideOf(id: string, credential: Credential): string {
  const revealed = Object.entries(credential).map(([key, value]: [string, unknown]): [string, unknown] => [
    key,
    value instanceof Secret ? value.reveal() : value,
  ]);
  return JSON.stringify({
    boundTo: binding(id, vaultSchema),
    credential: Object.fromEntries<unknown>(revealed),
  });
}

/** The keys from the text of a blob; undefined when the text is damaged or belongs to another account. */
export function keysInside(id: string, text: string): Credential | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const inside = insideShape.safeParse(json);
  if (!inside.success) return undefined;
  const isBound = readableSchemas.some((schema) => inside.data.boundTo === binding(id, schema));
  return isBound ? keysOf(inside.data.credential) : undefined;
}
