// Starts one program of the world and waits for the line by which it says that it is ready.
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, openSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';

export interface Part {
  name: string;
  pid: number;
  /** The first line it wrote, or nothing when it was not waited for. */
  said: string;
}

export interface PartOptions {
  environment: Record<string, string>;
  /** The descriptor on which it says that it is ready; without one it counts as ready at once. */
  readyOn?: 1 | 3;
  /** What is written to its standard input. */
  input?: string;
}

const readyWithinMs = 9_000;

class PartFailed extends Error {}

export async function startPart(
  name: string,
  logs: string,
  command: string[],
  options: PartOptions,
): Promise<Part> {
  const log = `${logs}/${name}.log`;
  const file = openSync(log, 'a');
  const [program = '', ...words] = command;
  const child = spawn(program, words, {
    detached: true,
    env: options.environment,
    stdio: [
      options.input === undefined ? 'ignore' : 'pipe',
      options.readyOn === 1 ? 'pipe' : file,
      file,
      options.readyOn === 3 ? 'pipe' : 'ignore',
    ],
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(options.input);
  const said =
    options.readyOn === undefined ? await started(child) : await firstLine(child, options.readyOn, log, name);
  child.stdout?.pipe(createWriteStream(log, { flags: 'a' }));
  return { name, pid: child.pid ?? 0, said };
}

function started(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    child.once('spawn', () => {
      done('');
    });
    child.once('error', fail);
  });
}

function firstLine(child: ChildProcess, descriptor: 1 | 3, log: string, name: string): Promise<string> {
  const stream = child.stdio[descriptor];
  if (!(stream instanceof Readable)) throw new PartFailed(`${name} cannot say that it is ready`);
  return new Promise((done, fail) => {
    const lines = createInterface({ input: stream });
    const giveUp = (why: string): void => {
      finish();
      fail(new PartFailed(`${name} ${why}${tail(log)}`));
    };
    const timer = setTimeout(() => {
      giveUp(`was not ready within ${String(readyWithinMs / 1000)} s`);
    }, readyWithinMs);
    const onExit = (code: number | null, signal: string | null): void => {
      giveUp(`ended before it was ready (${String(code ?? signal)})`);
    };
    const onError = (error: Error): void => {
      giveUp(`did not start: ${error.message}`);
    };
    const finish = (): void => {
      clearTimeout(timer);
      lines.close();
      child.off('exit', onExit);
      child.off('error', onError);
    };
    child.once('exit', onExit);
    child.once('error', onError);
    lines.once('line', (line) => {
      finish();
      done(line);
    });
  });
}

function tail(log: string): string {
  const text = readFileSync(log, 'utf8').trim().split('\n').slice(-8).join('\n  ');
  return text === '' ? '' : `; its log ends with\n  ${text}`;
}
