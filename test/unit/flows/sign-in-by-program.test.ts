// Signing in through the vendor's own program: a new folder each time, which counts only when the login is there.
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { createAccountBook } from '../../../main/flows/account-book.ts';
import { signInByProgram } from '../../../main/flows/sign-in-by-program.ts';
import type { DelegatedMethod } from '../../../main/providers/description.ts';
import { noonMs } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { adaAtProgram, exampleProgram, FakeOwners, MemoryFolders } from '../../fakes/owner.ts';
import { exampleId, exampleProvider } from '../../fakes/provider.ts';
import { FakeTime, settle } from '../../fakes/time.ts';
import { MemoryVault } from '../../fakes/vault.ts';

const method: DelegatedMethod = {
  kind: 'delegated',
  id: 'program',
  label: 'Sign in through the program',
  standing: 'for tests',
  owner: exampleProgram,
};

function desk() {
  const owners = new FakeOwners();
  const folders = new MemoryFolders();
  const vault = new MemoryVault();
  const keptBy: (string | undefined)[] = [];
  const book = createAccountBook(vault, (_account, { renewedBy }) => keptBy.push(renewedBy));
  const time = new FakeTime(noonMs);
  const steps: string[] = [];
  const cancel = new AbortController();
  const start = () =>
    signInByProgram(
      exampleProvider([method]),
      method,
      { owners, folders, book, clock: time, timer: time },
      cancel.signal,
      (step) => {
        steps.push(step);
      },
    );
  return { owners, folders, vault, book, keptBy, time, steps, cancel, start };
}

const first = '/data/logins/example-program/1';
const second = '/data/logins/example-program/2';

test('the login stays in a folder of its own, and the account says who keeps it', async () => {
  const { start, owners, folders, vault, steps, keptBy, time } = desk();
  const entry = await start();
  expect([
    entry,
    owners.asked,
    [...folders.inUse],
    [...folders.attempts],
    vault.stored,
    steps,
    keptBy,
    time.pendingMs,
  ]).toEqual([
    {
      account: {
        id: 'example:cli/ada@example.test/org-1',
        provider: exampleId,
        label: 'ada@example.test',
        organization: 'Analytical Engines',
        plan: 'max',
        planDetail: '20x',
        kind: 'delegated',
      },
      credential: {
        kind: 'delegated',
        origin: 'owner-sign-in',
        destinations: [],
        owner: exampleProgram,
        folder: first,
        place: 'private',
        obtainedAt: noonMs,
        loginExpiresAt: adaAtProgram.loginExpiresAt,
      },
    },
    [`example-program signs in at ${first}`, `whose login is at ${first}`],
    [first],
    [],
    [entry],
    ['starting', 'in-program', 'saving'],
    ['Example Program'],
    [],
  ]);
});

test('what the program does not say of the login is not said by us either', async () => {
  const { start, owners } = desk();
  owners.found = { provider: exampleId, subject: 'cli/ada', label: 'ada@example.test' };
  expect(await start()).toStrictEqual({
    account: { id: 'example:cli/ada', provider: exampleId, label: 'ada@example.test', kind: 'delegated' },
    credential: {
      kind: 'delegated',
      origin: 'owner-sign-in',
      destinations: [],
      owner: exampleProgram,
      folder: first,
      place: 'private',
      obtainedAt: noonMs,
    },
  });
});

describe('signing in again', () => {
  test('leaves the folder alone that the program uses by itself', async () => {
    const { start, folders, book } = desk();
    const entry = await start();
    const usual = { ...entry.credential, folder: '/home/ada/.example', place: 'usual' as const };
    await book.keep({ ...entry, credential: usual });
    folders.inUse.add(usual.folder);
    await start();
    expect([...folders.inUse]).toEqual([first, usual.folder, second]);
  });

  test('is done although the folder of before cannot be retired', async () => {
    const { start, folders, book } = desk();
    await start();
    folders.retire = () => Promise.reject(new Error('EBUSY'));
    const again = await start();
    expect(book.all()).toEqual([again]);
  });

  test('takes the place of the login before, which stays for the programs that run with it', async () => {
    const { start, folders, book } = desk();
    const entry = await start();
    const again = await start();
    expect([
      [...folders.inUse],
      [...folders.retired],
      book.get(entry.account.id),
      again.credential.folder,
    ]).toEqual([[second], [first], again, second]);
  });

  test('that fails leaves the login before as it is', async () => {
    const { start, folders, book, owners } = desk();
    const entry = await start();
    owners.signingIn = () => Promise.reject(new Failure('sign-in/program-failed', { subject: 'Example' }));
    expect([
      await failureOf(start()),
      [...folders.inUse],
      [...folders.attempts],
      [...folders.retired],
      book.all(),
    ]).toEqual([{ code: 'sign-in/program-failed', subject: 'Example' }, [first], [], [], [entry]]);
  });

  test('that the vault cannot keep leaves the login before as it is', async () => {
    const { start, folders, book, vault } = desk();
    const entry = await start();
    vault.failSavingWith = new Failure('storage/write-failed');
    expect([
      await failureOf(start()),
      [...folders.inUse],
      [...folders.attempts],
      [...folders.retired],
      book.all(),
    ]).toEqual([{ code: 'storage/write-failed' }, [first], [], [], [entry]]);
  });
});

describe('nothing is kept', () => {
  test('when nobody is signed in afterwards', async () => {
    const { start, owners, folders, vault } = desk();
    owners.found = undefined;
    expect([await failureOf(start()), [...folders.attempts], vault.stored]).toEqual([
      { code: 'sign-in/program-failed', subject: 'Example Program' },
      [],
      [],
    ]);
  });

  test('when the program is not there: what to install is said', async () => {
    const { start, owners, folders } = desk();
    const missing = new Failure('sign-in/program-missing', { subject: 'Example', detail: 'npm install' });
    owners.signingIn = () => Promise.reject(missing);
    expect([await failureOf(start()), [...folders.attempts]]).toEqual([missing.toValue(), []]);
  });

  test('and what went wrong is said, although the folder cannot be taken away', async () => {
    const { start, owners, folders } = desk();
    owners.found = undefined;
    folders.discard = () => Promise.reject(new Error('EBUSY'));
    expect((await failureOf(start())).code).toBe('sign-in/program-failed');
  });

  test('when the person cancels', async () => {
    const { start, owners, folders, cancel } = desk();
    owners.signingIn = (signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('killed'));
        });
      });
    const starting = failureOf(start());
    await settle();
    cancel.abort(new Failure('sign-in/cancelled', { subject: 'Example' }));
    expect([await starting, [...folders.attempts]]).toEqual([
      { code: 'sign-in/cancelled', subject: 'Example' },
      [],
    ]);
  });

  test('when nobody finishes it within five minutes', async () => {
    const { start, owners, time } = desk();
    owners.signingIn = (signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('killed'));
        });
      });
    const starting = failureOf(start());
    await settle();
    await time.advance(5 * 60_000);
    expect(await starting).toEqual({ code: 'sign-in/timed-out', subject: 'Example' });
  });

  test('when the vault cannot keep it', async () => {
    const { start, folders, vault } = desk();
    vault.failSavingWith = new Failure('storage/write-failed');
    expect([await failureOf(start()), [...folders.inUse], [...folders.attempts]]).toEqual([
      { code: 'storage/write-failed' },
      [],
      [],
    ]);
  });
});
