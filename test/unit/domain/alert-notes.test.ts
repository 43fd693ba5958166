// What is remembered of notices survives as text, and is bounded without forgetting what counts now.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  boundedNotes,
  isOver,
  isSameNote,
  keptNotes,
  noteIn,
  noteText,
  periodOf,
  type AlertNote,
} from '../../../main/domain/alert-notes.ts';
import { accountId } from '../../../main/domain/ids.ts';
import { noonMs, openaiEntry, knownWindow } from '../../fakes/accounts.ts';

const { id } = openaiEntry().account;
const minute = 60_000;

function note(changes: Partial<AlertNote> = {}): AlertNote {
  return {
    account: id,
    about: 'five-hour',
    mark: 'used-80',
    period: noonMs,
    isWaiting: false,
    ...changes,
  };
}

test('a note comes back from its text whatever the provider calls a window', () => {
  const name = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(name, name, fc.option(fc.nat()), fc.boolean(), (about, mark, period, isWaiting) => {
      const one = note({ account: accountId('openai:a|b|c'), about, mark, period, isWaiting });
      expect(noteIn(noteText(one))).toEqual(one);
    }),
  );
});

test.each([
  '',
  '~',
  'openai:user-1.acc-1',
  'no account|five-hour|used-80|open',
  'openai:a|five-hour|used-80|soon',
  'openai:a|%|used-80|open',
  'openai:a||used-80|open',
])('%j is no note', (text) => {
  expect(noteIn(text)).toBeUndefined();
});

test('what was said before this way of writing it is a note of nothing that is known now', () => {
  expect([
    noteIn('openai:user-1.acc-1|length-18000|80|1993488'),
    noteIn('openai:user-1.acc-1|sign-in-ends|7|20781'),
  ]).toEqual([
    note({ about: 'length-18000', mark: '80', period: 1_993_488 }),
    note({ about: 'sign-in-ends', mark: '7', period: 20_781 }),
  ]);
});

test('whether it waits is no part of what it is about', () => {
  expect([isSameNote(note(), note({ isWaiting: true })), isSameNote(note(), note({ period: null }))]).toEqual(
    [true, false],
  );
});

test('a period is over when the reset has moved on, or has gone from sight and is past', () => {
  const over = (resetsAt: number | null, at = noonMs - 1, period: number | null = noonMs): boolean =>
    isOver(note({ period }), knownWindow({ resetsAt, at }));
  expect([
    over(noonMs + 15 * minute),
    over(noonMs + 15 * minute + 1),
    over(noonMs - 60 * minute),
    over(null),
    over(null, noonMs + 5 * minute),
    over(noonMs, noonMs + 60 * minute),
    over(noonMs, noonMs, null),
  ]).toEqual([false, true, false, false, true, false, false]);
});

test('many small steps of a reset are one period, and its name follows them', () => {
  const steps = Array.from({ length: 100 }, (_empty, index) => noonMs + index * 10 * minute);
  const seen = steps.reduce<{ period: number | null; overs: number }>(
    ({ period, overs }, resetsAt) => {
      const one = note({ period });
      const window = knownWindow({ resetsAt });
      return { period: periodOf([one], window), overs: overs + (isOver(one, window) ? 1 : 0) };
    },
    { period: noonMs, overs: 0 },
  );
  expect(seen).toEqual({ period: steps.at(-1), overs: 0 });
});

test('a reset that wanders by moments is not written down anew', () => {
  expect([
    periodOf([note()], knownWindow({ resetsAt: noonMs + 2 * minute })),
    periodOf([note()], knownWindow({ resetsAt: null })),
    periodOf([note({ period: null })], knownWindow({ resetsAt: noonMs })),
    periodOf([], knownWindow({ resetsAt: null })),
  ]).toEqual([noonMs, noonMs, noonMs, null]);
});

test('of too many, those of periods that are over go first, and the oldest of them before the others', () => {
  const current = Array.from({ length: keptNotes - 1 }, (_empty, index) =>
    note({ about: `window-${index}`, period: noonMs + 1 }),
  );
  const [first, second, third] = ['a', 'b', 'c'].map((about) => note({ about, period: noonMs - 1 }));
  if (first === undefined || second === undefined || third === undefined) throw new Error('three notes');
  expect([
    boundedNotes([...current, first, second, third], noonMs),
    boundedNotes([note({ about: 'oldest', period: null }), first, ...current], noonMs),
  ]).toEqual([
    [...current, third],
    [note({ about: 'oldest', period: null }), ...current],
  ]);
});
