// Stories of four accounts, for tests of what holds whatever happens: readings, rumours, refusals and sign-outs.
import fc from 'fast-check';
import type { AccountFacts, SelectionFacts } from '../../../main/domain/selection-facts.ts';
import type { Strategy } from '../../../main/domain/settings.ts';
import { claudeId, knownWindow, noonMs, openaiId } from '../../fakes/accounts.ts';
import { providerFacts, selectionFacts } from '../../fakes/selection.ts';

const minuteMs = 60_000;
const usedPercent = fc.oneof(fc.constantFrom(0, 50, 86, 96, 100), fc.constant(null));
const account = fc.record({
  used: usedPercent,
  weekly: usedPercent,
  kind: fc.constantFrom('api' as const, 'api' as const, 'status-line' as const),
  isDoubted: fc.boolean(),
  lastAnswer: fc.constantFrom(undefined, 'refused' as const, 'none' as const),
  signedIn: fc.integer({ min: 0, max: 9 }).map((value) => value > 0),
});
type Lot = typeof account extends fc.Arbitrary<infer Value> ? Value : never;
const ids = ['ada', 'bob', 'cleo', 'dan'] as const;

function factsOf(lot: Lot): Partial<AccountFacts> {
  const shared = {
    kind: lot.kind,
    resetsAt: noonMs + 3_600_000,
    ...(lot.isDoubted && { doubted: { at: noonMs, usedPercent: 1 } }),
  };
  return {
    signedIn: lot.signedIn,
    windows: [
      knownWindow({ ...shared, id: 'five-hour', usedPercent: lot.used }),
      knownWindow({ ...shared, id: 'weekly', usedPercent: lot.weekly, resetsAt: noonMs + 9 * 3_600_000 }),
    ],
    ...(lot.lastAnswer !== undefined && { lastAnswer: lot.lastAnswer }),
  };
}

const strategies: readonly Strategy[] = [
  'user-preference',
  'prefer-openai',
  'cost-optimized',
  'soonest-reset',
];
const moment = fc.record({
  afterMinutes: fc.integer({ min: 0, max: 90 }),
  lots: fc.tuple(account, account, account, account),
});
/** What is known at some moments, one after the other. */
export const story = fc.record({
  strategy: fc.constantFrom(...strategies),
  openaiMayFallBack: fc.boolean(),
  otherAccounts: fc.boolean(),
  moments: fc.array(moment, { minLength: 1, maxLength: 12 }),
});

export type Story = typeof story extends fc.Arbitrary<infer Value> ? Value : never;

/** The facts of each moment. */
export function momentsOf(given: Story): readonly SelectionFacts[] {
  let now = noonMs;
  return given.moments.map(({ afterMinutes, lots }) => {
    now += afterMinutes * minuteMs;
    const accounts = Object.fromEntries(ids.map((id, index) => [id, factsOf(lots[index] ?? lots[0])]));
    return selectionFacts(accounts, {
      now,
      strategy: given.strategy,
      providers: [
        providerFacts(claudeId, { otherAccounts: given.otherAccounts }),
        providerFacts(openaiId, { mayFallBack: given.openaiMayFallBack }),
      ],
    });
  });
}
