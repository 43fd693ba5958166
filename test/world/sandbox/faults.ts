// What goes wrong on purpose: errors, delays and broken connections, for so many requests.
import { gzipSync } from 'node:zlib';
import type { Answer } from './answer.ts';
import { bodyFields } from './body-fields.ts';
import type { Inquiry } from './endpoint.ts';

export interface FaultRule {
  readonly host?: string | undefined;
  readonly path: string;
  readonly method?: string | undefined;
  /** Only requests with this persona's credential. */
  readonly account?: string | undefined;
  /** Only token requests of this grant type. */
  readonly grant?: string | undefined;
  readonly status?: number | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly delayMs?: number | undefined;
  readonly drop?: boolean | 'after' | undefined;
  /** A small gzipped body that is as long as this once it is unpacked. */
  readonly inflatesToBytes?: number | undefined;
  /** Between any two bytes of the body. */
  readonly dripMs?: number | undefined;
  /** The head of the answer never comes to an end. */
  readonly endlessHead?: boolean | undefined;
  /** How often; without it, until the scenario changes. */
  readonly times?: number | undefined;
}

export interface Fault {
  readonly delayMs?: number | undefined;
  readonly drop?: 'before' | 'after' | undefined;
  readonly answer?: Answer | undefined;
  readonly dripMs?: number | undefined;
  readonly endlessHead?: boolean | undefined;
}

export class Faults {
  #rules: { readonly rule: FaultRule; left: number }[] = [];

  set(rules: readonly FaultRule[]): void {
    this.#rules = rules.map((rule) => ({ rule, left: rule.times ?? Number.POSITIVE_INFINITY }));
  }

  /** The first fault that fits, used up by one. */
  take(inquiry: Inquiry, account: string | undefined): Fault | undefined {
    const found = this.#rules.find(({ rule, left }) => left > 0 && fits(rule, inquiry, account));
    if (found === undefined) return undefined;
    found.left -= 1;
    return asFault(found.rule);
  }
}

function fits(rule: FaultRule, inquiry: Inquiry, account: string | undefined): boolean {
  return (
    (rule.host ?? inquiry.host) === inquiry.host &&
    rule.path === inquiry.path &&
    (rule.method ?? inquiry.method) === inquiry.method &&
    (rule.account ?? account) === account &&
    (rule.grant === undefined || bodyFields(inquiry.body).get('grant_type') === rule.grant)
  );
}

function asFault(rule: FaultRule): Fault {
  const { status, body, headers, delayMs, drop, inflatesToBytes, dripMs, endlessHead } = rule;
  const dropped = drop === 'after' ? 'after' : drop === true ? 'before' : undefined;
  const common = { delayMs, drop: dropped, dripMs, endlessHead } as const;
  if (inflatesToBytes !== undefined)
    return { ...common, answer: bomb(status ?? 200, inflatesToBytes, headers) };
  const answers = status !== undefined || body !== undefined || headers !== undefined;
  return { ...common, answer: answers ? faultAnswer(status ?? 200, body, headers) : undefined };
}

const pieceBytes = 1_048_576;
let packed: Buffer | undefined;

/** Blanks, which JSON may have as many of as it likes, one packed piece behind the other. */
function bomb(status: number, bytes: number, headers: FaultRule['headers']): Answer {
  const piece = (packed ??= gzipSync(Buffer.alloc(pieceBytes, ' ')));
  const pieces = Array.from({ length: Math.ceil(bytes / pieceBytes) }, () => piece);
  return {
    status,
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip', ...headers },
    body: Buffer.concat(pieces),
  };
}

function faultAnswer(status: number, body: unknown, headers: FaultRule['headers']): Answer {
  const isText = typeof body === 'string';
  return {
    status,
    headers: { 'content-type': isText ? 'text/plain' : 'application/json', ...headers },
    body: body === undefined ? '' : isText ? body : JSON.stringify(body),
  };
}
