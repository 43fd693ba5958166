// Which locks a write holds and for how long, what it tells the history, and many writers at once.
import { chmod, link, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { CredentialFilesParts } from '../../main/adapters/node/credential-files.ts';
import { createDurableFiles } from '../../main/adapters/node/durable-file.ts';
import { Failure } from '../../main/domain/failure.ts';
import type { ForeignLock, Lock } from '../../main/ports.ts';
import { openWriter } from '../fakes/credential-files.ts';
import { failureOf } from '../fakes/failures.ts';
import { contentOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const locks: readonly ForeignLock[] = [{ kind: 'folder', path: '/made-up.lock', touchMs: 1_000 }];

async function open(text: string | undefined, parts: Partial<CredentialFilesParts> = {}) {
  const folder = await temporaryFolder();
  const home = join(folder, 'home');
  const path = join(home, 'auth.json');
  await mkdir(home, { mode: 0o700 });
  if (text !== undefined) await writeFile(path, text, { mode: 0o600 });
  return { folder, home, path, files: openWriter(join(folder, 'backups'), parts) };
}

/** Takes and lets go of nothing, and says when. */
function recording(said: string[]): Pick<CredentialFilesParts, 'lock' | 'foreignLocks'> {
  const lock: Lock = {
    hold: async (_name, work) => {
      said.push('our lock');
      try {
        return await work();
      } finally {
        said.push('our lock let go');
      }
    },
  };
  return {
    lock,
    foreignLocks: {
      holding: async (wanted, work) => {
        said.push(`locks of ${wanted.map(({ path }) => path).join()}`);
        try {
          return await work();
        } finally {
          said.push('let go');
        }
      },
    },
  };
}

test.each([
  ['set', { ours: 1 }],
  ['taken away', { theirs: undefined }],
])(
  "no lock is held while the edit thinks, ours from the last look to the end, the program's own for the change (%s)",
  async (_name, changes) => {
    const said: string[] = [];
    const files = createDurableFiles();
    const { path, files: writer } = await open('{"theirs":1}', {
      ...recording(said),
      files: {
        ...files,
        read: async (at) => {
          if (at === path) said.push('read');
          return files.read(at);
        },
      },
    });
    await writer.editJson({ path, locks }, () => {
      said.push('edit');
      return changes;
    });
    expect(said).toEqual([
      'read',
      'edit',
      'our lock',
      'read',
      'locks of /made-up.lock',
      'let go',
      'our lock let go',
    ]);
  },
);

test('nothing is locked when nothing is to be written, or only planned', async () => {
  const said: string[] = [];
  const { path, files } = await open('{"theirs":1}', recording(said));
  await files.editJson({ path, locks }, () => undefined);
  await files.editJson({ path, locks }, () => ({ theirs: 1 }));
  await files.editText({ path, locks }, (present) => present);
  await files.planJson({ path, locks }, () => ({ ours: 1 }));
  await files.planText({ path, locks }, () => 'ours');
  expect(said).toEqual([]);
});

test('nothing is locked for the program when there is nothing to put back', async () => {
  const said: string[] = [];
  const { path, files } = await open('{"theirs":1}', recording(said));
  await files.restoreOriginal({ path, locks });
  expect(said).toEqual(['our lock', 'our lock let go']);
});

test('an edit that had to wait for our lock is made again, for what it wants may be out of date', async () => {
  const wanted = ['spent', 'fresh'];
  const { path, files } = await open('{"a":1}', {
    lock: {
      hold: async (_name, work) => {
        await sleep(300);
        return work();
      },
    },
  });
  await files.editJson({ path }, () => ({ token: wanted.shift() ?? 'never' }));
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ a: 1, token: 'fresh' });
});

test('what another of us writes while our lock is waited for is edited, not what stood there before', async () => {
  const seen: unknown[] = [];
  const { folder, path, files } = await open('{"a":1}', {
    // Nobody comes between once the lock is ours, so there is nothing to wait for.
    pause: () => Promise.reject(new Error('waited')),
    lock: {
      hold: async (_name, work) => {
        await openWriter(join(folder, 'backups')).editJson({ path }, () => ({ b: 2 }));
        return work();
      },
    },
  });
  const outcome = await files.editJson({ path }, (present) => {
    seen.push(present);
    return { c: 3 };
  });
  expect([outcome, seen, JSON.parse(await readFile(path, 'utf8'))]).toEqual([
    'written',
    [{ a: 1 }, { a: 1, b: 2 }],
    { a: 1, b: 2, c: 3 },
  ]);
});

test("a program's lock that is not free stops the write at once, and nothing is left of it", async () => {
  const held = new Failure('storage/lock-held', { subject: '/made-up.lock', detail: 'held by codex' });
  let asked = 0;
  const { path, home, files } = await open('{"theirs":1}', {
    foreignLocks: {
      holding: () => {
        asked += 1;
        return Promise.reject(held);
      },
    },
  });
  const failure = await failureOf(files.editJson({ path, locks }, () => ({ ours: 1 })));
  expect([failure, asked, await contentOf(home), await files.original(path)]).toEqual([
    held.toValue(),
    1,
    { 'auth.json': '{"theirs":1}' },
    undefined,
  ]);
});

test('our own lock has one name for a file, by whatever links it is reached', async () => {
  const names: string[] = [];
  const lock: Lock = {
    hold: (name, work) => {
      names.push(name);
      return work();
    },
  };
  const { folder, home, path, files } = await open('{"a":1}', { lock });
  await symlink('auth.json', join(home, 'link.json'));
  await symlink('home', join(folder, 'other'));
  for (const each of [
    path,
    join(home, 'link.json'),
    join(folder, 'other/auth.json'),
    join(folder, 'other/new.json'),
  ])
    await files.restoreOriginal({ path: each });
  expect(names).toEqual([`file:${path}`, `file:${path}`, `file:${path}`, `file:${join(home, 'new.json')}`]);
});

test('writers at once, each reading and adding, lose nothing', async () => {
  const { folder, path } = await open('{}');
  const writers = Array.from({ length: 8 }, () => openWriter(join(folder, 'backups')));
  await Promise.all(
    writers.flatMap((writer, index) =>
      [0, 1, 2].map((turn) => writer.editJson({ path }, () => ({ [`${String(index)}.${String(turn)}`]: 1 }))),
    ),
  );
  expect((await readFile(path, 'utf8')).match(/: ?1/g)).toHaveLength(24);
});

test('the history hears of every write of ours, and cannot hold one up or make it fail', async () => {
  const heard: unknown[] = [];
  const { path, files } = await open('{"theirs":1}', {
    history: {
      note: (at, bytes, by) => {
        heard.push([at, bytes === undefined ? undefined : new TextDecoder().decode(bytes), by]);
        if (heard.length === 1) throw new Error('no key store');
        if (heard.length === 2) return Promise.reject(new Error('no key store'));
        return new Promise(() => undefined);
      },
      versions: async () => [],
      count: async () => 0,
    },
  });
  await files.editJson({ path }, () => ({ theirs: 2 }));
  await files.editJson({ path }, () => ({ theirs: 2 }));
  await files.editJson({ path }, () => ({ theirs: 3 }));
  await files.editJson({ path }, () => ({ theirs: undefined }));
  await files.restoreOriginal({ path });
  expect(heard).toEqual([
    [path, '{"theirs":2}', 'Gatehouse'],
    [path, '{"theirs":3}', 'Gatehouse'],
    [path, undefined, 'Gatehouse'],
    [path, '{"theirs":1}', 'Gatehouse'],
  ]);
});

test('what a person should know of a file is logged: access taken away, a second name', async () => {
  const warnings: unknown[] = [];
  const { home, path, files } = await open('{"theirs":1}', {
    log: { info: () => undefined, warn: (message, facts) => warnings.push([message, facts]) },
  });
  await chmod(path, 0o644);
  await link(path, join(home, 'second.json'));
  await files.editJson({ path }, () => ({ theirs: 2 }));
  await files.editJson({ path }, () => ({ theirs: 3 }));
  await chmod(path, 0o644);
  await files.editJson({ path }, () => ({ theirs: 3 }));
  expect(warnings).toEqual([
    ['access of others taken away', { path }],
    ['a second name of the file keeps what stood there', { path, names: 2 }],
    ['access of others taken away', { path }],
  ]);
});
