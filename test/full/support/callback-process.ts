// Starts and asks the waiting sign-in of a figure.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { callbackReplyShape, type CallbackOptions, type CallbackReply } from './callback-talk.ts';
import { childEnvironment } from './environment.ts';

type Reply<Said extends CallbackReply['said']> = Extract<CallbackReply, { said: Said }>;

export interface CallbackProcess extends AsyncDisposable {
  readonly target: Reply<'waiting'>;
  /** Bytes of the whole process, once what can be collected is collected. */
  rssBytes(): Promise<number>;
  /** How the sign-in has ended; undefined while it waits. */
  result(): Reply<'ended'> | undefined;
  /** Resolves when the sign-in has ended. Rejects when the process ends first. */
  readonly ended: Promise<Reply<'ended'>>;
  /** Whether the process has ended by itself. */
  isGone(): boolean;
}

/** @throws when it ends before it waits */
export async function startCallbackProcess(options: CallbackOptions): Promise<CallbackProcess> {
  const child = fork(join(import.meta.dirname, 'callback-child.ts'), [JSON.stringify(options)], {
    // The young generation grows under load and is not given back: at a fixed size, what grows is ours.
    execArgv: ['--expose-gc', '--min-semi-space-size=4', '--max-semi-space-size=4'],
    env: childEnvironment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit').then(() => undefined);
  const died = gone.then(() => Promise.reject(new Error('the process of the sign-in has ended')));
  died.catch(() => undefined);

  const heard = <Said extends CallbackReply['said']>(said: Said): Promise<Reply<Said>> => {
    const answer = new Promise<Reply<Said>>((resolve) => {
      const listen = (message: unknown): void => {
        const reply = callbackReplyShape.parse(message);
        if (!isSaid(reply, said)) return;
        child.off('message', listen);
        resolve(reply);
      };
      child.on('message', listen);
    });
    return Promise.race([answer, died]);
  };

  const ended = heard('ended');
  let result: Reply<'ended'> | undefined;
  ended.then(
    (reply) => (result = reply),
    () => undefined,
  );
  const target = await heard('waiting');
  return {
    target,
    ended,
    result: () => result,
    async rssBytes() {
      const answer = heard('memory');
      child.send('memory');
      return (await answer).rssBytes;
    },
    isGone: () => child.exitCode !== null || child.signalCode !== null,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function isSaid<Said extends CallbackReply['said']>(reply: CallbackReply, said: Said): reply is Reply<Said> {
  return reply.said === said;
}
