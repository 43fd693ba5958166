// The local service that cannot start says so, and is started as soon as it can be.
import { expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { keepListening } from '../../../main/flows/keep-listening.ts';
import { createStore } from '../../../main/state/store.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { FakeTime, settle } from '../../fakes/time.ts';

const full = new Failure('storage/write-failed', { subject: '/home/ada/machine-grant', detail: 'ENOSPC' });

/** @param failures of the first tries, in their order */
function begin(failures: readonly Error[], isTriedAgain = true) {
  const time = new FakeTime();
  const store = createStore();
  const log = new RecordingLog();
  let tries = 0;
  let dispatched = 0;
  store.subscribe(() => {
    dispatched += 1;
  });
  const kept = keepListening({
    async start() {
      const failure = failures[tries];
      tries += 1;
      if (failure !== undefined) throw failure;
      return '/run/broker.sock';
    },
    isTriedAgain,
    store,
    timer: time,
    log,
  });
  const now = () => ({
    tries,
    dispatched,
    problem: store.state().problems.get('local service'),
    waits: time.pendingMs,
  });
  return { ...kept, time, log, now };
}

test('what cannot be written is told once, and tried again each minute until it can', async () => {
  const { listening, time, log, now } = begin([full, full]);
  await expect(listening).rejects.toBe(full);
  await settle();
  const problem = { code: 'broker/not-listening', detail: 'ENOSPC: /home/ada/machine-grant' };
  const seen = [now()];
  await time.advance(60_000);
  seen.push(now());
  await time.advance(60_000);
  seen.push(now());
  expect(seen).toEqual([
    { tries: 1, dispatched: 1, problem, waits: [60_000] },
    { tries: 2, dispatched: 1, problem, waits: [60_000] },
    { tries: 3, dispatched: 2, problem: undefined, waits: [] },
  ]);
  expect(log.warnings).toEqual(['the local service did not start']);
});

test('another reason than before is told anew, one without a place too', async () => {
  const { time, log, now } = begin([full, new Error('EADDRINUSE')]);
  await settle();
  await time.advance(60_000);
  expect([now().problem, log.warnings.length]).toEqual([{ code: 'broker/not-listening' }, 2]);
});

test('a service that starts leaves no word and no timer behind', async () => {
  const { listening, now } = begin([]);
  const path = await listening;
  await settle();
  expect([path, now()]).toEqual([
    '/run/broker.sock',
    { tries: 1, dispatched: 0, problem: undefined, waits: [] },
  ]);
});

test('where whoever started it hears of it, it is tried once', async () => {
  const { listening, now } = begin([full], false);
  await expect(listening).rejects.toBe(full);
  await settle();
  expect(now()).toEqual({ tries: 1, dispatched: 0, problem: undefined, waits: [] });
});

test('at the end nothing more is tried, and what is under way is waited for', async () => {
  const late = begin([full, full]);
  await settle();
  await late.stop();
  const early = begin([full]);
  await early.stop();
  await Promise.all([late.time.advance(120_000), early.time.advance(120_000)]);
  expect([late.now().tries, late.now().waits, early.now().tries, early.now().waits]).toEqual([1, [], 1, []]);
});
