// `auth import`, `migrate`, `backup`, `restore`, `files`, `preview`, `history`, `keystore` and `unlock` in processes of
// their own, against the real service.
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../main/domain/failure.ts';
import { exampleProviders } from '../fakes/broker.ts';
import { runChild, startChild, type Ended } from '../fakes/child.ts';
import { codexLogin, exampleMigration, foundKey } from '../fakes/broker-answers.ts';
import { parsed } from '../fakes/parsed.ts';
import { runningService } from '../fakes/running-service.ts';

const isLinux = process.platform === 'linux';
if (!isLinux)
  console.warn(
    'NOT CHECKED: questions at a terminal, hidden passphrases. That needs script(1) of util-linux.',
  );

interface Call {
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

async function gatehouse(folder: string, line: string, { input, environment }: Call = {}): Promise<Ended> {
  return runChild('cli', {
    arguments: line.split(' '),
    environment: { TEST_FOLDER: folder, ...environment },
    ...(input !== undefined && { input }),
  });
}

/** Types each answer once its question is there. script(1) makes the terminal and reads the keys from a pipe. */
async function typed(
  folder: string,
  line: string,
  answers: readonly (readonly [question: string, keys: string])[],
): Promise<Ended> {
  const pipe = '"$TEST_FOLDER/keys"';
  const child = startChild('cli', {
    arguments: line.split(' '),
    environment: { TEST_FOLDER: folder, SHELL: '/bin/sh' },
    through: ['sh', '-c', `mkfifo ${pipe} && exec script -qec "exec $*" /dev/null <>${pipe}`, 'sh'],
  });
  for (const [question, keys] of answers) {
    await child.printed(question);
    await writeFile(join(folder, 'keys'), keys);
  }
  return child.ended;
}

/** Where standard output has room for nothing but the object, and where it has none at all. */
const unshown = [
  ['with --json as well', '--json'],
  ['also where the list could not be written', '>/dev/full'],
] as const;

/** Code, standard output and words, an object in place of its text. */
function told({ code, out, words }: Ended): readonly unknown[] {
  return [code, out.startsWith('{') ? parsed(out) : out, words];
}

const failed = (code: string, detail: string): unknown =>
  expect.objectContaining({
    ok: false,
    error: expect.objectContaining({ code, detail }) as unknown,
  });

describe('import', () => {
  test('shows who keeps what and takes in everything new after a yes in the words', async () => {
    const { actions, folder } = await runningService();
    const [shown, taken] = [
      await gatehouse(folder, 'auth import --dry-run'),
      await gatehouse(folder, 'auth import --yes'),
    ];
    const list = [
      'Found:',
      '  login-0123456789ab  OpenAI: ada@example.test (Acme), plus',
      '    stays with Codex, which goes on renewing it; in /home/ada/.codex/auth.json',
      '  key-0123456789ab  Claude: sk-ant-…wxyz',
      '    an API key of Environment, to be kept here too; in ANTHROPIC_API_KEY',
      'Here already:',
      '  login-ffffffffffff  OpenAI: bob@example.test, plus',
      '    stays with Codex, which goes on renewing it; in /home/ada/.codex/auth.json',
      '',
    ].join('\n');
    expect([told(shown), told(taken), actions.asked]).toEqual([
      [0, list, ''],
      [0, `${list}Taken in: OpenAI: ada@example.test (Acme), plus\n`, ''],
      ['find logins', 'find logins', 'take login-0123456789ab,key-0123456789ab'],
    ]);
  });

  test('says at the end what it cannot see, in words and in the object', async () => {
    const { actions, folder } = await runningService();
    const unseen = ['Codex keeps its login where it cannot be seen.'];
    const { logins } = await actions.answers.logins();
    actions.answers.logins = async () => ({ schema: 1, logins, unseen });
    const [shown, taken, json] = [
      await gatehouse(folder, 'auth import --dry-run'),
      await gatehouse(folder, 'auth import --yes'),
      await gatehouse(folder, 'auth import --dry-run --json'),
    ];
    expect([[shown, taken].map(({ out }) => out.trimEnd().split('\n').at(-1)), told(json)[1]]).toEqual([
      [unseen[0], unseen[0]],
      { schema: 1, ok: true, logins, unseen, taken: [] },
    ]);
  });

  test('answers in one object, takes only what is named, and says with its code when one failed', async () => {
    const { actions, folder } = await runningService();
    const problem = { code: 'network/offline', what: 'Offline.', next: 'Wait.' };
    actions.answers.taken = async () => ({
      schema: 1,
      logins: [{ ...foundKey, outcome: 'failed', account: null, problem }],
    });
    const json = await gatehouse(folder, 'auth import --json --yes --only key-0123456789ab');
    const found = await actions.answers.logins();
    expect([told(json), actions.asked.at(-1)]).toEqual([
      [
        6,
        {
          ok: false,
          ...found,
          taken: [{ ...foundKey, outcome: 'failed', account: null, problem }],
        },
        '',
      ],
      'take key-0123456789ab',
    ]);
  });

  test('hands the keys of its terminal on, and prints none', async () => {
    const { actions, folder } = await runningService();
    const ended = await gatehouse(folder, 'auth import --dry-run --json', {
      environment: { OPENAI_API_KEY: 'canary_key', ANTHROPIC_API_KEY: '', HOME: '/home/ada' },
    });
    expect([ended.code, actions.asked, JSON.stringify(ended).includes('canary')]).toEqual([
      0,
      ['find logins OPENAI_API_KEY=canary_key'],
      false,
    ]);
  });

  test('without anybody to ask takes nothing in, and without anything new needs no yes', async () => {
    const { actions, folder } = await runningService();
    const refused = await gatehouse(folder, 'auth import --json');
    actions.answers.logins = async () => ({
      schema: 1,
      logins: [{ ...codexLogin, state: 'known' }],
      unseen: [],
    });
    const nothing = await gatehouse(folder, 'auth import --json');
    actions.answers.logins = async () => ({ schema: 1, logins: [], unseen: [] });
    const none = await gatehouse(folder, 'auth import');
    const needsYes = 'nobody to ask here: say yes with --yes, or look first with --dry-run';
    expect([told(refused).slice(0, 2), nothing.code, told(none), actions.asked]).toEqual([
      [2, failed('broker/bad-request', needsYes)],
      0,
      [0, 'No login and no API key was found on this computer.\n', ''],
      ['find logins', 'find logins', 'find logins'],
    ]);
  });

  test.skipIf(!isLinux).for(unshown)('asks about nothing that was not shown, %s', async ([, rest]) => {
    const { actions, folder } = await runningService();
    const { out: list } = await gatehouse(folder, 'auth import --dry-run');
    const ended = await typed(folder, `auth import ${rest}`, [['[y/N]', 'n\r']]);
    const asked = ended.words.split('[y/N]')[0]?.slice(-`${list}Take in 2 accounts? `.length);
    expect([ended.code, asked, actions.asked]).toEqual([
      6,
      `${list}Take in 2 accounts? `,
      ['find logins', 'find logins'],
    ]);
  });

  test('stops with 6 when it is told to, and the app hears of it', async () => {
    const { actions, folder } = await runningService();
    const started = Promise.withResolvers<AbortSignal>();
    const list: typeof actions.logins.list = async (_keys, signal) => {
      started.resolve(signal);
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Failure('broker/cancelled'));
        });
      });
      throw new Error('unreachable');
    };
    Object.assign(actions.logins, { list });
    const child = startChild('cli', {
      arguments: ['auth', 'import', '--yes', '--json'],
      environment: { TEST_FOLDER: folder },
    });
    const signal = await started.promise;
    const heard = new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
    child.process.kill('SIGINT');
    await heard;
    const ended = await child.ended;
    expect([ended.code, parsed(ended.out)]).toMatchObject([
      6,
      { ok: false, error: { code: 'broker/cancelled' } },
    ]);
  });
});

describe('migrate', () => {
  test('shows its plan, then does it after a yes and says what the way back is', async () => {
    const { actions, folder } = await runningService();
    actions.answers.migration = async (dryRun) =>
      dryRun
        ? exampleMigration
        : {
            ...exampleMigration,
            outcome: 'done',
            backup: '/data/backups/set-up',
            files: exampleMigration.files.map((file) =>
              file.action === 'write' ? { ...file, change: 'made' } : file,
            ),
          };
    const ended = [
      await gatehouse(folder, 'auth migrate --dry-run'),
      await gatehouse(folder, 'auth migrate --yes'),
      await gatehouse(folder, 'auth migrate --json'),
    ];
    expect([ended.map((each) => told(each).slice(0, 2)), actions.asked]).toEqual([
      [
        [
          0,
          [
            'Would be done:',
            '  take in login-0123456789ab  OpenAI: ada@example.test (Acme), plus',
            '  here already: OpenAI: bob@example.test, plus',
            '  /home/ada/.codex/auth.json (Codex): leave as it is, its program has a login there',
            '  /data/auth.json (Other tools): keep in step',
            '',
          ].join('\n'),
        ],
        [
          0,
          [
            '/data/auth.json: made',
            'Copies of every file as it was: /data/backups/set-up',
            'The set-up has been brought along.',
            'The way back: gatehouse auth restore --files',
            '',
          ].join('\n'),
        ],
        [
          2,
          failed(
            'broker/bad-request',
            'nobody to ask here: say yes with --yes, or look first with --dry-run',
          ),
        ],
      ],
      ['plan all', 'migrate all', 'plan all'],
    ]);
  });

  test.skipIf(!isLinux).for(unshown)('asks about nothing that was not shown, %s', async ([, rest]) => {
    const { actions, folder } = await runningService();
    const { out: plan } = await gatehouse(folder, 'auth migrate --dry-run');
    const ended = await typed(folder, `auth migrate ${rest}`, [['[y/N]', 'n\r']]);
    const question = `${plan}Go on? A copy of every file is kept first. `;
    expect([ended.code, ended.words.split('[y/N]')[0]?.slice(-question.length), actions.asked]).toEqual([
      6,
      question,
      ['plan all', 'plan all'],
    ]);
  });

  test('that was rolled back names the step and ends with 6', async () => {
    const { actions, folder } = await runningService();
    const answer = {
      ...exampleMigration,
      outcome: 'rolled-back',
      failed: { step: 'write', problem: { code: 'storage/conflict', what: 'Changed.', next: 'Again.' } },
    } as const;
    actions.answers.migration = async () => answer;
    const [words, json] = [
      await gatehouse(folder, 'auth migrate --yes'),
      await gatehouse(folder, 'auth migrate --yes --json'),
    ];
    expect([told(words), told(json)]).toEqual([
      [6, '', '! Stopped at the step "write"; everything was put back.\n! Changed.\n  Again.\n'],
      [6, { ok: false, ...answer }, ''],
    ]);
  });
});

describe('backup and restore', () => {
  test('the file is private, whole, and comes back; neither prints the passphrase', async () => {
    const { actions, folder } = await runningService();
    const path = join(folder, 'my.backup');
    const call = { input: 'canary_passphrase\n' };
    const made = await gatehouse(
      folder,
      `auth backup --out ${path} --provider openai --passphrase-stdin`,
      call,
    );
    const { mode } = await stat(path);
    const restored = await gatehouse(
      folder,
      `auth restore --account ada@example.test ${path} --account x --passphrase-stdin --force`,
      call,
    );
    expect([
      told(made),
      [(mode & 0o777).toString(8), await readFile(path, 'utf8')],
      told(restored),
      actions.asked,
      JSON.stringify([made, restored]).includes('canary'),
    ]).toEqual([
      [0, `Wrote ${path} with the keys of 1 account.\n`, ''],
      ['600', '{"sealed":"text"}\n'],
      [
        0,
        'ada@example.test: Restored\n',
        '! ada@example.test: its refresh token may be spent: 2 other copies of 2026-11-24 (the Gatehouse of that backup, Codex)\n',
      ],
      [
        'back up openai all under canary_passphrase',
        'restore ada@example.test,x of {"sealed":"text"} under canary_passphrase by force',
      ],
      false,
    ]);
  });

  test('a file that is there is replaced only by force, and nobody is asked in vain', async () => {
    const { actions, folder } = await runningService();
    const path = join(folder, 'my.backup');
    await writeFile(path, 'mine');
    const call = { input: 'canary_passphrase\n' };
    const refused = await gatehouse(folder, `auth backup --out ${path} --passphrase-stdin --json`, call);
    const kept = [await readFile(path, 'utf8'), [...actions.asked]];
    const forced = await gatehouse(
      folder,
      `auth backup --out ${path} --passphrase-stdin --force --json`,
      call,
    );
    const left = (await readdir(folder)).filter((name) => name.startsWith('my.backup'));
    expect([told(refused).slice(0, 2), kept, [forced.code, await readFile(path, 'utf8'), left]]).toEqual([
      [2, failed('broker/bad-request', `${path} is there already; --force replaces it`)],
      ['mine', []],
      [0, '{"sealed":"text"}\n', ['my.backup']],
    ]);
  });

  test.each([
    ['a short passphrase', 'short\n', 2, 'broker/bad-request'],
    ['no passphrase', '', 2, 'broker/bad-request'],
  ])('%s makes no backup', async (_name, input, code, failure) => {
    const { actions, folder } = await runningService();
    const path = join(folder, 'my.backup');
    const ended = await gatehouse(folder, `auth backup --out ${path} --passphrase-stdin --json`, { input });
    expect([ended.code, parsed(ended.out), actions.asked, await readdir(folder)]).toMatchObject([
      code,
      { error: { code: failure } },
      [],
      expect.not.arrayContaining(['my.backup']),
    ]);
  });

  test('a folder that is not there, or nobody to ask, says so', async () => {
    const { folder } = await runningService();
    const ended = [
      await gatehouse(folder, `auth backup --out ${folder}/no/my.backup --passphrase-stdin --json`, {
        input: 'canary_passphrase\n',
      }),
      await gatehouse(folder, `auth backup --out ${folder}/my.backup --json`),
      await gatehouse(folder, `auth restore ${folder}/nothing --json`),
    ];
    expect(ended.map((each) => told(each).slice(0, 2))).toMatchObject([
      [6, { error: { code: 'storage/write-failed', detail: 'ENOENT' } }],
      [2, { error: { code: 'broker/bad-request' } }],
      [6, { error: { code: 'storage/unreadable', detail: 'ENOENT' } }],
    ]);
  });

  test('an account that could not be restored ends with 6', async () => {
    const { actions, folder } = await runningService();
    const [account] = actions.answers.restored.accounts;
    if (account === undefined) throw new Error('there is one');
    actions.answers.restored = {
      ...actions.answers.restored,
      accounts: [{ ...account, outcome: 'failed', otherCopies: null }],
    };
    await writeFile(join(folder, 'my.backup'), '{}');
    const ended = await gatehouse(folder, `auth restore ${folder}/my.backup --passphrase-stdin --json`, {
      input: 'canary_passphrase\n',
    });
    expect(told(ended).slice(0, 2)).toEqual([6, { ok: false, ...actions.answers.restored }]);
  });

  describe.skipIf(!isLinux)('at a terminal', () => {
    test('the passphrase is asked twice, can be corrected, and is never seen', async () => {
      const { actions, folder } = await runningService();
      const ended = await typed(folder, `auth backup --out ${folder}/my.backup`, [
        ['Choose a passphrase: ', 'canary_passphrazz\u007f\u007fse\r'],
        ['Once more: ', 'canary_passphrase\r'],
      ]);
      expect([ended.code, actions.asked, JSON.stringify(ended).includes('canary')]).toEqual([
        0,
        ['back up all all under canary_passphrase'],
        false,
      ]);
    });

    test('what is pasted behind the line end answers the next question', async () => {
      const { actions, folder } = await runningService();
      const ended = await typed(folder, `auth backup --out ${folder}/my.backup`, [
        ['Choose a passphrase: ', 'canary_passphrase\rcanary_passphrase\r'],
      ]);
      expect([ended.code, actions.asked]).toEqual([0, ['back up all all under canary_passphrase']]);
    });

    test.each([
      ['two that differ', 'canary_passphrase\r', 'canary_passphrasf\r'],
      ['Ctrl-C', 'canary_pass', '\u0003'],
    ])('%s make no backup', async (_name, first, second) => {
      const { actions, folder } = await runningService();
      const ended = await typed(folder, `auth backup --out ${folder}/my.backup`, [
        ['Choose a passphrase: ', first],
        [first.endsWith('\r') ? 'Once more: ' : 'Choose a passphrase: ', second],
      ]);
      expect([ended.code, actions.asked, JSON.stringify(ended).includes('canary')]).toEqual([6, [], false]);
    });
  });
});

describe('shared files', () => {
  test('are listed, switched, previewed and told of', async () => {
    const { actions, folder } = await runningService();
    const ended = [
      await gatehouse(folder, 'auth files'),
      await gatehouse(folder, 'auth files --off codex-auth'),
      await gatehouse(folder, 'auth preview --file codex-auth'),
      await gatehouse(folder, 'auth history --file codex-auth'),
      await gatehouse(folder, 'auth restore --files --file codex-auth'),
    ];
    const path = '/home/ada/.codex/auth.json';
    const list = `codex-auth: on, ${path} (Codex)\n    The keys of the account in use.\n`;
    expect([ended.map(told), actions.asked]).toEqual([
      [
        [0, list, ''],
        [0, list, ''],
        [0, [path, '  {', '-   "a": 1', '+   "a": 2', '  }', ''].join('\n'), ''],
        [
          0,
          [
            `codex-auth: ${path}`,
            '  2026-11-24T10:12:00Z  Codex',
            '      {',
            '    -   "a": 1',
            '    +   "a": 2',
            '      }',
            '  2026-11-24T09:00:00Z  Gatehouse',
            '    (the oldest that is kept)',
            '    {',
            '      "a": 1',
            '    }',
            '',
          ].join('\n'),
          '',
        ],
        [
          0,
          `${path}: as it was before Gatehouse\nFiles that were brought back are switched off: gatehouse auth files --on ID writes them again.\n`,
          '',
        ],
      ],
      ['switch codex-auth off', 'preview codex-auth', 'history of codex-auth', 'restore file codex-auth'],
    ]);
  });

  test('answer in one object each', async () => {
    const { actions, folder } = await runningService();
    const { files, preview, history, restoredFiles } = actions.answers;
    const ended = [
      await gatehouse(folder, 'auth files --json'),
      await gatehouse(folder, 'auth preview --file codex-auth --json'),
      await gatehouse(folder, 'auth history --json'),
      await gatehouse(folder, 'auth restore --files --json'),
    ];
    expect(ended.map(told)).toEqual(
      [files, preview, history, restoredFiles].map((answer) => [0, { ok: true, ...answer }, '']),
    );
  });
});

test('a shared file whose older sign-in is spent is told of, and put back by force alone', async () => {
  const { actions, folder } = await runningService();
  const problem = { code: 'credential/spent', what: 'Spent.', next: 'Sign in.' };
  const [file] = actions.answers.restoredFiles.files;
  if (file === undefined) throw new Error('there is one');
  const answer: typeof actions.answers.restoredFiles = {
    schema: 1,
    files: [{ ...file, outcome: 'spent', problem }],
  };
  actions.answers.restoredFiles = answer;
  const [words, json] = [
    await gatehouse(folder, 'auth restore --files'),
    await gatehouse(folder, 'auth restore --files --force --json'),
  ];
  expect([told(words), told(json), actions.asked]).toEqual([
    [
      6,
      `${file.path}: left as it is, for what stood there before is an older sign-in that may be spent (--force puts it back)\n`,
      '! Spent.\n  Sign in.\n',
    ],
    [6, { ok: false, ...answer }, ''],
    ['restore file all', 'restore file all by force'],
  ]);
});

describe('the key store', () => {
  test('gets a new passphrase after a yes, and never one that is too short or was not asked for', async () => {
    const { actions, folder } = await runningService();
    const anew = 'auth keystore --new-passphrase --passphrase-stdin --json';
    const none = await gatehouse(folder, `${anew} --yes`, { input: 'canary_passphrase\n' });
    actions.answers.keyStore = { ...actions.answers.keyStore, kind: 'passphrase', passphrase: 'locked' };
    const refused = [
      none,
      await gatehouse(folder, anew, { input: 'canary_passphrase\n' }),
      await gatehouse(folder, `${anew} --yes`, { input: 'short\n' }),
      await gatehouse(folder, 'auth keystore --yes'),
      await gatehouse(folder, 'auth keystore --new-passphrase --use memory'),
    ];
    const before = [...actions.asked];
    const done = await gatehouse(folder, `${anew} --yes`, { input: 'canary_passphrase\n' });
    expect([refused.map(({ code }) => code), before, done.code, actions.asked]).toEqual([
      [2, 2, 2, 2, 2],
      [],
      0,
      ['start anew with canary_passphrase'],
    ]);
  });

  test.each(['system', 'memory'] as const)(
    'stays the chosen one when a passphrase is to be opened: %s',
    async (kind) => {
      const { actions, folder } = await runningService();
      actions.answers.keyStore = { ...actions.answers.keyStore, kind, passphrase: 'locked' };
      const ended = await gatehouse(folder, 'auth unlock --passphrase-stdin --json', { input: 'canary\n' });
      const detail =
        'the passphrase does not protect the keys now; gatehouse auth keystore --use passphrase chooses it again';
      expect([told(ended), actions.asked]).toEqual([[2, failed('broker/bad-request', detail), ''], []]);
    },
  );

  test('is shown, chosen and opened', async () => {
    const { actions, folder } = await runningService();
    const shown = await gatehouse(folder, 'auth keystore');
    const none = await gatehouse(folder, 'auth unlock --passphrase-stdin --json', {
      input: 'canary_passphrase\n',
    });
    const memory = await gatehouse(folder, 'auth keystore --use memory --json');
    const chosen = await gatehouse(folder, 'auth keystore --use passphrase --passphrase-stdin', {
      input: 'canary_passphrase\n',
    });
    actions.answers.keyStore = {
      ...actions.answers.keyStore,
      kind: 'passphrase',
      backend: null,
      passphrase: 'locked',
    };
    const locked = await gatehouse(folder, 'auth keystore');
    const opened = await gatehouse(folder, 'auth unlock --passphrase-stdin', { input: 'canary\n' });
    const system = 'The keys are protected by the key store of the system (a key store).\n';
    const { asked, answers } = actions;
    expect([[shown, chosen, locked, opened].map(told), told(memory), none.code, asked]).toEqual([
      [
        [0, system, ''],
        [0, system, ''],
        [
          0,
          'The keys are protected by your passphrase.\nThe passphrase has not been entered yet: gatehouse auth unlock\n',
          '',
        ],
        [0, 'The keys are open.\n', ''],
      ],
      [0, { ok: true, ...answers.keyStore, kind: 'system', backend: 'a key store', passphrase: 'none' }, ''],
      2,
      ['protect by memory', 'passphrase canary_passphrase', 'passphrase canary'],
    ]);
  });
});

test('text from elsewhere does not steer the terminal', async () => {
  const { actions, folder } = await runningService();
  actions.answers.logins = async () => ({
    schema: 1,
    logins: [{ ...codexLogin, label: 'ada\u001b[2J@example.test', organization: null, plan: null }],
    unseen: ['Codex\u001b[2J.'],
  });
  actions.providers = async () => exampleProviders;
  const ended = await gatehouse(folder, 'auth import --dry-run');
  expect(ended.out.includes('\u001b')).toBe(false);
});
