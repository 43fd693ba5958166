// What stood in files of the person's before Doctor changed them, sealed by the key store: a start-up file may hold keys.
import * as z from 'zod/mini';
import { Failure, toFailure } from '../../domain/failure.ts';
import { createTurns } from '../../domain/in-turn.ts';
import { Secret } from '../../domain/secret.ts';
import type { PlannedWrite } from '../../ports.ts';
import { decodeText, readIfPresent } from './durable-file.ts';
import { isNewerFile } from './newer-file.ts';
import { setAside, writePrivateText } from './private-text.ts';
import type { SealedPlace } from './sealed-list.ts';
import { unseal } from './unseal.ts';

/** A change that can be taken back. */
export interface RepairRecord {
  readonly id: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly planned: PlannedWrite;
  /** The line that was commented out, from 1. */
  readonly line?: number;
  /** The sign-in whose copy was taken out, and where it stood besides. */
  readonly chain?: {
    readonly token: Secret;
    readonly files: readonly string[];
    readonly isKept: boolean;
  };
}

/** Inside the seal: a sealed text of another kind, put here, does not open as this one. */
const purpose = 'gatehouse-repairs-1\n';

/** The latest that is known here. */
export const repairsSchema = 1;
const bytesShape = z.optional(z.base64());
const fileShape = z.strictObject({ schema: z.literal(repairsSchema), sealed: z.string() });
const listShape = z.array(
  z.strictObject({
    id: z.string(),
    at: z.number(),
    path: z.string(),
    before: bytesShape,
    after: bytesShape,
    mode: z.optional(z.int()),
    line: z.optional(z.int()),
    chain: z.optional(z.strictObject({ token: z.string(), files: z.array(z.string()), isKept: z.boolean() })),
  }),
);
type Stored = z.output<typeof listShape>[number];

const encoded = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString('base64');
const decoded = (text: string | undefined): Uint8Array | undefined =>
  text === undefined ? undefined : Uint8Array.from(Buffer.from(text, 'base64'));

function stored({ id, at, planned, line, chain }: RepairRecord): Stored {
  const { path, before, after, mode } = planned;
  return {
    id,
    at,
    path,
    before: encoded(before),
    after: encoded(after),
    mode,
    line,
    ...(chain !== undefined && {
      chain: { ...chain, token: chain.token.reveal(), files: [...chain.files] },
    }),
  };
}

function recordOf({ id, at, path, before, after, mode, line, chain }: Stored): RepairRecord {
  return {
    id,
    at,
    planned: {
      path,
      before: decoded(before),
      after: decoded(after),
      ...(mode !== undefined && { mode }),
    },
    ...(line !== undefined && { line }),
    ...(chain !== undefined && { chain: { ...chain, token: new Secret(chain.token) } }),
  };
}

export function createRepairs({ path, box, lasting, whenAnother }: SealedPlace) {
  /** Those of a time in which the key store kept nothing beyond this run; a repair is not refused for that. */
  let inMemory: readonly RepairRecord[] = [];

  async function opened(
    bytes: Uint8Array | undefined,
  ): Promise<{ readonly records: readonly RepairRecord[]; readonly stale: boolean }> {
    if (bytes === undefined) return { records: [], stale: false };
    const { sealed } = fileShape.parse(JSON.parse(decodeText(bytes, path)));
    const sealedBytes = Buffer.from(sealed, 'base64');
    const { text, stale } = await unseal({ bytes: sealedBytes, purpose, path }, { box, lasting });
    return { records: listShape.parse(JSON.parse(text)).map(recordOf), stale };
  }

  /** What does not open with this key never will, and is kept beside. @throws Failure `storage/…` for any other reason */
  async function toReplace(): Promise<readonly RepairRecord[]> {
    // The version that wrote it can still take back what it says.
    if (await isNewerFile(path, repairsSchema)) throw new Failure('storage/newer-schema', { subject: path });
    const bytes = await readIfPresent(path);
    try {
      return (await opened(bytes)).records;
    } catch (thrown) {
      if (toFailure(thrown).code.startsWith('storage/key-store-')) throw thrown;
      await setAside(path);
      return [];
    }
  }

  /**
   * Durable when it returns, unless there is no key store; then what is on the disk stays.
   * @throws Failure `storage/…`; nothing is changed then
   */
  async function change(edit: (records: readonly RepairRecord[]) => readonly RepairRecord[]): Promise<void> {
    const state = await box.state();
    if (state.kind === 'unusable' || !state.durable) {
      inMemory = edit(inMemory);
      return;
    }
    const records = edit([...(await toReplace()), ...inMemory]);
    const bytes = await box.encrypt(`${purpose}${JSON.stringify(records.map(stored))}`);
    const sealed = Buffer.from(bytes).toString('base64');
    await writePrivateText(path, `${JSON.stringify({ schema: repairsSchema, sealed })}\n`);
    inMemory = [];
  }

  /** Oldest first. Never fails: what was commented out says so itself, and the writer has copies of the rest. */
  async function load(): Promise<readonly RepairRecord[]> {
    const { records, stale } = await readIfPresent(path)
      .then(opened)
      .catch(() => ({ records: [], stale: false }));
    const all = [...records, ...inMemory];
    // It still opens; should this fail, it is tried again the next time.
    if (stale) await change((same) => same).catch(() => undefined);
    return all;
  }

  // What is sealed anew must not come over what was changed meanwhile.
  const inTurn = createTurns();
  whenAnother(() => inTurn(load));
  return {
    load: () => inTurn(load),
    change: (edit: Parameters<typeof change>[0]) => inTurn(() => change(edit)),
  };
}
