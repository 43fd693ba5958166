// What is remembered of quotas and plans: it comes back whole, and nothing in the file can do harm.
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createQuotaNotes } from '../../main/adapters/node/quota-notes.ts';
import type { AccountId } from '../../main/domain/ids.ts';
import type { QuotaNote } from '../../main/domain/quota-note.ts';
import { claudeEntry, noonMs, openaiEntry, quotaOf, quotaWindow } from '../fakes/accounts.ts';
import { failureOf } from '../fakes/failures.ts';
import { modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const openai = openaiEntry();
const claude = claudeEntry();

const fullNote: QuotaNote = {
  requests: { tries: [noonMs - 60_000, noonMs], failuresInRow: 2, retryAt: noonMs + 5_000 },
  identity: 'who',
  quota: quotaOf(openai, [
    quotaWindow(),
    quotaWindow({ id: 'unknown', usedPercent: null, lengthMs: null, resetsAt: null }),
    quotaWindow({ id: 'endless', unlimited: true, usedPercent: null, lengthMs: null, resetsAt: null }),
  ]),
  plan: { plan: 'max', planDetail: '20x', readAt: noonMs },
};
const smallNote: QuotaNote = { requests: { tries: [], failuresInRow: 0 } };
const planNote: QuotaNote = { ...smallNote, plan: { plan: 'pro', readAt: noonMs } };

async function open() {
  const path = join(await temporaryFolder(), 'cache', 'quota.json');
  return { path, notes: createQuotaNotes(path) };
}

async function openWith(text: string | Uint8Array) {
  const opened = await open();
  await mkdir(join(opened.path, '..'), { mode: 0o700 });
  await writeFile(opened.path, text);
  return opened;
}

function fileOf(accounts: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ schema: 2, accounts });
}

test.each<[string, ReadonlyMap<AccountId, QuotaNote>]>([
  ['everything that can be known', new Map([[openai.account.id, fullNote]])],
  [
    'several accounts',
    new Map([
      [openai.account.id, planNote],
      [claude.account.id, smallNote],
    ]),
  ],
  [
    'what is noted ahead',
    new Map([
      [openai.account.id, { requests: { ...smallNote.requests, ahead: { tries: 5, until: noonMs } } }],
    ]),
  ],
  ['nothing', new Map()],
])('%s comes back in another run, and nothing else', async (_name, kept) => {
  const { path, notes } = await open();
  await notes.save(kept);
  expect(await createQuotaNotes(path).load()).toStrictEqual(kept);
});

test('the file and its folder are private, and nothing is left beside it', async () => {
  const { path, notes } = await open();
  await notes.save(new Map([[openai.account.id, fullNote]]));
  const folder = join(path, '..');
  expect([await modeOf(path), await modeOf(folder), await readdir(folder)]).toEqual([
    '600',
    '700',
    ['quota.json'],
  ]);
});

test('notes that are saved at once are written in turn, the last ones last', async () => {
  const { notes } = await open();
  const last = new Map([[claude.account.id, smallNote]]);
  await Promise.all([
    notes.save(new Map([[openai.account.id, fullNote]])),
    notes.save(new Map()),
    notes.save(last),
  ]);
  expect(await notes.load()).toStrictEqual(last);
});

test('a save that fails names the file, and does not stop the next one', async () => {
  const { path, notes } = await open();
  await mkdir(path, { recursive: true, mode: 0o700 });
  const failure = await failureOf(notes.save(new Map()));
  await rmdir(path);
  await notes.save(new Map([[claude.account.id, smallNote]]));
  expect([failure, await notes.load()]).toEqual([
    { code: 'storage/unreadable', subject: path, detail: 'EISDIR' },
    new Map([[claude.account.id, smallNote]]),
  ]);
});

describe('a file that is not understood counts as none, is left as it is, and the next save replaces it', () => {
  test.each<[string, string | Uint8Array]>([
    ['empty', ''],
    ['cut short', '{"schema":1,"accounts":{'],
    ['not JSON', 'canary_garbage'],
    ['not UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d)],
    ['a list', '[]'],
    ['null', 'null'],
    ['without accounts', '{"schema":1}'],
    ['accounts that are a list', '{"schema":1,"accounts":[]}'],
    ['of a newer version', '{"schema":2,"accounts":{}}'],
    ['nested without end', '['.repeat(100_000)],
  ])('%s', async (_name, text) => {
    const { path, notes } = await openWith(text);
    const found = await notes.load();
    const untouched = Buffer.compare(await readFile(path), Buffer.from(text)) === 0;
    await notes.save(new Map([[openai.account.id, planNote]]));
    expect([found, untouched, await notes.load()]).toEqual([
      new Map(),
      true,
      new Map([[openai.account.id, planNote]]),
    ]);
  });

  test('not there at all', async () => {
    const { notes } = await open();
    expect(await notes.load()).toEqual(new Map());
  });

  test('a folder in its place', async () => {
    const { path, notes } = await open();
    await mkdir(path, { recursive: true });
    expect(await notes.load()).toEqual(new Map());
  });
});

test.each<[string, string, unknown]>([
  ['that is no object', claude.account.id, 'x'],
  ['without its requests', claude.account.id, { quota: fullNote.quota }],
  [
    'with tries that are no times',
    claude.account.id,
    { requests: { tries: ['yesterday'], failuresInRow: 0 } },
  ],
  ['of something that is no account', 'no account', smallNote],
  ['under a name that JavaScript knows', '__proto__', smallNote],
])('a note %s does not take the others with it', async (_name, id, damaged) => {
  const { notes } = await openWith(fileOf({ [id]: damaged, [openai.account.id]: fullNote }));
  expect(await notes.load()).toStrictEqual(new Map([[openai.account.id, fullNote]]));
});

test.each<[string, object]>([
  [
    'a window that lacks a figure',
    { quota: { ...fullNote.quota, windows: [{ id: 'x', label: 'x', lengthMs: 1, resetsAt: null }] } },
  ],
  ['a sample of no account', { quota: { ...fullNote.quota, account: 'x' } }],
  ['a plan that is none', { plan: 'max' }],
])('with %s a note still says what was asked, and when', async (_name, damaged) => {
  const requests = { tries: [noonMs], failuresInRow: 1 };
  const { notes } = await openWith(
    fileOf({ [claude.account.id]: { requests, ...damaged }, [openai.account.id]: fullNote }),
  );
  expect(await notes.load()).toStrictEqual(
    new Map<AccountId, QuotaNote>([
      [claude.account.id, { requests }],
      [openai.account.id, fullNote],
    ]),
  );
});

test('of a file of another schema only what was asked counts', async () => {
  const { notes } = await openWith(
    JSON.stringify({ schema: 1, accounts: { [openai.account.id]: fullNote } }),
  );
  expect(await notes.load()).toStrictEqual(new Map([[openai.account.id, { requests: fullNote.requests }]]));
});

test('what a note holds beyond what is known is dropped', async () => {
  const { notes } = await openWith(
    fileOf({
      [openai.account.id]: { ...planNote, more: 'canary_more', plan: { ...planNote.plan, more: 1 } },
    }),
  );
  expect(await notes.load()).toStrictEqual(new Map([[openai.account.id, planNote]]));
});
