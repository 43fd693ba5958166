// Hours of work left over all accounts: the smallest window counts, what is not known is counted apart.
import { expect, test } from 'vitest';
import { headroomOf, type Headroom, type HeadroomAccount } from '../../../main/domain/headroom.ts';
import { accountId } from '../../../main/domain/ids.ts';
import type { KnownWindow } from '../../../main/domain/quota-window.ts';
import { knownWindow, noonMs as now } from '../../fakes/accounts.ts';

const hour = 3_600_000;
const [ada, bob] = [accountId('claude:ada'), accountId('openai:bob')];

function fiveHour(changes: Partial<KnownWindow> = {}): KnownWindow {
  return knownWindow({
    id: 'five-hour',
    label: '5-hour',
    usedPercent: 40,
    resetsAt: now + 2 * hour,
    ...changes,
  });
}

function weekly(changes: Partial<KnownWindow> = {}): KnownWindow {
  return knownWindow({
    id: 'weekly',
    label: 'Weekly',
    usedPercent: 90,
    resetsAt: now + 50 * hour,
    ...changes,
  });
}

function account(
  id: HeadroomAccount['id'],
  windows: readonly KnownWindow[],
  rates: Readonly<Record<string, number | null>> = { 'five-hour': 20, weekly: 2.5 },
): HeadroomAccount {
  const forecasts = new Map(
    Object.entries(rates).map(([window, percentPerWorkingHour]) => [window, { percentPerWorkingHour }]),
  );
  return { id, windows, forecasts };
}

const ofAda = { account: ada, window: '5-hour', at: now + 2 * hour, freesPercent: 40 };

test.each<[string, readonly HeadroomAccount[], Headroom]>([
  ['nothing without accounts', [], { hoursLeft: null, known: 0, unknown: 0, nextRefill: null }],
  [
    'the window that ends first counts',
    [account(ada, [fiveHour(), weekly()])],
    { hoursLeft: 3, known: 1, unknown: 0, nextRefill: ofAda },
  ],
  [
    'hours of all accounts are added up',
    [account(ada, [fiveHour(), weekly()]), account(bob, [weekly()])],
    { hoursLeft: 7, known: 2, unknown: 0, nextRefill: ofAda },
  ],
  [
    'what limits a part or nothing does not count, nor does its refill',
    [
      account(ada, [
        fiveHour(),
        weekly({ id: 'weekly-opus', scope: 'opus', usedPercent: 100, resetsAt: now + hour }),
        weekly({ id: 'credits', beyondPlan: true, usedPercent: 100, resetsAt: now + hour }),
      ]),
    ],
    { hoursLeft: 3, known: 1, unknown: 0, nextRefill: ofAda },
  ],
  [
    'an account that is used up has no hours left, whatever else is known of it',
    [account(ada, [fiveHour({ usedPercent: 104 }), weekly({ usedPercent: null })], {})],
    { hoursLeft: 0, known: 1, unknown: 0, nextRefill: { ...ofAda, freesPercent: 100 } },
  ],
  [
    'without a rate, or with one of nothing, the hours are not known',
    [
      account(ada, [fiveHour(), weekly()], { 'five-hour': 20 }),
      account(bob, [weekly()], { weekly: 0 }),
      account(bob, [weekly()], { weekly: null }),
    ],
    { hoursLeft: null, known: 0, unknown: 3, nextRefill: ofAda },
  ],
  [
    'accounts that are not known take nothing from those that are',
    [account(ada, [fiveHour()]), account(bob, [])],
    { hoursLeft: 3, known: 1, unknown: 1, nextRefill: ofAda },
  ],
  [
    'a figure of before the reset says nothing',
    [account(ada, [fiveHour({ usedPercent: 100, resetsAt: now })])],
    { hoursLeft: null, known: 0, unknown: 1, nextRefill: null },
  ],
  [
    'nothing comes back where nothing was used',
    [account(ada, [fiveHour({ usedPercent: 0 }), weekly()])],
    {
      hoursLeft: 4,
      known: 1,
      unknown: 0,
      nextRefill: { account: ada, window: 'Weekly', at: now + 50 * hour, freesPercent: 90 },
    },
  ],
  [
    'of two refills at once the larger one is named',
    [account(bob, [fiveHour({ usedPercent: 20 })]), account(ada, [fiveHour()])],
    { hoursLeft: 7, known: 2, unknown: 0, nextRefill: ofAda },
  ],
])('%s', (_case, accounts, expected) => {
  expect(headroomOf(accounts, now)).toEqual(expected);
});
