// The book of open accounts: durable before it counts, and one piece of work at a time for each account.
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { createAccountBook } from '../../../main/flows/account-book.ts';
import { claudeEntry, openaiEntry } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { settle } from '../../fakes/time.ts';
import { MemoryVault } from '../../fakes/vault.ts';

const entry = openaiEntry();
const newer = openaiEntry({ label: 'newer' });
const { id } = entry.account;

describe('an account', () => {
  test('is kept in the vault before it is in memory', async () => {
    const saving = Promise.withResolvers<undefined>();
    const book = createAccountBook({
      save: () => saving.promise,
      remove: async () => undefined,
      reload: async () => undefined,
      requireWritable: async () => undefined,
      requireRoom: async () => undefined,
    });
    const keeping = book.keep(entry);
    await settle();
    const early = book.get(id);
    saving.resolve(undefined);
    await keeping;
    expect([early, book.get(id), book.all()]).toEqual([undefined, entry, [entry]]);
  });

  test('that cannot be saved leaves what was there before', async () => {
    const vault = new MemoryVault();
    const book = createAccountBook(vault);
    await book.keep(entry);
    vault.failWith = new Failure('storage/write-failed', { detail: 'ENOSPC' });
    expect([
      await failureOf(book.keep(newer)),
      await failureOf(book.forget(id)),
      book.get(id),
      vault.stored,
    ]).toEqual([
      { code: 'storage/write-failed', detail: 'ENOSPC' },
      { code: 'storage/write-failed', detail: 'ENOSPC' },
      entry,
      [entry],
    ]);
  });

  test('that the vault has opened does not replace a newer one', async () => {
    const book = createAccountBook(new MemoryVault());
    await book.keep(newer);
    expect([book.opened(entry), book.opened(claudeEntry()), book.all()]).toEqual([
      false,
      true,
      [newer, claudeEntry()],
    ]);
  });

  test('is forgotten in the vault too, also when its keys were never open', async () => {
    const vault = new MemoryVault();
    const book = createAccountBook(vault);
    await book.keep(entry);
    await book.forget(id);
    await book.forget(claudeEntry().account.id);
    expect([book.all(), vault.stored, vault.removed]).toEqual([[], [], [id, claudeEntry().account.id]]);
  });
});

describe('work in turn', () => {
  test('on one account runs in the order it was asked for, on two accounts at once', async () => {
    const book = createAccountBook(new MemoryVault());
    const order: string[] = [];
    const first = Promise.withResolvers<string>();
    const work = (name: string, until: Promise<string>) => async (): Promise<string> => {
      order.push(`${name} begins`);
      const value = await until;
      order.push(`${name} ends`);
      return value;
    };
    const all = Promise.all([
      book.inTurn(id, work('first', first.promise)),
      book.inTurn(id, work('second', Promise.resolve('b'))),
      book.inTurn(claudeEntry().account.id, work('other', Promise.resolve('c'))),
    ]);
    await settle();
    first.resolve('a');
    expect([await all, order]).toEqual([
      ['a', 'b', 'c'],
      ['first begins', 'other begins', 'other ends', 'first ends', 'second begins', 'second ends'],
    ]);
  });

  test('goes on after work that failed, and the failure reaches who asked', async () => {
    const book = createAccountBook(new MemoryVault());
    const failed = failureOf(book.inTurn(id, () => Promise.reject(new Failure('network/offline'))));
    const next = book.inTurn(id, async () => 'next');
    expect([await failed, await next]).toEqual([{ code: 'network/offline' }, 'next']);
  });
});

test('changes of one account are made in the order in which they were asked for', async () => {
  const vault = new MemoryVault();
  const slow = Promise.withResolvers<undefined>();
  const book = createAccountBook({
    save: async (saved) => {
      if (saved === entry) await slow.promise;
      return vault.save(saved);
    },
    remove: (account) => vault.remove(account),
    reload: (account) => vault.reload(account),
    requireWritable: () => vault.requireWritable(),
    requireRoom: () => vault.requireRoom(),
  });
  const changes = [book.keep(entry), book.keep(newer), book.reload(id)];
  await settle();
  slow.resolve(undefined);
  await Promise.all(changes);
  expect([book.get(id), vault.stored]).toEqual([newer, [newer]]);
});

describe('keys that are held, for the vault can only be read', () => {
  const rotated = openaiEntry({}, { obtainedAt: 0, refreshToken: new Secret('canary_refresh_2') });
  const readOnly = new Failure('storage/read-only');

  async function holding() {
    const vault = new MemoryVault();
    const book = createAccountBook(vault);
    await book.keep(entry);
    vault.readOnly = readOnly;
    book.hold(rotated, 'Codex');
    return { vault, book };
  }

  test('stay when the vault is read again, until it has other ones than those they replaced', async () => {
    const { vault, book } = await holding();
    const first = await book.reload(id);
    const next = openaiEntry({}, { obtainedAt: 1, refreshToken: new Secret('canary_refresh_3') });
    vault.put(id, next);
    const now = await book.reload(id);
    // Nothing is held any more.
    await book.requireDurable(id);
    expect([first, now, vault.saved]).toEqual([rotated, next, [entry]]);
  });

  test('are stored before their other place is written over, or that is refused', async () => {
    const { vault, book } = await holding();
    const refused = await failureOf(book.requireDurable(id));
    vault.readOnly = undefined;
    await book.requireDurable(id);
    await book.requireDurable(id);
    expect([refused, vault.saved]).toEqual([{ code: 'storage/read-only' }, [entry, rotated]]);
  });
});

describe('keys that are read again', () => {
  test('leave memory with the vault, where another process has signed the account out', async () => {
    const vault = new MemoryVault();
    const book = createAccountBook(vault);
    await book.keep(entry);
    vault.put(id, undefined);
    expect([await book.reload(id), book.all()]).toEqual([undefined, []]);
  });

  test('are held no more when another process has stored the same ones', async () => {
    const vault = new MemoryVault();
    const book = createAccountBook(vault);
    const rotated = openaiEntry({}, { refreshToken: new Secret('canary_refresh_2') });
    await book.keep(entry);
    book.hold(rotated, 'Codex');
    vault.put(id, rotated);
    const now = await book.reload(id);
    await book.requireDurable(id);
    expect([now, vault.saved]).toEqual([rotated, [entry]]);
  });

  test('are not those of before, however often they were renewed elsewhere since', async () => {
    const vault = new MemoryVault();
    const book = createAccountBook(vault);
    await book.keep(entry);
    const rotations = [2, 3].map((n) =>
      openaiEntry({}, { refreshToken: new Secret(`canary_refresh_${String(n)}`), obtainedAt: n }),
    );
    for (const rotated of rotations) book.hold(rotated, 'Codex');
    expect(await book.reload(id)).toBe(rotations[1]);
  });
});

test('a key is read again like tokens, and one that was never open is taken in', async () => {
  const vault = new MemoryVault();
  const book = createAccountBook(vault);
  const [key, other] = [claudeEntry(), claudeEntry({}, { obtainedAt: 1 })];
  vault.put(key.account.id, key);
  const seen = [await book.reload(key.account.id), await book.reload(key.account.id)];
  vault.put(key.account.id, other);
  seen.push(await book.reload(key.account.id));
  expect(seen).toEqual([key, key, other]);
});

test('keys that come from a file before the vault was opened are stored when they have to be durable', async () => {
  const vault = new MemoryVault();
  const book = createAccountBook(vault);
  book.hold(entry, 'Codex');
  await book.requireDurable(id);
  expect([book.get(id), vault.stored]).toEqual([entry, [entry]]);
});

test('what may be known of the keys is told whenever it changes: which key store, and who has renewed them', async () => {
  const vault = new MemoryVault();
  const told: unknown[] = [];
  const book = createAccountBook(vault, (account, { backend, renewedBy }) => {
    told.push([account, backend, renewedBy]);
  });
  book.opened(entry, 'older');
  book.hold(openaiEntry({}, { refreshToken: new Secret('canary_refresh_2') }), 'Codex');
  await book.requireDurable(id);
  await book.keep(newer);
  await book.reseal(id);
  vault.put(id, openaiEntry({}, { refreshToken: new Secret('canary_refresh_3') }));
  await book.reload(id);
  expect([told, vault.savedAs]).toEqual([
    [
      [id, 'older', undefined],
      [id, 'older', 'Codex'],
      [id, 'toy', 'Codex'],
      [id, 'toy', 'Gatehouse'],
      [id, 'toy', 'Gatehouse'],
      [id, 'toy', undefined],
    ],
    ['renewed', undefined, 'renewed'],
  ]);
});

test('an account that is not here is neither stored again nor made durable', async () => {
  const vault = new MemoryVault();
  const book = createAccountBook(vault);
  await book.reseal(id);
  await book.requireDurable(id);
  expect([vault.saved, book.all()]).toEqual([[], []]);
});

test('an account that leaves counts up, and none beside it', async () => {
  const book = createAccountBook(new MemoryVault());
  await book.keep(entry);
  const generations = [book.generation(id)];
  book.retire(id);
  generations.push(book.generation(id));
  await book.forget(id);
  generations.push(book.generation(id));
  expect([generations, book.generation(claudeEntry().account.id)]).toEqual([[0, 1, 2], 0]);
});

test('a change that failed is in the way of none that follows', async () => {
  const vault = new MemoryVault();
  const book = createAccountBook(vault);
  vault.failSavingWith = new Failure('storage/write-failed');
  const failed = failureOf(book.keep(entry));
  await failed;
  vault.failSavingWith = undefined;
  await book.keep(newer);
  expect([await failed, book.get(id)]).toEqual([{ code: 'storage/write-failed' }, newer]);
});

test('a vault that takes nothing says so before anything is spent', async () => {
  const vault = new MemoryVault();
  const book = createAccountBook(vault);
  vault.readOnly = new Failure('storage/read-only');
  expect([await failureOf(book.requireRoom()), await failureOf(book.requireWritable())]).toEqual([
    { code: 'storage/read-only' },
    { code: 'storage/read-only' },
  ]);
});
