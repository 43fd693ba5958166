// Folders for logins of other programs: private, nothing before they are kept, and never anything else taken away.
import { mkdir, readdir, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createLoginFolders } from '../../main/adapters/node/login-folders.ts';
import { startChild } from '../fakes/child.ts';
import { failureOf } from '../fakes/failures.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

async function folders() {
  const root = join(await temporaryFolder(), 'logins');
  const made = createLoginFolders(root);
  return {
    root,
    make: (owner: string) => made.make(owner),
    keep: (folder: string) => made.keep(folder),
    retire: (folder: string, successor = '') => made.retire(folder, successor),
    discard: (folder: string) => made.discard(folder),
    sweep: () => made.sweep(),
    kept: (owner: string) => made.kept(owner),
  };
}

/** A folder that another process has made, and that process. */
async function attemptElsewhere(root: string, owner = 'codex', ...retired: readonly 'retired'[]) {
  const child = startChild('attempt-login', { arguments: [root, owner, ...retired] });
  const seen = new Set(await readdir(join(root, owner)).catch(() => []));
  await child.printed('\n');
  const made = (await readdir(join(root, owner))).filter((name) => !seen.has(name));
  const name = made.find((one) => !one.endsWith('.attempt')) ?? '';
  return {
    folder: join(root, owner, name),
    die: async () => {
      child.process.kill('SIGKILL');
      await child.ended;
    },
  };
}

describe('a folder', () => {
  test('is new, empty and private on the whole way, and no login before it is kept', async () => {
    const { root, make, keep, kept } = await folders();
    const [one, two] = [await make('codex'), await make('codex')];
    const before = await kept('codex');
    await writeFile(join(one, 'auth.json'), 'canary_login');
    await keep(one);
    // Once more does no harm.
    await keep(one);
    // No folder of ours, whatever its name.
    await symlink(root, join(root, 'codex', 'fedcba9876543210'));
    expect({
      before,
      differ: one !== two,
      content: [await contentOf(one), await contentOf(two)],
      modes: await Promise.all([root, join(root, 'codex'), one].map(modeOf)),
      kept: [await kept('codex'), await kept('claude-code')],
    }).toEqual({
      before: [],
      differ: true,
      content: [{ 'auth.json': 'canary_login' }, {}],
      modes: ['700', '700', '700'],
      kept: [[one], []],
    });
  });

  test('is taken away with everything in it, kept or not, and leaves nothing; once more does no harm', async () => {
    const { root, make, keep, discard } = await folders();
    const [one, two] = [await make('codex'), await make('codex')];
    await keep(two);
    for (const folder of [one, two]) {
      await mkdir(join(folder, 'deep/er'), { recursive: true });
      await writeFile(join(folder, 'deep/er/file'), '', { mode: 0o400 });
      await discard(folder);
      await discard(folder);
    }
    expect(await readdir(join(root, 'codex'))).toEqual([]);
  });

  test('counts as an attempt before anything in it goes, so that half a login is never taken for one', async () => {
    const { make, keep, discard } = await folders();
    const login = await make('codex');
    await keep(login);
    await writeFile(join(login, 'auth.json'), 'canary_login');
    // Where the mark has to go, something else is in the way.
    await mkdir(`${login}.attempt`);
    const { code } = await failureOf(discard(login));
    expect([code, await contentOf(login)]).toEqual(['storage/unreadable', { 'auth.json': 'canary_login' }]);
  });

  test('is made for an owner only, not for a way out of the root', async () => {
    const { root, make } = await folders();
    expect((await failureOf(make('../codex'))).code).toBe('storage/refused-path');
    await expect(stat(root)).rejects.toThrow('ENOENT');
  });
});

describe('nothing else is taken away, kept or retired:', () => {
  test.each([
    ['the root', (root: string) => root],
    ['the folder of an owner', (root: string) => join(root, 'codex')],
    ['what lies in a folder', (_root: string, folder: string) => join(folder, 'inside')],
    ['a folder of another name', (root: string) => join(root, 'codex', 'documents')],
    [
      'a way that leads out and back',
      (root: string, folder: string) => `${root}/../logins${folder.slice(root.length)}`,
    ],
    ['a folder elsewhere', (root: string) => join(root, '../elsewhere/0123456789abcdef')],
    ['a link in the place of a folder', (root: string) => join(root, 'codex', 'fedcba9876543210')],
    [
      'a folder behind a link in the place of an owner',
      (root: string) => join(root, 'linked', '0123456789abcdef'),
    ],
  ])('%s', async (_label, choose) => {
    const { root, make, keep, retire, discard } = await folders();
    const folder = await make('codex');
    const elsewhere = join(root, '../elsewhere');
    for (const place of [
      join(folder, 'inside'),
      join(root, 'codex', 'documents'),
      join(elsewhere, '0123456789abcdef'),
    ])
      await mkdir(place, { recursive: true });
    await symlink(join(elsewhere, '0123456789abcdef'), join(root, 'codex', 'fedcba9876543210'));
    await symlink(elsewhere, join(root, 'linked'));
    const chosen = choose(root, folder);
    const failures = await Promise.all([discard(chosen), keep(chosen), retire(chosen)].map(failureOf));
    expect({ codes: failures.map(({ code }) => code), stays: (await stat(chosen)).isDirectory() }).toEqual({
      codes: ['storage/refused-path', 'storage/refused-path', 'storage/refused-path'],
      stays: true,
    });
  });
});

describe('a sweep', () => {
  test('takes away what a killed process was at, and leaves what a live one is at and what was kept', async () => {
    const { root, make, keep, kept, sweep } = await folders();
    const mine = await make('codex');
    const login = await make('codex');
    await keep(login);
    const [live, dead] = [await attemptElsewhere(root), await attemptElsewhere(root, 'claude-code')];
    await writeFile(join(dead.folder, '.credentials.json'), 'canary_login');
    await dead.die();
    await sweep();
    const left = [await readdir(join(root, 'claude-code')), await readdir(join(root, 'codex'))];
    expect({ left: left.map((names) => names.length), kept: await kept('codex') }).toEqual({
      left: [0, 5],
      kept: [login],
    });
    await live.die();
    await sweep();
    expect((await readdir(join(root, 'codex'))).map((name) => join(root, 'codex', name)).sort()).toEqual(
      [login, mine, `${mine}.attempt`].sort(),
    );
  });

  test('leaves a login that another has replaced, until that one is taken away', async () => {
    const { make, keep, retire, discard } = await folders();
    const [first, second, third] = [await make('codex'), await make('codex'), await make('codex')];
    for (const folder of [first, second, third]) {
      await writeFile(join(folder, 'auth.json'), 'canary_login');
      await keep(folder);
    }
    await retire(first, second);
    await retire(second, third);
    const during = await Promise.all([first, second].map((folder) => contentOf(folder)));
    await discard(third);
    const left = await Promise.all([first, second, third].map((folder) => stat(folder).catch(() => 'gone')));
    expect([during, left]).toEqual([
      [{ 'auth.json': 'canary_login' }, { 'auth.json': 'canary_login' }],
      ['gone', 'gone', 'gone'],
    ]);
  });

  test('takes away a login that another has replaced, once the run that retired it is over', async () => {
    const { root, kept, sweep } = await folders();
    const retired = await attemptElsewhere(root, 'codex', 'retired');
    await writeFile(join(retired.folder, 'auth.json'), 'canary_login');
    await sweep();
    const during = [await contentOf(retired.folder), await kept('codex')];
    await retired.die();
    await sweep();
    expect([during, await readdir(join(root, 'codex'))]).toEqual([[{ 'auth.json': 'canary_login' }, []], []]);
  });

  test('finishes what a killed process has begun to take away', async () => {
    const { root, make, keep, kept, sweep } = await folders();
    const login = await make('codex');
    await keep(login);
    const attempt = await attemptElsewhere(root);
    await attempt.die();
    // The mark of a dead process beside a kept folder: it was killed while it took the folder away.
    await rename(`${attempt.folder}.attempt`, `${login}.attempt`);
    const before = await kept('codex');
    await sweep();
    expect([before, await kept('codex')]).toEqual([[attempt.folder], [attempt.folder]]);
  });

  test('follows no link, and does nothing where nothing was made yet', async () => {
    const { root, sweep } = await folders();
    await sweep();
    const attempt = await attemptElsewhere(root);
    const elsewhere = join(root, '../elsewhere');
    await mkdir(elsewhere);
    await writeFile(join(elsewhere, 'file'), 'mine');
    await rename(attempt.folder, `${attempt.folder}-moved`);
    await symlink(elsewhere, attempt.folder);
    await symlink(elsewhere, join(root, 'claude-code'));
    await rename(`${attempt.folder}.attempt`, join(elsewhere, '0123456789abcdef.attempt'));
    await mkdir(join(elsewhere, '0123456789abcdef'));
    await attempt.die();
    await sweep();
    expect((await readdir(elsewhere)).sort()).toEqual([
      '0123456789abcdef',
      '0123456789abcdef.attempt',
      'file',
    ]);
  });
});
