// `gatehouse serve`: hands over to the start of the local service, which needs the rest of the app.
import { Failure } from '../../domain/failure.ts';
import { exit } from '../output.ts';
import type { CliParts, ServeOrder } from './parts.ts';
import { serveWords } from './serve-words.ts';

/** @throws Failure `broker/bad-request` where only the command line is there */
export function serve(order: ServeOrder, { serve: start }: CliParts): Promise<number> {
  if (start === undefined) throw new Failure('broker/bad-request', { detail: serveWords.notHere });
  start(order);
  return Promise.resolve(exit.ok);
}
