// Taking in what was found: a program's login stays that program's, a key is checked first, one failure stops nothing.
import { expect, test } from 'vitest';
import type { Account } from '../../../main/domain/account.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { createAccountBook } from '../../../main/flows/account-book.ts';
import type { LoginAtHand } from '../../../main/flows/find-logins.ts';
import { takeLogins, type TakeLoginsParts } from '../../../main/flows/take-logins.ts';
import { findProvider } from '../../../main/providers/list.ts';
import { createStore } from '../../../main/state/store.ts';
import { claudeEntry, claudeId, noonMs, openaiId } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { FakeTime } from '../../fakes/time.ts';
import { MemoryVault } from '../../fakes/vault.ts';

function login(id: string, subject: string, state: 'new' | 'known' = 'new'): LoginAtHand {
  const identity = {
    provider: openaiId,
    subject,
    label: 'ada@example.test',
    organization: 'Acme',
    plan: 'plus',
    loginExpiresAt: noonMs + 1,
  };
  return {
    listed: {
      id,
      kind: 'login',
      provider: openaiId,
      label: 'ada@example.test',
      owner: 'Codex',
      where: ['/x'],
      state,
    },
    found: { kind: 'login', identity, at: { folder: `/home/ada/${id}`, place: 'usual' }, where: '/x' },
    owner: consumerId('codex'),
  };
}

function key(id: string, text: string, state: 'new' | 'known' = 'new'): LoginAtHand {
  return {
    listed: { id, kind: 'api-key', provider: claudeId, label: '…', owner: 'OpenCode', where: ['/y'], state },
    found: { kind: 'api-key', provider: claudeId, key: new Secret(text), where: '/y' },
    owner: consumerId('opencode'),
  };
}

function open(
  begin: TakeLoginsParts['desk']['begin'] = () => ({ account: Promise.resolve(claudeEntry().account) }),
) {
  const store = createStore();
  const vault = new MemoryVault();
  const asked: unknown[] = [];
  const parts: TakeLoginsParts = {
    book: createAccountBook(vault),
    desk: {
      begin: (request) => {
        asked.push([request.provider, request.method, request.secret.reveal(), request.imported]);
        return begin(request);
      },
    },
    find: findProvider,
    store,
    clock: new FakeTime(noonMs),
    log: new RecordingLog(),
  };
  const { signal } = new AbortController();
  const take = async (all: readonly LoginAtHand[], only?: readonly string[], until = signal) =>
    (await takeLogins(all, only, parts, until)).map(({ login: { id }, outcome, account, failure }) => [
      id,
      outcome,
      account ?? failure?.code,
    ]);
  return { store, vault, asked, take };
}

test('a login becomes an account that its program keeps, with no key of it here', async () => {
  const { store, vault, take } = open();
  const account: Account = {
    id: accountId('openai:user-1'),
    provider: openaiId,
    label: 'ada@example.test',
    organization: 'Acme',
    plan: 'plus',
    kind: 'delegated',
  };
  expect([await take([login('a', 'user-1')]), vault.saved, store.state().accounts]).toEqual([
    [['a', 'taken', 'openai:user-1']],
    [
      {
        account,
        credential: {
          kind: 'delegated',
          origin: 'imported',
          destinations: [],
          obtainedAt: noonMs,
          owner: 'codex',
          folder: '/home/ada/a',
          place: 'usual',
          loginExpiresAt: noonMs + 1,
        },
      },
    ],
    [account],
  ]);
});

test('a key goes through the way that checks it, as one that nobody chose to use', async () => {
  const { asked, take } = open();
  expect([await take([key('k', 'canary_key')]), asked]).toEqual([
    [['k', 'taken', claudeEntry().account.id]],
    [['claude', 'api-key', 'canary_key', true]],
  ]);
});

test('without a choice every new one is taken in, logins first', async () => {
  const { take } = open();
  const all = [
    key('k', 'canary_key'),
    login('a', 'user-1'),
    login('b', 'user-2', 'known'),
    key('l', 'c', 'known'),
  ];
  expect((await take(all)).map(([id]) => id)).toEqual(['a', 'k']);
});

test('one person at two places is taken in once, and what is known stays as it is', async () => {
  const { vault, asked, take } = open();
  const all = [login('a', 'user-1'), login('b', 'user-1'), key('k', 'canary_key', 'known')];
  expect([await take(all, ['a', 'b', 'k']), vault.saved.length, asked]).toEqual([
    [
      ['a', 'taken', 'openai:user-1'],
      ['b', 'known', 'openai:user-1'],
      ['k', 'known', undefined],
    ],
    1,
    [],
  ]);
});

test('what fails says why, and the others are taken in', async () => {
  const { store, vault, take } = open(({ secret }) => {
    if (secret.reveal() === 'busy') throw new Failure('sign-in/already-running', { subject: 'Claude' });
    return { account: Promise.reject(new Failure('credential/key-rejected', { subject: 'Claude' })) };
  });
  const results = await take([key('k', 'busy'), key('l', 'dead'), login('a', 'user-1')]);
  vault.failWith = new Failure('storage/write-failed');
  const unsaved = await take([login('b', 'user-2')]);
  expect([results, unsaved, store.state().accounts.length]).toEqual([
    [
      ['a', 'taken', 'openai:user-1'],
      ['k', 'failed', 'sign-in/already-running'],
      ['l', 'failed', 'credential/key-rejected'],
    ],
    [['b', 'failed', 'storage/write-failed']],
    1,
  ]);
});

test('an id that is not there is refused before anything is taken in', async () => {
  const { vault, take } = open();
  expect([await failureOf(take([login('a', 'user-1')], ['a', 'nothing'])), vault.saved]).toEqual([
    { code: 'broker/bad-request', detail: 'there is no login nothing' },
    [],
  ]);
});

test('a caller who goes away stops it after the one at hand', async () => {
  const gone = new AbortController();
  const { take } = open(() => {
    gone.abort();
    return { account: Promise.resolve(claudeEntry().account) };
  });
  const all = [key('k', 'canary_one'), key('l', 'canary_two')];
  expect((await take(all, undefined, gone.signal)).map(([id]) => id)).toEqual(['k']);
});
