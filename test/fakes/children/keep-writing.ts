// Counts up in a JSON file, one durable write after the other, until it is killed. Each step of a write is a letter on
// descriptor 3. Arguments: the path, the folder of the copies, and `ours` or `in-place` (what a careless program does).
import { writeSync } from 'node:fs';
import * as system from 'node:fs/promises';
import { dirname } from 'node:path';
import { createDurableFiles } from '../../../main/adapters/node/durable-file.ts';
import type { FileSystem } from '../../../main/adapters/node/file-system.ts';
import { openWriter } from '../credential-files.ts';
import { countIn, documentOf, type WriteStep } from '../write-steps.ts';

const pieces = 64;

const [path = '', backups = '', kind = ''] = process.argv.slice(2);

function step(letter: WriteStep): void {
  writeSync(3, letter);
}

/** The real calls, each followed by its letter; what happens in other folders is not told. */
const told: FileSystem = {
  ...system,
  open: async (at, flags, mode) => {
    const handle = await system.open(at, flags, mode);
    const place = String(at);
    const isFolder = place === dirname(path);
    if (!isFolder && dirname(place) !== dirname(path)) return handle;
    const sync = handle.sync.bind(handle);
    handle.sync = async () => {
      if (!isFolder) step('w');
      await sync();
      step(isFolder ? 'f' : 's');
    };
    if (!isFolder) step('o');
    return handle;
  },
  rename: async (from, to) => {
    if (String(to) === path) step('c');
    await system.rename(from, to);
    if (String(to) === path) step('r');
  },
};

const files = openWriter(backups, { files: createDurableFiles(told) });

async function countUp(): Promise<void> {
  if (kind === 'ours') {
    await files.editJson({ path }, (present) => documentOf(countIn(present) + 1));
    return;
  }
  const present: unknown = JSON.parse(await system.readFile(path, 'utf8'));
  const bytes = Buffer.from(JSON.stringify(documentOf(countIn(present) + 1)));
  step('o');
  // Piece by piece, as a stream does it: most of its time the file is half there.
  await using file = await system.open(path, 'w');
  const pieceBytes = Math.ceil(bytes.length / pieces);
  for (let at = 0; at < bytes.length; at += pieceBytes) await file.write(bytes.subarray(at, at + pieceBytes));
  step('f');
}

for (;;) {
  step('b');
  await countUp();
  step('e');
}
