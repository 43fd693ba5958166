// A copy of the checkout to cut in: the files as they stand now, uncommitted edits included. The checkout is not touched.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { without, type Guard } from './guard.ts';

export interface Tree {
  readonly folder: string;
  /** Takes the guard out; the result puts it back. */
  cut(guard: Guard): () => void;
  remove(): void;
}

/** Not copied: large, and the tests only read there. */
const linked: readonly string[] = ['node_modules', 'dist', '.cache'];

export function copyTree(root: string): Tree {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-guards-'));
  // Some tests run parts of it as another user.
  chmodSync(folder, 0o755);
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of new Set(list.split('\0'))) {
    // One that was deleted is listed until the deletion is committed.
    if (file !== '' && existsSync(join(root, file)))
      cpSync(join(root, file), join(folder, file), { verbatimSymlinks: true });
  }
  for (const name of linked)
    if (existsSync(join(root, name))) symlinkSync(join(root, name), join(folder, name));
  return {
    folder,
    cut(guard) {
      const path = join(folder, guard.file);
      const whole = readFileSync(path, 'utf8');
      writeFileSync(path, without(whole, guard));
      return () => {
        writeFileSync(path, whole);
      };
    },
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
