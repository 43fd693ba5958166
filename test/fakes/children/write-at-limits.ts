// Replaces a file of letters `o` by as many letters `n`, once for each limit on the size of files, in one process that
// lives through the signal; prints what came of each as JSON. Arguments: the path, the number of letters, the limits by
// commas, and `ours` or `in-place` (what a careless program does).
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { replaceFile } from '../../../main/adapters/node/durable-file.ts';
import { toFailure } from '../../../main/domain/failure.ts';

const [path = '', letters = '0', limits = '', kind = ''] = process.argv.slice(2);
const old = new TextEncoder().encode('o'.repeat(Number(letters)));
const text = 'n'.repeat(Number(letters));
process.on('SIGXFSZ', () => undefined);

function limitTo(bytes: string): void {
  execFileSync('prlimit', ['--pid', process.pid.toString(), `--fsize=${bytes}:unlimited`]);
}

async function write(): Promise<string> {
  try {
    if (kind === 'ours') await replaceFile(path, new TextEncoder().encode(text), old);
    else writeFileSync(path, text);
    return 'written';
  } catch (thrown) {
    return toFailure(thrown).detail ?? 'EFBIG';
  }
}

const outcomes: unknown[] = [];
for (const limit of limits.split(',')) {
  limitTo('unlimited');
  writeFileSync(path, old);
  limitTo(limit);
  const said = await write();
  const present = readFileSync(path, 'utf8');
  const stands = present === text ? 'new' : present === 'o'.repeat(Number(letters)) ? 'old' : 'neither';
  outcomes.push({ limit: Number(limit), said, stands, names: readdirSync(dirname(path)).length });
}
limitTo('unlimited');
process.stdout.write(JSON.stringify(outcomes));
