// Worker processes that live for many rounds: started, told what to do, killed.
import { fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { childEnvironment } from './environment.ts';
import { steps, type Step } from './refresher-steps.ts';
import { replyShape, type Order, type Reply } from './refresh-talk.ts';

/** By `machineMs`. */
export interface Stepped {
  readonly step: Step;
  readonly atMs: number;
}

export interface Worker extends AsyncDisposable {
  /** The steps it has taken since they were last forgotten. After its death: all that it took. */
  readonly steps: Stepped[];
  readonly events: EventEmitter<{ step: [Stepped] }>;
  /** Tells it to do something and waits for the answer. Rejects when it dies first. */
  ask(order: Order): Promise<Reply>;
  /** At once, in the middle of whatever it does. */
  kill(): void;
  /** Resolves when it is gone and everything it said has been heard. */
  readonly gone: Promise<void>;
}

export async function startWorker(): Promise<Worker> {
  const child = fork(join(import.meta.dirname, 'refresh-worker.ts'), {
    execArgv: [],
    // A test runner's own settings are none of its business.
    env: childEnvironment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'],
  });
  const taken: Stepped[] = [];
  const events: Worker['events'] = new EventEmitter();
  const replies: Reply[] = [];
  const waiting: ((reply: Reply) => void)[] = [];
  child.on('message', (message) => {
    const reply = replyShape.parse(message);
    const waiter = waiting.shift();
    if (waiter === undefined) replies.push(reply);
    else waiter(reply);
  });
  const channel = child.stdio[4];
  if (!(channel instanceof Readable)) throw new Error('the worker has no channel for its steps');
  const lines = createInterface({ input: channel }).on('line', (line) => {
    const [name, at] = line.split(' ');
    const step = steps.find((known) => known === name);
    if (step === undefined) return;
    const stepped = { step, atMs: Number(at) };
    taken.push(stepped);
    events.emit('step', stepped);
  });
  const ended = Promise.all([once(child, 'close'), once(lines, 'close')]).then(() => undefined);
  const died = ended.then(() => Promise.reject(new Error('the worker has ended')));
  died.catch(() => undefined);
  const next = (): Promise<Reply> => {
    const said = replies.shift();
    if (said !== undefined) return Promise.resolve(said);
    const { promise, resolve } = Promise.withResolvers<Reply>();
    waiting.push(resolve);
    return Promise.race([promise, died]);
  };
  await next();
  return {
    steps: taken,
    events,
    ask(order) {
      child.send(order);
      return next();
    },
    kill() {
      child.kill('SIGKILL');
    },
    gone: ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** As many as asked for, started side by side. */
export async function startWorkers(
  count: number,
): Promise<{ readonly all: readonly Worker[] } & AsyncDisposable> {
  const all = await Promise.all(Array.from({ length: count }, startWorker));
  return {
    all,
    async [Symbol.asyncDispose]() {
      await Promise.all(all.map((worker) => worker[Symbol.asyncDispose]()));
    },
  };
}
