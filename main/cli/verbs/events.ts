// `gatehouse events`: what happens, line by line, until Ctrl-C. It never starts the app.
import { isatty } from 'node:tty';
import { serviceEventShape } from '../../broker/protocol/oversight.ts';
import { Failure, toFailure } from '../../domain/failure.ts';
import { connectToApp } from '../client.ts';
import { eventText } from '../event-text.ts';
import { exit, print, tell } from '../output.ts';
import { cancellable } from '../terminal.ts';
import { eventsWords } from './events-words.ts';
import type { CliParts, JsonOption } from './parts.ts';

/** Whoever reads has heard enough, as `head` does. */
function isReaderGone(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPIPE';
}

/** @throws Failure `broker/not-running` when the app ends, or that of the app */
export async function events({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  const client = connectToApp(paths, environment);
  const call = { method: 'GET', path: '/v1/events' } as const;
  if (json !== true && isatty(1)) tell(eventsWords.following);
  try {
    await cancellable(async (signal) => {
      for await (const event of client.events({ ...call, signal }, serviceEventShape))
        print(json === true ? JSON.stringify({ schema: 1, ...event }) : eventText(event));
    });
  } catch (thrown) {
    if (isReaderGone(thrown)) return exit.ok;
    const failure = toFailure(thrown);
    if (failure.code === 'broker/cancelled') return exit.ok;
    throw failure;
  }
  throw new Failure('broker/not-running');
}
