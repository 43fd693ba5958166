// Copilot CLI is asked with the words and the environment that its login needs, and what it says is understood.
import { describe, expect, test } from 'vitest';
import { owner } from '../../../main/consumers/copilot/owner.ts';
import type { LoginPlace } from '../../../main/consumers/description.ts';
import type { ProgramResult, ProgramRun } from '../../../main/ports.ts';
import { failureOf } from '../../fakes/failures.ts';

const never = new AbortController().signal;
const mine: LoginPlace = { folder: '/data/logins/copilot/1', place: 'private' };
const theirs: LoginPlace = { folder: '/home/ada/.copilot', place: 'usual' };

const host = 'https://github.com';
/** As Copilot CLI 1.0.102 writes it where it has a keyring. */
const config = `// User settings belong in settings.json.
// This file is managed automatically.
${JSON.stringify(
  {
    loggedInUsers: [{ host, login: 'Ada-Moreau', kind: 'githubDotCom' }],
    lastLoggedInUser: { host, login: 'Ada-Moreau' },
  },
  null,
  2,
)}`;

/** Copilot CLI that ends like this, the files that it keeps, and what was asked of it. */
function copilotThat(result: Partial<ProgramResult>, files: Readonly<Record<string, string>> = {}) {
  const orders: ProgramRun[] = [];
  const unused = () => {
    throw new Error('not asked for');
  };
  const tools = {
    programs: {
      find: unused,
      talk: unused,
      run: async (order: ProgramRun) => {
        orders.push(order);
        return { code: 0, output: '', ...result };
      },
    },
    executable: '/usr/bin/copilot',
    read: async (path: string) => files[path],
    browser: { open: unused },
  };
  return { tools, orders };
}

describe('a sign-in', () => {
  test('is its own command in the browser, told the folder, with nothing that goes before the login', async () => {
    const [private_, usual] = [copilotThat({}), copilotThat({})];
    await owner.signIn(mine, private_.tools, never);
    await owner.signIn(theirs, usual.tools, never);
    const nothing = [
      'COPILOT_GITHUB_TOKEN',
      'GH_TOKEN',
      'GITHUB_TOKEN',
      'COPILOT_GH_HOST',
      'GH_HOST',
      'COPILOT_PROVIDER_BASE_URL',
      'COPILOT_PROVIDER_API_KEY',
      'COPILOT_PROVIDER_API_KEY_COMMAND',
      'COPILOT_PROVIDER_BEARER_TOKEN',
      'COPILOT_OFFLINE',
    ].map((name) => [name, undefined] as const);
    const order = (folder: string | undefined) => ({
      program: '/usr/bin/copilot',
      words: ['login', '--web-flow'],
      environment: {
        ...Object.fromEntries(nothing),
        COPILOT_HOME: folder,
        COPILOT_AUTO_UPDATE: 'false',
        NO_COLOR: '1',
      },
    });
    expect([private_.orders, usual.orders]).toStrictEqual([[order(mine.folder)], [order(undefined)]]);
  });

  test.each<[string, string, object]>([
    [
      'was denied',
      'Login failed: Error: The user has denied your application access.\n',
      { code: 'sign-in/denied' },
    ],
    ['was denied by its word for it', 'access_denied', { code: 'sign-in/denied' }],
    [
      'ended without a keyring',
      'Login succeeded, but the token was not saved. Install a system keychain or rerun login.\n',
      { code: 'sign-in/program-failed', detail: 'it found no keyring for its token' },
    ],
    ['failed for another reason', 'canary_words', { code: 'sign-in/program-failed', detail: 'exit code 1' }],
  ])('that %s says so, and repeats nothing', async (_name, output, failure) => {
    const { tools } = copilotThat({ code: 1, output });
    expect(await failureOf(owner.signIn(mine, tools, never))).toEqual({ subject: 'Copilot CLI', ...failure });
  });
});

describe('whose login it is', () => {
  const identity = { provider: 'copilot', subject: 'cli/ada-moreau', label: 'Ada-Moreau' };

  test('stands in its file, where no program has to be started for it', async () => {
    const { tools, orders } = copilotThat({}, { '/data/logins/copilot/1/config.json': config });
    expect([
      await owner.read(mine, tools, never),
      await owner.isStill?.(mine, 'cli/ada-moreau', tools),
      await owner.isStill?.(mine, 'cli/ben', tools),
      await owner.read(theirs, tools, never),
      await owner.isStill?.(theirs, 'cli/ada-moreau', tools),
      orders,
    ]).toEqual([identity, true, false, undefined, undefined, []]);
  });
});
