// What the command line knows of the terminal: its width, its letters, the person at it and how long they wait.
import { createInterface } from 'node:readline';
import { isatty } from 'node:tty';
import { Failure } from '../domain/failure.ts';
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

const enter = /[\r\n]/;
const endKeys = /[\u0003\u0004]/;
const backKeys = ['\u007f', '\b'];

/** The letters up to the line end. Rejects when the person presses Ctrl-C or Ctrl-D, or the signal aborts. */
function typedLine(stdin: NodeJS.ReadStream, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const typed: string[] = [];
    const end = (): void => {
      stdin.off('data', take);
      stdin.pause();
      signal.removeEventListener('abort', cancel);
    };
    const cancel = (): void => {
      end();
      reject(new Failure('broker/cancelled'));
    };
    const take = (chunk: string | Buffer): void => {
      const letters = Array.from(chunk.toString());
      for (const [index, letter] of letters.entries()) {
        if (endKeys.test(letter)) {
          cancel();
          return;
        }
        if (enter.test(letter)) {
          end();
          // What was pasted behind it answers the next question.
          const rest = letters.slice(index + 1).join('');
          if (rest !== '') stdin.unshift(rest);
          resolve(typed.join(''));
          return;
        }
        if (backKeys.includes(letter)) typed.pop();
        else typed.push(letter);
      }
    };
    stdin.on('data', take);
    // It was paused behind the question before.
    stdin.resume();
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel);
  });
}

/**
 * Asks for something that must not be seen: nothing is echoed. Needs a terminal.
 * @throws Failure `broker/cancelled` when the person presses Ctrl-C or Ctrl-D, or the signal aborts
 */
export async function askHidden(question: string, signal: AbortSignal): Promise<string> {
  const { stdin } = process;
  // Nothing may be typed before its echo is off.
  stdin.setEncoding('utf8');
  stdin.setRawMode(true);
  tellOpen(question);
  try {
    return await typedLine(stdin, signal);
  } finally {
    stdin.setRawMode(false);
    tell('');
  }
}

/** Work that Ctrl-C and a friendly kill stop. @throws Failure `broker/cancelled` when one of them did */
export async function cancellable<Value>(work: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
  const cancel = new AbortController();
  const stop = (): void => {
    cancel.abort();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    return await work(cancel.signal);
  } catch (thrown) {
    throw cancel.signal.aborted ? new Failure('broker/cancelled', { cause: thrown }) : thrown;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
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
