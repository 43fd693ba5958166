// A program that rewrites a JSON file in place, cut to nothing first and then filled in two steps, until its input ends;
// it counts up a key of its own. Every second time it takes its lock folder, as a careful one would, and keeps it from
// its read to the end of its write. Prints as JSON what it met. Arguments: the path and the lock folder.
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmdirSync,
  statSync,
  writeSync,
} from 'node:fs';

const [path = '', lockFolder = ''] = process.argv.slice(2);
const met = { written: 0, locked: 0, lostLocked: 0, lostUnlocked: 0, skipped: 0 };
/** Far more often than any real program saves, and with room for others to come in between. */
const restMs = 100;
/** What it has written last, where it stood when it was done; undefined after one that went into a file replaced meanwhile. */
let last: { readonly count: number; readonly locked: boolean } | undefined;
let count = 0;
const over = new AbortController();
process.stdin.on('end', () => {
  over.abort();
});
process.stdin.resume();

const pause = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

function takeLock(): boolean {
  try {
    mkdirSync(lockFolder);
    return true;
  } catch {
    return false;
  }
}

function rewrite(locked: boolean): void {
  const file = openSync(path, 'r+');
  try {
    const text = readFileSync(file, 'utf8');
    const found = /"theirs": ?(\d+)/.exec(text)?.[1];
    if (last !== undefined && Number(found) !== last.count)
      met[last.locked ? 'lostLocked' : 'lostUnlocked'] += 1;
    count += 1;
    const next = Buffer.from(text.replace(/("theirs": ?)\d+/, `$1${count}`));
    const half = Math.floor(next.length / 2);
    ftruncateSync(file, 0);
    pause(1);
    writeSync(file, next, 0, half, 0);
    pause(1);
    writeSync(file, next, half, next.length - half, half);
    met.written += 1;
    if (locked) met.locked += 1;
    // A write into a file that was replaced meanwhile is one that it has lost itself.
    const stands = fstatSync(file).ino === statSync(path).ino;
    last = stands ? { count, locked } : undefined;
    if (!stands) met[locked ? 'lostLocked' : 'lostUnlocked'] += 1;
  } finally {
    closeSync(file);
  }
}

for (let turn = 0; !over.signal.aborted; turn += 1) {
  const locked = turn % 2 === 0;
  if (!locked || takeLock()) {
    rewrite(locked);
    if (locked) rmdirSync(lockFolder);
  } else {
    met.skipped += 1;
  }
  await new Promise((resolve) => setTimeout(resolve, restMs));
}
process.stdout.write(JSON.stringify(met));
