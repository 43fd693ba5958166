// The browser at the end of a sign-in: asks for the callback and follows where it is sent, as far as the last page.
import { Agent, get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { machineNowMs } from '../world/sandbox/clock.ts';

export interface Visit {
  readonly status: number;
  /** When the connection to the listener stood and the request went out on it. */
  readonly reachedAtMs: number;
  /** When the last byte of the last page was there. */
  readonly shownAtMs: number;
}

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly sentAtMs: number;
}

function ask(url: URL, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let sentAtMs = 0;
    const request = get(url, { agent, headers: { accept: 'text/html' } }, (answer: IncomingMessage) => {
      text(answer).then(() => {
        const { statusCode: status = 0, headers } = answer;
        resolve({ status, location: headers.location, sentAtMs });
      }, reject);
    });
    request.once('error', reject);
    request.once('socket', (socket) => {
      const mark = (): void => {
        sentAtMs = machineNowMs();
      };
      if (socket.connecting) socket.once('connect', mark);
      else mark();
    });
  });
}

export async function visit(callback: URL): Promise<Visit> {
  // As a browser does: the same connection again where the listener keeps it.
  const agent = new Agent({ keepAlive: true });
  try {
    const first = await ask(callback, agent);
    let last = first;
    for (let at = callback; last.location !== undefined; last = await ask(at, agent)) {
      at = new URL(last.location, at);
    }
    return { status: last.status, reachedAtMs: first.sentAtMs, shownAtMs: machineNowMs() };
  } finally {
    agent.destroy();
  }
}
