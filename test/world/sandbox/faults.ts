// What goes wrong on purpose: errors, delays and broken connections, for so many requests.
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
  /** How often; without it, until the scenario changes. */
  readonly times?: number | undefined;
}

export interface Fault {
  readonly delayMs?: number | undefined;
  readonly drop?: 'before' | 'after' | undefined;
  readonly answer?: Answer | undefined;
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

function asFault({ status, body, headers, delayMs, drop }: FaultRule): Fault {
  const dropped = drop === 'after' ? 'after' : drop === true ? 'before' : undefined;
  const answers = status !== undefined || body !== undefined || headers !== undefined;
  return { delayMs, drop: dropped, answer: answers ? faultAnswer(status ?? 200, body, headers) : undefined };
}

function faultAnswer(status: number, body: unknown, headers: FaultRule['headers']): Answer {
  const isText = typeof body === 'string';
  return {
    status,
    headers: { 'content-type': isText ? 'text/plain' : 'application/json', ...headers },
    body: body === undefined ? '' : isText ? body : JSON.stringify(body),
  };
}
