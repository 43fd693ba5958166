// What a refresh has just brought, encrypted, one line in a file per account until the vault has it: a killed process
// loses nothing. A line is written in place and counts once it is whole, so that a note costs a single fsync.
import { closeSync, constants, fdatasync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import type { OAuthAccount } from '../../domain/account.ts';
import { Failure, toFailure } from '../../domain/failure.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { RefreshJournal, SecretBox } from '../../ports.ts';
import { ensureFile, readIfPresent, replaceFile } from './durable-file.ts';
import { codeOf, fileFailure } from './file-failure.ts';
import { hashOf } from './fingerprint.ts';
import { createKeepers, isSameKey, openEntry, readyStore, sealEntry, type Keeper } from './sealed-entry.ts';
import {
  accountOf,
  insideOf,
  keysInside,
  vaultSchema,
  parseEntry,
  type SealedEntry,
} from './vault-shapes.ts';

/** The only call here that waits for the disk. The others take microseconds, and handed to a thread far longer. */
const flush = promisify(fdatasync);

const schemaVersion = 1;
const lineShape = z.strictObject({
  schema: z.literal(schemaVersion),
  /** As inside: whose tokens it does not concern need not open it, which a key store that is gone would be in the way of. */
  spent: z.exactOptional(z.array(z.string())),
  entry: z.unknown(),
});
const noteShape = z.strictObject({
  /** Hashes of the refresh tokens that led here, oldest first: the vault may have missed several in a row. */
  spent: z.array(z.string()),
  /** As in a blob of the vault. */
  inside: z.string(),
});

/** A vault that cannot be written for this long has been complained about often. */
const longestChain = 64;
/** Only the last line counts, and the vault takes each note within moments: more than this is begun anew. */
const longestFileBytes = 100_000;

/** A whole line, as it is before it is opened. */
interface SealedNote {
  /** Absent in what an earlier version has written. */
  readonly spent?: readonly string[];
  readonly entry: SealedEntry;
}

interface Note {
  readonly spent: readonly string[];
  readonly renewed: OAuthAccount;
}

/** What stands in a file up to its last newline. What comes behind that was never finished, and nobody was told it was. */
interface Lines {
  readonly last: string | undefined;
  readonly endBytes: number;
}

const nothing: Lines = { last: undefined, endBytes: 0 };

interface Noted {
  readonly note: Note | undefined;
  readonly endBytes: number;
}

export interface RefreshJournalParts {
  /** Private, our own; made when it is first needed. */
  readonly folder: string;
  readonly box: SecretBox;
  /** Key stores that may have sealed a note before the person chose another one. */
  readonly lasting?: readonly SecretBox[];
}

function fingerprint(entry: OAuthAccount): string {
  return hashOf(entry.credential.refreshToken.reveal());
}

/** After a power cut the end of a line may be on the disk without its middle. */
function checksumOf(json: string): string {
  return hashOf(json).slice(0, 16);
}

function lineOf({ spent, entry }: Required<SealedNote>): Uint8Array {
  const json = JSON.stringify({ schema: schemaVersion, spent, entry });
  return new TextEncoder().encode(`${checksumOf(json)} ${json}\n`);
}

function sealedIn(line: string, account: AccountId): SealedNote | undefined {
  const [checksum = '', ...rest] = line.split(' ');
  const json = rest.join(' ');
  if (checksum !== checksumOf(json)) return undefined;
  const parsed = lineShape.safeParse(jsonOf(json));
  const entry = parsed.success ? parseEntry(account, parsed.data.entry) : undefined;
  if (!parsed.success || entry === undefined || 'open' in entry || entry.account.id !== account)
    return undefined;
  const { spent } = parsed.data;
  return { entry, ...(spent !== undefined && { spent }) };
}

/** Undefined when the text is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function noteIn(text: string): z.output<typeof noteShape> | undefined {
  const note = noteShape.safeParse(jsonOf(text));
  return note.success ? note.data : undefined;
}

function linesOf(file: number): Lines {
  const bytes = readFileSync(file);
  const endBytes = bytes.lastIndexOf('\n') + 1;
  return { last: bytes.toString('utf8', 0, endBytes).split('\n').at(-2), endBytes };
}

/**
 * A note that cannot be opened is never deleted: asked for a successor, it answers with a Failure (`storage/unreadable`,
 * or `storage/key-store-…` when it may open later); a new note sets it aside.
 */
export function createRefreshJournal({ folder, box, lasting = [] }: RefreshJournalParts): RefreshJournal {
  /** For key stores that keep nothing beyond this run. */
  const inMemory = new Map<AccountId, Note>();
  /** Accounts whose file is there, durable and safe to write to, as far as the last look at it goes. */
  const prepared = new Set<AccountId>();

  function pathOf(account: AccountId): string {
    return join(folder, `${hashOf(account).slice(0, 32)}.notes`);
  }

  /** Makes the file, empty, so that a note need not wait for its folder. @throws Failure of the `storage/` family */
  async function prepare(account: AccountId): Promise<void> {
    prepared.delete(account);
    await ensureFile(pathOf(account));
    prepared.add(account);
  }

  /** Uses the file, never one that a link leads to. @throws Failure of this code */
  async function withFile<Value>(
    account: AccountId,
    code: 'storage/unreadable' | 'storage/write-failed',
    use: (file: number) => Value | Promise<Value>,
  ): Promise<Value | 'no file'> {
    try {
      const access = code === 'storage/unreadable' ? constants.O_RDONLY : constants.O_RDWR;
      // A pipe is not waited for.
      const flags = access | constants.O_NOFOLLOW | constants.O_NONBLOCK;
      const file = openSync(pathOf(account), flags);
      try {
        return await use(file);
      } finally {
        closeSync(file);
      }
    } catch (thrown) {
      if (codeOf(thrown) === 'ENOENT') return 'no file';
      throw fileFailure(code, pathOf(account), thrown);
    }
  }

  /** Whoever has sealed it, chosen or not: what a provider has answered must not wait for the choice of a key store. */
  async function keeperOf(sealed: SealedEntry): Promise<Keeper> {
    for (const one of [box, ...lasting]) {
      const store = await one.state();
      if (store.kind === 'ready' && isSameKey(sealed, store)) return { box: one, store };
    }
    return createKeepers(box, lasting)(sealed);
  }

  async function opened(line: string, account: AccountId, spent?: OAuthAccount): Promise<Note | undefined> {
    const unreadable = new Failure('storage/unreadable', { subject: pathOf(account) });
    const found = sealedIn(line, account);
    if (found === undefined) throw unreadable;
    if (spent !== undefined && found.spent?.includes(fingerprint(spent)) === false) return undefined;
    const sealed = found.entry;
    const keeper = await keeperOf(sealed);
    const { text } = await openEntry(keeper.box, keeper.store, sealed);
    const note = noteIn(text);
    const credential = note === undefined ? undefined : keysInside(account, note.inside, vaultSchema);
    if (note === undefined || credential === undefined || credential === 'newer') throw unreadable;
    if (credential.kind !== 'oauth') throw unreadable;
    return { spent: note.spent, renewed: { account: accountOf(sealed), credential } };
  }

  /** @param spent only what concerns it is of interest */
  async function noted(account: AccountId, spent?: OAuthAccount): Promise<Noted> {
    const lines = await withFile(account, 'storage/unreadable', linesOf);
    const { last, endBytes } = lines === 'no file' ? nothing : lines;
    const kept = inMemory.get(account);
    if (kept !== undefined || last === undefined) return { note: kept, endBytes };
    return { note: await opened(last, account, spent), endBytes };
  }

  /** What stands there now, for a new note to build on. */
  async function before(account: AccountId): Promise<Noted> {
    try {
      return await noted(account);
    } catch (thrown) {
      if (toFailure(thrown).code === 'internal') throw thrown;
      const path = pathOf(account);
      const time = new Date().toISOString().replaceAll(':', '-');
      await rename(path, `${path}.unopened-${time}`).catch((cause: unknown) => {
        throw new Failure('storage/write-failed', { subject: path, cause });
      });
      return { note: undefined, endBytes: 0 };
    }
  }

  /** Whether the file was there to write to; durable when it answers. @throws Failure `storage/write-failed` */
  async function writeAt(account: AccountId, line: Uint8Array, atBytes: number): Promise<boolean> {
    const written = await withFile(account, 'storage/write-failed', async (file) => {
      if (writeSync(file, line, 0, line.length, atBytes) < line.length)
        throw new Failure('storage/write-failed', { subject: pathOf(account), detail: 'size differs' });
      await flush(file);
    });
    return written !== 'no file';
  }

  /** Durable when it returns. @throws Failure of the `storage/` family */
  async function write(account: AccountId, line: Uint8Array, atBytes: number): Promise<void> {
    const path = pathOf(account);
    if (atBytes + line.length > longestFileBytes) {
      await replaceFile(path, line, await readIfPresent(path));
      return;
    }
    if (prepared.has(account) && (await writeAt(account, line, atBytes))) return;
    await prepare(account);
    if (!(await writeAt(account, line, atBytes)))
      throw new Failure('storage/write-failed', { subject: path });
  }

  return {
    async note(spent, renewed) {
      const { account, credential } = renewed;
      const store = await readyStore(box, account.label);
      const { note, endBytes } = await before(account.id);
      const earlier =
        note !== undefined && fingerprint(note.renewed) === fingerprint(spent) ? note.spent : [];
      const chain = [...earlier, fingerprint(spent)].slice(-longestChain);
      if (!store.durable) {
        inMemory.set(account.id, { spent: chain, renewed });
        return;
      }
      const text = JSON.stringify({ spent: chain, inside: insideOf(account.id, credential) });
      const entry = await sealEntry(box, store, account, text);
      await write(account.id, lineOf({ spent: chain, entry }), endBytes);
      inMemory.delete(account.id);
    },

    async successorOf(entry) {
      const { id } = entry.account;
      // Whoever asks is about to renew, and then there is no time to lose. What goes wrong here, the note will say.
      const [{ note }] = await Promise.all([noted(id, entry), prepare(id).catch(() => undefined)]);
      return note?.spent.includes(fingerprint(entry)) === true ? note.renewed : undefined;
    },

    async clear(account) {
      inMemory.delete(account);
      await withFile(account, 'storage/write-failed', (file) => {
        const { last } = linesOf(file);
        // What this version has not written stays.
        if (last === undefined || sealedIn(last, account) !== undefined) ftruncateSync(file);
      });
    },
  };
}
