// What a backup holds before it is encrypted: accounts, their credentials and the settings. Made and read here alone.
import type { Account, KeyedAccount, SignedInAccount } from './account.ts';
import { isKeyedAccount } from './account.ts';
import type { ApiKeyCredential, OAuthCredential } from './credential.ts';
import { Failure, toFailure, type FailureValue } from './failure.ts';
import { isAccountId, isConsumerId, isProviderId } from './ids.ts';
import { isObject } from './json.ts';
import { Secret } from './secret.ts';
import { readSettings } from './read-settings.ts';
import type { Settings } from './settings.ts';

const schema = 1;

/** A passphrase has at least so many characters. */
export const leastPassphraseLength = 8;

/** One account of a backup. A login that its program keeps has nothing but its identity in it. */
export type BackedUpAccount = {
  /** The programs whose files held the same keys at that time. */
  readonly usedBy: readonly string[];
} & (({ readonly kind: 'keyed' } & KeyedAccount) | { readonly kind: 'delegated'; readonly account: Account });

/** Whose an account is; of one that cannot be read, what its words say all the same. */
export interface ArchivedIdentity {
  readonly id: string;
  readonly provider: string;
  readonly label: string;
  readonly organization?: string;
}

/** One that cannot be restored. */
export interface UnreadableAccount {
  readonly kind: 'unreadable';
  readonly account: ArchivedIdentity;
  readonly failure: Failure;
}

export interface BackupContent<Each = BackedUpAccount> {
  /** Unix milliseconds. */
  readonly madeAt: number;
  readonly accounts: readonly Each[];
  readonly settings: RestorableSettings;
}

/**
 * Not among them: what belongs to one machine, and a person's yes to terms or to the use of keys. Of the shared files a backup
 * restores only which are off: a yes to keys in a file is given where it shows what would be written.
 */
export type RestorableSettings = Partial<
  Omit<
    Settings,
    | 'keyStore'
    | 'consents'
    | 'borrowKeys'
    | 'folderRules'
    | 'switchShortcut'
    | 'startWithSystem'
    | 'firstRun'
    | 'incidents'
  >
>;

/** What became of one account of a backup. */
export interface RestoredAccount {
  readonly account: ArchivedIdentity;
  readonly outcome:
    | 'restored'
    /** It took the place of the one that was here. */
    | 'replaced'
    /** One is here already. */
    | 'kept'
    /** The one here is as new or newer: its refresh token may be the only one that works. */
    | 'kept-newer'
    /** Its login belongs to a program, which has it still or needs it again. */
    | 'left-to-program'
    | 'failed';
  /** Others that had the same refresh token and may have spent it since; absent where there is none to spend. */
  readonly otherCopies?: readonly string[];
  readonly failure?: FailureValue;
}

export function restorableSettings({
  keyStore: _machine,
  consents: _yes,
  borrowKeys: _alsoYes,
  folderRules: _folders,
  switchShortcut: _keys,
  startWithSystem: _desktop,
  firstRun: _steps,
  incidents: _yesToHosts,
  ...rest
}: Settings): RestorableSettings {
  return rest;
}

function plain(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]: [string, unknown]) => [
      key,
      value instanceof Secret ? value.reveal() : value,
    ]),
  );
}

/** The text to encrypt. It holds every secret in the open. */
export function backupText({ madeAt, accounts, settings }: BackupContent): string {
  return JSON.stringify({
    schema,
    madeAt,
    accounts: accounts.map((each) => ({
      usedBy: each.usedBy,
      account: each.account,
      ...(each.kind === 'keyed' && { credential: plain(each.credential) }),
    })),
    settings,
  });
}

export function backedUp(entry: SignedInAccount, usedBy: readonly string[]): BackedUpAccount {
  return isKeyedAccount(entry)
    ? { kind: 'keyed', usedBy, ...entry }
    : { kind: 'delegated', usedBy, account: entry.account };
}

type Plain = Readonly<Record<string, unknown>>;

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** Reads one value or says where it is not what it should be. */
class Fields {
  readonly #object: Plain;
  readonly #place: string;

  constructor(value: unknown, place: string) {
    if (!isObject(value)) throw damaged(place);
    this.#object = value;
    this.#place = place;
  }

  has(name: string): boolean {
    return this.#object[name] !== undefined;
  }

  within(name: string): Fields {
    return new Fields(this.#object[name], `${this.#place}.${name}`);
  }

  list(name: string): readonly unknown[] {
    const value = this.#object[name];
    if (!isList(value)) throw this.#bad(name);
    return value;
  }

  /** Empty as well: what the app keeps must come back. */
  text(name: string): string {
    return this.of(name, isText);
  }

  secret(name: string): Secret {
    const text = this.text(name);
    if (text === '') throw this.#bad(name);
    return new Secret(text);
  }

  number(name: string): number {
    const value = this.#object[name];
    if (typeof value !== 'number' || !Number.isFinite(value)) throw this.#bad(name);
    return value;
  }

  of<Value extends string>(name: string, is: (value: unknown) => value is Value): Value {
    const value = this.#object[name];
    if (!is(value)) throw this.#bad(name);
    return value;
  }

  optional<Name extends string, Value>(
    name: Name,
    read: (name: Name) => Value,
  ): Partial<Record<Name, Value>> {
    const found: Partial<Record<Name, Value>> = {};
    if (this.has(name)) found[name] = read(name);
    return found;
  }

  listOf<Value extends string>(name: string, is: (value: unknown) => value is Value): readonly Value[] {
    const all = this.list(name);
    if (!all.every(is)) throw this.#bad(name);
    return all;
  }

  get value(): Plain {
    return this.#object;
  }

  #bad(name: string): Failure {
    return damaged(`${this.#place}.${name}`);
  }
}

function damaged(place: string): Failure {
  return new Failure('storage/unreadable', { subject: 'the backup', detail: `field ${place}` });
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isKind = (value: unknown): value is Account['kind'] =>
  value === 'oauth' || value === 'api-key' || value === 'delegated';
const isOrigin = (value: unknown): value is OAuthCredential['origin'] =>
  value === 'browser-sign-in' || value === 'entered' || value === 'owner-sign-in' || value === 'imported';

function readAccount(fields: Fields): Account {
  const text = (name: string): string => fields.text(name);
  return {
    id: fields.of('id', isAccountId),
    provider: fields.of('provider', isProviderId),
    label: fields.text('label'),
    ...fields.optional('workspaceId', text),
    ...fields.optional('organization', text),
    ...fields.optional('plan', text),
    ...fields.optional('planDetail', text),
    kind: fields.of('kind', isKind),
  };
}

function readCredential(
  fields: Fields,
  kind: Account['kind'],
): OAuthCredential | ApiKeyCredential | undefined {
  const secret = (name: string): Secret => fields.secret(name);
  const text = (name: string): string => fields.text(name);
  const number = (name: string): number => fields.number(name);
  const base = {
    origin: fields.of('origin', isOrigin),
    destinations: fields.listOf('destinations', isConsumerId),
    obtainedAt: fields.number('obtainedAt'),
  };
  if (fields.text('kind') !== kind) return undefined;
  if (kind === 'api-key') return { kind, ...base, ...fields.optional('issuer', text), key: secret('key') };
  if (kind === 'delegated') return undefined;
  return {
    kind,
    ...base,
    issuer: fields.text('issuer'),
    clientId: fields.text('clientId'),
    accessToken: secret('accessToken'),
    refreshToken: secret('refreshToken'),
    ...fields.optional('idToken', secret),
    ...fields.optional('expiresAt', number),
    ...fields.optional('refreshTokenExpiresAt', number),
    ...fields.optional('scopes', (name) => fields.listOf(name, isText)),
  };
}

/** What its words say of it, and its place where they do not even say its id. */
function identityIn(value: unknown, place: string): ArchivedIdentity {
  const account = isObject(value) && isObject(value['account']) ? value['account'] : {};
  const text = (name: string): string | undefined => {
    const found = account[name];
    return typeof found === 'string' && found !== '' ? found : undefined;
  };
  const id = text('id') ?? place;
  const organization = text('organization');
  return {
    id,
    provider: text('provider') ?? '',
    label: text('label') ?? id,
    ...(organization !== undefined && { organization }),
  };
}

function readBackedUp(value: unknown, place: string): BackedUpAccount {
  const fields = new Fields(value, place);
  const account = readAccount(fields.within('account'));
  if (account.id.split(':')[0] !== account.provider) throw damaged(`${place}.account.id`);
  const usedBy = fields.listOf('usedBy', isText);
  if (account.kind === 'delegated') return { kind: 'delegated', usedBy, account };
  const credential = readCredential(fields.within('credential'), account.kind);
  if (credential === undefined) throw damaged(`${place}.credential.kind`);
  return { kind: 'keyed', usedBy, account, credential };
}

/** One that cannot be read, or only by a later version, must not take the others along. */
function readEntry(value: unknown, index: number): BackedUpAccount | UnreadableAccount {
  const place = `accounts.${String(index)}`;
  try {
    return readBackedUp(value, place);
  } catch (thrown) {
    const account = identityIn(value, place);
    const { code, detail } = toFailure(thrown);
    const known = detail !== undefined && { detail };
    const failure = new Failure(code, { subject: account.label, cause: thrown, ...known });
    return { kind: 'unreadable', account, failure };
  }
}

function withoutYes({ sharedFiles = {}, ...others }: RestorableSettings): RestorableSettings {
  const off = Object.entries(sharedFiles).filter(([, isOn]) => !isOn);
  return { ...others, sharedFiles: Object.fromEntries(off) };
}

/** @throws Failure `storage/unreadable`, `storage/newer-schema` */
export function parseBackup(text: string): BackupContent<BackedUpAccount | UnreadableAccount> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // What the engine says of it quotes the text, and here that is decrypted.
    throw new Failure('storage/unreadable', { subject: 'the backup', detail: 'not JSON' });
  }
  const fields = new Fields(json, 'backup');
  if (fields.number('schema') > schema) throw new Failure('storage/newer-schema', { subject: 'The backup' });
  if (fields.number('schema') !== schema) throw damaged('backup.schema');
  return {
    madeAt: fields.number('madeAt'),
    accounts: fields.list('accounts').map(readEntry),
    settings: withoutYes(readSettings(fields.within('settings').value)),
  };
}
