// What is shown changes when only time passes, and nothing else happens: no reading, no click.
import { expect, test } from 'vitest';
import { showSoon } from '../../../main/desktop/show-soon.ts';
import { trayTooltip } from '../../../main/desktop/tray-menu.ts';
import { followTime } from '../../../main/flows/follow-time.ts';
import { openai } from '../../../main/providers/openai/index.ts';
import { createStore } from '../../../main/state/store.ts';
import { initialState } from '../../../main/state/state.ts';
import { makeView } from '../../../main/state/view.ts';
import { noonMs, openaiEntry, quotaWindow, sampleOf } from '../../fakes/accounts.ts';
import { FakeTime } from '../../fakes/time.ts';

const hourMs = 3_600_000;
const ada = openaiEntry();
const localMinute = (at: number): number => Math.floor(at / 60_000) % 1440;

/** An app that shows one account, which nobody asks about. */
function running() {
  const time = new FakeTime(noonMs);
  const store = createStore({ ...initialState, loaded: true, accounts: [ada.account] });
  const shown: string[] = [];
  const changed: ((what: 'asleep' | 'woken' | 'attention') => void)[] = [];
  showSoon(store, time, () => {
    const now = time.nowMs();
    const facts = { providers: [openai], files: [], owners: [], version: '1.2.3', now };
    shown.push(trayTooltip(makeView(store.state(), facts), now));
  });
  const presence = { onChange: (heard: (typeof changed)[number]) => void changed.push(heard) };
  const looks: number[] = [];
  const lookAtTimeZone = (): void => void looks.push(Math.round((time.nowMs() - noonMs) / 1_000));
  const stop = followTime({ store, clock: time, timer: time, presence, localMinute, lookAtTimeZone });
  return {
    time,
    looks,
    shown,
    stop,
    told: (what: 'asleep' | 'woken') => {
      for (const heard of changed) heard(what);
    },
    read: async (usedPercent: number, resetsAt: number | null): Promise<void> => {
      const windows = [quotaWindow({ usedPercent, resetsAt })];
      store.dispatch({ type: 'quota.read', sample: sampleOf(ada, windows, time.nowMs()) });
      await time.advance(50);
    },
  };
}

const used = expect.stringContaining('97% used') as string;

test('a window that was reset is no longer shown as used, although nobody has read it', async () => {
  const { time, shown, read } = running();
  await read(97, noonMs + hourMs);
  await time.advance(hourMs - 51);
  const before = shown.at(-1);
  await time.advance(51);
  expect([before, shown.at(-1)]).toEqual([used, 'Gatehouse: OpenAI']);
});

test('the time zone is looked at when the time is told, and with what happens at most once a minute', async () => {
  const { time, looks, read, told } = running();
  for (const seconds of [30, 29, 2, 30]) {
    await time.advance(seconds * 1_000 - 50);
    await read(97, noonMs + hourMs);
  }
  told('woken');
  await time.advance(hourMs);
  expect(looks).toEqual([61, 91, 3_600, 3_691]);
});

test('no timer waits while nothing that is shown depends on the time, nor once it has ended', async () => {
  const { time, stop, read } = running();
  const without = time.pendingMs;
  await read(97, noonMs + hourMs);
  const withOne = time.pendingMs;
  stop();
  expect([without, withOne, time.pendingMs]).toEqual([[], [hourMs - 50], []]);
});

test('after the computer has slept it is shown at once where that is told, and within the hour elsewhere', async () => {
  const slept = async (isTold: boolean, laterMs: number): Promise<unknown> => {
    const { time, shown, read, told } = running();
    await read(97, noonMs + 24 * hourMs);
    // Timers have stood still.
    time.setClock(30 * hourMs);
    if (isTold) told('woken');
    await time.advance(laterMs);
    return shown.at(-1);
  };
  expect([await slept(true, 50), await slept(false, 50), await slept(false, hourMs)]).toEqual([
    'Gatehouse: OpenAI',
    used,
    'Gatehouse: OpenAI',
  ]);
});

test('a clock that is set back makes nothing wait for the time it had shown', async () => {
  const { time, shown, read } = running();
  await read(97, noonMs + hourMs);
  time.setClock(-20 * hourMs);
  await time.advance(20 * hourMs);
  const before = shown.at(-1);
  await time.advance(hourMs);
  expect([before, shown.at(-1)]).toEqual([used, 'Gatehouse: OpenAI']);
});
