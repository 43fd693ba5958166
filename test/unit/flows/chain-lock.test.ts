// The lock under which a sign-in is renewed or ended: one at a time for each client of each provider, whatever the account.
import { expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { accountId } from '../../../main/domain/ids.ts';
import { holdChain } from '../../../main/flows/chain-lock.ts';
import type { Lock } from '../../../main/ports.ts';
import { openaiEntry } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { MemoryLock } from '../../fakes/lock.ts';
import { settle } from '../../fakes/time.ts';

const first = openaiEntry();
const sameClient = openaiEntry({ id: accountId('openai:user-2.acc-2') });
const otherClient = openaiEntry({ id: accountId('openai:user-3.acc-3') }, { clientId: 'app_other' });
const otherIssuer = openaiEntry(
  { id: accountId('openai:user-4.acc-4') },
  { issuer: 'https://auth.example.test' },
);

test('two accounts of one client come one after the other; those of another client or issuer do not wait', async () => {
  const lock = new MemoryLock();
  const open = Promise.withResolvers<undefined>();
  const begun: string[] = [];
  const all = [first, sameClient, otherClient, otherIssuer].map((entry) =>
    holdChain(lock, entry, async () => {
      begun.push(entry.account.id);
      await open.promise;
    }),
  );
  await settle();
  const before = [...begun];
  open.resolve(undefined);
  await Promise.all(all);
  expect([before, begun.at(-1)]).toEqual([
    ['openai:user-1.acc-1', 'openai:user-3.acc-3', 'openai:user-4.acc-4'],
    'openai:user-2.acc-2',
  ]);
});

test('who waits in vain hears whose renewal it was and who holds the lock, not how the lock is called', async () => {
  const held: Lock = {
    hold: (subject) => Promise.reject(new Failure('storage/lock-held', { subject, detail: 'process 4211' })),
  };
  const failure = await failureOf(holdChain(held, first, async () => undefined));
  expect(failure).toEqual({
    code: 'storage/lock-held',
    subject: 'ada@example.test',
    detail: 'process 4211',
  });
});

test('who waits gives another process the time of an answer', async () => {
  const waits: unknown[] = [];
  const held: Lock = {
    hold: (_subject, work, { deadlineMs } = {}) => {
      waits.push(deadlineMs);
      return work();
    },
  };
  expect([await holdChain(held, first, async () => 'renewed'), waits]).toEqual(['renewed', [45_000]]);
});

test.each([
  new Failure('storage/lock-held', { subject: '/home/ada/.codex/auth.json.lock', detail: 'process 4211' }),
  new Failure('network/offline', { subject: 'refresh https://auth.openai.com app_test' }),
  new Failure('credential/rejected', { subject: 'bob@example.test' }),
])('what the work throws says the same as without the lock: $code of $subject', async (thrown) => {
  const failing = holdChain(new MemoryLock(), first, () => Promise.reject(thrown));
  expect(await failureOf(failing)).toEqual(thrown.toValue());
});
