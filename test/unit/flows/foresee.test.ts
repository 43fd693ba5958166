// After each reading: the history gets it first, then the outlook is made of all that is known.
import { expect, test } from 'vitest';
import { startForesee } from '../../../main/flows/foresee.ts';
import type { Event } from '../../../main/state/state.ts';
import { createStore } from '../../../main/state/store.ts';
import { noonMs, openaiEntry, quotaOf, quotaWindow, sampleOf } from '../../fakes/accounts.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { MemoryQuotaHistory } from '../../fakes/quota-history.ts';
import { FakeTime, settle } from '../../fakes/time.ts';

const minute = 60_000;
const entry = openaiEntry();
const { id } = entry.account;
const resetsAt = noonMs + 4 * 60 * minute;

function foreseen() {
  const time = new FakeTime(noonMs);
  const store = createStore();
  store.dispatch({ type: 'accounts.loaded', accounts: [entry.account] });
  const made: Event[] = [];
  store.subscribe((_state, event) => {
    if (event.type === 'forecast.made') made.push(event);
  });
  const history = new MemoryQuotaHistory();
  const log = new RecordingLog();
  const foresee = startForesee({ store, history, clock: time, timer: time, log });
  const read = async (usedPercent: number | null): Promise<void> => {
    const window = quotaWindow({ usedPercent, resetsAt });
    store.dispatch({ type: 'quota.read', sample: sampleOf(entry, [window], time.nowMs()) });
    await settle();
  };
  return { time, store, made, history, foresee, read, log };
}

test('steady use is foreseen, and its course can be drawn', async () => {
  const { time, store, read } = foreseen();
  for (let reading = 0; reading <= 24; reading += 1) {
    await read(reading * 2);
    await time.advance(5 * minute);
  }
  const outlook = store.state().outlooks.get(id);
  const forecast = outlook?.forecasts.get('length-18000');
  const trend = outlook?.trends.get('length-18000');
  const hoursLeft = ((forecast?.exhaustsAt.likely ?? 0) - time.nowMs()) / (60 * minute);
  expect([Math.round(hoursLeft), trend?.values.at(-1), trend?.values[0]]).toEqual([2, 48, null]);
});

test('what is not known is neither kept nor foreseen', async () => {
  const { store, read, history } = foreseen();
  await read(null);
  const outlook = store.state().outlooks.get(id);
  expect([outlook?.forecasts.size, outlook?.trends.size, (await history.read(id, 0)).size]).toEqual([
    0, 0, 0,
  ]);
});

test('what an earlier run knew is thought over once, when the start is done', async () => {
  const { time, store, made } = foreseen();
  const quota = quotaOf(entry, [quotaWindow()], noonMs - minute);
  store.dispatch({ type: 'quota.remembered', account: id, quota });
  await time.advance(2_999);
  const before = made.length;
  await time.advance(1);
  expect([before, made.length, time.pendingMs]).toEqual([0, 1, []]);
});

test('a history that fails costs its own reading and nothing else', async () => {
  const { store, read, history, foresee, log } = foreseen();
  const append = history.append.bind(history);
  history.append = () => Promise.reject(new Error('ENOSPC'));
  await read(42);
  history.append = append;
  await read(43);
  await foresee.stop();
  expect([log.warnings, store.state().outlooks.get(id)?.trends.size]).toEqual([['not thought over'], 1]);
});

test('figures of long ago are drawn, but nothing is foreseen from them', async () => {
  const { time, store, read, history } = foreseen();
  for (let reading = 0; reading <= 24; reading += 1) {
    await read(reading * 2);
    await time.advance(5 * minute);
  }
  const known = store.state().readings.get(id)?.quota;
  await time.advance(30 * minute);
  const later = createStore();
  later.dispatch({ type: 'accounts.loaded', accounts: [entry.account] });
  startForesee({ store: later, history, clock: time, timer: time, log: new RecordingLog() });
  later.dispatch({ type: 'quota.remembered', account: id, ...(known !== undefined && { quota: known }) });
  await time.advance(3_000);
  const outlook = later.state().outlooks.get(id);
  expect([outlook?.forecasts.size, outlook?.trends.size]).toEqual([0, 1]);
});

test('an account that signs out takes its history along', async () => {
  const { store, read, history } = foreseen();
  await read(42);
  store.dispatch({ type: 'account.signed-out', account: id });
  await settle();
  expect((await history.read(id, 0)).size).toBe(0);
});

test('after the end nothing is thought over any more, and nothing waits', async () => {
  const { time, store, made, foresee } = foreseen();
  store.dispatch({ type: 'quota.remembered', account: id, quota: quotaOf(entry, [quotaWindow()], noonMs) });
  await foresee.stop();
  await time.advance(minute);
  expect([made, time.pendingMs]).toEqual([[], []]);
});
