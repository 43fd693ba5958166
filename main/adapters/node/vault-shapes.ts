// What vault.json looks like, in this version and the one before, and the way from there to accounts and back. What a newer
// version adds is read as far as it says that it may be, and kept untouched (docs/vault.md).
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
const oldestSchema = 1;

const secret = z.pipe(
  z.string().check(z.minLength(1)),
  z.transform((text: string) => new Secret(text)),
);
const credentialBase = {
  origin: z.enum(['browser-sign-in', 'entered', 'owner-sign-in', 'imported']),
  destinations: z.array(z.custom<ConsumerId>(isConsumerId)),
  obtainedAt: z.number(),
};
const delegatedShape = z.object({
  ...credentialBase,
  kind: z.literal('delegated'),
  owner: z.custom<ConsumerId>(isConsumerId),
  folder: z.string(),
  place: z.enum(['private', 'usual']),
  loginExpiresAt: z.optional(z.number()),
});
const keysShape = z.discriminatedUnion('kind', [
  z.object({
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
  z.object({
    ...credentialBase,
    kind: z.literal('api-key'),
    issuer: z.optional(z.string()),
    key: secret,
  }),
]);

const accountKinds = ['oauth', 'api-key', 'delegated'] as const;
const accountShape = z.object({
  id: z.custom<AccountId>(isAccountId),
  provider: z.custom<ProviderId>(isProviderId),
  label: z.string(),
  workspaceId: z.optional(z.string()),
  organization: z.optional(z.string()),
  plan: z.optional(z.string()),
  planDetail: z.optional(z.string()),
  kind: z.enum(accountKinds),
});
/** Keys, encrypted by the key store that is named beside them. */
const sealedShape = z.object({
  account: accountShape,
  backend: z.string(),
  keyId: z.string(),
  blob: z.base64(),
});
/** An account without any secret, readable without a key store. */
const openShape = z.object({ account: accountShape, open: delegatedShape });
const entryShape = z.union([sealedShape, openShape]);

/** What is inside a blob: the keys bound to their account and schema, so that blobs cannot change places. */
const insideShape = z.object({ boundTo: z.string(), credential: keysShape });

const fileShape = z.looseObject({
  schema: z.int().check(z.gte(oldestSchema)),
  /** Each is looked at by itself: one that is damaged must not take the others down. */
  entries: z.record(z.string(), z.unknown()),
  /** Entries under a key that did not open, whose place a sign-in under another took, each with the time of that. */
  aside: z.optional(z.readonly(z.array(z.unknown()))),
});

/** What is not named in it was put there by a newer version, and stays. */
export type VaultFile = z.output<typeof fileShape>;
export type SealedEntry = z.output<typeof sealedShape>;
export type OpenEntry = z.output<typeof openShape>;

/** The schema that a reader has to know at least; where nothing is said, that of the file or entry itself. */
const readerShape = z.object({ readableFrom: z.optional(z.unknown()) });
const oursShape = z.optional(z.int().check(z.lte(vaultSchema)));

/** Whether a newer version has said of something that we must not go by it, in whatever way it says that. */
function isForNewer(value: unknown): boolean {
  const read = readerShape.safeParse(value);
  return read.success && !oursShape.safeParse(read.data.readableFrom).success;
}

/** A newer version has written it, in a way that lets us read it and nothing more. */
export function isNewer({ schema }: Pick<VaultFile, 'schema'>): boolean {
  return schema > vaultSchema;
}

const newerFileShape = z.object({
  schema: z.number().check(z.gt(vaultSchema)),
  readableFrom: z.optional(z.undefined()),
});

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
  if (isForNewer(json) || newerFileShape.safeParse(json).success)
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

export function vaultBytes({ schema, entries, aside = [], ...others }: VaultFile): Uint8Array {
  const content = { schema, ...others, entries, ...(aside.length > 0 && { aside }) };
  return new TextEncoder().encode(`${JSON.stringify(content, null, 2)}\n`);
}

const newerShape = z.object({ account: z.object({ id: z.string(), label: z.string(), kind: z.string() }) });

/**
 * An entry that only a newer version understands: it says so, or its account is of a kind that is not known here. The
 * account, where that can be shown; undefined for any other entry.
 */
export function newerEntry(id: string, raw: unknown): { readonly account?: Account } | undefined {
  const named = newerShape.safeParse(raw);
  const isOther =
    named.success &&
    named.data.account.id === id &&
    !accountKinds.some((kind) => kind === named.data.account.kind);
  if (!isOther && !isForNewer(raw)) return undefined;
  const read = z.object({ account: accountShape }).safeParse(raw);
  return read.success && read.data.account.id === id ? { account: accountOf(read.data) } : {};
}

/** One entry of the file; undefined when it is not what an entry should be, or not for us. */
export function parseEntry(id: string, raw: unknown): SealedEntry | OpenEntry | undefined {
  if (isForNewer(raw)) return undefined;
  const entry = entryShape.safeParse(raw);
  if (!entry.success) return undefined;
  // Names of sealed entries that changed places are found when the blob is opened; here nothing else would tell.
  return 'open' in entry.data && entry.data.account.id !== id ? undefined : entry.data;
}

// zod answers optional keys as "may be undefined"; our types say "may be absent".
export function accountOf({ account }: Pick<SealedEntry, 'account'>): Account {
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

const knownOf: Readonly<Record<string, readonly string[]>> = {
  delegated: Object.keys(delegatedShape.def.shape),
  ...Object.fromEntries(
    keysShape.def.options.map((shape) => [
      shape.def.shape.kind.def.values.join(''),
      Object.keys(shape.def.shape),
    ]),
  ),
};

const plainShape = z.record(z.string(), z.unknown());

/** Those fields that are not named. */
function others(value: unknown, named: readonly string[]): Readonly<Record<string, unknown>> {
  const fields = plainShape.safeParse(value);
  if (!fields.success) return {};
  return Object.fromEntries(Object.entries(fields.data).filter(([name]) => !named.includes(name)));
}

const entryFields = ['account', 'backend', 'keyId', 'blob', 'open'];

/** The new entry with whatever a newer version has put beside the fields of the present one. */
export function withOthers(
  present: unknown,
  entry: { readonly account: object; readonly open?: object },
): unknown {
  const before = plainShape.safeParse(present);
  if (!before.success || isForNewer(present)) return entry;
  const { account, open } = before.data;
  return {
    ...others(before.data, entryFields),
    ...entry,
    account: { ...others(account, Object.keys(accountShape.def.shape)), ...entry.account },
    ...(entry.open !== undefined && {
      open: { ...others(open, Object.keys(delegatedShape.def.shape)), ...entry.open },
    }),
  };
}

/**
 * What a newer version has put among the keys in a blob, to be sealed with their successors. Holds secrets, perhaps.
 * Undefined where there is nothing.
 */
export function othersInside(text: string): Secret | undefined {
  const inside = z.object({ credential: z.looseObject({ kind: z.string() }) }).parse(JSON.parse(text));
  const { kind } = inside.credential;
  const found = others(inside.credential, knownOf[kind] ?? []);
  return Object.keys(found).length === 0 ? undefined : new Secret(JSON.stringify({ kind, found }));
}

const keptInside = z.object({ kind: z.string(), found: plainShape });

/**
 * The text that goes into a blob. Holds secrets in the open.
 * @param kept of the keys before, as `othersInside` gave it; keys of another kind have no use for it
 */
export function insideOf(id: string, credential: Credential, kept?: Secret): string {
  const before = kept === undefined ? undefined : keptInside.parse(JSON.parse(kept.reveal()));
  const beside = before?.kind === credential.kind ? before.found : {};
  const revealed = Object.entries(credential).map(([key, value]: [string, unknown]): [string, unknown] => [
    key,
    value instanceof Secret ? value.reveal() : value,
  ]);
  return JSON.stringify({
    boundTo: binding(id, vaultSchema),
    credential: { ...beside, ...Object.fromEntries<unknown>(revealed) },
  });
}

const insideKindShape = z.object({ credential: z.object({ kind: z.string() }) });

/**
 * The keys from the text of a blob; `newer` when only a newer version knows what they are, undefined when the text is
 * damaged or belongs to another account.
 * @param schema of the file
 */
export function keysInside(id: string, text: string, schema: number): Credential | 'newer' | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const bound = z.object({ boundTo: z.string() }).safeParse(json);
  if (!bound.success) return undefined;
  const { boundTo } = bound.data;
  const sealedAs = Number(boundTo.slice(boundTo.lastIndexOf(' ')));
  const isKnown =
    Number.isInteger(sealedAs) && sealedAs >= oldestSchema && sealedAs <= Math.max(schema, vaultSchema);
  if (!isKnown || boundTo !== binding(id, sealedAs)) return undefined;
  if (isForNewer(json)) return 'newer';
  const inside = insideShape.safeParse(json);
  if (inside.success) return keysOf(inside.data.credential);
  const kind = insideKindShape.safeParse(json);
  return kind.success && knownOf[kind.data.credential.kind] === undefined ? 'newer' : undefined;
}
