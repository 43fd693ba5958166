// One endpoint of a provider: exactly what a request may hold, and how it is answered.
import { z } from 'zod';
import type { Answer } from './answer.ts';

/** A request that protocols.md does not describe. Answered with 400 and recorded in the log. */
export class Deviation extends Error {
  override readonly name = 'Deviation';
}

export interface Inquiry {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export interface Endpoint {
  readonly kind: 'api' | 'page';
  readonly method: string;
  readonly host: string;
  readonly path: string;
  /** Checks the request; throws a Deviation or returns what will answer it. */
  accept(inquiry: Inquiry): () => Answer | Promise<Answer>;
}

/** In which encodings a body may come; `empty` is the rule for a request without one. */
interface BodyRules<Body> {
  readonly form?: z.ZodType<Body>;
  readonly json?: z.ZodType<Body>;
  readonly empty?: z.ZodType<Body>;
}

interface Rules<Query, Headers, Body> {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  /** `page`: what a browser opens; its headers and cookies are free. Default `api`. */
  readonly kind?: 'api' | 'page';
  readonly query: z.ZodType<Query>;
  /** Credential, account, beta and vendor headers, names in lower case. Transport headers are not listed here. */
  readonly headers: z.ZodType<Headers>;
  readonly body: BodyRules<Body>;
  readonly answer: (request: {
    readonly query: Query;
    readonly headers: Headers;
    readonly body: Body;
  }) => Answer | Promise<Answer>;
}

const nothing = z.strictObject({});

/** The start of most rules: what is not replaced must be absent from the request. */
export const bare = { query: nothing, headers: nothing, body: { empty: nothing } };

const transportHeader =
  /^(accept(-.*)?|user-agent|host|connection|keep-alive|content-.*|cache-control|pragma|priority|sec-(fetch|ch)-.*|origin|referer|te|transfer-encoding|upgrade-insecure-requests|date|dnt|expect|if-.*)$/;

/** Declares an endpoint. */
export function endpoint<Query, Headers, Body>(rules: Rules<Query, Headers, Body>): Endpoint {
  const { method, host, path, kind = 'api' } = rules;
  return {
    kind,
    method,
    host,
    path,
    accept(inquiry) {
      const headers = kind === 'page' ? {} : vendorHeaders(inquiry.headers);
      const query = attempt(() =>
        check('query parameter', rules.query, single('query parameter', inquiry.query)),
      );
      const vendor = attempt(() => check('header', rules.headers, headers));
      const body = attempt(() => checkBody(inquiry, rules.body));
      // One message for everything that is wrong: whoever reads it mends it in one go.
      if ('problem' in query || 'problem' in vendor || 'problem' in body) {
        const problems = [query, vendor, body].flatMap((part) => ('problem' in part ? [part.problem] : []));
        throw new Deviation(problems.join('; '));
      }
      return () => rules.answer({ query: query.value, headers: vendor.value, body: body.value });
    },
  };
}

function attempt<Value>(read: () => Value): { readonly value: Value } | { readonly problem: string } {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof Deviation) return { problem: error.message };
    throw error;
  }
}

function vendorHeaders(headers: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !transportHeader.test(name)));
}

function checkBody<Body>(inquiry: Inquiry, { form, json, empty }: BodyRules<Body>): Body {
  if (inquiry.body === '' && empty !== undefined) return check('body field', empty, {});
  const [encoding = ''] = (inquiry.headers.get('content-type') ?? '').split(';');
  if (encoding === 'application/x-www-form-urlencoded' && form !== undefined) {
    return check('form field', form, single('form field', new URLSearchParams(inquiry.body)));
  }
  if (encoding === 'application/json' && json !== undefined) {
    return check('JSON field', json, parseJson(inquiry.body));
  }
  const listed = [form && 'a form', json && 'JSON', empty && 'no body'].filter((name) => name !== undefined);
  throw new Deviation(`body encoding "${encoding}" is not listed; listed: ${listed.join(', ')}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Deviation('body is not JSON');
  }
}

/** Parameters as one object; a parameter given twice is a deviation, not a matter of who reads which. */
function single(what: string, parameters: URLSearchParams): Record<string, string> {
  const seen: Record<string, string> = {};
  for (const [name, value] of parameters) {
    if (name in seen) throw new Deviation(`${what} "${name}" is given twice`);
    seen[name] = value;
  }
  return seen;
}

/** Reads a value by a rule; throws a Deviation that names every difference. */
export function check<Value>(what: string, rule: z.ZodType<Value>, value: unknown): Value {
  const parsed = rule.safeParse(value);
  if (!parsed.success)
    throw new Deviation(parsed.error.issues.map((issue) => describe(what, issue)).join('; '));
  return parsed.data;
}

function describe(what: string, issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${what} "${key}" is not listed`).join('; ');
  }
  return `${what} "${issue.path.join('.')}": ${issue.message}`;
}

/** A value that must be exactly one of the listed ones. */
export const oneOf = (...values: readonly string[]): z.ZodType<string> =>
  z.string().refine((value) => values.includes(value), `value is not listed (${values.join(' | ')})`);

/** A space-separated set, in any order, that must be exactly one of the listed sets. */
export function scopeSet(...sets: readonly string[]): z.ZodType<string> {
  const inOrder = (text: string): string => text.split(' ').toSorted().join(' ');
  const known = new Set(sets.map(inOrder));
  return z.string().refine((value) => known.has(inOrder(value)), 'scope set is not listed');
}

/** The header value of a bearer credential. */
export const bearer = z.string().regex(/^Bearer \S+$/, 'is not "Bearer <token>"');

export const bearerToken = (authorization: string): string => authorization.slice('Bearer '.length);
