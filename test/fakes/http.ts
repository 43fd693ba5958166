// HTTP with a script: each URL has its answer. A call that is not in the script fails the test, and so does an answer
// that nobody fetched.
import { onTestFinished } from 'vitest';
import type { Http, HttpRequest } from '../../main/ports.ts';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

type Answer = (request: SeenRequest, signal: AbortSignal | undefined) => Response | Promise<Response>;

export interface ScriptedHttp {
  readonly http: Http;
  readonly seen: readonly SeenRequest[];
}

/** @param script by `METHOD url`; each answer may be fetched any number of times, but at least once */
export function scriptedHttp(script: Readonly<Record<string, Answer>>): ScriptedHttp {
  const seen: SeenRequest[] = [];
  const unused = new Set(Object.keys(script));
  const unexpected: string[] = [];
  onTestFinished(() => {
    const wrong = [
      ...unexpected.map((call) => `unexpected: ${call}`),
      ...[...unused].map((call) => `never fetched: ${call}`),
    ];
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
  });
  const http: Http = async (url, init: HttpRequest = {}) => {
    const request = { method: init.method ?? 'GET', url, headers: { ...init.headers }, body: init.body };
    const call = `${request.method} ${url}`;
    const answer = script[call];
    if (answer === undefined) {
      unexpected.push(call);
      throw new Error(`the script has no answer for ${call}`);
    }
    unused.delete(call);
    seen.push(request);
    return answer(request, init.signal);
  };
  return { http, seen };
}

/** For code that must not use the network at all. */
export const noHttp: Http = (url) => Promise.reject(new Error(`nothing may be fetched, but ${url} was`));

export function json(
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): () => Response {
  return () => Response.json(body, { status, headers });
}

export function html(status = 200, headers: Readonly<Record<string, string>> = {}): () => Response {
  return () =>
    new Response('<!doctype html><title>Attention required</title>', {
      status,
      headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
    });
}
