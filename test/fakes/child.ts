// Starts small programs of the tests (TypeScript, run by Node itself), as another user or with limits where asked.
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const children = join(import.meta.dirname, 'children');
/** Compiling is most of what starting such a program takes, and there are hundreds of starts. */
const compiled = join(import.meta.dirname, '../../node_modules/.cache/children');

export interface ChildOptions {
  readonly arguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** What stands in front of the program, for example `prlimit` or `setpriv` with their options. */
  readonly through?: readonly string[];
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
  /** Descriptor 3: the words of the command line. */
  readonly words: string;
}

export interface RunningChild {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when the program has printed this text. */
  printed(text: string): Promise<void>;
}

function collect(stream: NodeJS.ReadableStream | undefined | null, onText: () => void): () => string {
  let text = '';
  stream?.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
    onText();
  });
  return () => text;
}

/** Starts `test/fakes/children/<name>.ts`; it is killed when the test ends before it does. */
export function startChild(name: string, options: ChildOptions = {}): RunningChild {
  const { through = [], environment = {}, input } = options;
  const [program = process.execPath, ...words] = [
    ...through,
    process.execPath,
    join(children, `${name}.ts`),
    ...(options.arguments ?? []),
  ];
  const child = spawn(program, words, {
    // An explicit environment: nothing of the person who runs the tests gets in.
    env: {
      PATH: process.env['PATH'] ?? '',
      LANG: 'C.UTF-8',
      // Another user cannot write there, and at a limit on files nothing else may be written.
      ...(through.length === 0 && { NODE_COMPILE_CACHE: compiled }),
      ...environment,
    },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let look = (): void => undefined;
  const changed = (): void => {
    look();
  };
  const third = child.stdio[3];
  const out = collect(child.stdout, changed);
  const err = collect(child.stderr, changed);
  const words3 = collect(
    third !== undefined && third !== null && 'read' in third ? third : undefined,
    changed,
  );
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code, signal, out: out(), err: err(), words: words3() });
    });
  });
  return {
    process: child,
    ended,
    printed: (text) =>
      new Promise((resolve, reject) => {
        look = () => {
          if ((out() + words3()).includes(text)) resolve();
        };
        look();
        void ended.then(({ out: printedText, err: errors }) => {
          reject(new Error(`ended without printing ${text}: ${printedText}${errors}`));
        });
      }),
  };
}

export function runChild(name: string, options: ChildOptions = {}): Promise<Ended> {
  return startChild(name, options).ended;
}

/** The words in front of a program that make it run as an ordinary user without any right of root. */
export const asStranger: readonly string[] = [
  'setpriv',
  '--reuid=12345',
  '--regid=12345',
  '--clear-groups',
  '--bounding-set=-all',
];

export const isRoot = process.getuid?.() === 0;
