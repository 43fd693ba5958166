// What follows a sign-in, joined as the app joins it: what is said when an account could not be put in use, and for how long.
import { expect, test } from 'vitest';
import { composeSignIns } from '../../main/compose-sign-ins.ts';
import { Failure } from '../../main/domain/failure.ts';
import { Secret } from '../../main/domain/secret.ts';
import { openaiId } from '../fakes/accounts.ts';
import { silentBrowser } from '../fakes/browser.ts';
import { noHttp } from '../fakes/http.ts';
import { FakeLoopback } from '../fakes/loopback.ts';
import { MemoryFolders } from '../fakes/owner.ts';
import { exampleProvider, keyMethod } from '../fakes/provider.ts';
import { ToySecretBox } from '../fakes/secret-box.ts';
import { grace, two } from '../fakes/two-accounts.ts';

/** Ada is in use; whoever signs in is Grace. */
async function open() {
  const work = await two();
  const { store, book, shared, switching, preferences, owners, time, log } = work;
  const provider = { ...exampleProvider([keyMethod(async () => grace)]), id: openaiId };
  const desk = composeSignIns({
    store,
    book,
    find: () => provider,
    toolsFor: () => ({ http: noHttp, clock: time, log }),
    preferences,
    log,
    files: shared,
    switching,
    quotas: { follow: async () => undefined, readNow: async () => undefined },
    prepareLogin: async () => undefined,
    ready: async () => undefined,
    timer: time,
    clock: time,
    browser: silentBrowser,
    loopback: new FakeLoopback(),
    secretBox: new ToySecretBox(),
    owners,
    folders: new MemoryFolders(),
  });
  return {
    ...work,
    signIn: () => desk.begin({ provider: openaiId, method: 'key', secret: new Secret('canary_key') }).account,
    said: () => [...store.state().problems],
  };
}

test('why the account of a sign-in was not put in use is said until a person has chosen one', async () => {
  const { signIn, said, preferences, switching } = await open();
  const full = new Failure('storage/write-failed', { subject: 'preferences.json' });
  preferences.failWith = full;
  await signIn();
  const before = said();
  preferences.failWith = undefined;
  await switching.switchTo({ account: grace.account.id, unchecked: true });
  expect([before, said()]).toEqual([[['preferences', full.toValue()]], []]);
});

test('what a sign-out has left is said until somebody signs in', async () => {
  const { signIn, said, store } = await open();
  const failure = { code: 'credential/not-revoked', subject: 'ada@example.test' } as const;
  store.dispatch({ type: 'problem.found', about: 'sign-out', failure });
  // Of a login that its program keeps, the plan has changed.
  store.dispatch({ type: 'account.signed-in', account: grace.account });
  const before = said();
  await signIn();
  expect([before, said()]).toEqual([[['sign-out', failure]], []]);
});
