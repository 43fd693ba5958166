// Reads what came with a request: bounded, JSON that can be read in one way only, and of the shape that its route says.
import { isUtf8 } from 'node:buffer';
import type { Context } from 'hono';
import { Failure } from '../domain/failure.ts';
import { checkContentType } from './arrival.ts';
import { hasClearKeys } from './json-keys.ts';
import { socketOf } from './reply.ts';
import type { GrantedRoute, Shape } from './route.ts';

const usualLimitBytes = 65_536;

const tooLarge = (): Failure => new Failure('broker/bad-request', { detail: 'body too large' });

/** For a body whose length was not said: no more of it is kept than the limit. */
async function readBounded(body: ReadableStream<Uint8Array>, limitBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > limitBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function readBytes(context: Context, limitBytes: number): Promise<Buffer> {
  const { req } = context;
  const length = req.header('content-length');
  if (length === '0') return Buffer.alloc(0);
  // Node reads exactly as much as was said.
  if (length !== undefined) {
    if (Number(length) > limitBytes) throw tooLarge();
    return Buffer.from(await req.raw.arrayBuffer());
  }
  // What comes over a socket and says neither has none (RFC 9112 §6.3), and to look for it costs more than most answers.
  const saysNone = req.header('transfer-encoding') === undefined && socketOf(context) !== undefined;
  if (saysNone || req.raw.body === null) return Buffer.alloc(0);
  return readBounded(req.raw.body, limitBytes);
}

/** Undefined, which fits no shape, for what is not JSON. */
function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return hasClearKeys(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined without a body. @throws Failure `broker/bad-request` */
export async function readJson(
  context: Context,
  { method, body, bodyLimitBytes = usualLimitBytes }: GrantedRoute,
): Promise<unknown> {
  // It has none, and to look for one costs more than most answers.
  if (method === 'GET') return undefined;
  const type = context.req.header('content-type');
  if (type !== undefined) checkContentType(type);
  if (body === undefined) return undefined;
  const bytes = await readBytes(context, bodyLimitBytes);
  if (bytes.byteLength === 0) return undefined;
  checkContentType(type);
  if (!isUtf8(bytes)) throw new Failure('broker/bad-request', { detail: 'body' });
  const value = parseJson(bytes.toString('utf8'));
  if (value === undefined) throw new Failure('broker/bad-request', { detail: 'body' });
  return value;
}

/** @throws Failure `broker/bad-request` naming the field */
export function parsedAs(
  shape: Shape | undefined,
  value: unknown,
  place: 'path' | 'query' | 'body',
): unknown {
  if (shape === undefined) return undefined;
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Failure('broker/bad-request', {
    detail: [place, ...(parsed.error.issues[0]?.path ?? [])].join('.'),
  });
}
