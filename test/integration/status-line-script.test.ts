// The script in a real shell: it keeps what it is told, whole and for the right folder, and the person's own line never
// notices it.
import { execFileSync } from 'node:child_process';
import { chmod, chown, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createStatusLineScript, statusLineFeed } from '../../main/adapters/node/status-line-script.ts';
import { statusLineScript } from '../../main/consumers/claude-code/status-line.ts';
import { snapshotName, statusLineSnapshot } from '../../main/domain/status-line-snapshot.ts';
import { isRoot } from '../fakes/child.ts';
import { saidToStatusLine } from '../fakes/status-line.ts';
import { startSession } from '../fakes/status-line-session.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const strangerId = 12_345;

const said = `${JSON.stringify(saidToStatusLine({ answers: 43, usedPercent: 23 }))}\n`;

async function installed(environment: Readonly<Record<string, string>> = {}) {
  const folder = await temporaryFolder();
  // Spaces and quotes are in many a home.
  const feed = join(folder, "ada's run", 'status-line');
  const path = join(folder, "ada's data", 'status-line.sh');
  const script = createStatusLineScript({ path, feed, text: statusLineScript(feed) });
  await script.write();
  const session = await startSession(environment);
  return {
    folder,
    feed,
    path,
    script,
    show: (own: string | undefined, input: Uint8Array | string = said, more: Record<string, string> = {}) =>
      session.show(script.command(own), input, { HOME: '/home/ada', ...more }),
    kept: () => contentOf(feed),
  };
}

test('is small enough to be read in a minute', () => {
  expect(statusLineScript('/feed').split('\n').length - 1).toBeLessThanOrEqual(30);
});

describe('what it is told', () => {
  test('is kept byte for byte under the folder’s name, for nobody else to read, and shown to the person’s own line', async () => {
    const { show, kept, feed } = await installed();
    const shown = await show('cat; exit 7');
    const name = snapshotName('/home/ada/.claude');
    expect({
      shown,
      kept: await kept(),
      mode: await modeOf(join(feed, name)),
      folderMode: await modeOf(feed),
    }).toEqual({
      shown: { code: 7, output: said },
      kept: { [name]: `/home/ada/.claude\n${said}` },
      mode: '600',
      folderMode: '700',
    });
  });

  test('stays as it is, whatever bytes it is, of any length and with any end', async () => {
    const { show, feed } = await installed();
    // No text that a program says holds a zero byte.
    const bytes = fc.oneof(
      fc.uint8Array({ min: 1, maxLength: 300 }),
      fc.uint8Array({ min: 1, minLength: 70_000, maxLength: 80_000 }),
      fc.constantFrom('', '\n', '\n\n', '%s\\n', '-n', '\'"$HOME`id`').map((text) => Buffer.from(text)),
    );
    const name = snapshotName('/home/ada/.claude');
    await fc.assert(
      fc.asyncProperty(bytes, async (input) => {
        const { output } = await show('cksum', input);
        const snapshot = await readFile(join(feed, name));
        const own = snapshot.subarray(snapshot.indexOf('\n') + 1);
        expect(Buffer.compare(own, input)).toBe(0);
        expect(output).toBe(execFileSync('cksum', { input, encoding: 'utf8' }));
      }),
      { numRuns: 25 },
    );
  });

  test('is kept also when the own line reads nothing of it, or there is none, and then nothing is shown', async () => {
    const { show, kept, feed } = await installed();
    const first = await show('echo hello');
    const names = await readdir(feed);
    await rm(join(feed, snapshotName('/home/ada/.claude')));
    const second = await show(undefined);
    expect([first, second, names, Object.keys(await kept())]).toEqual([
      { code: 0, output: 'hello\n' },
      { code: 0, output: '' },
      [snapshotName('/home/ada/.claude')],
      [snapshotName('/home/ada/.claude')],
    ]);
  });
});

describe('the folder', () => {
  test.each([
    [
      'of the login alone',
      { CLAUDE_SECURESTORAGE_CONFIG_DIR: '/logins/1', CLAUDE_CONFIG_DIR: '/srv' },
      '/logins/1',
    ],
    ['of everything', { CLAUDE_CONFIG_DIR: '/srv/claude/' }, '/srv/claude'],
    ['in the home', { CLAUDE_CONFIG_DIR: '', CLAUDE_SECURESTORAGE_CONFIG_DIR: '' }, '/home/ada/.claude'],
  ])('is the one %s', async (_label, more, folder) => {
    const { show, kept } = await installed();
    await show(undefined, said, more);
    const content = await kept();
    const text = content[snapshotName(folder)];
    expect([Object.keys(content), statusLineSnapshot(text ?? '')?.folder]).toEqual([
      [snapshotName(folder)],
      folder,
    ]);
  });

  test('is never that of another, however odd its name', async () => {
    const { show, kept } = await installed();
    const folders = ['/a/b', '/a%b', '/a%2Fb', '/a%25b', '/a b', "/a'b", '/a*', '/a"b', '/a$b', '/ä'];
    for (const folder of folders) await show(undefined, folder, { CLAUDE_CONFIG_DIR: folder });
    expect(await kept()).toEqual(
      Object.fromEntries(folders.map((folder) => [snapshotName(folder), `${folder}\n${folder}`])),
    );
  });
});

describe('figures of another login are not kept:', () => {
  test.each([
    ['a token of the environment', { CLAUDE_CODE_OAUTH_TOKEN: 'canary_token' }, {}],
    ['one that is handed over', { CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR: '7' }, {}],
    ['another address', {}, { ANTHROPIC_BASE_URL: 'http://127.0.0.1:1' }],
    // Nobody knows what a session has that has ended.
    ['a session that has gone', {}, { CLAUDE_PID: '4194303' }],
  ])('%s', async (_label, environment, more) => {
    const { show, kept } = await installed(environment);
    expect([await show('cat', said, more), await kept()]).toEqual([{ code: 0, output: said }, {}]);
  });

  test('an empty variable is none', async () => {
    const { show, kept } = await installed({ CLAUDE_CODE_OAUTH_TOKEN: '', OTHER: 'a b' });
    await show(undefined);
    expect(Object.keys(await kept())).toHaveLength(1);
  });
});

describe('the person’s own line runs as ever', () => {
  const own = `printf '%s|' "it's" "$FOO" "$(umask)"; cat # the end`;
  const expected = async () => {
    const session = await startSession();
    return session.show(own, said, { HOME: '/home/ada', FOO: 'b "a" r' });
  };

  test('with its quotes, its environment and its rights', async () => {
    const { show } = await installed();
    expect(await show(own, said, { FOO: 'b "a" r' })).toEqual(await expected());
  });

  test.each([
    ['the script is gone', ({ path }: { path: string }) => rm(path)],
    [
      'the folder of the snapshots cannot be made',
      async ({ feed }: { feed: string }) => {
        await rm(feed, { recursive: true });
        await writeFile(feed, '');
      },
    ],
    [
      'something else lies in the place of the snapshot',
      async ({ feed }: { feed: string }) => {
        await mkdir(join(feed, snapshotName('/home/ada/.claude'), 'x'), { recursive: true });
      },
    ],
  ])('when %s', async (_label, breakIt) => {
    const made = await installed();
    await breakIt(made);
    expect(await made.show(own, said, { FOO: 'b "a" r' })).toEqual(await expected());
  });

  test('when the disk is full, and half a snapshot is none', async () => {
    const { script, kept } = await installed();
    const session = await startSession();
    // No file may be larger than one block of 512 bytes.
    const limited = `ulimit -f 1; trap '' XFSZ; ${script.command(own)}`;
    const long = `${said}${' '.repeat(5000)}\n`;
    const shown = await session.show(limited, long, { HOME: '/home/ada', FOO: 'b "a" r' });
    expect([shown.output.endsWith(long), await kept()]).toEqual([true, {}]);
  });
});

test('sessions at the same time leave whole snapshots, each in its folder', async () => {
  const { show, kept } = await installed();
  const folders = ['/one', '/two'];
  const inputs = folders.flatMap((folder) =>
    Array.from({ length: 15 }, (_, index) => ({ folder, text: `${folder} ${'x'.repeat(9000 + index)}` })),
  );
  await Promise.all(
    inputs.map(({ folder, text }) => show('cat >/dev/null', text, { CLAUDE_CONFIG_DIR: folder })),
  );
  const content = await kept();
  const isWhole = folders.map((folder) =>
    inputs.some((one) => one.folder === folder && content[snapshotName(folder)] === `${folder}\n${one.text}`),
  );
  expect([Object.keys(content).sort(), isWhole]).toEqual([folders.map(snapshotName), [true, true]]);
});

describe('its command', () => {
  const script = createStatusLineScript({ path: "/data/ada's/line.sh", feed: '/feed', text: '' });

  test('is recognised, with the person’s own in it, and nothing else is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (own) => {
        expect(script.ownIn(script.command(own))).toEqual({ own, isHere: true });
        expect(script.ownIn(own)).toBeUndefined();
        expect(script.ownIn(`${script.command(own)} `)).toBeUndefined();
      }),
    );
    expect(script.ownIn(script.command(undefined))).toEqual({ own: undefined, isHere: true });
  });

  test('is recognised when it was made in another home, and a script of another name is not ours', () => {
    const moved = createStatusLineScript({ path: "/home/ada/it's/ada's/line.sh", feed: '/feed', text: '' });
    const other = createStatusLineScript({ path: '/data/other/line.sh', feed: '/feed', text: '' });
    const commands = [undefined, "printf '%s' \"it's\"; cat"];
    expect(commands.map((own) => script.ownIn(moved.command(own)))).toEqual(
      commands.map((own) => ({ own, isHere: false })),
    );
    expect(commands.map((own) => script.ownIn(other.command(own)))).toEqual([undefined, undefined]);
  });
});

test('snapshots lie in memory where the system has a private folder there, and nowhere else outside of our own', async () => {
  const own = await temporaryFolder();
  const shared = await temporaryFolder();
  await chmod(shared, 0o777);
  await symlink(own, join(shared, 'link'));
  const folders = [own, undefined, 'relative', shared, join(shared, 'link/'), join(own, 'none')];
  expect(
    folders.map((folder) => statusLineFeed({ XDG_RUNTIME_DIR: folder }, '/data').replace(own, '')),
  ).toEqual(['/gatehouse/status-line', ...Array<string>(5).fill('/data/status-line')]);
});

// Only root can give a folder away: elsewhere these are skipped, and the summary counts them.
describe.skipIf(!isRoot)('another user’s folder', () => {
  test('is none for snapshots, however private', async () => {
    const folder = await temporaryFolder();
    await chown(folder, strangerId, strangerId);
    expect(statusLineFeed({ XDG_RUNTIME_DIR: folder }, '/data')).toBe('/data/status-line');
  });

  test('that came to the place of ours gets no snapshot, and the person’s own line runs', async () => {
    const { show, kept, feed } = await installed();
    await chown(feed, strangerId, strangerId);
    expect([await show('cat'), await kept()]).toEqual([{ code: 0, output: said }, {}]);
  });
});
