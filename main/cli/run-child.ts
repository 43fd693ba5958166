// Runs the command as a child where there is no launcher's shell that could become it: on Windows, or without the launcher.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { Failure } from '../domain/failure.ts';

/** What a child does not get by itself, because only we are sent it. A terminal sends Ctrl-C to both. */
const passedOn: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP'];
const bySignal = 128;

export interface ChildCommand {
  readonly path: string;
  readonly words: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** The exit code of the command, or 128 and the signal that ended it. @throws Failure `broker/no-such-program` */
export async function runAsChild({ path, words, environment }: ChildCommand): Promise<number> {
  const child = spawn(path, words, { stdio: 'inherit', env: environment });
  const stay = (): void => undefined;
  const passOn = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  process.on('SIGINT', stay);
  for (const signal of passedOn) process.on(signal, passOn);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (cause) => {
        reject(new Failure('broker/no-such-program', { subject: path, cause }));
      });
      child.once('exit', (code, signal) => {
        resolve(code ?? bySignal + (signal === null ? 0 : constants.signals[signal]));
      });
    });
  } finally {
    process.off('SIGINT', stay);
    for (const signal of passedOn) process.off(signal, passOn);
  }
}
