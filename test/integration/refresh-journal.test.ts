// The journal of refreshes on a real disk with a toy key store: what it answers after a crash, and what it never loses.
import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRefreshJournal } from '../../main/adapters/node/refresh-journal.ts';
import type { OAuthAccount } from '../../main/domain/account.ts';
import { accountId } from '../../main/domain/ids.ts';
import type { RefreshJournal, SecretBox } from '../../main/ports.ts';
import { openaiEntry, revealed } from '../fakes/accounts.ts';
import { failureOf } from '../fakes/failures.ts';
import { renewal } from '../fakes/renewals.ts';
import { ToySecretBox, unusableStates } from '../fakes/secret-box.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const account = renewal(0).account.id;

async function open(box: SecretBox = new ToySecretBox()) {
  const folder = join(await temporaryFolder(), 'journal');
  return { folder, box, journal: createRefreshJournal({ folder, box }) };
}

async function answer(journal: RefreshJournal, entry: OAuthAccount): Promise<unknown> {
  const found = await journal.successorOf(entry);
  return found === undefined ? undefined : revealed(found);
}

async function onlyFile(folder: string): Promise<string> {
  const [name, ...others] = await readdir(folder);
  if (name === undefined || others.length > 0) throw new Error('not one file');
  return join(folder, name);
}

/** A line with another content, whole all the same. */
function resealed(line: string, change: (json: string) => string): string {
  const json = change(line.slice(line.indexOf(' ') + 1, -1));
  return `${createHash('sha256').update(json).digest('hex').slice(0, 16)} ${json}\n`;
}

test('a note is found in another run by the tokens that were spent, and by no others', async () => {
  const { folder, box, journal } = await open();
  await journal.note(renewal(0), renewal(1));
  const next = createRefreshJournal({ folder, box });
  expect([
    await answer(next, renewal(0)),
    await answer(next, renewal(1)),
    await answer(next, renewal(2)),
    await answer(next, openaiEntry({ id: accountId('openai:other') })),
  ]).toEqual([revealed(renewal(1)), undefined, undefined, undefined]);
});

test('before the first note there is nothing but an empty file, and the key store is not asked', async () => {
  const box = new ToySecretBox();
  box.unusable = unusableStates[2];
  const { folder, journal } = await open(box);
  await journal.clear(account);
  expect([await answer(journal, renewal(0)), await readFile(await onlyFile(folder), 'utf8')]).toEqual([
    undefined,
    '',
  ]);
  expect(box.questions).toBe(0);
});

test('a note holds no secret in the open, in a private file and folder, and no name of the account in its own', async () => {
  const { folder, journal } = await open();
  await journal.note(renewal(0), renewal(1));
  const path = await onlyFile(folder);
  const text = await readFile(path, 'utf8');
  const blob = /"blob":"([^"]+)"/.exec(text)?.[1] ?? '';
  expect([
    `${text}${atob(blob)}`.includes('canary'),
    /^[0-9a-f]{32}\.notes$/.test(basename(path)),
    await modeOf(path),
    await modeOf(folder),
  ]).toEqual([false, true, '600', '700']);
});

test('renewals that the vault has missed lead to the last one, from each of them', async () => {
  const { folder, box, journal } = await open();
  for (const turn of [0, 1, 2]) await journal.note(renewal(turn), renewal(turn + 1));
  const next = createRefreshJournal({ folder, box });
  expect(await Promise.all([0, 1, 2, 3].map((turn) => answer(next, renewal(turn))))).toEqual([
    revealed(renewal(3)),
    revealed(renewal(3)),
    revealed(renewal(3)),
    undefined,
  ]);
});

test('a new sign-in does not lead on from an older chain', async () => {
  const { journal } = await open();
  await journal.note(renewal(0), renewal(1));
  await journal.note(renewal(10), renewal(11));
  expect([await answer(journal, renewal(0)), await answer(journal, renewal(10))]).toEqual([
    undefined,
    revealed(renewal(11)),
  ]);
});

test('a note that is cleared is gone from the disk, and those of other accounts stay', async () => {
  const { folder, journal } = await open();
  const other = (turn: number): OAuthAccount =>
    openaiEntry({ id: accountId('openai:other') }, { refreshToken: renewal(turn).credential.refreshToken });
  await journal.note(renewal(0), renewal(1));
  await journal.note(other(0), other(1));
  await journal.clear(account);
  expect([
    await answer(journal, renewal(0)),
    await answer(journal, other(0)),
    Object.values(await contentOf(folder))
      .map((text) => text === '')
      .sort(),
  ]).toEqual([undefined, revealed(other(1)), [false, true]]);
});

test('with a key store that keeps nothing, the note is in memory only', async () => {
  const box = new ToySecretBox({ durable: false });
  const { folder, journal } = await open(box);
  for (const turn of [0, 1]) await journal.note(renewal(turn), renewal(turn + 1));
  const found = await answer(journal, renewal(0));
  await journal.clear(account);
  expect([found, await answer(journal, renewal(0)), Object.values(await contentOf(folder))]).toEqual([
    revealed(renewal(2)),
    undefined,
    [''],
  ]);
});

test('a note that comes after one in memory counts, whatever the file holds', async () => {
  const { folder, journal, box } = await open();
  for (const turn of [5, 6]) await journal.note(renewal(turn), renewal(turn + 1));
  const either: SecretBox & { inner: SecretBox } = {
    inner: new ToySecretBox({ durable: false }),
    state: () => either.inner.state(),
    encrypt: (text) => either.inner.encrypt(text),
    decrypt: (bytes) => either.inner.decrypt(bytes),
  };
  const moved = createRefreshJournal({ folder, box: either });
  await moved.note(renewal(0), renewal(1));
  either.inner = box;
  await moved.note(renewal(1), renewal(2));
  const next = createRefreshJournal({ folder, box });
  expect(await Promise.all([answer(moved, renewal(0)), answer(next, renewal(0))])).toEqual([
    revealed(renewal(2)),
    revealed(renewal(2)),
  ]);
});

describe('a note that another key store has sealed', () => {
  const other = (): ToySecretBox => new ToySecretBox({ backend: 'other', key: 'other key' });

  test('leads on as long as that key store can be asked, whichever is chosen', async () => {
    const { folder, box, journal } = await open();
    await journal.note(renewal(0), renewal(1));
    const next = createRefreshJournal({ folder, box: other(), lasting: [box] });
    expect(await answer(next, renewal(0))).toEqual(revealed(renewal(1)));
  });

  test('that is gone is in the way of the tokens that were spent alone', async () => {
    const { folder, journal } = await open();
    await journal.note(renewal(0), renewal(1));
    const next = createRefreshJournal({ folder, box: other() });
    const { code } = await failureOf(next.successorOf(renewal(0)));
    expect([code, await answer(next, renewal(1)), await answer(next, renewal(10))]).toEqual([
      'storage/key-store-changed',
      undefined,
      undefined,
    ]);
  });
});

test('a note of the version before, which does not say for whom it is, leads on from those tokens alone', async () => {
  const { folder, box, journal } = await open();
  await journal.note(renewal(0), renewal(1));
  const path = await onlyFile(folder);
  const line = await readFile(path, 'utf8');
  await writeFile(
    path,
    resealed(line, (json) => json.replace(/"spent":\[[^\]]*\],/, '')),
  );
  const next = createRefreshJournal({ folder, box });
  expect([
    (await readFile(path, 'utf8')).includes('spent'),
    await answer(next, renewal(0)),
    await answer(next, renewal(1)),
  ]).toEqual([false, revealed(renewal(1)), undefined]);
});

describe('a note that was never finished', () => {
  test('at any byte: the one before it counts, and the next one takes its place', async () => {
    const { folder, box, journal } = await open();
    await journal.note(renewal(0), renewal(1));
    const path = await onlyFile(folder);
    const first = await readFile(path);
    await journal.note(renewal(1), renewal(2));
    const both = await readFile(path);
    const cuts = [0, 1, 17, 18, 1_000, both.length - first.length - 1].map((bytes) => first.length + bytes);
    const found: unknown[] = [];
    for (const cut of cuts) {
      await writeFile(path, both.subarray(0, cut));
      const next = createRefreshJournal({ folder, box });
      found.push(await answer(next, renewal(0)));
      await next.note(renewal(1), renewal(3));
      found.push(await answer(createRefreshJournal({ folder, box }), renewal(0)));
    }
    expect([found, await readdir(folder)]).toEqual([
      cuts.flatMap(() => [revealed(renewal(1)), revealed(renewal(3))]),
      [basename(path)],
    ]);
  });

  test('longer than the next one: what is left of it does not count', async () => {
    const { folder, journal } = await open();
    await journal.note(renewal(0), renewal(1));
    const path = await onlyFile(folder);
    await writeFile(path, 'x'.repeat(50_000));
    await journal.note(renewal(0), renewal(1));
    await journal.note(renewal(1), renewal(2));
    expect(await answer(journal, renewal(0))).toEqual(revealed(renewal(2)));
  });

  test('and is the only one: there is none, and clearing takes it away', async () => {
    const { folder, journal } = await open();
    await journal.note(renewal(0), renewal(1));
    const path = await onlyFile(folder);
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 200));
    const found = await answer(journal, renewal(0));
    await journal.clear(account);
    expect([found, await readFile(path, 'utf8')]).toEqual([undefined, '']);
  });
});

test('a vault that takes nothing for long does not make the file grow without end', async () => {
  const { folder, box, journal } = await open();
  const sizes: number[] = [];
  for (let turn = 0; turn < 40; turn += 1) {
    await journal.note(renewal(turn), renewal(turn + 1));
    sizes.push((await stat(await onlyFile(folder))).size);
  }
  expect([
    sizes.filter((size) => size > 100_000),
    await answer(createRefreshJournal({ folder, box }), renewal(0)),
  ]).toEqual([[], revealed(renewal(40))]);
});

test('a link that was planted in place of the file is set aside, and what it leads to stays as it is', async () => {
  const { folder, box, journal } = await open();
  await journal.successorOf(renewal(0));
  const path = await onlyFile(folder);
  const other = join(folder, '../other');
  await writeFile(other, 'not ours');
  await rm(path);
  await symlink(other, path);
  const next = createRefreshJournal({ folder, box });
  const { code } = await failureOf(next.successorOf(renewal(0)));
  await next.note(renewal(0), renewal(1));
  expect([
    code,
    await readFile(other, 'utf8'),
    (await lstat(path)).isFile(),
    await answer(next, renewal(0)),
  ]).toEqual(['storage/unreadable', 'not ours', true, revealed(renewal(1))]);
});

test('a folder that was taken away meanwhile is made again', async () => {
  const { folder, journal } = await open();
  await journal.note(renewal(0), renewal(1));
  await rm(folder, { recursive: true });
  await journal.note(renewal(1), renewal(2));
  expect([await answer(journal, renewal(1)), await modeOf(folder)]).toEqual([revealed(renewal(2)), '700']);
});

test('a folder that others may write to is refused, also when it was private before', async () => {
  const { folder, journal } = await open();
  await mkdir(folder);
  await chmod(folder, 0o777);
  const first = await failureOf(journal.note(renewal(0), renewal(1)));
  await chmod(folder, 0o700);
  await journal.note(renewal(0), renewal(1));
  await chmod(folder, 0o777);
  await journal.successorOf(renewal(1));
  const second = await failureOf(journal.note(renewal(1), renewal(2)));
  expect([first.code, second.code]).toEqual(['storage/refused-path', 'storage/refused-path']);
});

describe('a note that cannot be opened', () => {
  test.each(unusableStates)(
    '$code: is not taken for none, can be cleared, and nothing new is noted',
    async (state) => {
      const box = new ToySecretBox();
      const { folder, journal } = await open(box);
      await journal.note(renewal(0), renewal(1));
      const before = await contentOf(folder);
      box.unusable = state;
      const { code, detail } = state;
      const failure = { code, subject: renewal(0).account.label, detail };
      expect([
        await failureOf(journal.successorOf(renewal(0))),
        await failureOf(journal.note(renewal(1), renewal(2))),
        await contentOf(folder),
      ]).toEqual([failure, failure, before]);
      await journal.clear(account);
      expect(Object.values(await contentOf(folder))).toEqual(['']);
    },
  );

  test('because another key store sealed it: both are named, nothing is decrypted, and it opens again with its own', async () => {
    const { folder, journal } = await open();
    await journal.note(renewal(0), renewal(1));
    const box = new ToySecretBox({ backend: 'other' });
    const failure = await failureOf(createRefreshJournal({ folder, box }).successorOf(renewal(0)));
    expect([failure, box.decryptions, await answer(journal, renewal(0))]).toEqual([
      { code: 'storage/key-store-changed', subject: renewal(0).account.label, detail: 'toy, now other' },
      0,
      revealed(renewal(1)),
    ]);
  });

  test.each<[string, (text: string) => string]>([
    ['an empty line', () => '\n'],
    ['no line of ours', () => 'something else\n'],
    ['cut off', (text) => `${text.slice(0, 200)}\n`],
    ['without its middle', (text) => text.replace(/(?<=^.{1000}).{1000}/, '\0'.repeat(1_000))],
    ['of a newer version', (text) => resealed(text, (json) => json.replace('"schema":1', '"schema":2'))],
    ['of another account', (text) => resealed(text, (json) => json.replaceAll(account, 'openai:other'))],
    ['with a label that was changed', (text) => text.replace('ada@', 'eve@')],
    ['with a blob that was changed', (text) => text.replace('"blob":"', '"blob":"AAAA')],
  ])('because it is %s: it is reported and stays, and a new note sets it aside', async (_name, change) => {
    const { folder, journal } = await open();
    await journal.note(renewal(0), renewal(1));
    const path = await onlyFile(folder);
    const spoiled = change(await readFile(path, 'utf8'));
    await writeFile(path, spoiled);
    const { code } = await failureOf(journal.successorOf(renewal(0)));
    const kept = await readFile(path, 'utf8');
    await journal.note(renewal(1), renewal(2));
    const content = Object.entries(await contentOf(folder));
    expect([
      code,
      kept,
      await answer(journal, renewal(1)),
      content.filter(([, text]) => text === spoiled).map(([name]) => name.replace(/unopened-.*/, 'unopened')),
    ]).toEqual(['storage/unreadable', spoiled, revealed(renewal(2)), [`${basename(path)}.unopened`]]);
  });

  test('because it is damaged: clearing does not delete it', async () => {
    const { folder, journal } = await open();
    await journal.note(renewal(0), renewal(1));
    const path = await onlyFile(folder);
    await writeFile(path, 'something else\n');
    await journal.clear(account);
    expect(await contentOf(folder)).toEqual({ [basename(path)]: 'something else\n' });
  });
});
