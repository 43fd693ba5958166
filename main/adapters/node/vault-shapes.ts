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
  z.strictObject({ ...credentialBase, kind: z.literal('api-key'), key: secret }),
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
  /** Blobs that a sign-in under another key took the place of, each with the time it was set aside. */
  aside: z.optional(z.array(z.unknown())),
});

export type VaultFile = z.output<typeof fileShape>;
export type SealedEntry = z.output<typeof sealedShape>;
export type OpenEntry = z.output<typeof openShape>;

/** @throws Failure `storage/unreadable` or `storage/newer-schema` */
export function parseVault(bytes: Uint8Array, path: string): VaultFile {
  let json: unknown;
  try {
    json = JSON.parse(decodeText(bytes, path));
  } catch (cause) {
    throw cause instanceof Failure
      ? cause
      : new Failure('storage/unreadable', { subject: path, detail: 'not JSON', cause });
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
  if (stored.kind === 'api-key') return stored;
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
