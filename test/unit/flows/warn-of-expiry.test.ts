// The end of a whole sign-in is said seven, three and one day before it, each once, also across restarts.
import { expect, test } from 'vitest';
import { defaultSettings } from '../../../main/domain/settings.ts';
import { warnOfExpiry } from '../../../main/flows/warn-of-expiry.ts';
import { initialState, type State } from '../../../main/state/state.ts';
import { noonMs, openaiEntry } from '../../fakes/accounts.ts';
import { RecordingNotifier } from '../../fakes/notifier.ts';
import { MemoryPreferences } from '../../fakes/preferences.ts';

const day = 86_400_000;
const { account } = openaiEntry();

function stateWith(signInEndsAt: number | undefined, notify = true): State {
  return {
    ...initialState,
    accounts: [account],
    settings: { ...defaultSettings, notify },
    keys: new Map([[account.id, { renewedAt: noonMs, ...(signInEndsAt !== undefined && { signInEndsAt }) }]]),
  };
}

function saidOver(days: readonly number[], state: State): readonly string[] {
  const notifier = new RecordingNotifier();
  const preferences = new MemoryPreferences();
  for (const daysLater of days) {
    warnOfExpiry(state, {
      preferences,
      notifier,
      labelOf: () => 'OpenAI',
      show: () => undefined,
      now: noonMs + daysLater * day,
    });
  }
  return notifier.shown.map(({ title }) => title);
}

test('once a level, however often it is looked at', () => {
  expect(saidOver([0, 2.9, 3, 4, 7, 7.5, 9, 9.5, 9.9], stateWith(noonMs + 10 * day))).toEqual([
    'OpenAI: sign-in ends in 7 days',
    'OpenAI: sign-in ends in 3 days',
    'OpenAI: sign-in ends within a day',
  ]);
});

test('an end that was slept through is said as over', () => {
  expect(saidOver([12], stateWith(noonMs + 10 * day))).toEqual(['OpenAI: sign-in has ended']);
});

test('an unknown end, and a person who wants no notices, are left in peace', () => {
  expect([saidOver([0], stateWith(undefined)), saidOver([0], stateWith(noonMs + day, false))]).toEqual([
    [],
    [],
  ]);
});
