// What is shown a moment after it has changed: once for everything, the last of it, and nothing once it is over.
import { expect, test } from 'vitest';
import { defaultSettings } from '../../../main/domain/settings.ts';
import { showSoon } from '../../../main/desktop/show-soon.ts';
import { initialState } from '../../../main/state/state.ts';
import { createStore } from '../../../main/state/store.ts';
import { FakeTime } from '../../fakes/time.ts';

function showing() {
  const time = new FakeTime();
  const store = createStore({ ...initialState, settings: defaultSettings });
  const shown: boolean[] = [];
  const stop = showSoon(store, time, () => shown.push(store.state().locked));
  const lock = (locked: boolean): void => {
    store.dispatch({ type: 'lock.changed', locked });
  };
  return { time, shown, stop, lock };
}

test('what changes within a moment is shown once, as it is in the end, and what changes later again', async () => {
  const { time, shown, lock } = showing();
  lock(true);
  lock(false);
  lock(true);
  const atOnce = [...shown];
  await time.advance(50);
  const soon = [...shown];
  await time.advance(1_000);
  lock(false);
  await time.advance(50);
  expect([atOnce, soon, shown, time.pendingMs]).toEqual([[], [true], [true, false], []]);
});

test('nothing is shown once it has ended, and no timer is left', async () => {
  const { time, shown, stop, lock } = showing();
  lock(true);
  stop();
  lock(false);
  await time.advance(1_000);
  expect([shown, time.pendingMs]).toEqual([[], []]);
});
