// Whoever waits for a program may leave, and it works on to its end, which comes some time.
import { expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { uncut } from '../../../main/consumers/uncut.ts';
import { failureOf } from '../../fakes/failures.ts';
import { FakeTime, settle } from '../../fakes/time.ts';

/** A program that never answers, and whoever waits for it. */
function waitingFor(signal: AbortSignal) {
  const events: string[] = [];
  const time = new FakeTime();
  const silent = (limit: AbortSignal): Promise<never> =>
    new Promise((_resolve, reject) => {
      limit.addEventListener('abort', () => {
        reject(new Failure('credential/owner-silent'));
      });
    });
  const stop = async () => {
    events.push('stopped');
  };
  const failure = failureOf(uncut(silent, stop, signal, time)).then(({ subject }) => {
    events.push(`failed ${subject ?? 'at its limit'}`);
  });
  return { events, time, failure };
}

test('a program that never answers is stopped before it is asked again, three minutes later', async () => {
  const leave = new AbortController();
  const { events, time, failure } = waitingFor(leave.signal);
  await time.advance(30_000);
  leave.abort(new Failure('credential/owner-silent', { subject: 'in time' }));
  await failure;
  await time.advance(80_000);
  const before = [...events];
  await time.advance(69_000);
  expect([before, events, time.pendingMs]).toEqual([['failed in time'], ['failed in time', 'stopped'], []]);
});

test('whoever waits to the end hears of the limit', async () => {
  const { events, time, failure } = waitingFor(new AbortController().signal);
  await time.advance(120_000);
  await failure;
  expect(events).toEqual(['stopped', 'failed at its limit']);
});

test('who waits no longer from the start hears so at once', async () => {
  const gone = AbortSignal.abort(new Failure('credential/owner-silent', { subject: 'in time' }));
  const { events } = waitingFor(gone);
  await settle();
  expect(events).toEqual(['failed in time']);
});

test('nothing waits any more once there is an answer', async () => {
  const time = new FakeTime();
  const answer = await uncut(
    async () => 'figures',
    async () => undefined,
    new AbortController().signal,
    time,
  );
  expect([answer, time.pendingMs]).toEqual(['figures', []]);
});
