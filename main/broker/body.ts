// Reads the body of a request as what it should be.
import type { Context } from 'hono';
import type * as z from 'zod/mini';
import { Failure } from '../domain/failure.ts';

/** @throws Failure `broker/bad-request` naming the field */
export async function readBody<Schema extends z.ZodMiniType>(
  context: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  const json: unknown = await context.req.json().catch(() => undefined);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new Failure('broker/bad-request', {
    detail: ['body', ...(parsed.error.issues[0]?.path ?? [])].join('.'),
  });
}

/** Aborts when the caller goes away: the work is stopped where it can be, with what is done so far done. */
export function goneSignal(context: Context): AbortSignal {
  const gone = new AbortController();
  const stop = (): void => {
    gone.abort(new Failure('broker/cancelled'));
  };
  const { signal } = context.req.raw;
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop);
  return gone.signal;
}
