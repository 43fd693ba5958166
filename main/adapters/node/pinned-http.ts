// HTTP for one provider: https only, its own hosts only, no redirects, bounded in size and time.
import { Failure, type FailureCode } from '../../domain/failure.ts';
import type { Http } from '../../ports.ts';
import { allowedAddress } from './provider-address.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface PinnedHttpOptions {
  readonly hosts: readonly string[];
  readonly userAgent: string;
  readonly limitBytes?: number;
  readonly limitMs?: number;
}

/** Every message and code in a chain of causes: Electron says it in the message, Node further down. */
function spoken(thrown: unknown): string {
  const words: string[] = [];
  for (let link = thrown; link instanceof Error; link = link.cause) {
    words.push(link.name, link.message);
    if ('code' in link && typeof link.code === 'string') words.push(link.code);
  }
  return words.join(' ');
}

/** What Electron and Node say of a head without an end, a packed body that cannot be unpacked, and bytes that are no HTTP. */
const unreadable =
  /HEADERS_TOO_BIG|HEADERS_OVERFLOW|CONTENT_DECODING|\bZ_\w+_ERROR|\bHPE_|INVALID_HTTP_RESPONSE|INVALID_CHUNKED|RESPONSE_HEADERS_MULTIPLE/;

function networkFailure(thrown: unknown, subject: string): Failure {
  if (thrown instanceof Failure) return thrown;
  const words = spoken(thrown);
  if (/redirect/i.test(words))
    return new Failure('provider/unexpected-answer', { subject, detail: 'a redirect', cause: thrown });
  if (unreadable.test(words))
    return new Failure('provider/unexpected-answer', { subject, detail: 'it cannot be read', cause: thrown });
  const code: FailureCode = /TIMED_?OUT|TimeoutError/.test(words)
    ? 'network/timed-out'
    : /ERR_CERT|ERR_SSL|CERT_|_CERT|SELF_SIGNED|ALTNAME|LEAF_SIGNATURE/.test(words)
      ? 'network/untrusted'
      : 'network/offline';
  return new Failure(code, { subject, cause: thrown });
}

/** Reads the body up to the limit; a longer one ends the request. */
async function readBounded(
  response: Response,
  limitBytes: number,
  subject: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let total = 0;
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    total += value.length;
    if (total > limitBytes) {
      await reader.cancel();
      throw new Failure('provider/unexpected-answer', { subject, detail: 'answer too large' });
    }
    parts.push(value);
  }
  const whole = new Uint8Array(total);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** @throws Failure `network/…`; an abort keeps the signal's own reason. */
export function createPinnedHttp(fetch: Fetch, options: PinnedHttpOptions): Http {
  const { hosts, userAgent, limitBytes = 1_048_576, limitMs = 30_000 } = options;
  return async (url, init = {}) => {
    const target = allowedAddress(url, hosts);
    const subject = target.hostname;
    const limit = AbortSignal.timeout(limitMs);
    const signal = init.signal === undefined ? limit : AbortSignal.any([init.signal, limit]);
    try {
      const response = await fetch(target.href, {
        method: init.method ?? 'GET',
        headers: { ...init.headers, 'user-agent': userAgent },
        // Codes and tokens go to the pinned address only; a redirect is an error (reliability TK-05).
        redirect: 'error',
        credentials: 'omit',
        signal,
        ...(init.body !== undefined && { body: init.body }),
      });
      const { status, statusText, headers } = response;
      const body = await readBounded(response, limitBytes, subject);
      const empty = [101, 204, 205, 304].includes(status);
      return new Response(empty ? null : body, { status, statusText, headers });
    } catch (thrown) {
      if (init.signal?.aborted === true && init.signal.reason instanceof Failure) throw init.signal.reason;
      throw networkFailure(limit.aborted ? limit.reason : thrown, subject);
    }
  };
}
