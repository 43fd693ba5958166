// Files of our own that a newer Gatehouse has written: what is understood counts, no byte of them changes, and what this
// version keeps lasts beside them until the newer one has written again.
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openPreferences } from '../../main/adapters/electron/preferences.ts';
import { isNewerFile } from '../../main/adapters/node/newer-file.ts';
import { createQuotaNotes } from '../../main/adapters/node/quota-notes.ts';
import { createRepairs } from '../../main/adapters/node/repairs.ts';
import { createStatusLineNotes } from '../../main/adapters/node/status-line-notes.ts';
import type { QuotaNote } from '../../main/domain/quota-note.ts';
import { noonMs, openaiEntry, openaiId } from '../fakes/accounts.ts';
import { failureOf } from '../fakes/failures.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { keyStoresOf, ToySecretBox } from '../fakes/secret-box.ts';

// The package `electron` only tells where its program lies, and would fetch it first where it is not there.
vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', '/nowhere');

const account = openaiEntry().account.id;
const asked: QuotaNote = { requests: { tries: [noonMs], failuresInRow: 0 } };
const askedAgain: QuotaNote = { requests: { tries: [noonMs, noonMs + 60_000], failuresInRow: 0 } };

interface Kind {
  /** As a newer version has written it, with something that nobody here knows. */
  readonly newer: { readonly schema: number; readonly [field: string]: unknown };
  readonly understood: unknown;
  readonly changed: unknown;
  readonly name: string;
  readonly read: (path: string) => Promise<unknown>;
  readonly change: (path: string) => Promise<void>;
}

const kinds: readonly (readonly [string, Kind])[] = [
  [
    'preferences',
    {
      name: 'preferences.json',
      newer: { schema: 2, preferredProvider: openaiId, notify: false, reservePercent: 7, colours: ['blue'] },
      understood: [false, 7, openaiId],
      changed: [true, 7, undefined],
      async read(path) {
        const settings = (await openPreferences(dirname(path))).settings();
        return [settings.notify, settings.reservePercent, settings.preferredProvider];
      },
      async change(path) {
        const preferences = await openPreferences(dirname(path));
        const { strategy, activeAccounts } = preferences.settings();
        preferences.settle({ settings: { strategy, activeAccounts }, course: preferences.course() });
        preferences.change({ notify: true });
      },
    },
  ],
  [
    'quotas',
    {
      name: 'quota.json',
      newer: { schema: 3, accounts: { [account]: { ...asked, quota: { colours: 1 } } }, colours: ['blue'] },
      understood: new Map([[account, asked]]),
      changed: new Map([[account, askedAgain]]),
      read: (path) => createQuotaNotes(path).load(),
      change: (path) => createQuotaNotes(path).save(new Map([[account, askedAgain]])),
    },
  ],
  [
    'status lines',
    {
      name: 'before.json',
      newer: { schema: 2, lines: { one: { after: 1, colours: 'blue' } } },
      understood: [{ after: 1 }, undefined],
      changed: [{ after: 1 }, { before: 2, after: 3 }],
      async read(path) {
        const notes = createStatusLineNotes(path);
        return [await notes.find('one'), await notes.find('two')];
      },
      change: (path) => createStatusLineNotes(path).save('two', { before: 2, after: 3 }),
    },
  ],
];

test.each(kinds)(
  'a newer file of %s stays byte for byte, and what changes is kept beside it',
  async (_about, { name, newer, understood, changed, read, change }) => {
    const path = join(await temporaryFolder(), 'own', name);
    await mkdir(dirname(path), { mode: 0o700 });
    const text = `${JSON.stringify(newer, null, 3)}\n\n`;
    await writeFile(path, text);
    await utimes(path, noonMs / 1000, noonMs / 1000);
    const before = await read(path);
    await change(path);
    const after = await read(path);
    // The newer version has run again, and has written last.
    const later = Date.now() / 1000 + 60;
    await utimes(path, later, later);
    const beside = (await readdir(dirname(path))).filter((each) => each !== name);
    const isNewer = await Promise.all(
      beside.map((each) => isNewerFile(join(dirname(path), each), newer.schema - 1)),
    );
    expect([before, after, await read(path), isNewer, await readFile(path, 'utf8')]).toStrictEqual([
      understood,
      changed,
      understood,
      [false],
      text,
    ]);
  },
);

test('what was chosen beside a newer file and is damaged is set aside, and the newer file counts', async () => {
  const folder = await temporaryFolder();
  const newer = '{"schema":2,"reservePercent":7}';
  await writeFile(join(folder, 'preferences.json'), newer);
  await writeFile(join(folder, 'preferences.schema-1.json'), '{"notify":');
  const told: (string | undefined)[] = [];
  const preferences = await openPreferences(folder, undefined, ({ subject }) => told.push(subject));
  const { reservePercent } = preferences.settings();
  const names = (await readdir(folder)).sort();
  expect([reservePercent, told, names, await readFile(join(folder, 'preferences.json'), 'utf8')]).toEqual([
    7,
    [join(folder, names[1] ?? '')],
    ['preferences.json', expect.stringMatching(/^preferences\.schema-1\.json\.unreadable-/)],
    newer,
  ]);
});

test('changes of a newer Doctor stay, and the next one is refused', async () => {
  const path = join(await temporaryFolder(), 'repairs.json');
  const text = JSON.stringify({ schema: 2, sealed: 'x', colours: ['blue'] });
  await writeFile(path, text);
  const repairs = createRepairs({ path, ...keyStoresOf(new ToySecretBox()) });
  const failure = await failureOf(repairs.change((records) => records));
  expect([failure, await repairs.load(), await readdir(dirname(path)), await readFile(path, 'utf8')]).toEqual(
    [{ code: 'storage/newer-schema', subject: path }, [], ['repairs.json'], text],
  );
});
