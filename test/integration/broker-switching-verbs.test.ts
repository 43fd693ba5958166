// `auth switch`, `undo` and `rules` in processes of their own, against the real service.
import { mkdir, realpath, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Failure } from '../../main/domain/failure.ts';
import { emptySelection, exampleRule, exampleSelection, noSwitching } from '../fakes/broker-switching.ts';
import { runChild, startChild, type Ended } from '../fakes/child.ts';
import { parsed } from '../fakes/parsed.ts';
import { runningService } from '../fakes/running-service.ts';

/** Runs several command lines side by side, each made of words that one space parts. */
async function gatehouse(folder: string, ...lines: readonly string[]): Promise<readonly Ended[]> {
  return Promise.all(
    lines.map((line) =>
      runChild('cli', { arguments: line.split(' '), environment: { TEST_FOLDER: folder } }),
    ),
  );
}

/** Code, standard output and words, the first object in place of its text where it is one. */
function told(ended: readonly Ended[]): readonly unknown[] {
  return ended.map(({ code, out, words }) => [code, out.startsWith('{') ? parsed(out) : out, words]);
}

const failed = (code: string): unknown =>
  expect.objectContaining({ schema: 1, ok: false, error: expect.objectContaining({ code }) as unknown });

test('switch says what is preferred, and what serves when that is another one or none', async () => {
  const { actions, folder } = await runningService();
  const [same, account, other, both, json, nobody] = told(
    await gatehouse(
      folder,
      'auth switch --provider openai',
      'auth switch --provider openai --account ada@example.test --unchecked',
      'auth switch --provider claude',
      'auth switch --provider openai --strategy soonest-reset',
      'auth switch --strategy prefer-openai --json',
      'auth switch --provider nobody',
    ),
  );
  actions.switchingAnswers.selection = emptySelection;
  const [none] = told(await gatehouse(folder, 'auth switch --provider claude'));
  expect([[same, account, other, both, json, nobody, none], [...actions.asked].sort()]).toEqual([
    [
      [0, 'Preferred provider: OpenAI\n', ''],
      [0, 'Preferred provider: OpenAI (ada@example.test)\n', ''],
      [0, 'Preferred provider: Claude\nIn use: OpenAI.\n', ''],
      [0, 'Preferred provider: OpenAI\nStrategy: soonest-reset\n', ''],
      [
        0,
        {
          schema: 1,
          ok: true,
          preferred: 'openai',
          account: 'ada@example.test',
          strategy: 'prefer-openai',
          selection: exampleSelection,
          switching: noSwitching,
          unfollowed: null,
        },
        '',
      ],
      [2, '', expect.stringContaining('There is no provider called nobody.')],
      [
        0,
        'Preferred provider: Claude\n',
        'Nothing can be used: Claude is not signed in. Sign in to go on.\n',
      ],
    ],
    [
      'by prefer-openai',
      'prefer claude',
      'prefer claude',
      'prefer openai',
      'prefer openai by soonest-reset',
      'prefer openai with ada@example.test unchecked',
    ],
  ]);
});

test('switch and undo say in words what does not follow yet, and print nothing of it', async () => {
  const { actions, folder } = await runningService();
  const holder = { program: 'codex', pid: 4211, account: 'ada@example.test' };
  actions.switchingAnswers.switching = { ...noSwitching, holders: [holder] };
  actions.switchingAnswers.unfollowed = 'Codex';
  const words =
    'codex, pid 4211, keeps ada@example.test until it restarts\n' +
    'A plain start of Codex in a terminal follows only after: gatehouse shell install\n';
  expect(told(await gatehouse(folder, 'auth switch --provider openai', 'auth undo'))).toEqual([
    [0, 'Preferred provider: OpenAI\n', words],
    [0, 'Undone: Claude: bob@example.test\n', words],
  ]);
});

test('undo answers as one object too', async () => {
  const { actions, folder } = await runningService();
  expect([told(await gatehouse(folder, 'auth undo --json')), actions.asked]).toEqual([
    [
      [
        0,
        {
          ...actions.switchingAnswers.switched('openai'),
          ok: true,
          undone: 'Claude: bob@example.test',
        },
        '',
      ],
    ],
    ['undo'],
  ]);
});

test('a switch that is not made says why, and its exit code says of what kind that is', async () => {
  const { actions, folder } = await runningService();
  const table = {
    missing: 'credential/missing',
    revoked: 'credential/revoked',
    spent: 'selection/no-valid-auth',
    unproved: 'selection/unproved',
    file: 'storage/write-failed',
  } as const;
  actions.switchingAnswers.until = async (order) => {
    const found = Object.entries(table).find(([name]) => name === order?.account);
    throw new Failure(found?.[1] ?? 'internal', { subject: '/home/ada/.codex/auth.json' });
  };
  const line = 'auth switch --provider openai --account';
  const [words, ...ended] = told(
    await gatehouse(folder, `${line} file`, ...Object.keys(table).map((name) => `${line} ${name} --json`)),
  );
  expect([words, ended]).toEqual([
    [6, '', expect.stringContaining('/home/ada/.codex/auth.json')],
    [
      [3, failed('credential/missing'), ''],
      [3, failed('credential/revoked'), ''],
      [4, failed('selection/no-valid-auth'), ''],
      [6, failed('selection/unproved'), ''],
      [6, failed('storage/write-failed'), ''],
    ],
  ]);
});

test('Ctrl-C ends the waiting and says that the switch goes on', async () => {
  const { actions, folder } = await runningService();
  const begun = Promise.withResolvers<undefined>();
  actions.switchingAnswers.until = () => {
    begun.resolve(undefined);
    return new Promise(() => undefined);
  };
  const child = startChild('cli', {
    arguments: ['auth', 'switch', '--provider', 'openai'],
    environment: { TEST_FOLDER: folder },
  });
  await Promise.all([begun.promise, child.printed('Switching…')]);
  child.process.kill('SIGINT');
  const { code, out, words } = await child.ended;
  expect([code, out, words.includes('a switch that has begun goes on: gatehouse auth status')]).toEqual([
    6,
    '',
    true,
  ]);
});

test('rules are listed, added and removed', async () => {
  const { actions, folder } = await runningService();
  const project = join(folder, 'project');
  await mkdir(project);
  const [words, json] = told(await gatehouse(folder, 'auth rules', 'auth rules list --json'));
  const [added] = told(
    await gatehouse(
      folder,
      `auth rules add --folder ${project}/ --account ada@example.test --provider openai`,
    ),
  );
  const [removed, notThere] = told(
    await gatehouse(
      folder,
      'auth rules remove --folder /home/ada/work',
      'auth rules remove --folder /home/ada/nowhere',
    ),
  );
  expect([[words, json, added, removed, notThere], [...actions.asked].sort()]).toEqual([
    [
      [0, '/home/ada/work: OpenAI: ada@example.test\n', ''],
      [0, { ok: true, schema: 1, rules: [exampleRule], followed: true }, ''],
      [
        0,
        `From now on used in ${project}: OpenAI: ada@example.test\n`,
        'A plain start of Codex in a terminal goes by it.\n',
      ],
      [0, 'No longer with an account of its own: /home/ada/work\n', ''],
      [0, 'It had no account of its own: /home/ada/nowhere\n', ''],
    ],
    [
      `use openai ada@example.test in ${project}`,
      'use none of its own in /home/ada/nowhere',
      'use none of its own in /home/ada/work',
    ].sort(),
  ]);
});

test('a rule by a link is about the folder it leads to, and taken away by either name', async () => {
  const { actions, folder } = await runningService();
  const [real, link] = [join(await realpath(folder), 'project'), join(folder, 'link')];
  await mkdir(real);
  await symlink(real, link);
  const rule = (line: string) => gatehouse(folder, `auth rules ${line} --folder ${link}`);
  await rule('add --account ada@example.test --provider openai');
  await rule('remove');
  actions.switchingAnswers.rules = {
    ...actions.switchingAnswers.rules,
    rules: [{ ...exampleRule, folder: link }],
  };
  await rule('remove');
  expect(actions.asked).toEqual([
    `use openai ada@example.test in ${real}`,
    `use none of its own in ${real}`,
    `use none of its own in ${link}`,
  ]);
});

test('a rule for a folder takes the place of one that was added by a link to it', async () => {
  const { actions, folder } = await runningService();
  const [real, link] = [join(await realpath(folder), 'project'), join(folder, 'link')];
  await mkdir(real);
  await symlink(real, link);
  const { rules } = actions.switchingAnswers;
  actions.switchingAnswers.rules = { ...rules, rules: [{ ...exampleRule, folder: link }, exampleRule] };
  const ended = await gatehouse(folder, `auth rules add --json --folder ${link} --account ada@example.test`);
  expect([told(ended), actions.asked]).toMatchObject([
    [[0, { rules: [{ folder: exampleRule.folder }, { folder: real }] }, '']],
    [`use ada@example.test in ${real}`, `use none of its own in ${link}`],
  ]);
});

test('a rule for a folder that is not there is refused before the app is asked', async () => {
  const { actions, folder } = await runningService();
  const add = 'auth rules add --account ada@example.test --folder';
  expect([
    told(await gatehouse(folder, `${add} ${folder}/none`, `${add} ${folder}/none --json`)),
    actions.asked,
  ]).toEqual([
    [
      [2, '', expect.stringContaining(`there is no folder ${folder}/none`)],
      [2, failed('broker/bad-request'), ''],
    ],
    [],
  ]);
});

test('a rule for keys of ours says that no plain start of a program goes by it', async () => {
  const { actions, folder } = await runningService();
  const { rules } = actions.switchingAnswers;
  const keyed = { ...exampleRule, folder, keptBy: null };
  actions.switchingAnswers.rules = { ...rules, rules: [keyed], followed: false };
  const [listed] = told(await gatehouse(folder, 'auth rules'));
  actions.switching.addRule = async () => actions.switchingAnswers.rules;
  const [added] = told(
    await gatehouse(folder, `auth rules add --folder ${folder} --account ada@example.test`),
  );
  expect([listed, added]).toEqual([
    [0, `${folder}: OpenAI: ada@example.test\n`, ''],
    [0, expect.any(String), expect.stringContaining('so no plain start of a program goes by it')],
  ]);
});

test('rules that no terminal goes by yet say so, and name an account that is gone by its id', async () => {
  const { actions, folder } = await runningService();
  const words = 'A plain start of a program in a terminal goes by it only after: gatehouse shell install\n';
  const { rules } = actions.switchingAnswers;
  actions.switchingAnswers.rules = {
    ...rules,
    rules: rules.rules.map((rule) => ({ ...rule, label: null })),
    followed: false,
  };
  const [listed] = told(await gatehouse(folder, 'auth rules'));
  actions.switchingAnswers.rules = { ...rules, rules: [], followed: false };
  expect([listed, ...told(await gatehouse(folder, 'auth rules'))]).toEqual([
    [0, '/home/ada/work: openai:user-1.acc-1 (not here any more)\n', words],
    [0, 'No folder has an account of its own.\n', ''],
  ]);
});
