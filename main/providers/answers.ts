// Turns a provider's HTTP answers into values or failures, once, by status and code, never by message text.
import * as z from 'zod/mini';
import { Failure } from '../domain/failure.ts';

/** Milliseconds since 1970 at which a `Retry-After` (seconds or an HTTP date, RFC 9110 §10.2.3) allows the next try. */
function retryAtOf(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return nowMs + Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : date;
}

/** @throws Failure for a status that is a fault of the moment or of the access; `subject` is the provider's name. */
export function refuseBadStatus(response: Response, subject: string, nowMs: number): void {
  const { status } = response;
  const detail = `status ${String(status)}`;
  if (status === 429) {
    const retryAt = retryAtOf(response.headers.get('retry-after'), nowMs);
    throw new Failure('provider/rate-limited', {
      subject,
      detail,
      ...(retryAt !== undefined && { retryAt }),
    });
  }
  // A proxy, or a public network, that wants something first (RFC 9110 §15.5.8, RFC 6585 §6).
  if (status === 407 || status === 511) throw new Failure('network/intercepted', { subject, detail });
  if (status >= 500) throw new Failure('provider/unavailable', { subject, detail });
  if (status === 401) throw new Failure('credential/rejected', { subject, detail });
  if (status === 403) throw new Failure('provider/forbidden', { subject, detail });
  if (!response.ok) throw new Failure('provider/unexpected-answer', { subject, detail });
}

/** Undefined when it is none. What the parser says of it is dropped: it quotes the text, and the text may be secret. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The body as JSON, or undefined. */
async function bodyOf(response: Response): Promise<unknown> {
  return jsonOf(await response.text());
}

/** The body as JSON of the given shape. @throws Failure `provider/unexpected-answer`, `network/intercepted` */
export async function readJson<Schema extends z.ZodMiniType>(
  response: Response,
  schema: Schema,
  subject: string,
): Promise<z.output<Schema>> {
  const body = await bodyOf(response);
  if (body === undefined) {
    const isPage = response.headers.get('content-type')?.includes('html') === true;
    // Our providers answer these questions with JSON alone; a page is somebody else's (reliability QP-05).
    throw isPage
      ? new Failure('network/intercepted', { subject, detail: 'a web page' })
      : new Failure('provider/unexpected-answer', { subject, detail: 'not JSON' });
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new Failure('provider/unexpected-answer', { subject, detail: `field ${where}` });
}

/** Codes are plain words; anything else in their place may repeat what was sent, and is not shown. */
export const errorWordPattern = /^[a-z][a-z0-9_]{0,47}$/;

const errorWord = z.string().check(z.regex(errorWordPattern));

const errorShape = z.union([
  z.pipe(
    z.object({ error: errorWord }),
    z.transform(({ error }) => error),
  ),
  z.pipe(
    z.object({ error: z.object({ code: errorWord }) }),
    z.transform(({ error }) => error.code),
  ),
  z.pipe(
    z.object({ error: z.object({ type: errorWord }) }),
    z.transform(({ error }) => error.type),
  ),
  z.pipe(
    z.object({ code: errorWord }),
    z.transform(({ code }) => code),
  ),
]);

/** The code in an error's body: of OAuth (RFC 6749 §5.2), of OpenAI (protocols §1.6) or of Anthropic's API. */
export async function errorCodeOf(response: Response): Promise<string | undefined> {
  return errorShape.safeParse(await bodyOf(response.clone())).data;
}

/** The Failure in a chain of causes, if one of our own adapters threw it below a library. */
export function failureBelow(thrown: unknown): Failure | undefined {
  for (let link = thrown; link instanceof Error; link = link.cause) {
    if (link instanceof Failure) return link;
  }
  return undefined;
}
