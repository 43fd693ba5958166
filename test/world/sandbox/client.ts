// A small HTTP client that goes through the sandbox's proxy, for tests.
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { createHash, randomBytes } from 'node:crypto';
import type { Addresses } from './start.ts';

export interface Request {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, parameters as a form. */
  readonly body?: URLSearchParams | object;
}

export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export type Ask = (url: string, options?: Request) => Promise<Response>;

export async function makeClient({ ca, proxy }: Pick<Addresses, 'ca' | 'proxy'>): Promise<Ask> {
  const agent = new Agent({ ca: await readFile(ca), proxyEnv: { HTTPS_PROXY: proxy } });
  return (url, { method, headers = {}, body } = {}) => {
    const isForm = body instanceof URLSearchParams;
    const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
    const sent = body === undefined ? undefined : isForm ? body.toString() : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const outgoing = request(
        url,
        {
          agent,
          method: method ?? (sent === undefined ? 'GET' : 'POST'),
          headers: {
            ...(sent !== undefined && { 'content-type': type, 'content-length': Buffer.byteLength(sent) }),
            ...headers,
          },
        },
        (incoming) => {
          text(incoming).then((whole) => {
            resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text: whole });
          }, reject);
        },
      );
      outgoing.on('error', reject).end(sent);
    });
  };
}

/** Clicks through the sign-in pages and returns the address that the last one leads to. */
export async function signInAs(
  ask: Ask,
  authorizeUrl: string,
  email: string,
  decision: 'allow' | 'deny' = 'allow',
): Promise<URL> {
  const { origin } = new URL(authorizeUrl);
  const first = await ask(authorizeUrl);
  const attempt = /name="attempt" value="([^"]+)"/.exec(first.text)?.[1];
  if (attempt === undefined) throw new Error(`no sign-in page: ${first.text}`);
  const post = (path: string, fields: Record<string, string>): Promise<Response> =>
    ask(`${origin}${path}`, { body: new URLSearchParams({ attempt, ...fields }) });
  await post('/sandbox/email', { email });
  const last = await post('/sandbox/decision', { decision });
  return new URL(String(last.headers['location']));
}

export function pkce(): { readonly verifier: string; readonly challenge: string } {
  const verifier = randomBytes(64).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}
