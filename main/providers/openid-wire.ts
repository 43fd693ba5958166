// What every sign-in and refresh needs around openid-client: our pinned HTTP below it, its errors as failures above it.
// Loaded on use only, with the library.
import * as openid from 'openid-client';
import { Failure } from '../domain/failure.ts';
import { errorCodeOf, errorWordPattern, failureBelow, refuseBadStatus } from './answers.ts';
import type { ProviderTools } from './description.ts';

export interface WireOptions {
  /** The provider's name, for failures. */
  readonly subject: string;
  readonly signal?: AbortSignal;
  /** Sent in addition to the library's own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The names of the fields in the provider's order, where it takes JSON in place of a form. */
  readonly jsonFields?: readonly string[];
  /** Sees each answer before the library does. @throws Failure */
  readonly receive?: (response: Response) => Promise<Response>;
}

/** An error in the provider's own form becomes the one of OAuth, which the library understands. */
async function asOAuth(response: Response): Promise<Response> {
  if (response.ok) return response;
  const error = await errorCodeOf(response);
  return error === undefined ? response : Response.json({ error }, { status: response.status });
}

/** Gives openid-client our pinned HTTP. Faults of the moment are told apart here, before it reads the answer. */
export function wire(
  { http, clock }: ProviderTools,
  { subject, signal, headers, jsonFields, receive = asOAuth }: WireOptions,
): openid.CustomFetch {
  return async (url, { method, headers: ownHeaders, body }) => {
    const form = body instanceof URLSearchParams ? body : new URLSearchParams();
    const fields = jsonFields?.flatMap((name) => {
      const value = form.get(name);
      return value === null ? [] : [[name, value]];
    });
    const response = await http(url, {
      method,
      headers: {
        ...ownHeaders,
        ...headers,
        ...(fields !== undefined && { 'content-type': 'application/json' }),
      },
      body: fields === undefined ? form.toString() : JSON.stringify(Object.fromEntries(fields)),
      ...(signal !== undefined && { signal }),
    });
    const { status, headers: answered } = response;
    // A page in place of JSON comes from something between us and the provider, not from its sign-in.
    const page = status === 403 && !(answered.get('content-type') ?? '').includes('json');
    if (status === 429 || status >= 500 || page) refuseBadStatus(response, subject, clock.nowMs());
    return receive(response);
  };
}

/** What was thrown while redeeming a code or a refresh token, as a Failure that repeats nothing of the answer. */
export function refusedAnswer(thrown: unknown, subject: string): Failure {
  const known = failureBelow(thrown);
  if (known !== undefined) return known;
  // The library's own text may quote the answer; its code does not.
  const ownCode = thrown instanceof openid.ClientError ? thrown.code : undefined;
  const saidCode =
    thrown instanceof openid.ResponseBodyError && errorWordPattern.test(thrown.error)
      ? thrown.error
      : undefined;
  const reason = saidCode ?? ownCode;
  return new Failure('sign-in/refused-answer', {
    subject,
    ...(reason !== undefined && { detail: reason }),
    // Below the library's error stands the answer, which may repeat what was sent: only the words are kept.
    cause: thrown instanceof Error ? new Error(thrown.message) : undefined,
  });
}
