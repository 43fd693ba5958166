// The history of a shared file, over what keeps it and what puts it back.
import { expect, test } from 'vitest';
import { composePages, type PageParts } from '../../main/compose-pages.ts';
import { managedFiles } from '../../main/consumers/list.ts';
import type { RestoredFile } from '../../main/domain/restored-file.ts';
import { createStore } from '../../main/state/store.ts';
import { initialState } from '../../main/state/state.ts';
import { noonMs } from '../fakes/accounts.ts';
import { failureOf } from '../fakes/failures.ts';

const managed = managedFiles({ home: '/home/ada', data: '/data', environment: {} });
const codexPath = '/home/ada/.codex/auth.json';
const codex = managed.find(({ path }) => path === codexPath);
if (codex === undefined) throw new Error('Codex has a file');
const { id } = codex.file;

const unasked = (): never => {
  throw new Error('not asked here');
};

function pagesWith(restored: readonly RestoredFile[] = [], changes: Partial<PageParts> = {}) {
  const asked: unknown[] = [];
  const pages = composePages({
    store: createStore(initialState),
    clock: { nowMs: () => noonMs },
    providers: [],
    consumers: [],
    managed,
    agents: {
      all: unasked,
      waiting: unasked,
      accounts: unasked,
      isRunning: unasked,
      leaseOf: unasked,
      revoke: unasked,
    },
    audit: { read: unasked, verify: unasked },
    quotaHistory: { read: unasked },
    history: {
      async versions(path) {
        asked.push(path);
        return [{ at: noonMs, by: 'Gatehouse', text: '{}\n' }];
      },
      count: async () => 3,
    },
    writer: { original: async () => ({ at: noonMs - 1, bytes: undefined }) },
    async restoreFiles(file, force) {
      asked.push([file, force]);
      return restored;
    },
    language: () => 'de',
    accountLabel: unasked,
    chooseSavePath: unasked,
    writeText: unasked,
    ...changes,
  });
  return { pages, asked };
}

test('the history is that of the path, with those that cannot be opened and what stood there before', async () => {
  const { pages, asked } = pagesWith();
  expect([await pages.fileHistory(id), asked]).toEqual([
    {
      path: codexPath,
      readers: [codex.reader],
      versions: [
        {
          at: noonMs,
          by: { kind: 'gatehouse' },
          step: { kind: 'first', lines: [{ kind: 'same', text: '{}' }], more: 0 },
        },
      ],
      sealed: 2,
      keyStore: 'open',
      original: { at: noonMs - 1, existed: false },
    },
    [codexPath],
  ]);
});

test('programs that read one file are all named', async () => {
  const twin = { ...codex, file: { ...codex.file, id: 'twin' }, reader: 'Twin' };
  const { pages } = pagesWith([], { managed: [codex, twin] });
  expect((await pages.fileHistory(id)).readers).toEqual([codex.reader, 'Twin']);
});

test.each<RestoredFile['outcome']>(['restored', 'removed', 'unchanged', 'untouched'])(
  'a file that is put back comes to: %s',
  async (outcome) => {
    const others: RestoredFile = { id: 'other', path: codexPath, outcome: 'failed' };
    const { pages, asked } = pagesWith([others, { id, path: codexPath, outcome }]);
    expect([await pages.restoreFile(id, false), asked]).toEqual([{ outcome, problem: null }, [[id, false]]]);
  },
);

test('a sign-in that may be spent is named, and put back when the person says so all the same', async () => {
  const failure = { code: 'credential/spent', subject: 'ada@example.com' } as const;
  const { pages, asked } = pagesWith([{ id, path: codexPath, outcome: 'spent', failure }]);
  const { outcome, problem } = await pages.restoreFile(id, false);
  await pages.restoreFile(id, true);
  expect([outcome, problem?.code, problem?.what, asked]).toEqual([
    'spent',
    'credential/spent',
    'Die gespeicherte Anmeldung von ada@example.com ist älter als die benutzte, und ihr Erneuerungsschlüssel ist verbraucht.',
    [
      [id, false],
      [id, true],
    ],
  ]);
});

test('what is no shared file is refused, and nothing is put back', async () => {
  const { pages, asked } = pagesWith();
  const text = managed.find(({ file }) => file.kind === 'text')?.file.id ?? 'none';
  const refused = { code: 'broker/bad-request', detail: 'file' };
  expect([
    await failureOf(pages.fileHistory('nobody')),
    await failureOf(pages.restoreFile('nobody', true)),
    await failureOf(pages.restoreFile(text, true)),
    asked,
  ]).toEqual([refused, refused, refused, []]);
});
