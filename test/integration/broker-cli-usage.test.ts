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

/** The commands that a help text lists. */
function listedIn(help: string): readonly string[] {
  const list = help.split('\nCommands:\n')[1]?.split('\n\n')[0] ?? '';
  return [...list.matchAll(/^ {2}([a-z]+)/gm)].flatMap(([, name]) =>
    name === undefined || name === 'help' ? [] : [name],
  );
}

/** Every line of words that leads to a command, found by asking each for its help. */
async function helpOfAll(words: readonly string[] = []): Promise<readonly (readonly [string, Ended])[]> {
  const [ended] = await gatehouse([...words, '--help']);
  if (ended === undefined) throw new Error('one line has one end');
  const below = await Promise.all(listedIn(ended.out).map((name) => helpOfAll([...words, name])));
  return [[['gatehouse', ...words].join(' '), ended], ...below.flat()];
}

test('--help of every verb succeeds on standard output alone, names --json and gives an example of that verb', async () => {
  const found = await helpOfAll();
  const rows = found.map(([words, { code, out, err, words: told }]) => ({
    words,
    code,
    told: err + told,
    usage: out.startsWith(`Usage: ${words}`),
    json: out.includes('--json'),
    example: /\nExamples?:\n/.test(out) && (out.split(/\nExamples?:\n/)[1] ?? '').includes(`  ${words}`),
  }));
  const groups = [
    'gatehouse',
    'gatehouse auth',
    'gatehouse auth rules',
    'gatehouse statusline',
    'gatehouse hooks',
    'gatehouse shell',
  ];
  const all = [
    'gatehouse',
    'gatehouse open',
    'gatehouse quit',
    'gatehouse auth',
    'gatehouse auth providers',
    'gatehouse auth login',
    'gatehouse auth logout',
    'gatehouse auth status',
    'gatehouse auth quota',
    'gatehouse auth switch',
    'gatehouse auth undo',
    'gatehouse auth rules',
    ...['list', 'add', 'remove'].map((name) => `gatehouse auth rules ${name}`),
    ...['import', 'migrate', 'backup', 'restore', 'files', 'preview', 'history', 'keystore', 'unlock'].map(
      (name) => `gatehouse auth ${name}`,
    ),
    'gatehouse guard',
    'gatehouse statusline',
    ...['list', 'install', 'uninstall', 'preview'].map((name) => `gatehouse statusline ${name}`),
    'gatehouse hooks',
    ...['list', 'add', 'remove', 'example'].map((name) => `gatehouse hooks ${name}`),
    'gatehouse shell',
    ...['list', 'install', 'uninstall', 'preview'].map((name) => `gatehouse shell ${name}`),
    'gatehouse doctor',
    'gatehouse completion',
  ];
  expect(rows).toEqual(
    all.map((words) => ({
      words,
      code: 0,
      told: '',
      usage: true,
      json: !groups.includes(words) && words !== 'gatehouse completion',
      example: true,
    })),
  );
});

test('--help tells the exit codes and the options of a verb', async () => {
  const table: readonly (readonly [words: readonly string[], says: readonly string[]])[] = [
    [['--help'], ['Exit codes: 0 ok, 2 usage, 3 not signed in, 4 quota, 5 not running, 6 refused.']],
    [
      ['auth', 'login', '--help'],
      ['--provider <name>', '--method <name>', '--client-id <id>', '--agree', '--key-stdin'],
    ],
    [
      ['auth', 'logout', '--help'],
      ['--provider <name>', '--account <name>', '--also-program'],
    ],
    [
      ['auth', 'switch', '--help'],
      ['--provider <name>', '--account <name>', '--strategy <name>', '--unchecked'],
    ],
    [
      ['auth', 'rules', 'add', '--help'],
      ['--folder <path>', '--account <name>', '--provider <name>'],
    ],
    [
      ['auth', 'quota', '--help'],
      ['--now', '--provider <name>'],
    ],
    [
      ['auth', 'import', '--help'],
      ['--dry-run', '--only <ids...>', '--yes'],
    ],
    [
      ['auth', 'migrate', '--help'],
      ['--dry-run', '--only <ids...>', '--yes'],
    ],
    [
      ['auth', 'backup', '--help'],
      ['--out <file>', '--provider <name>', '--account <name>', '--passphrase-stdin', '--force'],
    ],
    [
      ['auth', 'restore', '--help'],
      ['[path]', '--account <name>', '--passphrase-stdin', '--force', '--settings', '--files', '--file <id>'],
    ],
    [
      ['auth', 'files', '--help'],
      ['--on <id>', '--off <id>'],
    ],
    [
      ['auth', 'keystore', '--help'],
      ['--use <kind>', '--passphrase-stdin'],
    ],
    [
      ['guard', '--help'],
      [
        '--min <percent>',
        '--provider <name>',
        '--account <name>',
        '--window <name>',
        '--allow-unknown',
        '--now',
        'Exit codes: 0 enough left, 2 usage, 3 not signed in, 4 too little left or not known, 5 not running.',
      ],
    ],
    [['statusline', 'install', '--help'], ['--consumer <name>']],
    [
      ['hooks', 'add', '--help'],
      ['--event <name>', '--program <path>', '"quota_low"'],
    ],
  ];
  const ended = await gatehouse(...table.map(([words]) => words));
  expect(ended.map(({ out }, row) => table[row]?.[1].filter((text) => out.includes(text)))).toEqual(
    table.map(([, says]) => says),
  );
});

test('a usage error ends with 2, says what is wrong on standard error and prints nothing', async () => {
  const table: readonly (readonly [words: readonly string[], says: string])[] = [
    [['auth', 'login'], "required option '--provider <name>' not specified"],
    [['auth', 'switch'], "give '--provider <name>', '--strategy <name>' or both"],
    [
      ['auth', 'switch', '--strategy', 'soonest-reset', '--account', 'ada'],
      "options '--account <name>' and '--unchecked' go with '--provider <name>'",
    ],
    [['auth', 'switch', '--unchecked'], "options '--account <name>' and '--unchecked' go with"],
    [['auth', 'rules', 'add', '--account', 'ada'], "required option '--folder <path>' not specified"],
    [['auth', 'rules', 'add', '--folder', '/'], "required option '--account <name>' not specified"],
    [['auth', 'rules', 'remove'], "required option '--folder <path>' not specified"],
    [['auth', 'logout'], "required option '--provider <name>' not specified"],
    [['auth', 'login', '--provider'], 'argument missing'],
    [
      ['auth', 'login', '--provider', 'claude', '--agree'],
      "option '--agree' says yes for a client id: add '--client-id <id>'",
    ],
    [
      ['auth', 'login', '--provider', 'claude', '--client-id', 'x', '--key-stdin'],
      "option '--key-stdin' cannot be used with option '--client-id <id>'",
    ],
    [['auth', 'quota', '--provider'], 'argument missing'],
    [['auth', 'backup'], "required option '--out <file>' not specified"],
    [['auth', 'restore'], "give a backup file, or '--files'"],
    [['auth', 'restore', '--file', 'x'], "option '--file <id>' goes with '--files'"],
    [['auth', 'restore', 'x', '--files'], "'--files' takes no backup file"],
    [['auth', 'restore', '--files', '--account', 'x'], "'--files' takes no backup file"],
    [['auth', 'preview'], "required option '--file <id>' not specified"],
    [
      ['auth', 'files', '--on', 'x', '--off', 'y'],
      "option '--on <id>' cannot be used with option '--off <id>'",
    ],
    [['auth', 'keystore', '--use', 'paper'], "argument 'paper' is invalid"],
    [['auth', 'status', '--colour'], "unknown option '--colour'"],
    [['auth', 'status', 'extra'], 'too many arguments'],
    [['guard'], "required option '--min <percent>' not specified"],
    [['guard', '--min', '101'], 'It has to be a number from 0 to 100, with or without %.'],
    [['guard', '--min', 'a fifth'], 'It has to be a number from 0 to 100, with or without %.'],
    [['hooks', 'add', '--program', '/home/ada/tell'], "required option '--event <name>' not specified"],
    [['hooks', 'add', '--event', 'quota_low'], "required option '--program <path>' not specified"],
    [['hooks', 'add', '--event', 'noon', '--program', 'x'], "argument 'noon' is invalid"],
    [['statusline', 'frobnicate'], 'too many arguments'],
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
      : 'no display here to start it on; run gatehouse serve first';

  const verbs = [
    ['auth', 'providers'],
    ['auth', 'login', '--provider', 'openai'],
    ['auth', 'logout', '--provider', 'openai'],
    ['auth', 'status'],
    ['auth', 'switch', '--provider', 'openai'],
    ['auth', 'undo'],
    ['auth', 'rules'],
    ['auth', 'rules', 'add', '--folder', '/', '--account', 'ada'],
    ['auth', 'rules', 'remove', '--folder', '/'],
    ['auth', 'quota', '--now'],
    ['auth', 'import', '--yes'],
    ['auth', 'migrate', '--yes'],
    ['auth', 'backup', '--out', '/nowhere/there.backup'],
    ['auth', 'restore', '--files'],
    ['auth', 'files'],
    ['auth', 'files', '--on', 'x'],
    ['auth', 'preview', '--file', 'x'],
    ['auth', 'history'],
    ['auth', 'keystore'],
    ['auth', 'unlock'],
    ['guard', '--min', '20%'],
    ['statusline'],
    ['statusline', 'install'],
    ['statusline', 'preview'],
    ['hooks'],
    ['hooks', 'add', '--event', 'quota_low', '--program', '/home/ada/bin/tell'],
    ['hooks', 'example'],
    ['open'],
    ['quit'],
  ];
  const ended = { code: 5, signal: null, err: '' };
  const what = `Gatehouse is not running. (${missing})`;

  test('every verb says so in words on standard error and ends with 5', async () => {
    expect(await gatehouse(...verbs)).toEqual(
      verbs.map(() => ({ ...ended, out: '', words: `gatehouse: ${what}\n  ${next}\n` })),
    );
  });

  test('every verb says so in one object on standard output where that is asked, and ends with 5', async () => {
    const asJson = await gatehouse(...verbs.map((words) => [...words, '--json']));
    const out = {
      schema: 1,
      ok: false,
      error: { code: 'broker/not-running', detail: missing, what, next },
    };
    expect(asJson.map((end) => ({ ...end, out: parsed(end.out) }))).toEqual(
      verbs.map(() => ({ ...ended, words: '', out })),
    );
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
