// What the sandbox answers with, and the few shapes in which it does.
import type { DeviationId } from './deviations.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** Ids of the allowed deviations that the request made use of. */
  readonly allowed?: readonly DeviationId[];
}

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

export const html = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body,
});

export const redirect = (location: string): Answer => ({ status: 302, headers: { location }, body: '' });

/** A finished stream of server-sent events, each `[event name, data]`. */
export const eventStream = (
  events: readonly (readonly [string, unknown])[],
  headers: Record<string, string> = {},
): Answer => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream', ...headers },
  body: events.map(([name, data]) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`).join(''),
});
