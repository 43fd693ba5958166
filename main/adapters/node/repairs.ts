// What stood in files of the person's before Doctor changed them, sealed by the key store: a start-up file may hold keys.
import * as z from 'zod/mini';
import { Failure } from '../../domain/failure.ts';
import type { PlannedWrite, SecretBox } from '../../ports.ts';
import { decodeText, readIfPresent } from './durable-file.ts';
import { writePrivateText } from './private-text.ts';

/** A change that can be taken back. */
export interface RepairRecord {
  readonly id: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly planned: PlannedWrite;
  /** The line that was commented out, from 1. */
  readonly line?: number;
}

/** Inside the seal: a sealed text of another kind, put here, does not open as this one. */
const purpose = 'gatehouse-repairs-1\n';

const bytesShape = z.optional(z.base64());
const fileShape = z.strictObject({ schema: z.literal(1), sealed: z.string() });
const listShape = z.array(
  z.strictObject({
    id: z.string(),
    at: z.number(),
    path: z.string(),
    before: bytesShape,
    after: bytesShape,
    mode: z.optional(z.int()),
    line: z.optional(z.int()),
  }),
);
type Stored = z.output<typeof listShape>[number];

const encoded = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString('base64');
const decoded = (text: string | undefined): Uint8Array | undefined =>
  text === undefined ? undefined : Uint8Array.from(Buffer.from(text, 'base64'));

function stored({ id, at, planned, line }: RepairRecord): Stored {
  const { path, before, after, mode } = planned;
  return { id, at, path, before: encoded(before), after: encoded(after), mode, line };
}

function recordOf({ id, at, path, before, after, mode, line }: Stored): RepairRecord {
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
  };
}

export function createRepairs({ path, box }: { readonly path: string; readonly box: SecretBox }) {
  /** Where the key store keeps nothing beyond this run, neither do we; a repair is not refused for that. */
  let inMemory: readonly RepairRecord[] | undefined;

  return {
    async load(): Promise<readonly RepairRecord[]> {
      if (inMemory !== undefined) return inMemory;
      try {
        const bytes = await readIfPresent(path);
        if (bytes === undefined) return [];
        const { sealed } = fileShape.parse(JSON.parse(decodeText(bytes, path)));
        const { text } = await box.decrypt(Buffer.from(sealed, 'base64'));
        if (!text.startsWith(purpose)) throw new Failure('storage/unreadable', { subject: path });
        return listShape.parse(JSON.parse(text.slice(purpose.length))).map(recordOf);
      } catch {
        // Locked, changed or damaged: what was commented out says so itself, and the writer has copies of the rest.
        return [];
      }
    },

    /** Durable when it returns, unless there is no key store. @throws Failure `storage/…` */
    async save(records: readonly RepairRecord[]): Promise<void> {
      const state = await box.state();
      if (state.kind === 'unusable' || !state.durable) {
        inMemory = records;
        return;
      }
      const bytes = await box.encrypt(`${purpose}${JSON.stringify(records.map(stored))}`);
      const sealed = Buffer.from(bytes).toString('base64');
      await writePrivateText(path, `${JSON.stringify({ schema: 1, sealed })}\n`);
      inMemory = undefined;
    },
  };
}
