// Small programs of the tests, started by a figure: to their end, or with what they say while they run.
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { childEnvironment } from './environment.ts';

const folder = join(import.meta.dirname, '../../fakes/children');

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Stdout. */
  readonly out: string;
  /** Stderr. */
  readonly errors: string;
  /** Descriptor 3. */
  readonly steps: string;
}

export interface StartedChild {
  readonly process: ChildProcess;
  /** Once it is gone and everything it said has been heard. */
  readonly ended: Promise<ChildEnd>;
  /** Resolves when what it has said on descriptor 3 matches. Rejects when it ends before. */
  stepped(pattern: RegExp): Promise<void>;
}

/** @param through what stands in front of the program, for example `prlimit` with its options */
export function startChild(
  name: string,
  words: readonly string[],
  through: readonly string[] = [],
): StartedChild {
  const [program = process.execPath, ...rest] = [
    ...through,
    process.execPath,
    join(folder, `${name}.ts`),
    ...words,
  ];
  const child = spawn(program, rest, {
    // At a limit on files nothing else may be written.
    env: { ...childEnvironment, ...(through.length > 0 && { NODE_COMPILE_CACHE: undefined }) },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  const texts = ['', '', ''];
  let look = (): void => undefined;
  child.stdio.slice(1).forEach((stream, index) => {
    stream?.on('data', (chunk: Buffer) => {
      texts[index] = `${texts[index] ?? ''}${chunk.toString('utf8')}`;
      look();
    });
  });
  child.stdin.on('error', () => undefined);
  const ended = new Promise<ChildEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const [out = '', errors = '', steps = ''] = texts;
      resolve({ code, signal, out, errors, steps });
    });
  });
  return {
    process: child,
    ended,
    stepped: (pattern) =>
      new Promise((resolve, reject) => {
        look = () => {
          if (pattern.test(texts[2] ?? '')) resolve();
        };
        look();
        void ended.then(({ errors }) => {
          reject(new Error(`${name} has ended: ${errors}`));
        });
      }),
  };
}
