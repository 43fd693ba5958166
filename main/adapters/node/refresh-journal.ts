// What a refresh has just brought, one encrypted file per account, until the vault has it: a killed process loses nothing.
import { createHash } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { OAuthAccount } from '../../domain/account.ts';
import { Failure, toFailure } from '../../domain/failure.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { RefreshJournal, SecretBox } from '../../ports.ts';
import { decodeText, readIfPresent } from './durable-file.ts';
import { createOwnFolder } from './own-folder.ts';
import { openEntry, readyStore, sealEntry } from './sealed-entry.ts';
import { accountOf, insideOf, keysInside, parseEntry, type SealedEntry } from './vault-shapes.ts';

const schemaVersion = 1;
const fileShape = z.strictObject({ schema: z.literal(schemaVersion), entry: z.unknown() });
const noteShape = z.strictObject({
  /** Hashes of the refresh tokens that led here, oldest first: the vault may have missed several in a row. */
  spent: z.array(z.string()),
  /** As in a blob of the vault. */
  inside: z.string(),
});

/** A vault that cannot be written for this long has been complained about often. */
const longestChain = 64;

interface Note {
  readonly spent: readonly string[];
  readonly renewed: OAuthAccount;
}

export interface RefreshJournalParts {
  /** Private, our own; made when it is first needed. */
  readonly folder: string;
  readonly box: SecretBox;
}

function fingerprint(entry: OAuthAccount): string {
  return createHash('sha256').update(entry.credential.refreshToken.reveal()).digest('hex');
}

function nameOf(account: AccountId): string {
  return `${createHash('sha256').update(account).digest('hex').slice(0, 32)}.json`;
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

/**
 * A note that cannot be opened is never deleted: asked for a successor, it answers with a Failure (`storage/unreadable`,
 * or `storage/key-store-…` when it may open later); a new note sets it aside.
 */
export function createRefreshJournal({ folder, box }: RefreshJournalParts): RefreshJournal {
  /** For key stores that keep nothing beyond this run. */
  const inMemory = new Map<AccountId, Note>();

  const files = createOwnFolder(folder);

  function pathOf(account: AccountId): string {
    return join(folder, nameOf(account));
  }

  /** The entry of a file as it stands, still sealed. @throws Failure `storage/unreadable` */
  function sealedIn(bytes: Uint8Array, account: AccountId): SealedEntry {
    const path = pathOf(account);
    const file = fileShape.safeParse(jsonOf(decodeText(bytes, path)));
    const entry = file.success ? parseEntry(account, file.data.entry) : undefined;
    if (entry === undefined || 'open' in entry || entry.account.id !== account)
      throw new Failure('storage/unreadable', { subject: path });
    return entry;
  }

  async function opened(sealed: SealedEntry): Promise<Note> {
    const { text } = await openEntry(box, await readyStore(box, sealed.account.label), sealed);
    const note = noteIn(text);
    const credential = note === undefined ? undefined : keysInside(sealed.account.id, note.inside);
    if (note === undefined || credential?.kind !== 'oauth')
      throw new Failure('storage/unreadable', { subject: pathOf(sealed.account.id) });
    return { spent: note.spent, renewed: { account: accountOf(sealed), credential } };
  }

  async function noted(account: AccountId): Promise<Note | undefined> {
    const kept = inMemory.get(account);
    if (kept !== undefined) return kept;
    const bytes = await readIfPresent(pathOf(account));
    return bytes === undefined ? undefined : opened(sealedIn(bytes, account));
  }

  /** What stands there now, for a new note to build on. */
  async function before(account: AccountId): Promise<Note | undefined> {
    try {
      return await noted(account);
    } catch (thrown) {
      if (toFailure(thrown).code === 'internal') throw thrown;
      const path = pathOf(account);
      const time = new Date().toISOString().replaceAll(':', '-');
      await rename(path, `${path}.unopened-${time}`).catch((cause: unknown) => {
        throw new Failure('storage/write-failed', { subject: path, cause });
      });
      return undefined;
    }
  }

  return {
    async note(spent, renewed) {
      const { account, credential } = renewed;
      const store = await readyStore(box, account.label);
      const note = await before(account.id);
      const earlier =
        note !== undefined && fingerprint(note.renewed) === fingerprint(spent) ? note.spent : [];
      const chain = [...earlier, fingerprint(spent)].slice(-longestChain);
      if (!store.durable) {
        inMemory.set(account.id, { spent: chain, renewed });
        return;
      }
      const text = JSON.stringify({ spent: chain, inside: insideOf(account.id, credential) });
      const entry = await sealEntry(box, store, account, text);
      const bytes = new TextEncoder().encode(`${JSON.stringify({ schema: schemaVersion, entry })}\n`);
      await files.replace(nameOf(account.id), bytes);
      inMemory.delete(account.id);
    },

    async successorOf(entry) {
      // Whoever asks is about to renew, and then there is no time to lose.
      const [note] = await Promise.all([noted(entry.account.id), files.prepare()]);
      return note?.spent.includes(fingerprint(entry)) === true ? note.renewed : undefined;
    },

    async clear(account) {
      inMemory.delete(account);
      const path = pathOf(account);
      const bytes = await readIfPresent(path);
      if (bytes === undefined) return;
      try {
        sealedIn(bytes, account);
      } catch {
        // Not something that this version has written.
        return;
      }
      await rm(path, { force: true });
    },
  };
}
