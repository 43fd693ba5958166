// The vault: one encrypted blob per account in vault.json, beside the name and key id of the store that encrypted it.
import * as z from 'zod/mini';
import type { Account, SignedInAccount } from '../../domain/account.ts';
import type { Credential } from '../../domain/credential.ts';
import { Failure, toFailure } from '../../domain/failure.ts';
import {
  isAccountId,
  isConsumerId,
  isProviderId,
  type AccountId,
  type ConsumerId,
  type ProviderId,
} from '../../domain/ids.ts';
import { Secret } from '../../domain/secret.ts';
import type { SecretBox, Vault, VaultContent } from '../../ports.ts';
import { decodeText, readIfPresent, replaceFile } from './durable-file.ts';

const schemaVersion = 1;

const blobShape = z.strictObject({
  account: z.strictObject({
    id: z.custom<AccountId>(isAccountId),
    provider: z.custom<ProviderId>(isProviderId),
    label: z.string(),
    workspaceId: z.optional(z.string()),
    plan: z.optional(z.string()),
    planDetail: z.optional(z.string()),
    kind: z.enum(['oauth', 'api-key']),
  }),
  /** The key store's name at the time of encryption, and an id of its key. */
  backend: z.string(),
  keyId: z.string(),
  blob: z.base64(),
});

const vaultShape = z.strictObject({
  schema: z.literal(schemaVersion),
  /** Each is looked at by itself: one that is damaged must not take the others down. */
  entries: z.record(z.string(), z.unknown()),
  /** Blobs that a sign-in under another key took the place of, each with the time it was set aside. */
  aside: z.optional(z.array(z.unknown())),
});

const secret = z.pipe(
  z.string().check(z.minLength(1)),
  z.transform((text: string) => new Secret(text)),
);
const base = {
  origin: z.enum(['browser-sign-in', 'entered']),
  destinations: z.array(z.custom<ConsumerId>(isConsumerId)),
  obtainedAt: z.number(),
};
const credentialShape = z.discriminatedUnion('kind', [
  z.strictObject({
    ...base,
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
  z.strictObject({ ...base, kind: z.literal('api-key'), key: secret }),
]);
/** What is inside a blob: the credential bound to its account and schema, so that blobs cannot change places. */
const sealedShape = z.strictObject({ boundTo: z.string(), credential: credentialShape });

type VaultFile = z.output<typeof vaultShape>;
type StoredEntry = z.output<typeof blobShape>;

// zod answers optional keys as "may be undefined"; our types say "may be absent".
function accountOf({ account: { workspaceId, plan, planDetail, ...rest } }: StoredEntry): Account {
  return {
    ...rest,
    ...(workspaceId !== undefined && { workspaceId }),
    ...(plan !== undefined && { plan }),
    ...(planDetail !== undefined && { planDetail }),
  };
}

function credentialOf(stored: z.output<typeof credentialShape>): Credential {
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

function binding(id: string): string {
  return `${id}|schema ${String(schemaVersion)}`;
}

function reveal(credential: Credential): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(credential).map(([key, value]: [string, unknown]) => [
      key,
      value instanceof Secret ? value.reveal() : value,
    ]),
  );
}

export function createVault(path: string, box: SecretBox): Vault {
  async function read(): Promise<{ bytes: Uint8Array | undefined; file: VaultFile }> {
    const bytes = await readIfPresent(path);
    if (bytes === undefined) return { bytes, file: { schema: schemaVersion, entries: {} } };
    let json: unknown;
    try {
      json = JSON.parse(decodeText(bytes, path));
    } catch (cause) {
      throw cause instanceof Failure
        ? cause
        : new Failure('storage/unreadable', { subject: path, detail: 'not JSON', cause });
    }
    const version = z.object({ schema: z.number() }).safeParse(json);
    if (version.success && version.data.schema > schemaVersion)
      throw new Failure('storage/newer-schema', { subject: path });
    const parsed = vaultShape.safeParse(json);
    if (!parsed.success) {
      throw new Failure('storage/unreadable', {
        subject: path,
        detail: `field ${parsed.error.issues[0]?.path.join('.') ?? ''}`,
      });
    }
    return { bytes, file: parsed.data };
  }

  async function openBlob(
    id: string,
    entry: StoredEntry,
    now: { backend: string; keyId: string },
  ): Promise<SignedInAccount> {
    if (entry.backend !== now.backend || entry.keyId !== now.keyId) {
      // Never decrypt with another store's key: the result would look like success or like damage.
      const changed =
        entry.backend === now.backend
          ? `${now.backend} has another key now`
          : `${entry.backend}, now ${now.backend}`;
      throw new Failure('storage/key-store-changed', { subject: entry.account.label, detail: changed });
    }
    const sealed = sealedShape.safeParse(
      JSON.parse(await box.decrypt(Uint8Array.from(atob(entry.blob), (c) => c.charCodeAt(0)))),
    );
    if (!sealed.success || sealed.data.boundTo !== binding(id) || entry.account.id !== id) {
      throw new Failure('storage/unreadable', {
        subject: entry.account.label,
        detail: 'the stored keys are damaged',
      });
    }
    return { account: accountOf(entry), credential: credentialOf(sealed.data.credential) };
  }

  async function save({ account, credential }: SignedInAccount): Promise<void> {
    const state = await box.state();
    if (state.kind === 'unusable')
      throw new Failure(state.code, { subject: account.label, detail: state.detail });
    const { bytes, file } = await read();
    const sealed = await box.encrypt(
      JSON.stringify({ boundTo: binding(account.id), credential: reveal(credential) }),
    );
    const blob = Buffer.from(sealed).toString('base64');
    const entries = {
      ...file.entries,
      [account.id]: { account, backend: state.backend, keyId: state.keyId, blob },
    };
    const before = blobShape.safeParse(file.entries[account.id]);
    const sameKey =
      before.success && before.data.backend === state.backend && before.data.keyId === state.keyId;
    const replaced = file.entries[account.id];
    // What another key has encrypted may be opened again one day: never overwritten, never deleted.
    const aside = [
      ...(file.aside ?? []),
      ...(replaced === undefined || sameKey
        ? []
        : [{ setAsideAt: new Date().toISOString(), entry: replaced }]),
    ];
    await write({ entries, aside }, bytes);
  }

  async function write(
    { entries, aside = [] }: Pick<VaultFile, 'entries' | 'aside'>,
    before: Uint8Array | undefined,
  ): Promise<void> {
    const content = { schema: schemaVersion, entries, ...(aside.length > 0 && { aside }) };
    await replaceFile(path, new TextEncoder().encode(`${JSON.stringify(content, null, 2)}\n`), before);
  }

  async function remove(account: AccountId): Promise<void> {
    const { bytes, file } = await read();
    if (!(account in file.entries)) return;
    const { [account]: gone, ...entries } = file.entries;
    await write({ entries, aside: file.aside }, bytes);
  }

  let writing: Promise<unknown> = Promise.resolve();

  /** Two sign-ins that end together must not take each other for another program. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = writing.then(work);
    writing = done.catch(() => undefined);
    return done;
  }

  return {
    async load(): Promise<VaultContent> {
      const { file } = await read();
      const accounts: SignedInAccount[] = [];
      const unopened: { account: Account; failure: Failure }[] = [];
      const damaged: Failure[] = [];
      const entries = Object.entries(file.entries);
      if (entries.length === 0) return { accounts, unopened, damaged };
      const state = await box.state();
      for (const [id, raw] of entries) {
        const entry = blobShape.safeParse(raw);
        if (!entry.success) {
          damaged.push(new Failure('storage/unreadable', { subject: `${path}, entry ${id.slice(0, 80)}` }));
          continue;
        }
        try {
          if (state.kind === 'unusable') {
            throw new Failure(state.code, { subject: entry.data.account.label, detail: state.detail });
          }
          accounts.push(await openBlob(id, entry.data, state));
        } catch (thrown) {
          const failure =
            thrown instanceof SyntaxError
              ? new Failure('storage/unreadable', { subject: entry.data.account.label })
              : toFailure(thrown);
          unopened.push({ account: accountOf(entry.data), failure });
        }
      }
      return { accounts, unopened, damaged };
    },

    save: (entry) => inTurn(() => save(entry)),
    remove: (account) => inTurn(() => remove(account)),
  };
}
