// A request at the listener of a sign-in, as bytes that can be wrong anywhere.
import type { Random } from './random.ts';

export interface CallbackTarget {
  readonly port: number;
  readonly path: string;
  /** Of the attempt that waits. */
  readonly state: string;
  /** Of one before it, which was cancelled. */
  readonly spentState: string;
}

/** What is sent, and how: `answered` waits for the end, `held` sends nothing more and waits a moment, `gone` hangs up at once. */
export interface Hostile {
  readonly bytes: Buffer;
  readonly how: 'answered' | 'held' | 'gone';
}

export type Generator = (random: Random, target: CallbackTarget) => Hostile;

/** Stands in everything that could be echoed. */
export const echoMark = 'canary_echo';

export const crlf = '\r\n';
export const code = `code=${echoMark}`;

interface Parts {
  readonly method?: string;
  readonly version?: string;
  readonly host?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly how?: Hostile['how'];
}

/** A request as bytes; what is not said is right. */
export function sent(
  { port }: CallbackTarget,
  address: string,
  { method = 'GET', version = 'HTTP/1.1', host, headers = [], body = '', how = 'answered' }: Parts = {},
): Hostile {
  const head = [`${method} ${address} ${version}`, `Host: ${host ?? `127.0.0.1:${port}`}`, ...headers];
  return { bytes: Buffer.from(`${head.join(crlf)}${crlf}${crlf}${body}`, 'latin1'), how };
}

export const raw = (text: string, how: Hostile['how'] = 'answered'): Hostile => ({
  bytes: Buffer.from(text, 'latin1'),
  how,
});

export function pick<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
  return items[random.below(items.length)] ?? items[0];
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
export const word = (random: Random, length: number): string =>
  Array.from({ length }, () => letters[random.below(letters.length)] ?? '').join('');

/** Never the right one. */
export const wrongState = (random: Random): string => word(random, 43);

/** The right path with this query. */
export const at = ({ path }: CallbackTarget, query: string): string => `${path}?${query}`;
export const wrong = (random: Random, target: CallbackTarget): string =>
  at(target, `${code}&state=${wrongState(random)}`);
/** What only the provider's redirect should know. */
export const right = (target: CallbackTarget): string => at(target, `${code}&state=${target.state}`);

/** The right state with one letter exchanged. */
export function nearlyRight(random: Random, { state }: CallbackTarget): string {
  const place = random.below(state.length);
  const other = letters[(letters.indexOf(state[place] ?? 'A') + 1 + random.below(63)) % 64] ?? 'A';
  return `${state.slice(0, place)}${other}${state.slice(place + 1)}`;
}
