// The start with the desktop follows its setting, and the setting says what holds.
import { expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { followStartWithSystem } from '../../../main/flows/start-with-system.ts';
import { changeSettings } from '../../../main/flows/change-settings.ts';
import { createStore } from '../../../main/state/store.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { MemoryPreferences } from '../../fakes/preferences.ts';
import { settle } from '../../fakes/time.ts';

interface Desktop {
  readonly calls: (boolean | 'renew')[];
  failure: Failure | undefined;
  isOn: boolean;
}

function begin(startWithSystem: boolean, desktop: Partial<Desktop> = {}) {
  const made: Desktop = { calls: [], failure: undefined, isOn: true, ...desktop };
  const store = createStore();
  const preferences = new MemoryPreferences({ startWithSystem });
  store.dispatch({ type: 'settings.changed', settings: preferences.settings() });
  const change = (changes: { readonly startWithSystem?: boolean }): void => {
    changeSettings(changes, { preferences, store });
  };
  const end = followStartWithSystem({
    store,
    autostart: {
      async set(on) {
        made.calls.push(on);
        if (made.failure !== undefined) throw made.failure;
      },
      async renew() {
        made.calls.push('renew');
        if (made.failure !== undefined) throw made.failure;
        return made.isOn;
      },
    },
    changeSettings: change,
    log: new RecordingLog(),
  });
  const now = () => ({
    calls: made.calls,
    setting: preferences.settings().startWithSystem,
    problem: store.state().problems.get('start-with-system')?.code,
  });
  return { desktop: made, change, end, now };
}

test('what is switched is done, in its order, and once', async () => {
  const { change, end, now } = begin(false);
  change({ startWithSystem: true });
  change({});
  change({ startWithSystem: false });
  await settle();
  end();
  change({ startWithSystem: true });
  await settle();
  expect(now()).toEqual({ calls: [true, false], setting: true, problem: undefined });
});

test('what cannot be done is said, and the setting goes back; the second try takes the words away', async () => {
  const { desktop, change, now } = begin(false, { failure: new Failure('storage/not-ours') });
  change({ startWithSystem: true });
  await settle();
  const after = structuredClone(now());
  desktop.failure = undefined;
  change({ startWithSystem: true });
  await settle();
  expect([after, now()]).toEqual([
    { calls: [true], setting: false, problem: 'storage/not-ours' },
    { calls: [true, true], setting: true, problem: undefined },
  ]);
});

test('at a start the entry is brought up to date, unless the setting is off', async () => {
  const [on, off] = [begin(true), begin(false)];
  await settle();
  expect([on.now(), off.now()]).toEqual([
    { calls: ['renew'], setting: true, problem: undefined },
    { calls: [], setting: false, problem: undefined },
  ]);
});

test('what was switched off in the settings of the desktop is off here as well', async () => {
  const { now } = begin(true, { isOn: false });
  await settle();
  expect(now()).toEqual({ calls: ['renew'], setting: false, problem: undefined });
});

test('an entry that cannot be renewed switches the setting off and says why', async () => {
  const { now } = begin(true, { failure: new Failure('storage/write-failed') });
  await settle();
  expect(now()).toEqual({ calls: ['renew'], setting: false, problem: 'storage/write-failed' });
});
