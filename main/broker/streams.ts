// Answers that come as time goes on: JSON lines, and server-sent events. The source is asked only as fast as the caller reads.
import type { Context } from 'hono';
import { Failure } from '../domain/failure.ts';
import type { Timer } from '../ports.ts';
import type { Call } from './call-context.ts';
import { socketOf, type Reply } from './reply.ts';
import type { NumberedEvent } from './route.ts';

/** A comment comes as often, so that both sides see that the other one is there. */
const quietMs = 15_000;

interface Outlet {
  readonly context: Context;
  readonly call: Call;
  /** Runs once, however it ends. */
  readonly ended: () => void;
}

export function isIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function isEvent(value: unknown): value is NumberedEvent<{ readonly type: string }> {
  return typeof value === 'object' && value !== null && 'id' in value && 'event' in value;
}

export async function* lineTexts(source: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const line of source) yield `${JSON.stringify(line)}\n`;
}

function eventText(value: unknown): string {
  if (!isEvent(value)) throw new Failure('internal');
  return `id: ${value.id}\nevent: ${value.event.type}\ndata: ${JSON.stringify(value.event)}\n\n`;
}

export async function* eventTexts(source: AsyncIterable<unknown>, timer: Timer): AsyncGenerator<string> {
  const iterator = source[Symbol.asyncIterator]();
  // At once, so that the caller knows that nothing is missed from now on.
  let next = iterator.next();
  try {
    yield ': listening\n\n';
    for (;;) {
      let stop = (): void => undefined;
      const quiet = new Promise<'quiet'>((resolve) => {
        stop = timer.after(quietMs, () => {
          resolve('quiet');
        });
      });
      const came = await Promise.race([next, quiet]).finally(() => {
        stop();
      });
      if (came === 'quiet') yield ': still here\n\n';
      else if (came.done === true) return;
      else {
        yield eventText(came.value);
        next = iterator.next();
      }
    }
  } finally {
    next.catch(() => undefined);
    // A source that waits hears of it by the signal.
    iterator.return?.().catch(() => undefined);
  }
}

/** Without a word into the log of who serves: the failure is told by an answer that is not whole. */
function cut(context: Context, controller: ReadableStreamDefaultController, thrown: unknown): void {
  const socket = socketOf(context);
  if (socket === undefined) controller.error(thrown);
  else socket.destroy();
}

export function replyStream(type: string, texts: AsyncGenerator<string>, outlet: Outlet): Reply {
  const { context, call } = outlet;
  const encoder = new TextEncoder();
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    outlet.ended();
  };
  if (call.signal.aborted) end();
  else call.signal.addEventListener('abort', end);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await texts.next();
        if (isOver) return;
        if (next.done !== true) {
          controller.enqueue(encoder.encode(next.value));
          return;
        }
        end();
        controller.close();
      } catch (thrown) {
        if (isOver) return;
        end();
        cut(context, controller, thrown);
      }
    },
    cancel() {
      call.leave();
      // What it is at ends by the signal; nobody waits for that.
      texts.return(undefined).catch(() => undefined);
    },
  });
  const headers = {
    'content-type': type,
    'cache-control': 'no-store',
    // As it comes, and not once there is more of it.
    'transfer-encoding': 'chunked',
  };
  return { status: 200, isStream: true, response: new Response(body, { status: 200, headers }) };
}
