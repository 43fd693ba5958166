// Replaces a file on a disk of four blocks, for every number of free blocks and every size that is asked for; prints
// what came of each as JSON. Arguments: the folder that is the disk, `ours` or `in-place`, and the combinations as
// `free×KB` by commas.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../../../main/adapters/node/durable-file.ts';
import { toFailure } from '../../../main/domain/failure.ts';

const [disk = '', kind = '', combinations = ''] = process.argv.slice(2);
const path = join(disk, 'auth.json');
const old = 'o'.repeat(3_000);
const blockBytes = 4_096;

async function write(text: string): Promise<string> {
  try {
    if (kind === 'ours')
      await replaceFile(path, new TextEncoder().encode(text), new TextEncoder().encode(old));
    else writeFileSync(path, text);
    return 'written';
  } catch (thrown) {
    const { code, detail } = toFailure(thrown);
    return `${code} ${detail ?? ''}`;
  }
}

const outcomes: unknown[] = [];
for (const combination of combinations.split(',')) {
  const [freeBlocks = 0, kilobytes = 0] = combination.split('×').map(Number);
  for (const name of readdirSync(disk)) rmSync(join(disk, name));
  writeFileSync(path, old);
  // One block is the file's own.
  writeFileSync(join(disk, 'filler'), 'f'.repeat((3 - freeBlocks) * blockBytes));
  const text = 'n'.repeat(kilobytes * 1_024);
  const said = await write(text);
  const present = readFileSync(path, 'utf8');
  const stands = present === old ? 'old' : present === text ? 'new' : 'neither';
  outcomes.push({ freeBlocks, kilobytes, said, stands, names: readdirSync(disk).length });
}
process.stdout.write(JSON.stringify(outcomes));
