// The command line as a person types it, in processes of its own. No app is running here.
import { describe, expect, test } from 'vitest';
import { parsed } from '../fakes/parsed.ts';
import { runChild, type Ended } from '../fakes/child.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

/** Runs several command lines side by side: starting a process takes most of the time. */
async function gatehouse(...lines: readonly (readonly string[])[]): Promise<readonly Ended[]> {
  const folder = await temporaryFolder();
  return Promise.all(
    lines.map((words) => runChild('cli', { arguments: words, environment: { TEST_FOLDER: folder } })),
  );
}

test('--version prints the version and nothing else', async () => {
  expect(await gatehouse(['--version'])).toEqual([
    { code: 0, signal: null, out: '1.2.3\n', err: '', words: '' },
  ]);
});

test('--help explains on standard output, with an example for each verb that needs one, and succeeds', async () => {
  const table = [
    {
      words: ['--help'],
      says: [
        'Usage: gatehouse',
        'auth',
        'open',
        'quit',
        'Exit codes: 0 ok, 2 usage, 3 not signed in, 4 quota, 5 not running, 6 refused.',
      ],
    },
    {
      words: ['auth', 'login', '--help'],
      says: ['--provider <name>', '--key-stdin', 'gatehouse auth login --provider openai'],
    },
    { words: ['auth', 'status', '--help'], says: ['--json', 'gatehouse auth status --json'] },
    {
      words: ['auth', 'switch', '--help'],
      says: ['--provider <name>', 'gatehouse auth switch --provider claude'],
    },
  ];
  const ended = await gatehouse(...table.map(({ words }) => words));
  expect(
    ended.map(({ code, out, err, words }, row) => ({
      code,
      says: table[row]?.says.filter((text) => out.includes(text)),
      err,
      words,
    })),
  ).toEqual(table.map(({ says }) => ({ code: 0, says, err: '', words: '' })));
});

test('a usage error ends with 2, says what is wrong on standard error and prints nothing', async () => {
  const table: readonly (readonly [words: readonly string[], says: string])[] = [
    [['auth', 'login'], "required option '--provider <name>' not specified"],
    [['auth', 'switch'], "required option '--provider <name>' not specified"],
    [['auth', 'login', '--provider'], 'argument missing'],
    [['auth', 'status', '--colour'], "unknown option '--colour'"],
    [['auth', 'status', 'extra'], 'too many arguments'],
    [['frobnicate'], "unknown command 'frobnicate'"],
    [['auth', 'frobnicate'], "unknown command 'frobnicate'"],
    [[], 'Usage: gatehouse'],
    [['auth'], 'Usage: gatehouse auth'],
  ];
  const ended = await gatehouse(...table.map(([words]) => words));
  expect(
    ended.map(({ code, out, words }, row) => [code, out, words.includes(table[row]?.[1] ?? 'nothing')]),
  ).toEqual(table.map(() => [2, '', true]));
});

describe('without a running app', () => {
  const next = 'Start it on your desktop, or run: gatehouse open';

  /** The tests run without a display. */
  const missing =
    process.getuid?.() === 0
      ? 'as root the tray app does not start; run it as the user it is for'
      : 'no display here to start it on';

  test('status and quit say so in words, or in one object on standard output, and end with 5', async () => {
    const [status, asJson, quit] = await gatehouse(
      ['auth', 'status'],
      ['auth', 'status', '--json'],
      ['quit'],
    );
    const inWords = {
      code: 5,
      signal: null,
      out: '',
      err: '',
      words: `gatehouse: Gatehouse is not running. (${missing})\n  ${next}\n`,
    };
    expect([status, quit, { ...asJson, out: parsed(asJson?.out ?? '') }]).toEqual([
      inWords,
      inWords,
      {
        ...inWords,
        words: '',
        out: {
          schema: 1,
          ok: false,
          error: {
            code: 'broker/not-running',
            detail: missing,
            what: `Gatehouse is not running. (${missing})`,
            next,
          },
        },
      },
    ]);
  });

  test('login does not start an app where it cannot run, and keeps the key to itself', async () => {
    const environment = { TEST_FOLDER: await temporaryFolder() };
    const ended = await runChild('cli', {
      arguments: ['auth', 'login', '--provider', 'claude', '--key-stdin'],
      environment,
      input: 'canary_key\n',
    });
    expect([ended.code, ended.out, JSON.stringify(ended).includes('canary')]).toEqual([5, '', false]);
  });

  test('login --key-stdin without a key says that none came', async () => {
    const [ended] = await gatehouse(['auth', 'login', '--provider', 'claude', '--key-stdin', '--json']);
    expect([ended?.code, parsed(ended?.out ?? '')]).toMatchObject([
      3,
      { error: { code: 'credential/missing', detail: 'nothing came on standard input' } },
    ]);
  });
});
