// The first steps are for whoever starts without an account, and only at the start.
import { expect, test } from 'vitest';
import { defaultSettings, type FirstRun, type SettingsChanges } from '../../../main/domain/settings.ts';
import { passFirstRun } from '../../../main/flows/pass-first-run.ts';
import { createStore } from '../../../main/state/store.ts';
import { openaiEntry } from '../../fakes/accounts.ts';

function startedWith(hasAccount: boolean, firstRun: FirstRun) {
  const store = createStore();
  store.dispatch({ type: 'settings.changed', settings: { ...defaultSettings, firstRun } });
  const changes: SettingsChanges[] = [];
  passFirstRun({ store, changeSettings: (each) => void changes.push(each) });
  const { account } = openaiEntry();
  store.dispatch({ type: 'accounts.loaded', accounts: hasAccount ? [account] : [] });
  return { store, changes, account };
}

test('somebody with accounts is through with them at the start', () => {
  expect(startedWith(true, 'new').changes).toEqual([{ firstRun: 'done' }]);
});

test('somebody in the middle of them goes on with them', () => {
  expect(startedWith(true, 'files').changes).toEqual([]);
});

test('somebody who signs in later is left where they are', () => {
  const { store, changes, account } = startedWith(false, 'new');
  store.dispatch({ type: 'account.signed-in', account });
  expect(changes).toEqual([]);
});
