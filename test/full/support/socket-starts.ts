// A process that starts and ends the local service as often as it is told, each time under the umask it is told.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { childEnvironment } from './environment.ts';

export interface Listener extends AsyncDisposable {
  /** Resolves when it listens. */
  listen(umask: number): Promise<void>;
  close(): Promise<void>;
}

/** @param isGuarded whether folder and socket are kept private, as they are in the app */
export async function startListener(folder: string, isGuarded: boolean): Promise<Listener> {
  const child = fork(
    join(import.meta.dirname, 'socket-starts-child.ts'),
    [folder, isGuarded ? 'guarded' : 'open'],
    {
      execArgv: [],
      env: childEnvironment,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  const ended = once(child, 'exit').then(() => undefined);
  const died = ended.then(() => Promise.reject(new Error('the listening process has ended')));
  died.catch(() => undefined);

  async function tell(order: number | 'close'): Promise<void> {
    const answer = once(child, 'message');
    child.send(order);
    await Promise.race([answer, died]);
  }

  await Promise.race([once(child, 'message'), died]);
  return {
    listen: (umask) => tell(umask),
    close: () => tell('close'),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
