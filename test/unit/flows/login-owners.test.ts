// The programs that keep logins: found first, named when missing, and never waited for without end.
import { expect, test } from 'vitest';
import type { LoginOwner } from '../../../main/consumers/description.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { createLoginOwners } from '../../../main/flows/login-owners.ts';
import type { Programs } from '../../../main/ports.ts';
import { RecordingBrowser } from '../../fakes/browser.ts';
import { failureOf } from '../../fakes/failures.ts';
import { adaAtProgram, exampleProgram } from '../../fakes/owner.ts';
import { FakeTime, settle } from '../../fakes/time.ts';

const at = { folder: '/data/logins/example-program/1', place: 'private' } as const;
const never = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    });
  });

const quiet: LoginOwner = {
  program: 'example',
  label: 'Example Program',
  install: 'npm install -g example-program',
  read: async () => adaAtProgram,
};

function owners(extra: Partial<LoginOwner> = {}, { installed = true } = {}) {
  const executables: string[] = [];
  const owner: LoginOwner = {
    ...quiet,
    signIn: async (_at, { executable }) => {
      executables.push(executable);
    },
    signOut: async () => undefined,
    ...extra,
  };
  return { ...ownersOf(owner, installed), executables };
}

function ownersOf(owner: LoginOwner, installed = true) {
  const programs: Programs = {
    find: async (name) => (installed ? `/usr/bin/${name}` : undefined),
    run: () => Promise.reject(new Error('not asked for')),
    talk: () => {
      throw new Error('not asked for');
    },
  };
  const time = new FakeTime();
  const made = createLoginOwners({
    consumers: [{ id: exampleProgram, label: 'Example', owner }],
    programs,
    browser: new RecordingBrowser(),
    files: { read: async () => undefined },
    clock: time,
    timer: time,
  });
  return { owners: made, time };
}

test('a program is given its own place on this computer', async () => {
  const { owners: made, executables } = owners();
  await made.signIn(exampleProgram, at, new AbortController().signal);
  expect([executables, await made.read(exampleProgram, at)]).toEqual([['/usr/bin/example'], adaAtProgram]);
});

test('one that is not installed is named with the command that installs it', async () => {
  const { owners: made } = owners({}, { installed: false });
  expect(await failureOf(made.read(exampleProgram, at))).toEqual({
    code: 'sign-in/program-missing',
    subject: 'Example Program',
    detail: 'npm install -g example-program',
  });
});

test('one that says nothing is waited for half a minute', async () => {
  const { owners: made, time } = owners({ read: (_at, _tools, signal) => never(signal) });
  const reading = failureOf(made.read(exampleProgram, at));
  await settle();
  await time.advance(30_000);
  expect([await reading, time.pendingMs]).toEqual([
    { code: 'credential/owner-silent', subject: 'Example Program' },
    [],
  ]);
});

test('one that cannot be asked to renew leaves the login to itself', async () => {
  const { owners: made } = owners();
  expect(await failureOf(made.renew(exampleProgram, at))).toEqual({
    code: 'credential/left-to-owner',
    subject: 'Example Program',
  });
});

test('one whose files say everything is read, and its token lent, without being there', async () => {
  const { owners: made, time } = owners(
    { isReadFromFiles: true, lendToken: async (_at, _tools, nowMs) => new Secret(`canary_${nowMs}`) },
    { installed: false },
  );
  const lent = await made.lendToken(exampleProgram, at);
  expect([await made.read(exampleProgram, at), lent.reveal()]).toEqual([
    adaAtProgram,
    `canary_${time.nowMs()}`,
  ]);
});

test('one that signs in and out in its own terminal alone is asked for neither', async () => {
  const { owners: made } = ownersOf(quiet);
  const failure = (what: string) => ({
    code: 'broker/bad-request',
    subject: 'Example Program',
    detail: `only you can sign it ${what}, in its own terminal`,
  });
  expect([
    await failureOf(made.signIn(exampleProgram, at, new AbortController().signal)),
    await failureOf(made.signOut(exampleProgram, at)),
  ]).toEqual([failure('in'), failure('out')]);
});
