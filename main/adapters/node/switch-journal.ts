// The last switch with every byte that it replaces, sealed by the key store, so that a crash or an undo can go back.
import * as z from 'zod/mini';
import { Failure, toFailure, type FailureCode } from '../../domain/failure.ts';
import { createTurns } from '../../domain/in-turn.ts';
import type { KeyStoreState, SecretBox, SwitchJournal, SwitchRecord } from '../../ports.ts';
import { decodeText, readIfPresent, removeFile } from './durable-file.ts';
import { setAside, writePrivateText } from './private-text.ts';
import { isSameKey, readyStore } from './sealed-entry.ts';
import { recordIn, textOfRecord } from './switch-record-text.ts';
import type { SealedPlace } from './sealed-list.ts';

/**
 * Before the record, inside the seal: the same key seals texts that others have a say in, and one of those in this place
 * must not become what stands in a shared file.
 */
const purpose = 'gatehouse-switch-1\n';
const subject = 'the last switch';
const silent: FailureCode = 'storage/key-store-silent';
/** A key store that takes longer to say how it is does not answer. */
const patienceMs = 800;
const silentMs = 60_000;

const schemaShape = z.object({ schema: z.number() });
const fileShape = z.strictObject({
  schema: z.literal(1),
  backend: z.string(),
  keyId: z.string(),
  /**
   * As inside the seal, which has the last word: it counts only for a note that does not open. What no older version has
   * noted is taken for the graver.
   */
  state: z._default(z.enum(['begun', 'done']), 'begun'),
  sealed: z.base64(),
});
type Note = z.output<typeof fileShape>;

/**
 * Where no key store keeps a secret beyond this run, the record is kept in memory: then a crash cannot be undone. The file is
 * made when there is something to keep.
 */
export function createSwitchJournal({ path, box, lasting, whenAnother }: SealedPlace): SwitchJournal {
  let inMemory: SwitchRecord | undefined;

  function noteIn(bytes: Uint8Array): Note {
    const value: unknown = JSON.parse(decodeText(bytes, path));
    const known = schemaShape.safeParse(value);
    if (known.success && known.data.schema > 1) throw new Failure('storage/newer-schema', { subject: path });
    return fileShape.parse(value);
  }

  /** The one that has sealed it, while it was chosen. */
  async function otherKeeper(note: Note): Promise<SecretBox | undefined> {
    for (const one of lasting) {
      const state = await one.state();
      if (state.kind === 'ready' && isSameKey(note, state)) return one;
    }
    return undefined;
  }

  async function opened(note: Note): Promise<{ record: SwitchRecord; stale: boolean }> {
    const chosen = await readyStore(box, subject);
    // Never decrypt with another key: it could look like success.
    const keeper = isSameKey(note, chosen) ? box : await otherKeeper(note);
    if (keeper === undefined) throw new Failure('storage/unreadable', { subject: path });
    const { text, stale } = await keeper.decrypt(Buffer.from(note.sealed, 'base64'));
    if (!text.startsWith(purpose)) throw new Failure('storage/unreadable', { subject: path });
    const isLeft = keeper !== box && chosen.durable;
    return { record: recordIn(text.slice(purpose.length)), stale: stale || isLeft };
  }

  async function clear(): Promise<void> {
    inMemory = undefined;
    const present = await readIfPresent(path).catch((cause: unknown) => {
      throw new Failure('storage/write-failed', { subject: path, cause });
    });
    if (present !== undefined) await removeFile(path, present);
  }

  /** On the monotonic clock; nobody waits at every click for a key store that has just said nothing. */
  let silentUntilMs = -Infinity;

  async function keyStore(): Promise<KeyStoreState | undefined> {
    if (performance.now() < silentUntilMs) return undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => {
        resolve(undefined);
      }, patienceMs);
    });
    const state = await Promise.race([box.state(), late]);
    clearTimeout(timer);
    const isSilent = state === undefined || (state.kind === 'unusable' && state.code === silent);
    if (isSilent) silentUntilMs = performance.now() + silentMs;
    return state;
  }

  async function save(record: SwitchRecord): Promise<void> {
    const isInMemory = inMemory?.at === record.at;
    const state = isInMemory ? undefined : await keyStore();
    if (state?.kind !== 'ready' || !state.durable) {
      // An older one on the disk would be taken for the last after a restart.
      await clear();
      inMemory = record;
      return;
    }
    const { backend, keyId } = state;
    const bytes = await box.encrypt(`${purpose}${textOfRecord(record)}`);
    const sealed = Buffer.from(bytes).toString('base64');
    const note: Note = { schema: 1, backend, keyId, state: record.state, sealed };
    await writePrivateText(path, `${JSON.stringify(note)}\n`);
    inMemory = undefined;
  }

  async function load(): Promise<SwitchRecord | undefined> {
    if (inMemory !== undefined) return inMemory;
    const bytes = await readIfPresent(path);
    if (bytes === undefined) return undefined;
    let state: SwitchRecord['state'] = 'begun';
    try {
      const note = noteIn(bytes);
      state = note.state;
      const { record, stale } = await opened(note);
      // It still opens; should this fail, it is tried again the next time.
      if (stale || record.state !== state) await save(record).catch(() => undefined);
      return record;
    } catch (thrown) {
      const { code } = toFailure(thrown);
      if (code.startsWith('storage/key-store-')) {
        // A switch that was carried out keeps nobody from the next one; it is only not undone for now.
        if (state === 'done') return undefined;
        throw thrown;
      }
      // Where it cannot be, what is said of it stays true.
      await setAside(path).catch(() => undefined);
      if (code === 'storage/newer-schema') throw thrown;
      // A switch that was carried out is only not undone.
      if (state === 'done') return undefined;
      // Without its cause, which may quote what is inside.
      throw new Failure('storage/unreadable', { subject: path });
    }
  }

  // What is sealed anew must not come over what was changed meanwhile.
  const inTurn = createTurns();
  whenAnother(() => inTurn(load));
  return {
    load: () => inTurn(load),
    save: (record) => inTurn(() => save(record)),
    clear: () => inTurn(clear),
  };
}
