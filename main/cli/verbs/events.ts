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

/** @throws Failure `broker/not-running` when the app ends, or that of the app */
export async function events({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  const client = connectToApp(paths, environment);
  const call = { method: 'GET', path: '/v1/events' } as const;
  if (json !== true && isatty(1)) tell(eventsWords.following);
  try {
    await cancellable(async (signal) => {
      for await (const event of client.events({ ...call, signal }, serviceEventShape))
        if (!print(json === true ? JSON.stringify({ schema: 1, ...event }) : eventText(event))) return;
      throw new Failure('broker/not-running');
    });
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (failure.code !== 'broker/cancelled') throw failure;
  }
  return exit.ok;
}
