// What the local service says about updates is what the view says, and a look is one of the app's own.
import { expect, test } from 'vitest';
import { updateActions } from '../../../../main/broker/actions/updates.ts';
import type { Updates } from '../../../../main/domain/update.ts';
import { initialState } from '../../../../main/state/state.ts';
import { createStore } from '../../../../main/state/store.ts';
import { makeView } from '../../../../main/state/view.ts';
import { failureOf } from '../../../fakes/failures.ts';

const found: Updates = {
  kind: 'on',
  way: 'by-hand',
  page: 'https://gatehouse.example/releases',
  step: 'found',
  version: '0.2.0',
  lookedAt: 5,
  failure: { code: 'update/unsigned', subject: 'updates.gatehouse.example' },
};

function house() {
  const store = createStore(initialState);
  const facts = { providers: [], files: [], owners: [], version: '0.1.0', now: 9 };
  return { store, view: () => makeView(store.state(), facts) };
}

const nothing = { way: null, step: null, newer: null, page: null, lookedAt: null, problem: null };

test('where only the app with a window looks, that is said, and a look is refused', async () => {
  const actions = updateActions({}, house().view);
  expect([await actions.show(), await failureOf(actions.look())]).toEqual([
    { schema: 1, version: '0.1.0', off: 'elsewhere', ...nothing },
    { code: 'update/off', subject: 'Gatehouse' },
  ]);
});

test('a look is waited for, and what it found is the answer', async () => {
  const { store, view } = house();
  const look = async (): Promise<void> => {
    store.dispatch({ type: 'updates.moved', updates: found });
  };
  expect(await updateActions({ updates: { look } }, view).look()).toEqual({
    schema: 1,
    version: '0.1.0',
    off: null,
    way: 'by-hand',
    step: 'found',
    newer: '0.2.0',
    page: 'https://gatehouse.example/releases',
    lookedAt: 5,
    problem: {
      code: 'update/unsigned',
      what: 'What updates.gatehouse.example says about the newest version is not signed, so nothing was fetched.',
      next: 'Try again tomorrow; if it stays so, get the new version from where you got this one and report it.',
    },
  });
});

test('before a look nothing is known but who would put a new version in place', async () => {
  const { store, view } = house();
  const updates: Updates = { kind: 'on', way: 'itself', page: null, step: 'waiting' };
  store.dispatch({ type: 'updates.moved', updates });
  expect(await updateActions({}, view).show()).toEqual({
    schema: 1,
    version: '0.1.0',
    off: null,
    ...nothing,
    way: 'itself',
    step: 'waiting',
  });
});
