// What Doctor sees of a real disk: start-up files and nothing else, rights and links, programs on a PATH; and what it keeps.
import { execFile } from 'node:child_process';
import { chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createMachineLooks, nameMayExist } from '../../main/adapters/node/machine-looks.ts';
import { createRcSearch } from '../../main/adapters/node/rc-search.ts';
import { createRepairs, type RepairRecord } from '../../main/adapters/node/repairs.ts';
import { commentedOut } from '../../main/domain/doctor-start-up.ts';
import { Failure } from '../../main/domain/failure.ts';
import { Secret } from '../../main/domain/secret.ts';
import { openWriter } from '../fakes/credential-files.ts';
import { failureOf } from '../fakes/failures.ts';
import { keyStoresOf, ToySecretBox, unusableStates } from '../fakes/secret-box.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const unasked = async (): Promise<never> => {
  throw new Error('not asked for here');
};

async function place(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

test('start-up files of every shell are read, each in its language, and no other file', async () => {
  const home = await temporaryFolder();
  await place(home, {
    '.bashrc': 'a',
    '.zshenv': 'b',
    '.config/fish/config.fish': 'c',
    '.config/fish/conf.d/keys.fish': 'd',
    '.config/fish/conf.d/keys.fish.old': 'no',
    '.config/environment.d/10-keys.conf': 'e',
    '.netrc': 'no',
    '.bash_history': 'no',
  });
  await mkdir(join(home, '.zshrc'));
  const found = await createRcSearch(home).startUpFiles();
  expect(found.map(({ path, dialect, text }) => [path.slice(home.length), dialect, text])).toEqual([
    ['/.bashrc', 'sh', 'a'],
    ['/.zshenv', 'sh', 'b'],
    ['/.config/fish/config.fish', 'fish', 'c'],
    ['/.config/fish/conf.d/keys.fish', 'fish', 'd'],
    ['/.config/environment.d/10-keys.conf', 'environment', 'e'],
  ]);
});

test('one letter that is not UTF-8 hides nothing, and every other stays', async () => {
  const home = await temporaryFolder();
  await writeFile(join(home, '.bashrc'), Buffer.from('# caf\xe9\nA=1\n', 'latin1'));
  await writeFile(join(home, '.env'), Buffer.from('A=\xe9\n', 'latin1'));
  const search = createRcSearch(home);
  const found = [...(await search.startUpFiles()), ...(await search.envFiles(home))];
  expect(found.map(({ text }) => text)).toEqual(['# caf\uFFFD\nA=1\n', 'A=\uFFFD\n']);
});

test('start-up files are looked for where the shells are told to', async () => {
  const home = await temporaryFolder();
  await place(home, {
    '.zshenv': 'always read',
    '.zshrc': 'no',
    'zsh/.zshrc': 'told',
    '.config/fish/config.fish': 'no',
    '.config/environment.d/a.conf': 'of the session',
    'xdg/fish/config.fish': 'told',
    'xdg/environment.d/b.conf': 'told',
  });
  const named = { ZDOTDIR: join(home, 'zsh'), XDG_CONFIG_HOME: join(home, 'xdg') };
  const found = async (environment: Readonly<Record<string, string>>) =>
    (await createRcSearch(home, environment).startUpFiles()).map(({ path }) => path.slice(home.length + 1));
  expect([await found(named), await found({ ZDOTDIR: 'relative', XDG_CONFIG_HOME: '' })]).toEqual([
    [
      '.zshenv',
      'zsh/.zshrc',
      'xdg/fish/config.fish',
      'xdg/environment.d/b.conf',
      '.config/environment.d/a.conf',
    ],
    ['.zshenv', '.zshrc', '.config/fish/config.fish', '.config/environment.d/a.conf'],
  ]);
});

test('.env is read from the folder up to the home folder, and not above', async () => {
  const above = await temporaryFolder();
  const home = join(above, 'ada');
  await place(above, {
    '.env': 'above',
    'ada/.env': 'home',
    'ada/work/.env': 'work',
    'ada/work/deep/other.env': 'no',
    'other/.env': 'elsewhere',
    'adam/.env': 'not inside',
  });
  const search = createRcSearch(home);
  const texts = async (folder: string) => (await search.envFiles(folder)).map(({ text }) => text);
  expect([
    await texts(join(home, 'work', 'deep')),
    await texts(home),
    await texts(join(above, 'other')),
    await texts(join(above, 'adam')),
    await texts('relative'),
  ]).toEqual([['work', 'home'], ['home'], ['elsewhere'], ['not inside'], []]);
});

test('rights, links, folders and programs are seen as they are', async () => {
  const folder = await temporaryFolder();
  await place(folder, { 'one/tool': '#!/bin/sh\n', 'two/tool': '#!/bin/sh\n', secret: '{}' });
  await chmod(join(folder, 'two', 'tool'), 0o755);
  await chmod(join(folder, 'secret'), 0o644);
  await symlink(join(folder, 'secret'), join(folder, 'link'));
  const looks = createMachineLooks(unasked);
  expect([
    await looks.standing(join(folder, 'secret')),
    await looks.standing(join(folder, 'link')),
    await looks.standing(join(folder, 'nothing')),
    await looks.hasFolder(folder),
    await looks.hasFolder(join(folder, 'secret')),
    await looks.firstOnPath(['relative', join(folder, 'one'), join(folder, 'two')].join(':'), 'tool'),
    await looks.firstOnPath(join(folder, 'one'), 'tool'),
  ]).toEqual([
    { mode: 0o644 },
    { mode: 0o644, linksTo: join(folder, 'secret') },
    undefined,
    true,
    false,
    join(folder, 'two', 'tool'),
    undefined,
  ]);
});

test('a host is dead when it says so, or when its name is known not to exist; without a network nothing is known', async () => {
  const asked: string[] = [];
  const failures: Readonly<Record<string, string>> = {
    'moved.example': 'Attempted to redirect, but redirect policy was error',
    'refusing.example': 'net::ERR_CONNECTION_REFUSED',
    'discarding.example': 'net::ERR_UNSAFE_PORT',
    'gone.example': 'net::ERR_NAME_NOT_RESOLVED',
    'unheard.example': 'net::ERR_NAME_NOT_RESOLVED',
    'offline.example': 'net::ERR_INTERNET_DISCONNECTED',
    'behind.example': 'net::ERR_PROXY_CONNECTION_FAILED',
    'slow.example': 'The operation was aborted due to timeout',
  };
  const statuses: Readonly<Record<string, number>> = {
    'missing.example': 404,
    'forbidden.example': 403,
    'proxied.example': 407,
    'busy.example': 429,
    'down.example': 503,
  };
  const looks = createMachineLooks(
    async (url) => {
      asked.push(url);
      const { hostname } = new URL(url);
      const failure = failures[hostname];
      if (failure !== undefined) throw new TypeError(failure);
      return new Response('{}', { status: statuses[hostname] ?? 200 });
    },
    async (name) => name !== 'gone.example',
  );
  const urls = [
    'https://fine.example/a',
    ...Object.keys(statuses).map((host) => `https://${host}/a`),
    ...Object.keys(failures).map((host) => `https://${host}/a`),
    'http://plain.example/a',
    'https://ada:canary_word@user.example/a',
    'no address',
  ];
  const answers = await Promise.all(urls.map((url) => looks.reach(url)));
  expect([answers, asked]).toEqual([
    [
      'there',
      'dead',
      'dead',
      'unreached',
      'unreached',
      'unreached',
      'there',
      'dead',
      'dead',
      'dead',
      'unreached',
      'unreached',
      'unreached',
      'unreached',
      'there',
      'there',
      'there',
    ],
    urls.slice(0, -3),
  ]);
});

test('a name counts as missing only where a server of names says so', async () => {
  const at = (code: string) => async (): Promise<never> => {
    throw Object.assign(new Error(code), { code });
  };
  expect([
    await nameMayExist('a.example', at('ENOTFOUND')),
    await nameMayExist('a.example', at('ETIMEOUT')),
    await nameMayExist('a.example', at('ECONNREFUSED')),
    await nameMayExist('a.example', at('ENODATA')),
    await nameMayExist('a.example', async () => ['192.0.2.1']),
  ]).toEqual([false, true, true, true, true]);
});

test('a line is commented out where a link leads, rights stay, the shell reads on, and every byte comes back', async () => {
  const folder = await temporaryFolder();
  const rc = join(folder, 'dots', 'bashrc');
  const before = 'export ONE=1\r\nexport OPENAI_API_KEY="canary_0123456789abcdef"\nexport TWO=2';
  await place(folder, { 'dots/bashrc': before });
  await chmod(rc, 0o644);
  const path = join(folder, '.bashrc');
  await symlink(rc, path);
  const writer = openWriter(join(folder, 'copies'));
  const target = { path, rights: 'kept' } as const;
  const said = async () =>
    (await promisify(execFile)('sh', ['-c', '. "$1"; echo "$OPENAI_API_KEY-$TWO"', 'sh', rc], { env: {} }))
      .stdout;
  const planned = await writer.planText(target, (text) =>
    commentedOut(text ?? '', 'sh', ['OPENAI_API_KEY'], 2),
  );
  const first = await said();
  await writer.put(target, planned);
  const after = [await said(), (await stat(rc)).mode & 0o777, (await lstat(path)).isSymbolicLink()];
  await writer.put(target, { path, before: planned.after, after: planned.before, mode: 0o644 });
  expect([first, after, await readFile(rc, 'utf8'), (await stat(rc)).mode & 0o777]).toEqual([
    'canary_0123456789abcdef-2\n',
    ['-2\n', 0o644, true],
    before,
    0o644,
  ]);
});

const record = {
  id: 'one',
  at: 5,
  planned: {
    path: '/home/ada/.bashrc',
    before: new TextEncoder().encode('canary_before'),
    after: undefined,
    mode: 0o644,
  },
  line: 3,
};

const taken = {
  id: 'two',
  at: 6,
  planned: { path: '/home/ada/.code/auth.json', before: Uint8Array.of(0, 255), after: undefined },
  chain: { token: new Secret('canary_token'), files: ['/home/ada/.codex/auth.json'], isKept: true },
};

test('repairs are kept across restarts, sealed', async () => {
  const path = join(await temporaryFolder(), 'repairs.json');
  const box = new ToySecretBox();
  await createRepairs({ path, ...keyStoresOf(box) }).change(() => [record, taken]);
  const again = createRepairs({ path, ...keyStoresOf(box) });
  const other = createRepairs({ path, ...keyStoresOf(new ToySecretBox({ key: 'another key' })) });
  expect([
    await again.load(),
    await other.load(),
    await readFile(path, 'utf8'),
    (await stat(path)).mode & 0o777,
  ]).toEqual([[record, taken], [], expect.not.stringContaining('canary'), 0o600]);
});

test('without a key store repairs are kept as long as the app runs', async () => {
  const path = join(await temporaryFolder(), 'repairs.json');
  const box = new ToySecretBox();
  box.unusable = unusableStates[0];
  const repairs = createRepairs({ path, ...keyStoresOf(box) });
  await repairs.change(() => [record]);
  expect([await repairs.load(), await createRepairs({ path, ...keyStoresOf(box) }).load()]).toEqual([
    [record],
    [],
  ]);
});

describe('repairs that cannot be opened are not lost by the next one', () => {
  const add = (next: RepairRecord) => (all: readonly RepairRecord[]) => [...all, next];

  test('a key store that is away is waited for, and both are there when it is back', async () => {
    const path = join(await temporaryFolder(), 'repairs.json');
    const box = new ToySecretBox();
    const repairs = createRepairs({ path, ...keyStoresOf(box) });
    await repairs.change(add(record));
    box.unusable = unusableStates[1];
    await repairs.change(add(taken));
    const without = await repairs.load();
    box.unusable = undefined;
    const back = await repairs.load();
    await repairs.change((all) => all);
    expect([without, back, await createRepairs({ path, ...keyStoresOf(box) }).load()]).toEqual([
      [taken],
      [record, taken],
      [record, taken],
    ]);
  });

  test('a key store that closes in the middle of it changes nothing', async () => {
    const path = join(await temporaryFolder(), 'repairs.json');
    const box = new ToySecretBox();
    await createRepairs({ path, ...keyStoresOf(box) }).change(add(record));
    const closing = {
      state: () => box.state(),
      encrypt: (text: string) => box.encrypt(text),
      decrypt: () => Promise.reject(new Failure('storage/key-store-locked')),
    };
    const failed = await failureOf(createRepairs({ path, ...keyStoresOf(closing) }).change(add(taken)));
    expect([failed.code, await createRepairs({ path, ...keyStoresOf(box) }).load()]).toEqual([
      'storage/key-store-locked',
      [record],
    ]);
  });

  test('a file that cannot be read stays as it is', async () => {
    const path = join(await temporaryFolder(), 'repairs.json');
    await mkdir(path);
    const failed = await failureOf(
      createRepairs({ path, ...keyStoresOf(new ToySecretBox()) }).change(add(record)),
    );
    expect([failed.code, (await stat(path)).isDirectory()]).toEqual(['storage/unreadable', true]);
  });

  test.each([
    ['sealed by another key', (text: string) => text],
    ['damaged', (text: string) => text.slice(0, -9)],
  ])('a file that is %s is kept beside', async (_name, damage) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'repairs.json');
    await createRepairs({ path, ...keyStoresOf(new ToySecretBox({ key: 'another key' })) }).change(
      add(record),
    );
    const before = damage(await readFile(path, 'utf8'));
    await writeFile(path, before);
    const repairs = createRepairs({ path, ...keyStoresOf(new ToySecretBox()) });
    await repairs.change(add(taken));
    const [name = '', aside = ''] = await readdir(folder);
    expect([name, aside, await readFile(join(folder, aside), 'utf8'), await repairs.load()]).toEqual([
      'repairs.json',
      expect.stringMatching(/^repairs\.json\.unreadable-\d{4}-/),
      before,
      [taken],
    ]);
  });
});
