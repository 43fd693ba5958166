// Our scripts for a plain call of programs, in a folder of their own that goes with them.
import { rm, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { Failure } from '../../domain/failure.ts';
import { readIfPresent, replaceFile } from './durable-file.ts';
import { fileFailure } from './file-failure.ts';
import { batchScript, pathScript, shellStartScript, type ScriptedStart } from './shell-start-script.ts';

/** Only the person may read it, and run it. */
const runnable = 0o700;

export interface ShellScriptsParts {
  /** Holds scripts and tables, and nothing else. */
  readonly folder: string;
  readonly starts: readonly ScriptedStart[];
  /** As Node names it. */
  readonly platform: string;
}

export function createShellScripts({ folder, starts, platform }: ShellScriptsParts) {
  const isWindows = platform === 'win32';
  const bin = join(folder, 'bin');

  async function put(path: string, text: string, mode: number): Promise<void> {
    const present = await readIfPresent(path);
    const bytes = new TextEncoder().encode(text);
    const isThere = present !== undefined && Buffer.compare(present, bytes) === 0;
    if (isThere && ((await stat(path)).mode & 0o777) === mode) return;
    await replaceFile(path, bytes, present, { mode });
  }

  return {
    /** @throws Failure `shell/unsuitable` where no PATH can hold the folder, `storage/write-failed` */
    async write(): Promise<void> {
      if (bin.includes(delimiter) || /\p{Cc}/u.test(bin))
        throw new Failure('shell/unsuitable', {
          subject: bin,
          detail: 'no PATH can hold a folder of this name',
        });
      for (const start of starts) {
        const name = join(bin, start.command);
        if (isWindows) await put(`${name}.cmd`, batchScript(start), runnable);
        else await put(name, shellStartScript(start), runnable);
      }
      if (!isWindows) await put(join(folder, 'path.sh'), pathScript(bin), 0o600);
    },

    /** Takes scripts and tables away. @throws Failure `storage/write-failed` */
    async remove(): Promise<void> {
      try {
        await rm(folder, { recursive: true, force: true });
      } catch (thrown) {
        throw fileFailure('storage/write-failed', folder, thrown);
      }
    },
  };
}
