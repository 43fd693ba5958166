// Looking again at what could not be opened: at once for one who waits, and never longer than a moment.
import { expect, test } from 'vitest';
import { createLookAgain, patienceMs } from '../../../main/flows/look-again.ts';
import { FakeTime, settle } from '../../fakes/time.ts';

/** A key store that answers when the test says so. */
function slow() {
  const time = new FakeTime();
  const steps: string[] = [];
  const answer = Promise.withResolvers<undefined>();
  const again = createLookAgain({
    loader: { retry: async () => void steps.push('accounts') },
    keyStore: {
      async look() {
        steps.push('asked');
        await answer.promise;
        steps.push('answered');
      },
    },
    files: { retry: async () => void steps.push('files') },
    timer: time,
  });
  const wait = (): void => {
    void again().then(
      () => steps.push('over'),
      () => steps.push('failed'),
    );
  };
  return { time, steps, answer, wait };
}

test('whoever waits is told when all has been looked at, and no timer stays', async () => {
  const { time, steps, answer, wait } = slow();
  wait();
  answer.resolve(undefined);
  await settle();
  expect([steps, time.pendingMs]).toEqual([['accounts', 'asked', 'answered', 'files', 'over'], []]);
});

test('a key store that hangs is waited for no longer than a moment, is not asked twice, and its answer counts', async () => {
  const { time, steps, answer, wait } = slow();
  wait();
  await time.advance(patienceMs - 1);
  const before = [...steps];
  await time.advance(1);
  wait();
  await time.advance(patienceMs);
  const hung = [...steps];
  answer.resolve(undefined);
  await settle();
  wait();
  await settle();
  expect([before, hung, steps.slice(hung.length)]).toEqual([
    ['accounts', 'asked'],
    ['accounts', 'asked', 'over', 'over'],
    ['answered', 'files', 'accounts', 'asked', 'answered', 'files', 'over'],
  ]);
});

test('what goes wrong is told to who waits, and the next call looks anew', async () => {
  const { steps, answer, wait } = slow();
  answer.reject(new Error('cannot be read'));
  wait();
  await settle();
  wait();
  await settle();
  expect(steps).toEqual(['accounts', 'asked', 'failed', 'accounts', 'asked', 'failed']);
});
