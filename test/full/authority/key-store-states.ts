// The key store in its five states: the app in the tray is usable soon in each, and asks providers (ST-04, ST-05, G8).
import type { Figure, Outcome } from '../figure.ts';
import { besideKeyStore, keyStoreStates, withoutAsking, type Seen } from '../support/key-store-worlds.ts';
import { percentile } from '../support/statistics.ts';
import { WorldPlace } from '../../world/run-world.ts';

const goalMs = 2_000;
/** Far beyond the goal; a hung key store holds the synchronous call for more than a minute. */
const controlDeadlineMs = 20_000;
const goal = `usable within ${goalMs} ms in ${keyStoreStates.length} of ${keyStoreStates.length} states, each request answered`;

function timesIn({ startMs, switchMs, requestMs }: Seen): Readonly<Record<string, readonly number[]>> {
  return { Start: startMs, Switch: switchMs, Request: requestMs };
}

const longestIn = (seen: Seen): number => Math.max(...Object.values(timesIn(seen)).flat());

/** Whether each sign-in with a new key was one request, and came to a good end. */
const hasAnswers = ({ asked, requests, requestMs }: Seen): boolean =>
  asked.every((problem) => problem === null) && requests >= requestMs.length;

async function measure(rounds: number, say: (line: string) => void): Promise<Outcome> {
  using place = new WorldPlace();
  const seen = new Map<string, Seen>();
  for (const state of keyStoreStates) {
    seen.set(state, await besideKeyStore(place, state, rounds));
    say(`${state}: measured ${rounds} times`);
  }
  const good = [...seen.values()].filter((one) => longestIn(one) <= goalMs && hasAnswers(one)).length;
  const longest = [...seen].map(([state, one]) => `${state} ${longestIn(one)}`).join(', ');
  const counts = [...seen].flatMap(([state, one]) =>
    Object.entries(timesIn(one)).flatMap(([what, tookMs]): [string, number][] => [
      [`${state}${what}P50Ms`, percentile(tookMs, 0.5)],
      [`${state}${what}MaxMs`, Math.max(...tookMs)],
    ]),
  );
  const requests = [...seen].map(([state, one]): [string, number] => [`${state}Requests`, one.requests]);
  return {
    met: good === keyStoreStates.length,
    goal,
    actual: `${good} of ${keyStoreStates.length}; the longest in ms: ${longest}`,
    counts: Object.fromEntries([...counts, ...requests]),
  };
}

async function control(): Promise<Outcome> {
  using place = new WorldPlace();
  const fineMs = await withoutAsking(place, 'fine', controlDeadlineMs);
  // Then the other one would not be the key store's doing.
  if (fineMs >= controlDeadlineMs) throw new Error('the other app does not start at all');
  const hungMs = await withoutAsking(place, 'hung', controlDeadlineMs);
  const more = hungMs >= controlDeadlineMs ? 'more than ' : '';
  return {
    met: hungMs <= goalMs,
    goal,
    actual: `usable after ${fineMs} ms beside one that is fine, ${more}${hungMs} ms beside one that hangs`,
    counts: { fineStartMs: fineMs, hungStartMs: hungMs },
  };
}

export const figure: Figure = {
  id: 'key-store-states',
  about: 'whatever becomes of the key store, the tray is usable within two seconds and requests go out',
  place: 'worlds',
  size: { unit: 'rounds', quick: 1, full: 5 },
  measure: (size, _seed, say) => measure(size, say),
  control: () => control(),
};
