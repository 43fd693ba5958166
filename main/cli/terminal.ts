// What the command line knows of the terminal: its width, its letters, the person at it and how long they wait.
import { createInterface } from 'node:readline';
import { isatty } from 'node:tty';
import { tell, tellOpen, wordsAreSeen } from './output.ts';

const usualWidth = 80;
const progressAfterMs = 1_000;

/** The width to wrap at; 80 when it is not known. */
export function terminalWidth(): number {
  const { columns } = process.stdout;
  // Some terminals say 0 until they know; absent where standard output is no terminal, whatever its type says.
  return columns > 0 ? columns : usualWidth;
}

/** The rows of a text, each behind the indent; a word that is too long keeps its row to itself. */
export function wrapped(text: string, width: number, indent = ''): string[] {
  return text.split('\n').flatMap((line) => {
    const rows: string[] = [];
    let row = '';
    for (const word of line.split(' ')) {
      if (row !== '' && indent.length + row.length + 1 + word.length > width) {
        rows.push(indent + row);
        row = word;
      } else row = row === '' ? word : `${row} ${word}`;
    }
    return [...rows, indent + row];
  });
}

/** Whether standard output is a terminal that shows more than ASCII. */
export function showsUnicode(
  environment: NodeJS.ProcessEnv,
  toTerminal: boolean = isatty(process.stdout.fd),
): boolean {
  const locale = ['LC_ALL', 'LC_CTYPE', 'LANG']
    .map((name) => environment[name] ?? '')
    .find((set) => set !== '');
  return toTerminal && /utf-?8/i.test(locale ?? '');
}

/** Whether somebody can be asked and answer. */
export function isInteractive(): boolean {
  return isatty(process.stdin.fd) && wordsAreSeen();
}

/** One line from standard input; undefined when it ends before, or when the signal aborts. */
export async function readLine(signal?: AbortSignal): Promise<string | undefined> {
  const reader = createInterface({ input: process.stdin, ...(signal !== undefined && { signal }) });
  const first = await reader[Symbol.asyncIterator]().next();
  reader.close();
  return first.done === true ? undefined : first.value;
}

/** Asks a question on stderr. The answer is empty when none came. */
export async function ask(question: string, signal: AbortSignal): Promise<string> {
  tellOpen(question);
  const answer = await readLine(signal);
  // The person's own line end closed the line, unless there was none.
  if (answer === undefined) tell('');
  return answer ?? '';
}

/** Says what is going on once it has taken a second (design §12). */
export async function withProgress<Value>(word: string, work: Promise<Value>): Promise<Value> {
  const late = setTimeout(() => {
    tell(word);
  }, progressAfterMs);
  try {
    return await work;
  } finally {
    clearTimeout(late);
  }
}
