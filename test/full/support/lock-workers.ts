// Processes that want one lock, round after round, and when each of them was inside.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { childEnvironment } from './environment.ts';
import { machineMs } from './statistics.ts';

export type LockKind = 'owner' | 'unlink';

/** By `machineMs`. */
export interface Inside {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface LockWorker extends AsyncDisposable {
  /** Asks for the lock at a moment; resolves with what it said in the end, or `killed`. */
  hold(name: string, atMs: number, stayMs: number | null): Promise<string>;
  /** Resolves when it is inside. */
  inside(): Promise<void>;
  /** Kills it at once; resolves with when, once it is gone and everything it said has been heard. */
  kill(): Promise<number>;
  /** Since the last time this was asked. One that was killed inside was there until then. */
  takeInsides(): readonly Inside[];
}

export async function startLockWorker(folder: string, kind: LockKind): Promise<LockWorker> {
  const program = join(import.meta.dirname, '../../fakes/children/lock-worker.ts');
  const child = fork(program, [folder, kind], {
    execArgv: [],
    env: childEnvironment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'],
  });
  const channel = child.stdio[4];
  if (!(channel instanceof Readable)) throw new Error('the worker has no channel for its steps');
  const insides: Inside[] = [];
  let enteredMs: number | undefined;
  let onEntry = (): void => undefined;
  const lines = createInterface({ input: channel }).on('line', (line) => {
    const [step, at] = line.split(' ');
    if (step === 'in') {
      enteredMs = Number(at);
      onEntry();
    } else if (enteredMs !== undefined) {
      insides.push({ fromMs: enteredMs, toMs: Number(at) });
      enteredMs = undefined;
    }
  });
  const gone = Promise.all([once(child, 'exit'), once(lines, 'close')]).then(() => 'killed');
  const said = (): Promise<string> =>
    Promise.race([once(child, 'message').then(([text]: unknown[]) => String(text)), gone]);
  await said();
  let killedMs: number | undefined;
  const kill = async (): Promise<number> => {
    killedMs ??= machineMs();
    child.kill('SIGKILL');
    await gone;
    if (enteredMs !== undefined) insides.push({ fromMs: enteredMs, toMs: killedMs });
    enteredMs = undefined;
    return killedMs;
  };
  return {
    kill,
    hold(name, atMs, stayMs) {
      child.send({ name, atMs, stayMs });
      return said();
    },
    inside: () =>
      new Promise((resolve) => {
        onEntry = resolve;
        if (enteredMs !== undefined) resolve();
      }),
    takeInsides: () => insides.splice(0),
    async [Symbol.asyncDispose]() {
      await kill();
    },
  };
}
