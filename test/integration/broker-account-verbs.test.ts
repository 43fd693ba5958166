// `auth providers`, `logout` and `quota` in processes of their own, against the real service.
import { expect, test } from 'vitest';
import { Failure } from '../../main/domain/failure.ts';
import {
  exampleAccount,
  exampleProviders,
  exampleQuota,
  exampleSignOut,
  exampleStatus,
  exampleWindow,
} from '../fakes/broker.ts';
import { emptySelection } from '../fakes/broker-switching.ts';
import { runChild, type Ended } from '../fakes/child.ts';
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

test('providers lists them for people or as JSON', async () => {
  const { folder } = await runningService();
  const [words, json] = told(await gatehouse(folder, 'auth providers', 'auth providers --json'));
  expect([words, json]).toEqual([
    [
      0,
      expect.stringMatching(
        /^claude: Claude, not signed in\n[^]*\n\nopenai: OpenAI, signed in \(preferred\)\n/,
      ),
      '',
    ],
    [0, exampleProviders, ''],
  ]);
});

test('logout says who was signed out, and what is not as it should be on standard error', async () => {
  const { actions, folder } = await runningService();
  const note = {
    code: 'credential/not-revoked',
    what: 'OpenAI was not told.',
    next: 'End the session there.',
  };
  const plain = await gatehouse(
    folder,
    'auth logout --provider openai',
    'auth logout --provider openai --account ada@example.test --json',
  );
  actions.signingOut = async () => ({ ...exampleSignOut, signedOutToo: [], notes: [note] });
  const noted = await gatehouse(folder, 'auth logout --provider openai');
  expect([told([...plain, ...noted]), [...actions.asked].sort()]).toEqual([
    [
      [0, 'Signed out ada@example.test of OpenAI.\nSigned out with it: Codex, OpenCode.\n', ''],
      [0, { ok: true, ...exampleSignOut }, ''],
      [0, 'Signed out ada@example.test of OpenAI.\n', '! OpenAI was not told.\n  End the session there.\n'],
    ],
    ['sign out of openai', 'sign out of openai', 'sign out of openai as ada@example.test'],
  ]);
});

test('logout says that a login stays with its program, and signs that out too when asked', async () => {
  const { actions, folder } = await runningService();
  actions.signingOut = async () => ({ ...exampleSignOut, signedOutToo: [], staysWith: 'Claude Code' });
  const ended = await gatehouse(
    folder,
    'auth logout --provider openai',
    'auth logout --provider openai --also-program',
  );
  const stays = 'Claude Code keeps the login and is still signed in; --also-program would sign it out too.';
  expect([ended[0]?.out, [...actions.asked].sort()]).toEqual([
    `Signed out ada@example.test of OpenAI.\n${stays}\n`,
    ['sign out of openai', 'sign out of openai and its program'],
  ]);
});

test('a logout that cannot be done signs nobody out and ends as documented', async () => {
  const { actions, folder } = await runningService();
  actions.signingOut = () => Promise.reject(new Failure('selection/several-accounts', { subject: 'OpenAI' }));
  const several = await gatehouse(
    folder,
    'auth logout --provider openai --json',
    'auth logout --provider nobody --json',
    'auth logout --provider openai --account nobody --json',
  );
  actions.signingOut = () => Promise.reject(new Failure('credential/missing', { subject: 'OpenAI' }));
  const missing = await gatehouse(folder, 'auth logout --provider openai --json');
  expect(told([...several, ...missing])).toEqual([
    [2, failed('selection/several-accounts'), ''],
    [2, failed('selection/unknown-provider'), ''],
    [2, failed('selection/unknown-account'), ''],
    [3, failed('credential/missing'), ''],
  ]);
});

test('a logout that takes longer than a second says that it is at work', async () => {
  const { actions, folder } = await runningService();
  actions.signingOut = () =>
    new Promise((resolve) =>
      setTimeout(() => {
        resolve(exampleSignOut);
      }, 1_500),
    );
  const [ended] = await gatehouse(folder, 'auth logout --provider openai');
  expect([ended?.code, ended?.words]).toEqual([0, 'Signing out…\n']);
});

/** As of this moment. */
function readNow(): Pick<typeof exampleAccount, 'readAt' | 'windows'> {
  const readAt = Date.now();
  return { readAt, windows: [{ ...exampleWindow, readAt }] };
}

test('quota shows what is left for people or as JSON, of all providers or one', async () => {
  const { actions, folder } = await runningService();
  actions.quotaNow = async () => ({
    ...exampleQuota,
    accounts: [{ provider: 'openai', ...exampleAccount, ...readNow() }],
  });
  const headroom = 'How long the work can go on is not known yet.\n';
  const account = [
    'OpenAI: ada@example.test, Plus',
    '  5-hour     [######....]  58% left',
    '  read just now, from a test\n',
  ];
  const words = await gatehouse(
    folder,
    'auth quota',
    'auth quota --now --provider openai',
    'auth quota --provider claude',
  );
  actions.quotaNow = async () => exampleQuota;
  const json = await gatehouse(
    folder,
    'auth quota --json',
    'auth quota --provider claude --json',
    'auth quota --provider nobody --json',
  );
  expect([told([...words, ...json]), [...actions.asked].sort()]).toEqual([
    [
      [0, `${['In use: OpenAI.', 'Claude: not signed in', ...account].join('\n')}${headroom}`, ''],
      [0, ['In use: OpenAI.', ...account].join('\n'), ''],
      [3, 'In use: OpenAI.\nClaude: not signed in\n', ''],
      [0, exampleQuota, ''],
      [3, { ...exampleQuota, accounts: [] }, ''],
      [2, failed('selection/unknown-provider'), ''],
    ],
    ['quota', 'quota', 'quota', 'quota', 'quota now'],
  ]);
});

test('quota ends with 4 when accounts exist and none can be used, with 3 when there is none, and tells what status tells', async () => {
  const { actions, folder } = await runningService();
  actions.quotaNow = async () => ({ ...exampleQuota, selection: emptySelection });
  const [spent] = await gatehouse(folder, 'auth quota');
  const headroom = { ...exampleQuota.headroom, unknown: 0 };
  actions.quotaNow = async () => ({ schema: 1, selection: emptySelection, accounts: [], headroom });
  const [none] = await gatehouse(folder, 'auth quota');
  actions.status = async () => ({ ...exampleStatus, providers: exampleStatus.providers.slice(1) });
  const [oneHidden] = await gatehouse(folder, 'auth quota');
  const reason = 'Nothing can be used: Claude is not signed in. Sign in to go on.\n';
  expect([
    [spent?.code, spent?.out.startsWith(`${reason}Claude: not signed in\nOpenAI: ada@example.test`)],
    [none?.code, none?.out],
    [oneHidden?.code, oneHidden?.out],
  ]).toEqual([
    [4, true],
    [3, `${reason}Claude: not signed in\nOpenAI: not signed in\n`],
    [3, `${reason}OpenAI: not signed in\n`],
  ]);
});

test('text that steers a terminal does not get there from a label', async () => {
  const { actions, folder } = await runningService();
  const label = 'ada\u001b[2J\u009b31m\r\u202e@example.test';
  actions.signingOut = async () => ({ ...exampleSignOut, account: { id: 'x', label }, signedOutToo: [] });
  const [ended] = await gatehouse(folder, 'auth logout --provider openai');
  expect(ended?.out).toBe('Signed out ada[2J31m@example.test of OpenAI.\n');
});
