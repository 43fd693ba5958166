// What Doctor finds in the files with keys that we know: who wrote them, whether their keys are the newest, who can read them.
import { isKeyedAccount, isOAuthAccount, type KeyedAccount } from '../domain/account.ts';
import type { ConsumerFinding } from '../domain/finding.ts';
import type { ConsumerId, ProviderId } from '../domain/ids.ts';
import { canonicalJson, type JsonObject } from '../domain/json.ts';
import { isFileOn } from '../domain/settings.ts';
import type { CredentialFile, ManagedFile } from '../consumers/description.ts';
import type { DoctorParts } from './doctor-parts.ts';
import { objectInBytes } from './json-in-file.ts';

export type FileFindingParts = Pick<
  DoctorParts,
  | 'managed'
  | 'consumers'
  | 'files'
  | 'history'
  | 'sharedFiles'
  | 'book'
  | 'state'
  | 'facts'
  | 'machine'
  | 'platform'
>;

/** A finding, and the program that it is about. */
export interface FoundAbout {
  readonly consumer: ConsumerId | undefined;
  readonly finding: ConsumerFinding;
}

type Item = ManagedFile<CredentialFile>;

const accessOfOthers = 0o077;
const ourName = 'Gatehouse';

/** The program that a shared file belongs to. */
function consumerOf({ consumers }: Pick<DoctorParts, 'consumers'>, fileId: string): ConsumerId | undefined {
  return consumers.find(({ files }) => files.some(({ id }) => id === fileId))?.id;
}

export function credentialFiles({ managed }: Pick<DoctorParts, 'managed'>): readonly Item[] {
  return managed.filter((item): item is Item => item.file.kind === 'credential');
}

/** The account in use whose keys belong into this file, where the person has it written. */
export function wantedIn(
  { file }: Item,
  { state, facts, book }: Pick<DoctorParts, 'state' | 'facts' | 'book'>,
): KeyedAccount | undefined {
  if (!isFileOn(state().settings, file)) return undefined;
  const account = facts().providers.find(
    ({ id }: { readonly id: ProviderId }) => id === file.provider,
  )?.account;
  const entry = account === undefined ? undefined : book.get(account.id);
  return entry !== undefined && isKeyedAccount(entry) && file.accepts(entry) ? entry : undefined;
}

/** Whether the file holds an account of ours with a refresh token that is neither the newest one nor newer than ours. */
function isOlder({ file }: Item, text: string, present: JsonObject, parts: FileFindingParts): boolean {
  return parts.book
    .all()
    .filter(isOAuthAccount)
    .some(
      (entry) =>
        file.rotated !== undefined &&
        file.accepts(entry) &&
        file.holds(present, entry) &&
        file.rotated(present, entry) === undefined &&
        !text.includes(entry.credential.refreshToken.reveal()),
    );
}

async function staleIn(item: Item, parts: FileFindingParts): Promise<readonly ConsumerFinding[]> {
  const text = await parts.files.read(item.path).catch(() => undefined);
  const present = text === undefined ? undefined : objectInBytes(new TextEncoder().encode(text));
  if (text === undefined || present === undefined || !isOlder(item, text, present, parts)) return [];
  return [{ kind: 'stale-file', where: item.path, detail: 'an older sign-in, whose token is spent' }];
}

/** Whether exactly what belongs there stands there, so that nothing would be written. */
async function isInPlace({ file }: Item, { sharedFiles }: FileFindingParts): Promise<boolean> {
  const proposed = await sharedFiles.proposal(file.id).catch(() => undefined);
  if (proposed?.changes === undefined) return false;
  const { before, changes } = proposed;
  return canonicalJson({ ...before, ...changes }) === canonicalJson(before);
}

/** Keys of ours belong there, and somebody else has written since we did. */
async function foreignIn(
  item: Item,
  parts: FileFindingParts,
  accepted: ReadonlyMap<string, number>,
): Promise<readonly ConsumerFinding[]> {
  const { file, path, reader } = item;
  const write = parts.state().foreignWrites.get(file.id);
  if (write === undefined || write.by === reader || (accepted.get(file.id) ?? 0) >= write.at) return [];
  const wanted = wantedIn(item, parts);
  if (wanted === undefined) return [];
  const holder = parts.state().holders.get(file.id);
  const [newest] = await parts.history.versions(path);
  // A stranger's sign-in that we have put back is still a stranger's.
  if (newest?.by === ourName && holder !== undefined) return [];
  const isAsWanted = await isInPlace(item, parts);
  const detail =
    holder === wanted.account.id
      ? `other keys of ${wanted.account.label}`
      : `${wanted.account.label} does not stand there any more`;
  return [
    {
      kind: 'foreign-writer',
      where: path,
      of: String(write.at),
      ...(isAsWanted
        ? { repair: { kind: 'accept-write', file: file.id, at: write.at } }
        : { detail, repair: { kind: 'write-anew', file: file.id } }),
    },
  ];
}

async function standingOf({ path }: Item, parts: FileFindingParts): Promise<readonly ConsumerFinding[]> {
  // Windows has no such rights.
  const found = parts.platform === 'win32' ? undefined : await parts.machine.standing(path);
  if (found === undefined) return [];
  const { mode, linksTo } = found;
  const rights = (mode & 0o777).toString(8).padStart(4, '0');
  return [
    ...((mode & accessOfOthers) === 0
      ? []
      : [
          {
            kind: 'open-rights',
            where: path,
            detail: `mode ${rights}`,
            repair: { kind: 'close', path },
          } as const,
        ]),
    ...(linksTo === undefined ? [] : [{ kind: 'link', where: path, detail: `to ${linksTo}` } as const]),
  ];
}

/** @param accepted by file, until when what others wrote there counts as seen, Unix milliseconds */
export async function fileFindings(
  parts: FileFindingParts,
  accepted: ReadonlyMap<string, number>,
): Promise<readonly FoundAbout[]> {
  const all = credentialFiles(parts);
  // Two of ours may be parts of one file, which is open or a link but once.
  const paths = new Map(all.map((item) => [item.path, item]));
  const about = async (
    item: Item,
    find: (item: Item) => Promise<readonly ConsumerFinding[]>,
  ): Promise<readonly FoundAbout[]> => {
    const consumer = consumerOf(parts, item.file.id);
    return (await find(item)).map((finding) => ({ consumer, finding }));
  };
  return (
    await Promise.all([
      ...all.map((item) => about(item, () => staleIn(item, parts))),
      ...all.map((item) => about(item, () => foreignIn(item, parts, accepted))),
      ...[...paths.values()].map((item) => about(item, () => standingOf(item, parts))),
    ])
  ).flat();
}
