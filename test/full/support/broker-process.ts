// Starts, asks and kills the local service of a figure.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { childEnvironment } from './environment.ts';
import { brokerReplyShape, type BrokerOptions, type BrokerReply } from './broker-talk.ts';

export interface BrokerProcess extends AsyncDisposable {
  readonly pid: number;
  readonly path: string;
  /** The grant of this machine. */
  readonly grant: string;
  /** Bytes of the heap, once what can be collected is collected. */
  heapBytes(): Promise<number>;
  /** At once; resolves when it is gone. */
  kill(): Promise<void>;
  /** As the app ends. */
  stop(): Promise<void>;
  /** What it has said on stderr so far. */
  warnings(): string;
  /** Whether it has ended by itself. */
  isGone(): boolean;
}

/** @throws when it ends before it listens */
export async function startBrokerProcess(options: BrokerOptions): Promise<BrokerProcess> {
  const child = fork(join(import.meta.dirname, 'broker-child.ts'), [JSON.stringify(options)], {
    execArgv: ['--expose-gc'],
    env: childEnvironment,
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
  const ended = once(child, 'exit').then(() => undefined);
  const died = ended.then(() => Promise.reject(new Error(`the broker process has ended: ${errors}`)));
  died.catch(() => undefined);

  async function heard<Said extends BrokerReply['said']>(
    said: Said,
  ): Promise<Extract<BrokerReply, { said: Said }>> {
    const answer = new Promise<Extract<BrokerReply, { said: Said }>>((resolve) => {
      const listen = (message: unknown): void => {
        const reply = brokerReplyShape.parse(message);
        if (!isSaid(reply, said)) return;
        child.off('message', listen);
        resolve(reply);
      };
      child.on('message', listen);
    });
    return Promise.race([answer, died]);
  }

  const { path, grant } = await heard('listening');
  return {
    pid: child.pid ?? 0,
    path,
    grant,
    async heapBytes() {
      const answer = heard('memory');
      child.send('memory');
      return (await answer).heapBytes;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      const answer = heard('stopped');
      child.send('stop');
      await answer;
      child.kill('SIGKILL');
      await ended;
    },
    warnings: () => errors,
    isGone: () => child.exitCode !== null || child.signalCode !== null,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function isSaid<Said extends BrokerReply['said']>(
  reply: BrokerReply,
  said: Said,
): reply is Extract<BrokerReply, { said: Said }> {
  return reply.said === said;
}
