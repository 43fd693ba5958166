// Where whole files may be written: links, folders and owners, on a real file system.
import * as system from 'node:fs/promises';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createDurableFiles, replaceFile } from '../../main/adapters/node/durable-file.ts';
import type { FileSystem } from '../../main/adapters/node/file-system.ts';
import { asStranger, isRoot, runChild } from '../fakes/child.ts';
import { failureOf } from '../fakes/failures.ts';
import { parsed } from '../fakes/parsed.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

/** What a folder is refused with that others may write to. */
const openTo = (folder: string): string =>
  `others may write to its folder; to keep them out: chmod go-w '${folder}'`;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

if (!isRoot) console.warn('NOT CHECKED: files of another user. That needs root.');

describe('links', () => {
  test('a link to a file of our own is kept and the file is replaced', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'real'), { mode: 0o700 });
    await writeFile(join(folder, 'real', 'file'), 'old');
    await symlink('real/file', join(folder, 'middle'));
    await symlink('middle', join(folder, 'link'));
    await replaceFile(join(folder, 'link'), bytes('new'), bytes('old'));
    expect([
      await readlink(join(folder, 'link')),
      await readlink(join(folder, 'middle')),
      await contentOf(join(folder, 'real')),
    ]).toEqual(['middle', 'real/file', { file: 'new' }]);
  });

  test.each<[string, (path: string, folder: string) => Promise<unknown>, string]>([
    ['a link that leads nowhere', (path) => symlink('nowhere', path), 'a link that leads nowhere'],
    ['a link to itself', (path) => symlink('file', path), 'a link that leads nowhere'],
    ['a link to a folder', (path, folder) => symlink(folder, path), 'not a regular file'],
    ['a link to a device', (path) => symlink('/dev/null', path), 'not a regular file'],
    ['a folder', (path) => mkdir(path), 'not a regular file'],
  ])('%s is refused and stays as it is', async (_name, make, detail) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'file');
    await make(path, folder);
    const before = await lstat(path);
    const failure = await failureOf(replaceFile(path, bytes('ours'), undefined));
    const after = await lstat(path);
    expect([failure, after.ino, await readdir(folder)]).toEqual([
      { code: 'storage/refused-path', subject: path, detail },
      before.ino,
      ['file'],
    ]);
  });

  test('a chain of links of which one stands in a folder that others may write to is refused', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'open'));
    await chmod(join(folder, 'open'), 0o777);
    await writeFile(join(folder, 'safe'), 'old');
    await symlink('../safe', join(folder, 'open/middle'));
    await symlink('open/middle', join(folder, 'link'));
    expect([
      await failureOf(replaceFile(join(folder, 'link'), bytes('ours'), bytes('old'))),
      await readFile(join(folder, 'safe'), 'utf8'),
    ]).toEqual([
      {
        code: 'storage/refused-path',
        subject: join(folder, 'link'),
        detail: openTo(join(folder, 'open')),
      },
      'old',
    ]);
  });

  test('a link that climbs out of a folder that is a link itself leads where the system says', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'far/deep'), { recursive: true, mode: 0o700 });
    await writeFile(join(folder, 'far/file'), 'old');
    await writeFile(join(folder, 'file'), 'not this one');
    await symlink('far/deep', join(folder, 'near'));
    await symlink('../file', join(folder, 'far/deep/link'));
    await replaceFile(join(folder, 'near/link'), bytes('new'), bytes('old'));
    expect([
      await readFile(join(folder, 'far/file'), 'utf8'),
      await readFile(join(folder, 'file'), 'utf8'),
      await readlink(join(folder, 'far/deep/link')),
    ]).toEqual(['new', 'not this one', '../file']);
  });

  test('the command against it is one for a shell, whatever the folder is called', async () => {
    const open = join(await temporaryFolder(), "ada's");
    await mkdir(open);
    await chmod(open, 0o777);
    const { detail } = await failureOf(replaceFile(join(open, 'file'), bytes('ours'), undefined));
    expect(detail?.endsWith(String.raw`/ada'\''s'`)).toBe(true);
  });

  test.each([
    ['the file itself', 'open/file'],
    ['a link planted there to a file in a safe folder', 'open/link'],
  ])('in a folder that others may write to, %s is refused', async (_name, name) => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'open'));
    await writeFile(join(folder, 'safe'), 'old');
    await writeFile(join(folder, 'open/file'), 'old');
    await symlink('../safe', join(folder, 'open/link'));
    await chmod(join(folder, 'open'), 0o777);
    const path = join(folder, name);
    expect([
      await failureOf(replaceFile(path, bytes('ours'), bytes('old'))),
      await readFile(path, 'utf8'),
    ]).toEqual([
      { code: 'storage/refused-path', subject: path, detail: openTo(join(folder, 'open')) },
      'old',
    ]);
  });

  test('as long a chain of links as the system follows is followed, and no longer one', async () => {
    const folder = await temporaryFolder();
    const nameOf = (index: number): string => (index === 0 ? 'file' : `link-${String(index)}`);
    await writeFile(join(folder, 'file'), 'old');
    for (let index = 1; index <= 41; index += 1)
      await symlink(nameOf(index - 1), join(folder, nameOf(index)));
    await replaceFile(join(folder, nameOf(40)), bytes('new'), bytes('old'));
    const failure = await failureOf(replaceFile(join(folder, nameOf(41)), bytes('newer'), bytes('new')));
    expect([failure.detail, await readFile(join(folder, 'file'), 'utf8')]).toEqual([
      'a link that leads nowhere',
      'new',
    ]);
  });
});

describe('what the system tells', () => {
  /** As if all that is asked about by this call belonged to somebody else. */
  const foreign = (call: 'lstat' | 'stat'): FileSystem['stat'] =>
    (async (path: string) => {
      const found = await system[call](path);
      found.uid += 1;
      return found;
    }) as FileSystem['stat'];
  const owned = (path: string): string =>
    `owned by another user; to take it back: sudo chown "$USER" '${path}'`;
  const fails = (code: string) => (): Promise<never> =>
    Promise.reject(Object.assign(new Error(`${code}: made up`), { code }));

  test.each<[string, Partial<FileSystem>, (path: string) => string]>([
    ['that the file is another user’s', { lstat: foreign('lstat') }, owned],
    ['that its folder is', { stat: foreign('stat') }, () => 'its folder belongs to another user'],
  ])('%s: it is refused', async (_name, told, detail) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'file');
    await writeFile(path, 'old');
    const files = createDurableFiles({ ...system, ...told });
    expect([
      await failureOf(files.replace(path, bytes('new'), bytes('old'))),
      await contentOf(folder),
    ]).toEqual([{ code: 'storage/refused-path', subject: path, detail: detail(path) }, { file: 'old' }]);
  });

  const { username: name, gid: own } = userInfo();
  const shared = own + 1;

  /** As if every folder had this group and these rights, and as if the list of groups said this. */
  const grouped = (gid: number, mode: number, groups: string, users = ''): Partial<FileSystem> => {
    const lists = new Map([
      ['/etc/group', groups],
      ['/etc/passwd', `${name}:x:${own}:${own}::/home:/bin/sh\n${users}`],
    ]);
    return {
      stat: (async (path: string) =>
        Object.assign(await system.stat(path), { gid, mode })) as FileSystem['stat'],
      readFile: (async (path: string) => Buffer.from(lists.get(path) ?? '')) as FileSystem['readFile'],
    };
  };

  test.each([
    ['theirs alone', 0o775, `users:x:${shared}:\n${name}:x:${own}:\n`],
    ['theirs alone, with their own name in it', 0o2770, `${name}:x:${own}:${name}\n`],
    ['shared, and cannot write there', 0o755, `users:x:${own}:somebody\n`],
  ])('that the group of a folder is %s: it is written to', async (_name, mode, groups) => {
    const folder = await temporaryFolder();
    const files = createDurableFiles({ ...system, ...grouped(own, 0o040_000 | mode, groups) });
    await files.ensure(join(folder, 'file'));
    expect(await contentOf(folder)).toEqual({ file: '' });
  });

  test.each<[string, number, number, string, string?]>([
    ['not the own one', shared, 0o775, `${name}:x:${own}:\n${name}:x:${shared}:\n`],
    ['called otherwise, as one that is shared is', own, 0o775, `staff:x:${own}:\n`],
    ['one that another user is in', own, 0o775, `${name}:x:${own}:${name},somebody\n`],
    ['the main one of another user', own, 0o775, `${name}:x:${own}:\n`, `somebody:x:1:${own}:::\n`],
    [
      'called by two names, of which one has members',
      own,
      0o775,
      `${name}:x:${own}:\nwe:x:${own}:somebody\n`,
    ],
    ['not listed', own, 0o775, `${name}x:x:${own}0:\n`],
    ['theirs, but everybody may write there', own, 0o777, `${name}:x:${own}:\n`],
  ])('that the group of a folder is %s: it is refused', async (_name, gid, mode, groups, users) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'file');
    const files = createDurableFiles({ ...system, ...grouped(gid, 0o040_000 | mode, groups, users) });
    expect([await failureOf(files.ensure(path)), await contentOf(folder)]).toEqual([
      { code: 'storage/refused-path', subject: path, detail: openTo(folder) },
      {},
    ]);
  });

  test('nothing about groups: what a group may write to is refused', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'file');
    const told = { ...grouped(own, 0o040_775, ''), readFile: fails('ENOENT') as FileSystem['readFile'] };
    const failure = await failureOf(createDurableFiles({ ...system, ...told }).ensure(path));
    expect(failure.detail).toBe(openTo(folder));
  });

  test('of a file that may not be read, names the way to get it back only where it is another user’s', async () => {
    const path = join(await temporaryFolder(), 'file');
    await writeFile(path, 'old');
    const readFailing = fails('EACCES') as FileSystem['readFile'];
    const theirs = createDurableFiles({ ...system, readFile: readFailing, stat: foreign('stat') });
    const ours = createDurableFiles({ ...system, readFile: readFailing });
    const failure = { code: 'storage/unreadable', subject: path };
    expect([await failureOf(theirs.read(path)), await failureOf(ours.read(path))]).toEqual([
      { ...failure, detail: owned(path) },
      { ...failure, detail: 'EACCES' },
    ]);
  });

  test('not even whether there is a link: nothing is written', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'file');
    const files = createDurableFiles({ ...system, lstat: fails('EIO') });
    expect([await failureOf(files.replace(path, bytes('new'), undefined)), await readdir(folder)]).toEqual([
      { code: 'storage/write-failed', subject: path, detail: 'EIO' },
      [],
    ]);
  });
});

describe.skipIf(!isRoot)('what belongs to another user', () => {
  const stranger = 12_345;

  /** A folder that an ordinary user can reach; the file in it can belong to somebody else. */
  async function folderOf(owner: number, fileOwner: number, fileMode: number): Promise<string> {
    const outer = await temporaryFolder();
    await chmod(outer, 0o755);
    const folder = join(outer, 'folder');
    await mkdir(folder, { mode: 0o755 });
    await writeFile(join(folder, 'file'), 'old');
    await chmod(join(folder, 'file'), fileMode);
    await chown(join(folder, 'file'), fileOwner, fileOwner);
    await chown(folder, owner, owner);
    return folder;
  }

  const owned = expect.stringMatching(
    /^owned by another user; to take it back: sudo chown "\$USER" '.*\/file'$/,
  ) as unknown;

  test.each([
    ['a file of root after a sudo run', stranger, 0, 0o644, { code: 'storage/refused-path', detail: owned }],
    ['a file of root that cannot be read', stranger, 0, 0o600, { code: 'storage/unreadable', detail: owned }],
    [
      'a folder of root',
      0,
      stranger,
      0o600,
      { code: 'storage/refused-path', detail: 'its folder belongs to another user' },
    ],
  ])('%s is refused and stays as it is', async (_name, owner, fileOwner, mode, failure) => {
    const folder = await folderOf(owner, fileOwner, mode);
    const path = join(folder, 'file');
    const { out } = await runChild('replace-file', { arguments: [path, '3'], through: asStranger });
    expect([parsed(out), await contentOf(folder)]).toEqual([{ ...failure, subject: path }, { file: 'old' }]);
  });

  test("a file of one's own in a folder of one's own is written", async () => {
    const folder = await folderOf(stranger, stranger, 0o644);
    const { out } = await runChild('replace-file', {
      arguments: [join(folder, 'file'), '3'],
      through: asStranger,
    });
    expect([out, await contentOf(folder), await modeOf(join(folder, 'file'))]).toEqual([
      '"written"',
      { file: 'nnn' },
      '600',
    ]);
  });
});
