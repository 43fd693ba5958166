// Files of other programs that must not be written or taken away: each keeps every byte, and the failure names it.
import { chmod, chown, link, lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asStranger, isRoot, runChild } from '../fakes/child.ts';
import { parsed } from '../fakes/parsed.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

/** Root may do everything, so that the work is done as an ordinary user, to whom the files belong. */
const user = isRoot ? 12_345 : (process.getuid?.() ?? -1);
const through = isRoot ? asStranger : [];

interface Place {
  readonly home: string;
  readonly path: string;
  readonly backups: string;
  /** A folder outside of home, of the same user. */
  readonly elsewhere: string;
}

async function open(): Promise<Place> {
  const outer = await temporaryFolder();
  await chmod(outer, 0o755);
  const [home, backups, elsewhere] = ['home', 'backups', 'elsewhere'].map((name) => join(outer, name));
  if (home === undefined || backups === undefined || elsewhere === undefined) throw new Error('no folder');
  for (const folder of [home, backups, elsewhere]) {
    await mkdir(folder, { mode: 0o700 });
    await own(folder);
  }
  return { home, backups, elsewhere, path: join(home, 'auth.json') };
}

async function own(path: string): Promise<void> {
  if (isRoot) await chown(path, user, user);
}

async function put(path: string, text: string, mode = 0o600): Promise<void> {
  await writeFile(path, text);
  await own(path);
  await chmod(path, mode);
}

async function editing({ path, backups }: Place, what: 'set' | 'remove'): Promise<unknown> {
  const { out, err } = await runChild('edit-json', { arguments: [path, backups, what], through });
  if (out === '') throw new Error(err);
  return parsed(out);
}

/** Everything about a file that a write could change; and whatever else lies beside it. */
async function snapshot({ home, path }: Place): Promise<unknown> {
  const { ino, mode, uid, size } = await lstat(path);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return { ino, mode, uid, size, text, names: await readdir(home) };
}

const ours = '{"ours":1}';

/** A folder that others may write to is named together with the command that keeps them out. */
const openTo = (name: string): unknown =>
  expect.stringMatching(
    new RegExp(`^others may write to its folder; to keep them out: chmod go-w '/.*/${name}'$`),
  );

interface Case {
  readonly name: string;
  readonly make: (place: Place) => Promise<void>;
  readonly failure: { readonly code: string; readonly detail: unknown };
}

const cases: readonly Case[] = [
  {
    name: 'a corrupt file',
    make: ({ path }) => put(path, '{"ours":1'),
    failure: { code: 'storage/unreadable', detail: 'line 1, byte 9: cut short' },
  },
  {
    name: 'a read-only file',
    make: ({ path }) => put(path, ours, 0o400),
    failure: { code: 'storage/refused-path', detail: 'read-only' },
  },
  {
    name: 'a file that may not be read',
    make: ({ path }) => put(path, ours, 0o200),
    failure: { code: 'storage/unreadable', detail: 'EACCES' },
  },
  {
    name: 'a file in a read-only folder',
    make: async ({ home, path }) => {
      await put(path, ours);
      await chmod(home, 0o500);
    },
    failure: { code: 'storage/write-failed', detail: 'EACCES' },
  },
  {
    name: 'a file in a folder that others may write to',
    make: async ({ home, path }) => {
      await put(path, ours);
      await chmod(home, 0o777);
    },
    failure: { code: 'storage/refused-path', detail: openTo('home') },
  },
  {
    name: 'a link to a file in a folder that others may write to',
    make: async ({ path, elsewhere }) => {
      await put(join(elsewhere, 'real.json'), ours);
      await chmod(elsewhere, 0o777);
      await symlink(join(elsewhere, 'real.json'), path);
    },
    failure: { code: 'storage/refused-path', detail: openTo('elsewhere') },
  },
  {
    name: 'a link to a read-only file',
    make: async ({ path, elsewhere }) => {
      await put(join(elsewhere, 'real.json'), ours, 0o400);
      await symlink(join(elsewhere, 'real.json'), path);
    },
    failure: { code: 'storage/refused-path', detail: 'read-only' },
  },
];

/** What root has made is named together with the command that gives it back. */
const rootsOwn = (name: string): unknown =>
  expect.stringMatching(
    new RegExp(`^owned by another user; to take it back: sudo chown "\\$USER" '.*/${name}'$`),
  );

const foreignCases: readonly Case[] = [
  {
    name: 'a file of root',
    make: async ({ path }) => {
      await put(path, ours, 0o644);
      await chown(path, 0, 0);
    },
    failure: { code: 'storage/refused-path', detail: rootsOwn('auth.json') },
  },
  {
    name: 'a file in a folder of root',
    make: async ({ home, path }) => {
      await put(path, ours);
      await chown(home, 0, 0);
      await chmod(home, 0o755);
    },
    failure: { code: 'storage/refused-path', detail: 'its folder belongs to another user' },
  },
  {
    name: 'a link to a file of root',
    make: async ({ path, elsewhere }) => {
      await put(join(elsewhere, 'real.json'), ours, 0o644);
      await chown(join(elsewhere, 'real.json'), 0, 0);
      await symlink(join(elsewhere, 'real.json'), path);
    },
    failure: { code: 'storage/refused-path', detail: rootsOwn('real.json') },
  },
];

if (!isRoot) console.warn('NOT CHECKED: files of another user. That needs root.');

describe.each([
  ['set a key in', 'set'],
  ['take the last key out of', 'remove'],
] as const)('to %s', (_name, what) => {
  test.each(cases)('$name is refused, and every byte stays', async ({ make, failure }) => {
    const place = await open();
    await make(place);
    const before = await snapshot(place);
    expect([await editing(place, what), await snapshot(place)]).toEqual([
      { ...failure, subject: place.path },
      before,
    ]);
  });

  test.skipIf(!isRoot).each(foreignCases)(
    '$name is refused, and every byte stays',
    async ({ make, failure }) => {
      const place = await open();
      await make(place);
      const before = await snapshot(place);
      expect([await editing(place, what), await snapshot(place)]).toEqual([
        { ...failure, subject: place.path },
        before,
      ]);
    },
  );
});

describe('what is not refused', () => {
  test('a link to a file elsewhere in a safe folder: the file is written, the link stays', async () => {
    const place = await open();
    const real = join(place.elsewhere, 'real.json');
    await put(real, ours);
    await symlink(real, place.path);
    const outcome = await editing(place, 'set');
    expect([
      outcome,
      (await lstat(place.path)).isSymbolicLink(),
      await readFile(real, 'utf8'),
      await readdir(place.elsewhere),
    ]).toEqual(['written', true, '{"ours":2}', ['real.json']]);
  });

  test('a file with a second name: the other name keeps what was there', async () => {
    const place = await open();
    await put(place.path, ours);
    await link(place.path, join(place.elsewhere, 'second.json'));
    const outcome = await editing(place, 'set');
    expect([
      outcome,
      await readFile(place.path, 'utf8'),
      await readFile(join(place.elsewhere, 'second.json'), 'utf8'),
    ]).toEqual(['written', '{"ours":2}', ours]);
  });
});
