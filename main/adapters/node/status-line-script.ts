// The script that a program runs as its status line: where it and its snapshots lie, and the command that starts it.
import { lstatSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { shellWord } from '../../domain/shell-word.ts';
import { readIfPresent, removeFile, replaceFile } from './durable-file.ts';

/** Nobody else can put anything there, or look. */
function isPrivate(folder: string): boolean {
  try {
    const found = lstatSync(folder);
    return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
  } catch {
    return false;
  }
}

/**
 * Where snapshots are kept: in memory where the system has a private folder there, for they change with every answer.
 * @param environment the process environment, of which `XDG_RUNTIME_DIR` counts
 */
export function statusLineFeed(
  environment: Readonly<Record<string, string | undefined>>,
  data: string,
): string {
  const runtime = environment['XDG_RUNTIME_DIR'];
  const isThere = runtime?.startsWith('/') === true && isPrivate(resolve(runtime));
  return isThere ? join(runtime, 'gatehouse', 'status-line') : join(data, 'status-line');
}

export interface StatusLineScriptParts {
  /** Where the script lies; its folder is made, private. */
  readonly path: string;
  /** The folder that it writes to. */
  readonly feed: string;
  readonly text: string;
}

/** For Unix: there is no shell that every Windows has. */
export function createStatusLineScript({ path, feed, text }: StatusLineScriptParts) {
  const script = shellWord(path);

  function command(own: string | undefined): string {
    // Without the script, for example because its folder was taken away, the person's own line still runs.
    if (own === undefined) return `[ ! -r ${script} ] || exec /bin/sh ${script}`;
    return `own=${shellWord(own)}; [ ! -r ${script} ] || exec /bin/sh ${script} "$own"; exec /bin/sh -c "$own"`;
  }

  return {
    /** The command for the settings, in which the person's own stands whole. */
    command,
    /** The person's own command in ours, undefined without one; undefined altogether for a command that is not ours. */
    ownIn(found: string): { readonly own: string | undefined } | undefined {
      const own = /^own='((?:[^']|'\\'')*)'; /.exec(found)?.[1]?.replaceAll(String.raw`'\''`, "'");
      return found === command(own) ? { own } : undefined;
    },
    /** Makes the folder of the snapshots too. @throws Failure `storage/write-failed` */
    async write(): Promise<void> {
      await replaceFile(path, new TextEncoder().encode(text), await readIfPresent(path));
      // The script makes it where this does not; nothing is watched before it is there.
      await mkdir(feed, { recursive: true, mode: 0o700 }).catch(() => undefined);
    },
    /** @throws Failure `storage/write-failed` */
    async remove(): Promise<void> {
      const present = await readIfPresent(path);
      if (present !== undefined) await removeFile(path, present);
    },
  };
}
