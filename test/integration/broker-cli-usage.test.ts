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

interface Lines {
  /** What each printed, and how it ended. */
  readonly ends: readonly { readonly out: string; readonly code: number }[];
  /** Everything that was told beside it. */
  readonly told: string;
}

/** Many command lines, one after the other in one process: starting one takes most of the time. */
async function oneAfterTheOther(lines: readonly (readonly string[])[]): Promise<Lines> {
  const { out, err, words } = await runChild('cli-lines', {
    arguments: lines.map((line) => line.join(' ')),
    environment: { TEST_FOLDER: await temporaryFolder() },
  });
  const ends = [...out.matchAll(/(.*?)ended with (\d+)\n/gs)];
  return { ends: ends.map(([, text = '', code]) => ({ out: text, code: Number(code) })), told: err + words };
}

type Help = readonly [words: string, end: Lines['ends'][number]];

/** Every line of words that leads to a command, found by asking each for its help. */
async function helpOfAll(level: readonly (readonly string[])[] = [[]]): Promise<readonly Help[]> {
  const { ends, told } = await oneAfterTheOther(level.map((words) => [...words, '--help']));
  expect(told).toBe('');
  const found = level.map((words, row) => ({ words, end: ends[row] ?? { out: '', code: -1 } }));
  const below = found.flatMap(({ words, end }) => listedIn(end.out).map((name) => [...words, name]));
  const here = found.map(({ words, end }): Help => [['gatehouse', ...words].join(' '), end]);
  return [...here, ...(below.length === 0 ? [] : await helpOfAll(below))];
}

test('--help of every verb succeeds on standard output alone, names --json and gives an example of that verb', async () => {
  const found = await helpOfAll();
  /** What is meant where its group stands alone: its examples leave the word out. */
  const usual = new Map([['gatehouse allow set', 'gatehouse allow']]);
  const rows = found.map(([words, { code, out }]) => ({
    words,
    code,
    usage: out.startsWith(`Usage: ${words}`),
    json: out.includes('--json'),
    example:
      /\nExamples?:\n/.test(out) &&
      (out.split(/\nExamples?:\n/)[1] ?? '').includes(`  ${usual.get(words) ?? words}`),
  }));
  const groups = [
    'gatehouse',
    'gatehouse auth',
    'gatehouse auth rules',
    'gatehouse statusline',
    'gatehouse hooks',
    'gatehouse packages',
    'gatehouse flags',
    'gatehouse settings',
    'gatehouse shell',
    'gatehouse opencode',
    'gatehouse lease',
    'gatehouse allow',
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
    'gatehouse packages',
    ...['list', 'check', 'approve', 'forget'].map((name) => `gatehouse packages ${name}`),
    'gatehouse flags',
    ...['list', 'set', 'reset'].map((name) => `gatehouse flags ${name}`),
    ...['run', 'env', 'token', 'lease'].map((name) => `gatehouse ${name}`),
    ...['list', 'create', 'release', 'use', 'heartbeat', 'revoke'].map((name) => `gatehouse lease ${name}`),
    ...['estimate', 'audit', 'events', 'allow'].map((name) => `gatehouse ${name}`),
    ...['list', 'set', 'answer'].map((name) => `gatehouse allow ${name}`),
    'gatehouse lock',
    'gatehouse unlock',
    'gatehouse settings',
    ...['export', 'import', 'undo'].map((name) => `gatehouse settings ${name}`),
    'gatehouse shell',
    ...['list', 'install', 'uninstall', 'preview'].map((name) => `gatehouse shell ${name}`),
    'gatehouse opencode',
    ...['list', 'login', 'logout'].map((name) => `gatehouse opencode ${name}`),
    'gatehouse doctor',
    'gatehouse diagnose',
    'gatehouse update',
    'gatehouse serve',
    'gatehouse completion',
  ];
  const inOrder = (each: { readonly words: string }, other: { readonly words: string }): number =>
    each.words < other.words ? -1 : 1;
  expect(rows.sort(inOrder)).toEqual(
    all
      .map((words) => ({
        words,
        code: 0,
        usage: true,
        json: !groups.includes(words) && words !== 'gatehouse completion',
        example: true,
      }))
      .sort(inOrder),
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
    [['statusline', 'install', '--help'], ['--consumer <host>']],
    [
      ['run', '--help'],
      ['--consumer <name>', '--provider <name>', '--account <name>', '--estimate <amount>', '--wait'],
    ],
    [
      ['lease', 'create', '--help'],
      ['--estimate <amount>', '--label <name>', '--wait', '--pid <number>', '--heartbeat'],
    ],
    [
      ['allow', 'set', '--help'],
      ['<program>', '--consumer <name>', '--provider <name>', '--account <name>', '--never', '--ask'],
    ],
    [
      ['audit', '--help'],
      ['--limit <number>', '--since <span>', '--verify'],
    ],
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
    [['packages', 'check'], "missing required argument 'file'"],
    [['packages', 'approve'], "missing required argument 'name'"],
    [['packages', 'forget'], "missing required argument 'name'"],
    [['flags', 'set'], "missing required argument 'id'"],
    [['flags', 'set', 'early-view'], "missing required argument 'variant'"],
    [['flags', 'reset'], "missing required argument 'id'"],
    [['opencode', 'login'], "missing required argument 'url'"],
    [['statusline', 'frobnicate'], 'too many arguments'],
    [['token'], "required option '--provider <name>' not specified"],
    [['run'], "missing required argument 'command'"],
    [['lease', 'use'], "missing required argument 'id'"],
    [['audit', '--limit', '0'], "argument '0' is invalid"],
    [['allow', 'a', '--provider', 'claude'], "required option '--consumer <name>' not specified"],
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

test('with --json a usage error is a failure on standard output, without the words that were given', async () => {
  const ended = await gatehouse(
    ['auth', 'login', '--json'],
    ['auth', 'status', '--json', 'canary_key'],
    ['auth', '--json'],
    ['token', '--', '--json'],
  );
  const failure = (detail: string) => ({
    schema: 1,
    ok: false,
    error: {
      code: 'broker/bad-request',
      detail,
      what: `Gatehouse cannot do what was asked. (${detail})`,
      next: 'See the --help of the command; it is the one that came with the app.',
    },
  });
  expect(ended.map(({ code, out }) => [code, out === '' ? undefined : parsed(out)])).toEqual([
    [2, failure("required option '--provider <name>' not specified")],
    [2, failure("too many arguments for 'status'. Expected 0 arguments but got 1.")],
    [2, failure("unknown option '--json'")],
    [2, undefined],
  ]);
});

test('a key that is given as a word of the command is refused, not repeated, and the way to give it is told', async () => {
  const login = ['auth', 'login', '--provider', 'openai'];
  const wrong = [
    [...login, 'canary_key'],
    [...login, '--key', 'canary_key'],
    [...login, '--key=canary_key'],
    [...login, '--api-key=canary_key'],
    [...login, '-kcanary_key'],
    [...login, '--key-stdin', 'canary_key'],
    [...login, '--key-stdin=canary_key'],
  ];
  const ended = await gatehouse(...wrong, ['auth', 'unlock', 'canary_passphrase']);
  expect([
    ended.map(({ code, out, words }) => [code, out, /canary\w*/.exec(words)?.[0]]),
    ended.map(({ words }) => words.includes('A key comes on standard input (--key-stdin < key.txt)')),
  ]).toEqual([ended.map(() => [2, '', undefined]), [...wrong.map(() => true), false]]);
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
    ['packages'],
    ['packages', 'approve', 'acme'],
    ['packages', 'forget', 'acme'],
    ['flags'],
    ['flags', 'set', 'company-logins', 'off'],
    ['flags', 'reset', 'company-logins'],
    ['update'],
    ['update', '--check'],
    ['opencode'],
    ['opencode', 'login', 'https://company.example.test'],
    ['opencode', 'logout', 'https://company.example.test'],
    ['run', '--', 'true'],
    ['env'],
    ['token', '--provider', 'claude'],
    ['lease'],
    ['lease', 'create'],
    ['estimate'],
    ['audit'],
    ['events'],
    ['allow', 'list'],
    ['lock'],
    ['unlock'],
    ['open'],
    ['quit'],
  ];
  const what = `Gatehouse is not running. (${missing})`;

  test('every verb says so in words on standard error and ends with 5', async () => {
    expect(await oneAfterTheOther(verbs)).toEqual({
      ends: verbs.map(() => ({ out: '', code: 5 })),
      told: `gatehouse: ${what}\n  ${next}\n`.repeat(verbs.length),
    });
  });

  test('every verb says so in one object on standard output where that is asked, and ends with 5', async () => {
    // Behind a `--` everything belongs to the command.
    const asked = verbs.map((words) =>
      words.includes('--') ? [...words.slice(0, 1), '--json', ...words.slice(1)] : [...words, '--json'],
    );
    const { ends, told } = await oneAfterTheOther(asked);
    const out = {
      schema: 1,
      ok: false,
      error: { code: 'broker/not-running', detail: missing, what, next },
    };
    expect([ends.map((end) => ({ ...end, out: parsed(end.out) })), told]).toEqual([
      verbs.map(() => ({ code: 5, out })),
      '',
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

  test.each(['', ' \n'])('login --key-stdin with %j says that no key came', async (input) => {
    const ended = await runChild('cli', {
      arguments: ['auth', 'login', '--provider', 'claude', '--key-stdin', '--json'],
      environment: { TEST_FOLDER: await temporaryFolder() },
      input,
    });
    expect([ended.code, parsed(ended.out)]).toMatchObject([
      2,
      { error: { code: 'broker/bad-request', detail: 'nothing came on standard input' } },
    ]);
  });
});
