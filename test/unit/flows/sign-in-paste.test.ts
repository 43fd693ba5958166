// Where a sign-in takes its answer by hand: one answer, and none once nobody waits any more.
import { expect, test } from 'vitest';
import type { CallbackExpectation } from '../../../main/domain/callback.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { createPasteSlot } from '../../../main/flows/sign-in-paste.ts';
import { failureOf } from '../../fakes/failures.ts';

const expected: CallbackExpectation = {
  port: 1455,
  path: '/auth/callback',
  state: 'canary_state',
  stateSuffixes: [],
  issuer: 'https://auth.example.test',
};
const right = new Secret('http://localhost:1455/auth/callback?code=canary_code&state=canary_state');

test('the first right answer is taken, and nothing after it', async () => {
  const slot = createPasteSlot();
  const before = slot.hand(right);
  const answer = slot.answer(expected, new AbortController().signal);
  const verdicts = [slot.hand(new Secret('canary_code')), slot.hand(right), slot.hand(right)];
  const { verdict, conclude } = await answer;
  // Nobody's browser waits for a page.
  conclude('signed-in');
  expect([before, verdicts, verdict]).toEqual([
    undefined,
    [{ kind: 'refused', reason: 'not an address' }, { kind: 'taken' }, undefined],
    { kind: 'answer', code: 'canary_code' },
  ]);
});

test.each([
  ['with what it was ended for', new Failure('sign-in/timed-out'), 'sign-in/timed-out'],
  ['as a cancel where nothing is said', 'gone', 'sign-in/cancelled'],
])('a wait that ends does so %s, and takes no answer any more', async (_how, reason, code) => {
  const slot = createPasteSlot();
  const over = new AbortController();
  const failures = [failureOf(slot.answer(expected, over.signal))];
  over.abort(reason);
  const late = [slot.hand(right)];
  // One that begins when it has ended already.
  failures.push(failureOf(slot.answer(expected, over.signal)));
  late.push(slot.hand(right));
  expect([(await Promise.all(failures)).map((each) => each.code), late]).toEqual([
    [code, code],
    [undefined, undefined],
  ]);
});
