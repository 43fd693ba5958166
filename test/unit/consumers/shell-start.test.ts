// The tables that our scripts read: where the login for a folder is, for the program that keeps it, and nothing else.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claudeCode } from '../../../main/consumers/claude-code/index.ts';
import { codex } from '../../../main/consumers/codex/index.ts';
import type { ConsumerDescription, LoginPlace, SharedFacts } from '../../../main/consumers/description.ts';
import type { Account } from '../../../main/domain/account.ts';
import { accountIdOf } from '../../../main/domain/ids.ts';
import { claudeId, openaiId } from '../../fakes/accounts.ts';
import { noFacts } from '../../fakes/facts.ts';

const [ada, bob, cleo] = [
  accountIdOf(claudeId, 'cli/ada@example.test/one'),
  accountIdOf(claudeId, 'cli/bob@example.test/two'),
  accountIdOf(openaiId, 'cli/cleo/three'),
];
const keyed = accountIdOf(claudeId, 'key/four');

function place(consumer: ConsumerDescription, folder: string, where: LoginPlace['place'] = 'private') {
  return { owner: consumer.id, folder, place: where };
}

const logins: SharedFacts['logins'] = new Map([
  [ada, place(claudeCode, '/data/logins/claude-code/1')],
  [bob, place(claudeCode, '/home/ada/.claude', 'usual')],
  [cleo, place(codex, '/data/logins/codex/1')],
]);

/** The table of a program, while these accounts are in use. */
function tableFor(
  consumer: ConsumerDescription,
  active: Partial<Record<'claude' | 'openai', Account['id']>>,
  folderRules: SharedFacts['folderRules'] = [],
  known = logins,
): string | undefined {
  const providers = noFacts.providers.map(({ id }) => {
    const account = id === claudeId ? active.claude : active.openai;
    const using = account !== undefined && {
      account: { id: account, provider: id, kind: 'delegated' as const, label: 'x' },
    };
    return { id, ...using };
  });
  const file = consumer.files.find(({ kind }) => kind === 'text');
  return file?.kind === 'text'
    ? file.content({ ...noFacts, providers, logins: known, folderRules })
    : undefined;
}

describe('everywhere', () => {
  test.each([
    ['an account that its program keeps is found in its folder', ada, '*\t/data/logins/claude-code/1\n'],
    ['the usual place is named by nothing', bob, '*\t-\n'],
    ['a key of ours is in the usual place, if anywhere', keyed, '*\t-\n'],
    ['nobody is in use', undefined, '*\t-\n'],
  ])('%s', (_label, account, expected) => {
    expect(tableFor(claudeCode, account === undefined ? {} : { claude: account })).toBe(expected);
  });

  test('each program has the accounts of its own provider alone', () => {
    const active = { claude: ada, openai: cleo };
    expect([tableFor(claudeCode, active), tableFor(codex, active)]).toEqual([
      '*\t/data/logins/claude-code/1\n',
      '*\t/data/logins/codex/1\n',
    ]);
  });
});

test('a folder has the account of its rule, in the order of the rules; keys of ours are in the usual place', () => {
  const rules = [
    { folder: '/home/ada/work/a', account: bob },
    { folder: '/home/ada/work', account: ada },
    { folder: '/srv/x', account: cleo },
    { folder: '/srv', account: keyed },
  ];
  expect([tableFor(claudeCode, { claude: bob }, rules), tableFor(codex, {}, rules)]).toEqual([
    '/home/ada/work/a\t-\n/home/ada/work\t/data/logins/claude-code/1\n/srv\t-\n*\t-\n',
    '/srv/x\t/data/logins/codex/1\n*\t-\n',
  ]);
});

test('whatever a folder is called, each line has two fields and the last is the one for everywhere', () => {
  // Every code point there is; fast-check's own unit `binary` is the same, and takes two seconds to be made.
  const unit = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point));
  const path = fc.string({ unit }).map((name) => `/${name}`);
  fc.assert(
    fc.property(fc.array(path, { maxLength: 4 }), path, (folders, login) => {
      const rules = folders.map((folder) => ({ folder, account: ada }));
      const known = new Map([[ada, place(claudeCode, login)]]);
      const lines = tableFor(claudeCode, { claude: ada }, rules, known)?.split('\n') ?? [];
      const fields = lines.slice(0, -1).map((line) => line.split('\t'));
      expect([lines.at(-1), fields.at(-1)?.[0], fields.every((each) => each.length === 2)]).toEqual([
        '',
        '*',
        true,
      ]);
      // What holds a tab or a line end is left out, and nothing else.
      const plain = folders.filter((folder) => !/\p{Cc}/u.test(folder));
      expect(fields.slice(0, -1).map(([folder]) => folder)).toEqual(plain);
    }),
    { numRuns: 40 },
  );
});

test('a person’s own choice counts, and what Codex has to find beside its login is named', () => {
  expect([
    claudeCode.shellStart?.chosenBy,
    codex.shellStart?.chosenBy,
    claudeCode.shellStart?.shares,
  ]).toEqual([['CLAUDE_SECURESTORAGE_CONFIG_DIR', 'CLAUDE_CONFIG_DIR'], ['CODEX_HOME'], undefined]);
  const { shares } = codex.shellStart ?? {};
  expect([
    shares?.usual({ home: '/home/ada', data: '/data', environment: {} }),
    shares?.names.includes('auth.json'),
  ]).toEqual(['/home/ada/.codex', false]);
});
