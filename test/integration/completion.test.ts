// The completion scripts in real shells: what each offers for a line that a person has begun.
import { access, chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { runChild } from '../fakes/child.ts';
import { exampleStatus } from '../fakes/broker.ts';
import { runningService } from '../fakes/running-service.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { completedLines, terminals, type ShellPlace } from '../fakes/typed-lines.ts';

const run = promisify(execFile);

const quotaEvents = ['quota_exhausted', 'quota_low', 'quota_reset'];
const ofAda = ['ada@example.test (Acme)', 'ada@example.test (Beta)'];
const spoilt = 'eve$(touch hit)`touch hit`';

/** What has been typed, without its last word; that word; and everything that is offered in its place. */
const table: readonly (readonly [front: string, last: string, offered: readonly string[]])[] = [
  ['gatehouse', 'au', ['audit', 'auth']],
  ['gatehouse auth', 'lo', ['login', 'logout']],
  ['gatehouse auth login', '--p', ['--paste', '--provider']],
  ['gatehouse auth login --provider', '', ['claude', 'openai']],
  ['gatehouse auth login', '--provider=o', ['--provider=openai']],
  ['gatehouse auth quota --provider claude', '--n', ['--now']],
  // A value that reads like a verb is none.
  ['gatehouse guard --window auth', '--pro', ['--provider']],
  ['gatehouse auth logout --account', 'ada@', ofAda],
  ['gatehouse auth logout --account', 'bob@ex', ['bob@example.test']],
  ['gatehouse auth logout --account', 'eve', [spoilt]],
  ['gatehouse hooks add --event', 'quota_', quotaEvents],
  ['gatehouse completion', '', ['bash', 'fish', 'zsh']],
  ['gatehouse allow answer 3f2a', '', ['always', 'never', 'once']],
  // Without its verb, a group takes what its usual verb takes.
  ['gatehouse allow tool-one', '--con', ['--consumer']],
  ['gatehouse lease release', 'lease-', ['lease-1', 'lease-2']],
  ['gatehouse run --', 'tool-', ['tool-one', 'tool-two']],
  ['gatehouse run --consumer code', 'tool-', ['tool-one', 'tool-two']],
  ['gatehouse run -- tool-one --now', 'fil', ['file-a', 'file-b', 'filled']],
  ['gatehouse auth backup --out', 'fil', ['file-a', 'file-b', 'filled']],
  ['gatehouse auth rules add --folder', 'fil', ['filled']],
  ['gatehouse auth logout --provider nobody', 'x', []],
];

const answers = `#!/bin/sh
case "$*" in
  'complete providers') printf 'claude\\nopenai\\n' ;;
  'complete accounts') printf '%s\\n' 'ada@example.test (Acme)' 'ada@example.test (Beta)' bob@example.test '${spoilt}' ;;
  'complete leases') printf 'lease-1\\nlease-2\\n' ;;
  *) echo noise >&2; exit 5 ;;
esac
`;

/** A folder to type in, with programs on the way and a stand-in for the app that answers. */
async function place(shell: 'bash' | 'zsh' | 'fish'): Promise<ShellPlace> {
  const folder = await temporaryFolder();
  const programs = join(folder, 'programs');
  const scripts = join(folder, 'scripts');
  for (const name of ['programs', 'scripts', 'filled']) await mkdir(join(folder, name));
  for (const name of ['file-a', 'file-b']) await writeFile(join(folder, name), '');
  for (const name of ['gatehouse', 'tool-one', 'tool-two']) {
    await writeFile(join(programs, name), answers);
    await chmod(join(programs, name), 0o755);
  }
  const { out } = await runChild('cli', {
    arguments: ['completion', shell],
    environment: { TEST_FOLDER: folder },
  });
  const script = join(scripts, '_gatehouse');
  await writeFile(script, out);
  return { folder, script, path: `${programs}:/usr/bin:/bin` };
}

/** As the table has them: without what shells hang on behind. */
const bare = (words: readonly string[]): readonly string[] =>
  words.map((word) => word.replace(/(--[a-z-]+)=$|\/$/, '$1')).sort();

/** The words of a line as the shell would read them, behind what was typed first. */
function wordsBehind(front: string, last: string, line: string): readonly string[] {
  const rest = line.startsWith(front) ? line.slice(front.length) : `not ${line}`;
  const words = [...rest.matchAll(/(?:\\.|[^\s\\])+/g)].map(([word]) => word.replaceAll(/\\(.)/g, '$1'));
  // For bash a word begins anew at @; of several, each but the first one is shown from there on.
  return bare(words.map((word) => (word.startsWith('@') ? last.slice(0, last.indexOf('@')) + word : word)));
}

const hit = (folder: string): Promise<boolean> =>
  access(join(folder, 'hit')).then(
    () => true,
    () => false,
  );

test.each(Object.keys(terminals).map((name) => [name] as const))(
  '%s offers verbs, options, values, commands and files',
  async (name) => {
    if (name !== 'bash' && name !== 'zsh' && name !== 'zsh, sourced') throw new Error(name);
    const there = await place(name === 'bash' ? 'bash' : 'zsh');
    const lines = table.map(([front, last]) => `${front} ${last}`);
    const completed = await completedLines(name, there, lines);
    const offered = table.map(([front, last], index) => {
      const words = wordsBehind(front, last, completed[index] ?? '');
      // Nothing offered: the line stays as it was.
      return [front, last, words.join() === last ? [] : words];
    });
    expect([offered, await hit(there.folder)]).toEqual([table, false]);
  },
);

test('fish offers verbs, options, values, commands and files', async () => {
  const there = await place('fish');
  const asked = table.map(([front, last]) => `echo '=='; complete -C '${front} ${last}'`);
  const { stdout } = await run(
    'fish',
    ['--no-config', '-c', [`source '${there.script}'`, ...asked].join('\n')],
    {
      cwd: there.folder,
      env: { PATH: there.path, HOME: there.folder, LANG: 'C.UTF-8' },
    },
  );
  const offered = stdout
    .split('==\n')
    .slice(1)
    .map((lines, index) => {
      const [front, last] = table[index] ?? [];
      const words = lines.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0] ?? '']));
      // Fish also offers what only resembles it; a terminal shows those when nothing begins so.
      return [front, last, bare(words.filter((word) => word.startsWith(last ?? '')))];
    });
  expect([offered, await hit(there.folder)]).toEqual([table, false]);
});

test('complete prints what the app knows, one a line, and nothing at all where it fails', async () => {
  const { actions, folder } = await runningService();
  const [claude, openai] = exampleStatus.providers;
  const [ada] = openai?.accounts ?? [];
  if (claude === undefined || openai === undefined || ada === undefined) throw new Error('no example');
  const accounts = [
    { ...ada, id: '1', organization: 'Acme' },
    { ...ada, id: '2', organization: 'Beta' },
    { ...ada, id: '3', label: 'bob@example.test' },
  ];
  actions.status = async () => ({ ...exampleStatus, providers: [claude, { ...openai, accounts }] });
  const complete = async (where: string, kind: string) => {
    const { code, out, err, words } = await runChild('cli', {
      arguments: ['complete', kind],
      environment: { TEST_FOLDER: where },
    });
    return [kind, code, out, err + words];
  };
  const nobody = await temporaryFolder();
  const kinds = ['providers', 'methods', 'consumers', 'accounts', 'strategies', 'files', 'shells'];
  expect(
    await Promise.all([...kinds.map((kind) => complete(folder, kind)), complete(nobody, 'providers')]),
  ).toEqual([
    ['providers', 0, 'claude\nopenai\n', ''],
    ['methods', 0, 'api-key\nown-client\nchatgpt\n', ''],
    ['consumers', 0, 'claude-code\n', ''],
    ['accounts', 0, `${ada.label} (Acme)\n${ada.label} (Beta)\nbob@example.test\n`, ''],
    ['strategies', 0, 'user-preference\ncost-optimized\nsoonest-reset\nprefer-claude\nprefer-openai\n', ''],
    ['files', 0, 'codex-auth\n', ''],
    ['shells', 0, 'bash\n', ''],
    ['providers', 0, '', ''],
  ]);
});
