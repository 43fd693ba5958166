// The script that a program runs as its status line: where it and its snapshots lie, and the command that starts it.
import { lstatSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
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

/** The command that runs the script at this path, and the person's own, which also runs where the script is gone. */
function commandOf(path: string, own: string | undefined): string {
  const script = shellWord(path);
  if (own === undefined) return `[ ! -r ${script} ] || exec /bin/sh ${script}`;
  return `own=${shellWord(own)}; [ ! -r ${script} ] || exec /bin/sh ${script} "$own"; exec /bin/sh -c "$own"`;
}

const word = String.raw`'((?:[^']|'\\'')*)'`;
const commandForm = new RegExp(String.raw`^(?:own=${word}; )?\[ ! -r ${word} \]`);

const unquoted = (text: string): string => text.replaceAll(String.raw`'\''`, "'");

/** For Unix: there is no shell that every Windows has. */
export function createStatusLineScript({ path, feed, text }: StatusLineScriptParts) {
  const ending = `/${join(basename(dirname(path)), basename(path))}`;

  return {
    /** The command for the settings, in which the person's own stands whole. */
    command: (own: string | undefined): string => commandOf(path, own),
    /**
     * The person's own command in ours, undefined without one; undefined altogether for a command that is not ours. The home
     * may have been moved since, or another computer with another home may have made it in settings that both use.
     */
    ownIn(found: string): { readonly own: string | undefined; readonly isHere: boolean } | undefined {
      const [, before, script] = commandForm.exec(found) ?? [];
      if (script === undefined) return undefined;
      const [own, lies] = [before === undefined ? undefined : unquoted(before), unquoted(script)];
      if (found !== commandOf(lies, own) || !lies.endsWith(ending)) return undefined;
      return { own, isHere: lies === path };
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
