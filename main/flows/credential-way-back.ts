// What puts one credential file back as it stood before a switch: never with spent keys, and what its program has done stays.
import { isKeyedAccount, type KeyedAccount } from '../domain/account.ts';
import { Failure } from '../domain/failure.ts';
import type { AccountId } from '../domain/ids.ts';
import type { JsonObject } from '../domain/json.ts';
import type { CredentialFile, ManagedFile, SharedFacts } from '../consumers/description.ts';
import type { JsonEdit, PlannedWrite, SharedFileWriter, SwitchRecord, WriteTarget } from '../ports.ts';
import type { AccountBook } from './account-book.ts';
import type { FilePlan } from './file-plan.ts';
import { areSameBytes } from '../domain/same-bytes.ts';

/** What becomes of keys whose account cannot be opened any more: nothing is written, or they are put there as they were noted. */
export type LostKeys = 'refused' | 'as-noted';

export interface WayBack {
  readonly lost: LostKeys;
  /** What will stand there by then, where that was planned already. */
  readonly standing: Uint8Array | undefined;
}

export interface WayBackParts {
  readonly item: ManagedFile<CredentialFile>;
  readonly target: WriteTarget;
  readonly writer: Pick<SharedFileWriter, 'planJson' | 'planText'>;
  readonly book: Pick<AccountBook, 'get'>;
  /** What an edit makes of what stands there, or will. */
  readonly edited: (edit: JsonEdit, standing: Uint8Array | undefined) => Promise<PlannedWrite>;
  /** Takes over keys that the file's own program has renewed. */
  readonly adopt: (present: JsonObject) => Promise<boolean>;
  /** Before the keys of another account, or none, come to the place of those in this content. @throws Failure `storage/…` */
  readonly requireDurable: (present: JsonObject | undefined, next: AccountId | undefined) => Promise<void>;
  /** Whose keys of ours these are. */
  readonly holderOf: (present: JsonObject) => AccountId | undefined;
  /** It stands there for good now, with these keys, of this account. */
  readonly settled: (entry: KeyedAccount | undefined, holder: AccountId | undefined) => void;
}

/** Whether these are the keys that the account has now, and not those of before a renewal. */
function hasKeysOf(bytes: Uint8Array, { credential }: KeyedAccount, { rotated }: CredentialFile): boolean {
  const text = new TextDecoder().decode(bytes);
  if (credential.kind !== 'oauth') return text.includes(credential.key.reveal());
  // Some providers keep the access token and rotate the other one, which stands in one file only.
  const isNewest = rotated === undefined || text.includes(credential.refreshToken.reveal());
  return isNewest && text.includes(credential.accessToken.reveal());
}

function entryOf(id: AccountId | undefined, book: WayBackParts['book']): KeyedAccount | undefined {
  const entry = id === undefined ? undefined : book.get(id);
  return entry !== undefined && isKeyedAccount(entry) ? entry : undefined;
}

async function objectIn(
  bytes: Uint8Array | undefined,
  { writer, target }: WayBackParts,
): Promise<JsonObject> {
  let object: JsonObject = {};
  const look: JsonEdit = (present) => {
    object = present ?? {};
    return undefined;
  };
  if (bytes !== undefined) await writer.planJson(target, look, bytes);
  return object;
}

/** Our keys make room for what stood in their place; everything else that stands there by now stays. */
async function onlyKeysBack(
  before: Uint8Array | undefined,
  wanted: SharedFacts,
  parts: WayBackParts,
): Promise<JsonEdit> {
  const then = await objectIn(before, parts);
  return (content) => {
    const entry = content === undefined ? undefined : entryOf(parts.holderOf(content), parts.book);
    if (entry === undefined) return undefined;
    const keys = Object.keys(parts.item.file.content(entry, wanted, content));
    return Object.fromEntries(keys.map((key) => [key, then[key]]));
  };
}

/**
 * @throws Failure `selection/changed-since` when somebody else has signed in there, `credential/missing` when the account of
 * then has left and its keys must not be put there as they were
 */
export async function planCredentialBack(
  { before, after: written, mode, holder }: SwitchRecord['files'][number],
  wanted: SharedFacts,
  { lost, standing }: WayBack,
  parts: WayBackParts,
): Promise<FilePlan> {
  const { item, target, writer, book, edited, adopt, holderOf, requireDurable } = parts;
  const { file, path } = item;
  let present: AccountId | undefined;
  const { before: found } = await edited(async (content) => {
    if (content !== undefined) await adopt(content);
    await requireDurable(content, holder);
    present = content === undefined ? undefined : holderOf(content);
    return undefined;
  }, standing);
  const isKnown = found === undefined || areSameBytes(found, written) || areSameBytes(found, before);
  if (!isKnown && present === undefined) throw new Failure('selection/changed-since', { subject: path });
  const newest = entryOf(holder, book);
  if (holder !== undefined && newest === undefined && lost === 'refused')
    throw new Failure('credential/missing', { subject: holder });

  async function back(): Promise<Pick<PlannedWrite, 'before' | 'after'>> {
    if (!isKnown) {
      const claim: JsonEdit = (content) => newest && file.content(newest, wanted, content);
      return edited(newest === undefined ? await onlyKeysBack(before, wanted, parts) : claim, standing);
    }
    if (newest === undefined || before === undefined || hasKeysOf(before, newest, file))
      return { before: found, after: before };
    const { after } = await edited((content) => file.content(newest, wanted, content), before);
    return { before: found, after };
  }

  const planned = { path, ...(await back()), ...(mode !== undefined && { mode }) };
  return {
    item,
    target,
    planned,
    ...(present !== undefined && { holder: present }),
    async verify() {
      const now = await writer.planText(target, () => undefined);
      if (!areSameBytes(now.before, planned.after)) throw new Failure('storage/conflict', { subject: path });
    },
    settle() {
      parts.settled(newest, holder);
    },
  };
}
