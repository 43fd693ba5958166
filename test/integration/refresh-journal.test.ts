// The journal of refreshes on a real disk with a toy key store: what it answers after a crash, and what it never loses.
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRefreshJournal } from '../../main/adapters/node/refresh-journal.ts';
import type { OAuthAccount } from '../../main/domain/account.ts';
import { accountId } from '../../main/domain/ids.ts';
import type { RefreshJournal, SecretBox } from '../../main/ports.ts';
import { openaiEntry, revealed } from '../fakes/accounts.ts';
import { startChild } from '../fakes/child.ts';
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

test('before the first note there is nothing but an empty folder, and the key store is not asked', async () => {
  const box = new ToySecretBox();
  box.unusable = unusableStates[2];
  const { folder, journal } = await open(box);
  await journal.clear(account);
  expect([await answer(journal, renewal(0)), await readdir(folder), box.questions]).toEqual([
    undefined,
    [],
    0,
  ]);
});

test('a note holds no secret in the open, in a private file and folder, and no name of the account in its own', async () => {
  const { folder, journal } = await open();
  await journal.note(renewal(0), renewal(1));
  const path = await onlyFile(folder);
  const text = await readFile(path, 'utf8');
  const blob = /"blob":"([^"]+)"/.exec(text)?.[1] ?? '';
  expect([
    `${text}${atob(blob)}`.includes('canary'),
    /^[0-9a-f]{32}\.json$/.test(path.slice(folder.length + 1)),
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
    (await readdir(folder)).length,
  ]).toEqual([undefined, revealed(other(1)), 1]);
});

test('with a key store that keeps nothing, the note is in memory only', async () => {
  const box = new ToySecretBox({ durable: false });
  const { folder, journal } = await open(box);
  for (const turn of [0, 1]) await journal.note(renewal(turn), renewal(turn + 1));
  const found = await answer(journal, renewal(0));
  await journal.clear(account);
  expect([found, await answer(journal, renewal(0)), await readdir(folder)]).toEqual([
    revealed(renewal(2)),
    undefined,
    [],
  ]);
});

test('what a killed process has left beside the notes is taken away before the next renewal', async () => {
  const { folder, journal, box } = await open();
  await journal.note(renewal(0), renewal(1));
  const child = startChild('journal-writer', { arguments: [folder, 'stuck'] });
  await child.printed('.');
  child.process.kill('SIGKILL');
  await child.ended;
  const left = (await readdir(folder)).length;
  const next = createRefreshJournal({ folder, box });
  expect([left, await answer(next, renewal(0)), (await readdir(folder)).length]).toEqual([
    2,
    revealed(renewal(1)),
    1,
  ]);
});

test('a folder that was taken away meanwhile is made again', async () => {
  const { folder, journal } = await open();
  await journal.note(renewal(0), renewal(1));
  await rm(folder, { recursive: true });
  await journal.note(renewal(1), renewal(2));
  expect([await answer(journal, renewal(1)), await modeOf(folder)]).toEqual([revealed(renewal(2)), '700']);
});

test('a folder that others may write to is refused', async () => {
  const { folder, journal } = await open();
  await mkdir(folder);
  await chmod(folder, 0o777);
  expect((await failureOf(journal.note(renewal(0), renewal(1)))).code).toBe('storage/refused-path');
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
      expect(await readdir(folder)).toEqual([]);
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
    ['of no bytes', () => ''],
    ['cut off', (text) => text.slice(0, 200)],
    ['of a newer version', (text) => text.replace('"schema":1', '"schema":2')],
    ['of another account', (text) => text.replaceAll(account, 'openai:other')],
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
    ]).toEqual([
      'storage/unreadable',
      spoiled,
      revealed(renewal(2)),
      [`${path.slice(folder.length + 1)}.unopened`],
    ]);
  });

  test('because it is damaged: clearing does not delete it', async () => {
    const { folder, journal } = await open();
    await journal.note(renewal(0), renewal(1));
    const path = await onlyFile(folder);
    await writeFile(path, '{"schema":1');
    await journal.clear(account);
    expect(await contentOf(folder)).toEqual({ [path.slice(folder.length + 1)]: '{"schema":1' });
  });
});
