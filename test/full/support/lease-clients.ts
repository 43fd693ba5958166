// Starts client processes of the local service, tells them what to do, and kills them.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { childEnvironment } from './environment.ts';
import { clientReplyShape, type ClientOrder, type ClientReply } from './lease-talk.ts';

interface ReplyTo {
  readonly storm: 'stormed';
  readonly race: 'raced';
  readonly hold: 'held';
  readonly release: 'released';
}

export interface LeaseClient extends AsyncDisposable {
  readonly pid: number;
  /** Rejects when it dies first. */
  ask<Do extends ClientOrder['do']>(
    order: Extract<ClientOrder, { do: Do }>,
  ): Promise<Extract<ClientReply, { said: ReplyTo[Do] }>>;
  /** At once; resolves when it is gone. */
  kill(): Promise<void>;
}

const saidTo: ReplyTo = { storm: 'stormed', race: 'raced', hold: 'held', release: 'released' };

function isReplyTo<Do extends ClientOrder['do']>(
  reply: ClientReply,
  order: Do,
): reply is Extract<ClientReply, { said: ReplyTo[Do] }> {
  return reply.said === saidTo[order];
}

export async function startLeaseClient(): Promise<LeaseClient> {
  const child = fork(join(import.meta.dirname, 'lease-client.ts'), {
    execArgv: [],
    env: childEnvironment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => undefined);
  const died = ended.then(() => Promise.reject(new Error('a client process has ended')));
  died.catch(() => undefined);

  async function next(): Promise<ClientReply> {
    const message = new Promise<unknown>((resolve) => child.once('message', resolve));
    return clientReplyShape.parse(await Promise.race([message, died]));
  }

  await next();
  return {
    pid: child.pid ?? 0,
    async ask(order) {
      const answer = next();
      child.send(order);
      const reply = await answer;
      if (!isReplyTo(reply, order.do)) throw new Error(`a client said ${reply.said} to ${order.do}`);
      return reply;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** So many at a time are started, for each takes a core for a moment. */
const atOnce = 8;

export async function startLeaseClients(
  count: number,
): Promise<{ readonly all: readonly LeaseClient[] } & AsyncDisposable> {
  const all: LeaseClient[] = [];
  while (all.length < count) {
    const next = Math.min(atOnce, count - all.length);
    all.push(...(await Promise.all(Array.from({ length: next }, startLeaseClient))));
  }
  return {
    all,
    async [Symbol.asyncDispose]() {
      await Promise.all(all.map((client) => client[Symbol.asyncDispose]()));
    },
  };
}
