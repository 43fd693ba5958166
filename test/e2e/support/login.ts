// One run of `gatehouse auth login`, followed while it goes on.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface StartedLogin {
  /** What it has said to the person so far. */
  readonly words: () => string;
  /** Resolves with the first match in what it says to the person. */
  said(pattern: RegExp): Promise<string>;
  readonly input: NodeJS.WritableStream;
  /** What it printed, as JSON. */
  readonly answer: Promise<unknown>;
}

/** What a person types into a page of the sandbox's. */
export const codePattern = /[A-Z]{4}-[A-Z]{4}/;

export function startLogin(words: readonly string[], environment = process.env): StartedLogin {
  const child = spawn('gatehouse', ['auth', 'login', '--json', ...words], {
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let told = '';
  let out = '';
  let look = (): void => undefined;
  child.stderr.on('data', (chunk: Buffer) => {
    told += chunk.toString();
    look();
  });
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  const closed = once(child, 'close');
  return {
    words: () => told,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        look = () => {
          const found = pattern.exec(told)?.[0];
          if (found !== undefined) resolve(found);
        };
        look();
        void closed.then(() => {
          reject(new Error(`ended without saying ${String(pattern)}: ${told}${out}`));
        });
      }),
    input: child.stdin,
    answer: closed.then((): unknown => {
      if (out === '') throw new Error(`printed nothing: ${told}`);
      return JSON.parse(out);
    }),
  };
}
