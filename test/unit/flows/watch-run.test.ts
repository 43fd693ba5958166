// The mark of a run: there before anything else, changed once when the run has lasted, gone at its end.
import { expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import type { RunMark } from '../../../main/domain/safe-mode.ts';
import { watchRun } from '../../../main/flows/watch-run.ts';
import { createStore } from '../../../main/state/store.ts';
import { noonMs } from '../../fakes/accounts.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { FakeTime, settle } from '../../fakes/time.ts';

const minute = 60_000;

/** @param before what the last run has left */
async function running(before?: RunMark, failure?: Failure) {
  const store = createStore();
  const time = new FakeTime(noonMs);
  const log = new RecordingLog();
  let mark = before;
  const run = await watchRun({
    marks: {
      load: async () => mark,
      save: async (next) => {
        if (failure !== undefined) throw failure;
        mark = next;
      },
      clear: async () => {
        if (failure !== undefined) throw failure;
        mark = undefined;
      },
    },
    store,
    clock: time,
    timer: time,
    log,
  });
  return { run, time, log, isSafe: () => store.state().safeMode, mark: () => mark };
}

const loop: RunMark = { startedAt: noonMs - 2_000, lasted: false, crashesBefore: 2 };

test('a run is noted before anything else, again when it has lasted, and no more once it has ended', async () => {
  const at = await running();
  const seen = [at.mark()];
  await at.time.advance(minute - 1);
  seen.push(at.mark());
  await at.time.advance(1);
  seen.push(at.mark());
  await at.run.stop();
  const first = { startedAt: noonMs, lasted: false, crashesBefore: 0 };
  expect([...seen, at.mark(), at.isSafe()]).toEqual([
    first,
    first,
    { ...first, lasted: true },
    undefined,
    false,
  ]);
});

test('after its end nothing is noted, however late it gets', async () => {
  const at = await running();
  await at.run.stop();
  await at.time.advance(10 * minute);
  expect(at.mark()).toBeUndefined();
});

test('the start after three crashes is in safe mode until the person ends it, which forgets the crashes', async () => {
  const at = await running(loop);
  const before = [at.isSafe(), at.mark()];
  await at.run.startNormally();
  await settle();
  const mark = { startedAt: noonMs, lasted: false, crashesBefore: 3 };
  expect([...before, at.isSafe(), at.mark()]).toEqual([true, mark, false, { ...mark, crashesBefore: 0 }]);
});

test('what the person ends that was never on changes nothing', async () => {
  const at = await running({ ...loop, crashesBefore: 0 });
  await at.run.startNormally();
  expect(at.mark()).toEqual({ startedAt: noonMs, lasted: false, crashesBefore: 1 });
});

test('a disk that takes no note holds neither start nor end up, and the log says so', async () => {
  const at = await running(loop, new Failure('storage/write-failed', { subject: 'run.json' }));
  await at.run.startNormally();
  await at.run.stop();
  const noted = at.log.lines.filter(({ message }) => message === 'run not noted');
  expect([at.isSafe(), noted.length]).toEqual([false, 3]);
});
