// The packaged app with the key store in five states: what is open stays usable, requests go out, nothing is written that the
// key store does not protect, and all is told (ST-04, ST-05). How long it takes is a figure.
import { afterAll, expect, test } from 'vitest';
import { leftToWhole } from '../../scripts/test/projects.ts';
import { besideKeyStore } from '../full/support/key-store-worlds.ts';
import { WorldPlace } from '../world/run-world.ts';

const place = new WorldPlace();
afterAll(() => {
  place[Symbol.dispose]();
});

// Left to the whole size: app-conditions.test.ts starts the app beside the same three in every run, and beside a store that is
// fine everything in the world does.
test.each([
  ['none', 'storage/key-store-missing'],
  ['locked', 'storage/key-store-locked'],
  ['hung', 'storage/key-store-silent'],
] as const)(
  '%s: nothing is stored, the menu works, and once memory is chosen a request goes out and is answered',
  { timeout: 120_000, ...leftToWhole },
  async (state, problem) => {
    const seen = await besideKeyStore(place, state, 1);
    expect(seen).toMatchObject({ stored: problem, open: [], asked: [null], requests: 1, closed: [] });
  },
);

test(
  'fine: what is entered is stored, and is there after the next start',
  { timeout: 120_000, ...leftToWhole },
  async () => {
    const seen = await besideKeyStore(place, 'fine', 1);
    expect(seen).toMatchObject({
      stored: null,
      open: [null],
      asked: [null],
      requests: 1,
      closed: [null, null],
    });
  },
);

test(
  'lost while the app runs: what is open stays usable, nothing new is stored, and all is told',
  { timeout: 120_000, ...leftToWhole },
  async () => {
    // One that the bus is just starting anew may be too slow to answer.
    const lost = expect.stringMatching(/^storage\/key-store-(missing|locked|silent)$/) as string;
    const seen = await besideKeyStore(place, 'lost', 1);
    expect(seen).toMatchObject({
      stored: null,
      later: lost,
      open: [null],
      asked: [null],
      requests: 1,
      closed: [lost],
    });
  },
);
