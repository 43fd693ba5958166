// A short list of the person's decisions, sealed by the key store: what another program writes here does not open.
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { Failure, toFailure } from '../../domain/failure.ts';
import { createTurns } from '../../domain/in-turn.ts';
import type { SecretBox } from '../../ports.ts';
import { decodeText, readIfPresent } from './durable-file.ts';
import { writePrivateText } from './private-text.ts';
import { mayOpenLater, unseal, type KeyStores, type Unsealed } from './unseal.ts';

/** Where a list is kept, and by which key stores: a decision must not be undone by choosing another one. */
export interface SealedPlace extends KeyStores {
  /** Private, our own. */
  readonly path: string;
}

export interface SealedListParts<Item> extends SealedPlace {
  /**
   * Before the list, inside the seal. The same key seals texts that others have a say in, the versions of shared files, so
   * a sealed text of another kind could be put here. None of those may begin like this: the history hides words so long.
   */
  readonly purpose: string;
  /** What the list is, for a failure. */
  readonly subject: string;
  /** @throws for anything that is no such list */
  readonly parse: (value: unknown) => readonly Item[];
  /** More are refused. */
  readonly most: number;
}

export interface SealedList<Item> {
  /** What cannot be opened counts as none. */
  load(): Promise<readonly Item[]>;
  /** The same with what has become of the file: `damaged` is what no key store of the person's has sealed. Never fails. */
  look(): Promise<{ readonly items: readonly Item[]; readonly state: 'open' | 'locked' | 'damaged' }>;
  /** The same, before a change. @throws Failure `storage/key-store-…`, `storage/newer-schema` rather than lose what cannot be opened now */
  loadToChange(): Promise<readonly Item[]>;
  /** Durable when it returns. @throws Failure `storage/…` */
  save(items: readonly Item[]): Promise<void>;
}

/** The latest that is known here. */
export const sealedListSchema = 1;
const fileShape = z.strictObject({ schema: z.literal(sealedListSchema), sealed: z.string() });
const newerShape = z.object({ schema: z.number().check(z.gt(sealedListSchema)) });

export function createSealedList<Item>({
  path,
  box,
  lasting,
  whenAnother,
  purpose,
  subject,
  parse,
  most,
}: SealedListParts<Item>): SealedList<Item> {
  /** Where the key store keeps nothing beyond this run, neither do we. */
  let inMemory: readonly Item[] | undefined;

  async function opened(): Promise<{ readonly items: readonly Item[] } & Pick<Unsealed, 'stale' | 'by'>> {
    const bytes = await readIfPresent(path);
    if (bytes === undefined) return { items: [], stale: false, by: box };
    const json: unknown = JSON.parse(decodeText(bytes, path));
    if (newerShape.safeParse(json).success) throw new Failure('storage/newer-schema', { subject: path });
    const { sealed } = fileShape.parse(json);
    const bytesOfIt = Buffer.from(sealed, 'base64');
    const { text, ...how } = await unseal({ bytes: bytesOfIt, purpose, path }, { box, lasting });
    return { items: parse(JSON.parse(text)), ...how };
  }

  // An old seal that is renewed must not come over a list that was changed meanwhile.
  const inTurn = createTurns();

  async function write(items: readonly Item[], by: SecretBox): Promise<void> {
    const bytes = await by.encrypt(`${purpose}${JSON.stringify(items)}`);
    const sealed = Buffer.from(bytes).toString('base64');
    await writePrivateText(path, `${JSON.stringify({ schema: sealedListSchema, sealed })}\n`);
  }

  /** Where nothing is kept beyond this run, what was taken back must not be back with the next one all the same. */
  async function takeBack(left: readonly Item[]): Promise<void> {
    const onDisk = await opened().catch(() => undefined);
    const kept = onDisk?.items.filter((item) => left.some((each) => isDeepStrictEqual(each, item)));
    if (onDisk !== undefined && kept !== undefined && kept.length < onDisk.items.length)
      await write(kept, onDisk.by);
  }

  async function save(items: readonly Item[]): Promise<void> {
    if (items.length > most)
      throw new Failure('storage/write-failed', { subject, detail: 'too many; take some away first' });
    const list = parse(items);
    const state = await box.state();
    if (state.kind === 'unusable') throw new Failure(state.code, { subject, detail: state.detail });
    if (!state.durable) {
      await takeBack(list);
      inMemory = list;
      return;
    }
    await write(list, box);
    inMemory = undefined;
  }

  async function look(): ReturnType<SealedList<Item>['look']> {
    if (inMemory !== undefined) {
      const items = inMemory;
      // A key store that keeps them may have been chosen meanwhile.
      await save(items).catch(() => undefined);
      return { items, state: 'open' };
    }
    try {
      const { items, stale } = await opened();
      // The old seal still opens; should this fail, it is tried again the next time.
      if (stale) await save(items).catch(() => undefined);
      return { items, state: 'open' };
    } catch (thrown) {
      // Locked, changed or forged: nothing counts that is not surely the person's.
      return { items: [], state: mayOpenLater(toFailure(thrown)) ? 'locked' : 'damaged' };
    }
  }

  async function loadToChange(): Promise<readonly Item[]> {
    if (inMemory !== undefined) return inMemory;
    try {
      return (await opened()).items;
    } catch (thrown) {
      const failure = toFailure(thrown);
      if (mayOpenLater(failure)) throw failure;
      // Damaged or forged: that will never open.
      return [];
    }
  }

  whenAnother(() => inTurn(look));
  return {
    load: async () => (await inTurn(look)).items,
    look: () => inTurn(look),
    loadToChange: () => inTurn(loadToChange),
    save: (items) => inTurn(() => save(items)),
  };
}
