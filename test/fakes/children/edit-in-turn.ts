// Counts up a key of its own in a JSON file that others write too; prints as JSON what it met. Arguments: the path, the
// folder of the copies, the lock folder of the file's own program, the key, how often, and `ours` or `in-place` (what a
// careless program does).
import { readFile, writeFile } from 'node:fs/promises';
import { createForeignLocks } from '../../../main/adapters/node/foreign-locks.ts';
import { toFailure } from '../../../main/domain/failure.ts';
import type { JsonObject, JsonValue } from '../../../main/domain/json.ts';
import { openWriter } from '../credential-files.ts';

const [path = '', backups = '', lockFolder = '', key = '', times = '0', kind = ''] = process.argv.slice(2);
const files = openWriter(backups, { foreignLocks: createForeignLocks() });
const target = { path, locks: [{ kind: 'folder', path: lockFolder, touchMs: 5_000 } as const] };
/** Counts of ours that were not there any more. */
let lost = 0;
const failures: Record<string, number> = {};

function numberIn(value: JsonValue | undefined): number {
  return typeof value === 'number' ? value : 0;
}

async function countTo(count: number): Promise<void> {
  const edit = (present: JsonObject | undefined): JsonObject => {
    if (numberIn(present?.[key]) !== count - 1) lost += 1;
    return { [key]: count };
  };
  if (kind === 'ours') {
    await files.editJson(target, edit);
    return;
  }
  const present = JSON.parse(await readFile(path, 'utf8')) as JsonObject;
  await writeFile(path, JSON.stringify({ ...present, ...edit(present) }));
}

// What was refused and told is tried again, as the app does: only what was said to be written can be lost.
for (let count = 1; count <= Number(times); count += 1) {
  for (;;) {
    try {
      await countTo(count);
      break;
    } catch (thrown) {
      const { code } = toFailure(thrown);
      // The careless one breaks the file for good.
      if (kind !== 'ours' && (failures[code] ?? 0) >= 50) break;
      failures[code] = (failures[code] ?? 0) + 1;
    }
  }
}
process.stdout.write(JSON.stringify({ lost, failures }));
