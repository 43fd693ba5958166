// What a running program is called, whether it is a binary of its own or a script that an interpreter runs.
import { basename, win32 } from 'node:path';

/** What the system tells about one process. */
export interface SeenProcess {
  readonly pid: number;
  readonly parent: number;
  /** Unix milliseconds. */
  readonly startedAt: number;
  /** Absolute; undefined where the system does not tell. */
  readonly executable: string | undefined;
  /** With what it was started, its own name first. */
  readonly words: readonly string[];
}

const interpreters = /^(?:node|nodejs|bun|deno|python[\d.]*|(?:ba|da|z|k|a|fi)?sh)$/;
/** What follows one of these is a program in itself, not the name of a script. */
const takesText = /^(?:-[a-z]*[cep]|--(?:command|eval|print)(?:=.*)?)$/;

function nameOf(path: string): string {
  // Of a file that was replaced since, Linux adds a word; Windows adds an ending to every program.
  const plain = path.replace(/ \(deleted\)$/, '');
  return (plain.includes('\\') ? win32.basename(plain) : basename(plain)).replace(/\.exe$/i, '');
}

function scriptOf([, ...words]: readonly string[]): string | undefined {
  for (const word of words) {
    if (takesText.test(word)) return undefined;
    if (!word.startsWith('-')) return nameOf(word).replace(/\.[cm]?[jt]s$/, '');
  }
  return undefined;
}

/** Which of these names the process has; undefined: none. */
export function matchingName(
  { executable, words }: SeenProcess,
  wanted: readonly string[],
): string | undefined {
  const own = [executable, words[0]].filter((path) => path !== undefined).map(nameOf);
  const script = own.some((name) => interpreters.test(name)) ? scriptOf(words) : undefined;
  const names = script === undefined ? own : [...own, script];
  return names.find((name) => wanted.includes(name));
}

export type NamedProcess = SeenProcess & { readonly name: string };

/**
 * Those with a name, oldest first, without what stands below another of the same name: a program is often a script that
 * starts a binary called alike.
 * @param names by pid
 * @param apart what this process has started is left out, and so is it
 */
export function topmost(
  seen: readonly SeenProcess[],
  names: ReadonlyMap<number, string>,
  apart: number,
): readonly NamedProcess[] {
  const all = new Map(seen.map((each) => [each.pid, each]));

  /** From the parent up. On Windows the number of a parent that has ended may be somebody else's by now. */
  function above(first: SeenProcess): readonly number[] {
    const line: number[] = [];
    let [last, next] = [first, all.get(first.parent)];
    while (next !== undefined && next.startedAt <= last.startedAt && !line.includes(next.pid)) {
      line.push(next.pid);
      [last, next] = [next, all.get(next.parent)];
    }
    return line;
  }

  return seen
    .flatMap((each) => {
      const name = names.get(each.pid);
      if (name === undefined) return [];
      const isLeftOut = above(each).some((pid) => pid === apart || names.get(pid) === name);
      return isLeftOut || each.pid === apart ? [] : [{ ...each, name }];
    })
    .sort((one, other) => one.startedAt - other.startedAt);
}
