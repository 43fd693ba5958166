// The page on a shared file over real files: its versions are told, and what stood there before comes back byte for byte.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createFileHistory } from '../../main/adapters/node/file-history.ts';
import { composePages } from '../../main/compose-pages.ts';
import { managedFiles } from '../../main/consumers/list.ts';
import type { SignedInAccount } from '../../main/domain/account.ts';
import { restoreFiles } from '../../main/flows/restore-files.ts';
import { createStore } from '../../main/state/store.ts';
import { initialState } from '../../main/state/state.ts';
import { noonMs, openaiEntry } from '../fakes/accounts.ts';
import { openWriter } from '../fakes/credential-files.ts';
import { RecordingLog } from '../fakes/log.ts';
import { ToySecretBox } from '../fakes/secret-box.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { openaiIdToken } from '../fakes/tokens.ts';

const unasked = (): never => {
  throw new Error('not asked here');
};

/** @param before what stands in the file of Codex at first */
async function open(before: string, entries: readonly SignedInAccount[] = []) {
  const folder = await temporaryFolder();
  const places = { home: join(folder, 'home'), data: join(folder, 'data'), environment: {} };
  const managed = managedFiles(places);
  const item = managed.find(({ file }) => file.id === 'codex-auth');
  if (item === undefined) throw new Error('Codex has a file');
  await mkdir(dirname(item.path), { recursive: true, mode: 0o700 });
  await writeFile(item.path, before, { mode: 0o600 });
  const log = new RecordingLog();
  const history = createFileHistory({ folder: join(folder, 'history'), box: new ToySecretBox(), log });
  const writer = openWriter(join(folder, 'backups'), { history });
  const off: string[] = [];
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
    history,
    writer,
    restoreFiles: (only, force) =>
      restoreFiles(only, force, {
        managed,
        places,
        writer,
        book: { all: () => entries, requireDurable: async () => undefined },
        switchOff: async (files) => {
          off.push(...files);
        },
        log,
      }),
    language: () => 'en',
    accountLabel: unasked,
    chooseSavePath: unasked,
    writeText: unasked,
  });
  return { pages, path: item.path, writer, history, off };
}

test('two versions are told, and putting back gives every byte of what stood there before', async () => {
  const theirs = '{\t"OPENAI_API_KEY" : "canary_theirs" }\r\n\r\n';
  const { pages, path, writer, history, off } = await open(theirs);
  await history.note(path, await readFile(path), 'Codex');
  await writer.editJson({ path }, () => ({ OPENAI_API_KEY: 'canary_ours' }));
  await expect.poll(() => history.count(path)).toBe(2);
  const before = await pages.fileHistory('codex-auth');
  const restored = await pages.restoreFile('codex-auth', false);
  await expect.poll(() => history.count(path)).toBe(3);
  const after = await pages.fileHistory('codex-auth');
  expect([
    before.versions.map(({ by, step }) => [by.kind, step.kind]),
    before.original?.existed,
    JSON.stringify([before, after]).includes('canary'),
    restored,
    await readFile(path, 'utf8'),
    off,
    after.original,
  ]).toEqual([
    [
      ['gatehouse', 'changed'],
      ['program', 'first'],
    ],
    true,
    false,
    { outcome: 'restored', problem: null },
    theirs,
    ['codex-auth'],
    null,
  ]);
});

test('an older sign-in of an account here comes back only by force', async () => {
  const idToken = openaiIdToken();
  const entry = openaiEntry({}, { idToken });
  const tokens = { id_token: idToken.reveal(), access_token: 'a', refresh_token: 'r', account_id: 'acc-1' };
  const theirs = JSON.stringify({ auth_mode: 'chatgpt', tokens });
  const { pages, path, writer, history, off } = await open(theirs, [entry]);
  await writer.editJson({ path }, () => ({ tokens: { access_token: 'canary_ours' } }));
  const ours = await readFile(path, 'utf8');
  const refused = await pages.restoreFile('codex-auth', false);
  const left = [await readFile(path, 'utf8'), [...off]];
  const forced = await pages.restoreFile('codex-auth', true);
  // Noted behind the write; until then its folder is not taken away.
  await expect.poll(() => history.count(path)).toBe(2);
  expect([
    refused.outcome,
    refused.problem?.code,
    left,
    forced.outcome,
    await readFile(path, 'utf8'),
  ]).toEqual(['spent', 'credential/spent', [ours, []], 'restored', theirs]);
});
