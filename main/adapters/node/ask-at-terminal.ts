// Asks the person at the terminal that `gatehouse serve` runs in: for a yes, and whether a program may have a key.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { handOutQuestion, type HandOutDecision } from '../../domain/hand-out-question.ts';
import type { AskHandOut, AskPerson, Timer } from '../../ports.ts';

/** Whoever is there has read it by then; nobody is asked for an answer hours later. */
const answerLimitMs = 60_000;
/** A program that asks and asks must not keep the person busy. */
const mostWaiting = 3;
/** What comes sooner was typed before anybody could have read the question. */
const soonestMs = 300;

export interface TerminalParts {
  readonly input: NodeJS.ReadableStream;
  /** Writes words; what stands behind the last line end stays open. */
  readonly tell: (text: string) => void;
  /** Whether somebody at the terminal can answer now. */
  readonly isThere: () => boolean;
  /** Milliseconds of a clock that is never set. */
  readonly sinceMs: () => number;
  readonly timer: Timer;
}

export interface TerminalAsker {
  readonly handOut: AskHandOut;
  readonly person: AskPerson;
}

interface Question {
  readonly message: string;
  readonly detail: string;
  /** The first changes nothing: it is what Enter alone means. */
  readonly choices: readonly string[];
}

const words: Readonly<Record<HandOutDecision, string>> = {
  denied: 'deny',
  once: 'once',
  always: 'always',
  never: 'never',
};

/**
 * Whether this process stands in the foreground of its terminal: one in the background is stopped when it reads. Only Linux
 * tells; elsewhere it is taken for granted.
 */
export function isInForeground(readStat = (): string => readFileSync('/proc/self/stat', 'utf8')): boolean {
  if (process.platform !== 'linux') return true;
  try {
    // Behind the name, which may hold anything: state, parent, group, session, terminal, group in the foreground.
    const [, , group, , , foreground] = readStat()
      .replace(/^.*\) /s, '')
      .split(' ');
    return group !== undefined && group === foreground;
  } catch {
    return false;
  }
}

/** What was typed, by its beginning; undefined when it is none of them, or more than one. */
function chosen(typed: string, [usual, ...others]: readonly string[]): string | undefined {
  const word = typed.trim().toLowerCase();
  if (word === '') return usual;
  const meant = [usual, ...others].filter((choice) => choice?.startsWith(word));
  return meant.length === 1 ? meant[0] : undefined;
}

/** The choice that is typed; undefined when the input ends, or the signal aborts. */
function typedChoice(
  choices: readonly string[],
  { input, tell, sinceMs, timer }: TerminalParts,
  signal: AbortSignal,
): Promise<string | undefined> {
  const [usual = '', ...others] = choices;
  const prompt = `${others.join(', ')} or ${usual} [${usual}]: `;
  const shownMs = sinceMs();
  const reader = createInterface({ input, terminal: false });
  return new Promise((resolve) => {
    const end = (choice: string | undefined): void => {
      cancelLimit();
      signal.removeEventListener('abort', abort);
      // First: closing ends it as well, without a choice.
      resolve(choice);
      reader.close();
    };
    const abort = (): void => {
      tell('\nNo answer counts any more.\n');
      end(undefined);
    };
    const cancelLimit = timer.after(answerLimitMs, abort);
    signal.addEventListener('abort', abort);
    reader.on('line', (typed) => {
      const choice = sinceMs() - shownMs < soonestMs ? undefined : chosen(typed, choices);
      if (choice === undefined) tell(prompt);
      else end(choice);
    });
    reader.on('close', () => {
      end(undefined);
    });
    tell(prompt);
  });
}

async function show(
  { message, detail, choices }: Question,
  parts: TerminalParts,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (signal.aborted || !parts.isThere()) return undefined;
  const indented = detail.split('\n').map((line) => (line === '' ? line : `  ${line}`));
  parts.tell(`\n${message}\n${indented.join('\n')}\n`);
  return typedChoice(choices, parts, signal);
}

/** One question after the other; who comes while too many wait is not answered here. */
export function createTerminalAsker(parts: TerminalParts): TerminalAsker {
  let asking: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  async function ask(question: Question, signal: AbortSignal): Promise<string | undefined> {
    if (waiting >= mostWaiting) return undefined;
    waiting += 1;
    const answer = asking.then(() => show(question, parts, signal));
    asking = answer.catch(() => undefined);
    try {
      return await answer;
    } finally {
      waiting -= 1;
    }
  }

  return {
    handOut: {
      async ask(asked, signal) {
        const { message, detail, decisions } = handOutQuestion(asked);
        const choices = decisions.map((decision) => words[decision]);
        const typed = await ask({ message, detail, choices }, signal);
        return decisions.find((decision) => words[decision] === typed) ?? 'nobody';
      },
    },
    person: {
      async ask({ title, detail }, signal = new AbortController().signal) {
        return (await ask({ message: title, detail, choices: ['no', 'yes'] }, signal)) === 'yes';
      },
    },
  };
}
