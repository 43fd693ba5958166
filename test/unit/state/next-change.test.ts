// Between two of the moments at which something is said to change, nothing that is shown does.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claude } from '../../../main/providers/claude/index.ts';
import { openai } from '../../../main/providers/openai/index.ts';
import { nextChange } from '../../../main/state/next-change.ts';
import { initialState, type State } from '../../../main/state/state.ts';
import { makeView } from '../../../main/state/view.ts';
import { noonMs, openaiEntry, quotaOf, quotaWindow } from '../../fakes/accounts.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const ada = openaiEntry().account;
const localMinute = (at: number): number => Math.floor(at / minuteMs) % 1440;

function shownAt(state: State, now: number): string {
  const facts = { providers: [claude, openai], files: [], owners: [], version: '1.2.3', now };
  return JSON.stringify(makeView(state, facts));
}

const ahead = (days: number): fc.Arbitrary<number> => fc.integer({ min: -dayMs, max: days * dayMs });
const perhapsAhead = (days: number): fc.Arbitrary<number | null> =>
  fc.option(ahead(days).map((ms) => noonMs + ms));

const states = fc
  .record({
    usedPercent: fc.integer({ min: 0, max: 110 }),
    resetsAt: perhapsAhead(7),
    read: ahead(0),
    madeAt: ahead(0),
    likely: perhapsAhead(2),
    early: perhapsAhead(2),
    runsOut: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    signInEndsAt: perhapsAhead(9),
    planChanged: fc.integer({ min: -31, max: 0 }),
  })
  .map((of): State => {
    const window = quotaWindow({ usedPercent: of.usedPercent, resetsAt: of.resetsAt });
    const forecast = {
      madeAt: noonMs + of.madeAt,
      percentPerHour: 3,
      percentPerWorkingHour: 6,
      exhaustsAt: { early: of.early, likely: of.likely, late: null },
      runsOutBeforeReset: of.runsOut,
    };
    return {
      ...initialState,
      loaded: true,
      accounts: [ada],
      readings: new Map([[ada.id, { quota: quotaOf(openaiEntry(), [window], noonMs + of.read) }]]),
      outlooks: new Map([[ada.id, { forecasts: new Map([[window.id, forecast]]), trends: new Map() }]]),
      plans: new Map([
        [
          ada.id,
          { plan: 'plus', readAt: noonMs, before: { plan: 'pro', until: noonMs + of.planChanged * dayMs } },
        ],
      ]),
      keys: new Map([
        [ada.id, { renewedAt: noonMs, ...(of.signInEndsAt !== null && { signInEndsAt: of.signInEndsAt }) }],
      ]),
      course: { ...initialState.course, spent: { [ada.id]: [window.id] } },
    };
  });

test('what is shown stays the same from now until just before the next change', () => {
  let changes = 0;
  fc.assert(
    fc.property(states, (state) => {
      let now = noonMs;
      let shown = shownAt(state, now);
      for (let step = 0; step < 8; step += 1) {
        const next = nextChange(state, now, localMinute) ?? Infinity;
        const isAhead = next > now && next <= now + dayMs;
        if (!isAhead || shownAt(state, next - 1) !== shown) return false;
        const shownThen = shownAt(state, next);
        if (shownThen !== shown) changes += 1;
        [now, shown] = [next, shownThen];
      }
      return true;
    }),
    { numRuns: 60 },
  );
  expect(changes).toBeGreaterThan(60);
});

test('without a figure, a plan or a sign-in that ends, time changes nothing', () => {
  expect(nextChange({ ...initialState, loaded: true, accounts: [ada] }, noonMs, localMinute)).toBeUndefined();
});
