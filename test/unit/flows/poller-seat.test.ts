// One poller on this machine: the first gets the seat, the next one when it is free.
import { expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { createPollerSeat } from '../../../main/flows/poller-seat.ts';
import type { Lock } from '../../../main/ports.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { FakeTime } from '../../fakes/time.ts';

const minute = 60_000;

/** Nobody waits: whoever does not get it at once is told so. */
function oneHolder(): Lock {
  let isHeld = false;
  return {
    async hold(name, work) {
      if (isHeld) throw new Failure('storage/lock-held', { subject: name });
      isHeld = true;
      try {
        return await work();
      } finally {
        isHeld = false;
      }
    },
  };
}

function seatAt(lock: Lock, timer = new FakeTime()) {
  const log = new RecordingLog();
  return { seat: createPollerSeat({ lock, timer, log }), timer, log };
}

test('the first is the poller, the second becomes it a minute after the first has gone', async () => {
  const lock = oneHolder();
  const first = seatAt(lock);
  const second = seatAt(lock);
  const before = [await first.seat.isOurs(), await second.seat.isOurs()];
  await first.seat.stop();
  await second.timer.advance(minute);
  expect([before, await second.seat.isOurs(), second.timer.pendingMs]).toEqual([[true, false], true, []]);
});

test('who does not get the seat asks again every minute, and no more after its end', async () => {
  const lock = oneHolder();
  await seatAt(lock).seat.isOurs();
  const { seat, timer } = seatAt(lock);
  await seat.isOurs();
  await timer.advance(minute);
  const waiting = timer.pendingMs;
  await seat.stop();
  expect([waiting, timer.pendingMs, await seat.isOurs()]).toEqual([[minute], [], false]);
});

test('where no lock can be made nobody else has one either', async () => {
  const full = new Failure('storage/write-failed', { subject: 'locks' });
  const { seat, log, timer } = seatAt({ hold: () => Promise.reject(full) });
  expect([await seat.isOurs(), log.warnings, timer.pendingMs]).toEqual([
    true,
    ['poller’s seat not asked for'],
    [],
  ]);
});
