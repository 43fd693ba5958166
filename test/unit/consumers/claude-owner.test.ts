// Claude Code is asked with the words and the environment that its login needs, and what it says is understood.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { owner } from '../../../main/consumers/claude-code/owner.ts';
import type { LoginPlace } from '../../../main/consumers/description.ts';
import type { ProgramResult, ProgramRun } from '../../../main/ports.ts';
import { failureOf } from '../../fakes/failures.ts';

const never = new AbortController().signal;
const mine: LoginPlace = { folder: '/data/logins/claude-code/1', place: 'private' };
const theirs: LoginPlace = { folder: '/home/ada/.claude', place: 'usual' };

const status = {
  loggedIn: true,
  authMethod: 'claude.ai',
  apiProvider: 'firstParty',
  loginExpiresAt: '2026-12-24T22:01:04.508Z',
  email: 'Ada@Example.test',
  orgId: '43402b02-47cd-43a6-828b-1f98458c826c',
  orgName: 'Analytical Engines',
  subscriptionType: 'max',
  planTier: 'max_20x',
};

const identity = {
  provider: 'claude',
  subject: 'cli/ada@example.test/43402b02-47cd-43a6-828b-1f98458c826c',
  label: 'Ada@Example.test',
  organization: 'Analytical Engines',
  plan: 'max',
  planDetail: '20x',
  loginExpiresAt: Date.parse('2026-12-24T22:01:04.508Z'),
};

/** Claude Code that ends like this, the files that it keeps, and what was asked of it. */
function claudeThat(result: Partial<ProgramResult>, files: Readonly<Record<string, string>> = {}) {
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
    executable: '/usr/bin/claude',
    read: async (path: string) => files[path],
    browser: { open: unused },
  };
  return { tools, orders };
}

const saying = (value: object) => ({ output: JSON.stringify(value, undefined, 2) });

describe('what is asked', () => {
  test('is its own command, told the private folder, with nothing in the environment that overrides the login', async () => {
    const { tools, orders } = claudeThat(saying(status));
    await owner.signIn(mine, tools, never);
    await owner.read(mine, tools, never);
    await owner.signOut(mine, tools, never);
    const [order] = orders;
    const told = Object.entries(order?.environment ?? {});
    expect({
      programs: orders.map(({ program }) => program),
      words: orders.map(({ words }) => words.join(' ')),
      same: orders.every(
        ({ environment }) => JSON.stringify(environment) === JSON.stringify(order?.environment),
      ),
      set: Object.fromEntries(told.filter(([, value]) => value !== undefined)),
    }).toEqual({
      programs: ['/usr/bin/claude', '/usr/bin/claude', '/usr/bin/claude'],
      words: ['auth login --claudeai', 'auth status --json', 'auth logout'],
      same: true,
      set: {
        CLAUDE_CONFIG_DIR: '/data/logins/claude-code/1',
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        DISABLE_AUTOUPDATER: '1',
        NO_COLOR: '1',
      },
    });
    // Named and undefined: taken out of what the person's terminal has.
    expect(told.filter(([, value]) => value === undefined).map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'ANTHROPIC_API_KEY',
        'ANTHROPIC_AUTH_TOKEN',
        'ANTHROPIC_BASE_URL',
        'CLAUDE_CODE_OAUTH_TOKEN',
        'CLAUDE_CODE_USE_BEDROCK',
        'CLAUDE_CODE_USE_VERTEX',
        'CLAUDE_CODE_USE_FOUNDRY',
        'CLAUDE_SECURESTORAGE_CONFIG_DIR',
      ]),
    );
  });

  test('is told of no folder in its usual place, whatever the terminal says', async () => {
    const { tools, orders } = claudeThat({});
    await owner.signOut(theirs, tools, never);
    expect(orders[0]?.environment).toMatchObject({
      CLAUDE_CONFIG_DIR: undefined,
      CLAUDE_SECURESTORAGE_CONFIG_DIR: undefined,
    });
  });
});

describe('a failure is named:', () => {
  test.each([
    ['a no in the browser', 'Couldn’t log in: No authorization code received', 'sign-in/denied', undefined],
    ['any other end', 'canary_code: something', 'sign-in/program-failed', 'exit code 1'],
  ])('%s', async (_label, output, code, detail) => {
    const { tools } = claudeThat({ code: 1, output });
    const failure = await failureOf(owner.signIn(mine, tools, never));
    expect(failure).toEqual({ code, subject: 'Claude Code', ...(detail !== undefined && { detail }) });
  });

  test('a sign-out that the provider has not confirmed', async () => {
    const output = "Logged out on this computer, but Anthropic didn't confirm the login was revoked.";
    const { tools } = claudeThat({ output });
    expect((await failureOf(owner.signOut(mine, tools, never))).code).toBe('credential/not-revoked');
  });

  test('a status that is none, and a sign-out that did not go through', async () => {
    const { tools } = claudeThat({ code: 1, output: 'Segmentation fault' });
    expect([
      (await failureOf(owner.read(mine, tools, never))).code,
      (await failureOf(owner.signOut(mine, tools, never))).code,
    ]).toEqual(['credential/owner-silent', 'credential/owner-silent']);
  });
});

describe('whose login it is', () => {
  test('is read off its status, whatever it complains about around it', async () => {
    const { output } = saying(status);
    const noisy = `Claude configuration file not found at: {x}\n${output}\nA backup {exists}\n`;
    const { tools } = claudeThat({ output: noisy });
    expect(await owner.read(mine, tools, never)).toEqual(identity);
  });

  test('is read off the few words of an older version', async () => {
    const { loginExpiresAt: _ends, planTier: _tier, ...older } = status;
    const { tools } = claudeThat(saying(older));
    const { loginExpiresAt: _at, planDetail: _detail, ...less } = identity;
    expect(await owner.read(mine, tools, never)).toEqual(less);
  });

  test.each([
    ['nobody', { loggedIn: false, authMethod: 'none' }],
    ['an API key', { ...status, authMethod: 'api_key', apiKeySource: 'ANTHROPIC_API_KEY' }],
    ['a token of the environment', { ...status, authMethod: 'oauth_token' }],
    ['a login whose person it does not know', { ...status, email: null }],
    ['a person with a name that no id can hold', { ...status, email: 'a b' }],
  ])('is nobody’s: %s', async (_label, said) => {
    const { tools } = claudeThat({ ...saying(said), code: 1 });
    expect(await owner.read(mine, tools, never)).toBeUndefined();
  });

  test('in its usual place is read off its files, without starting it', async () => {
    const { tools, orders } = claudeThat(
      {},
      {
        '/home/ada/.claude/.credentials.json': JSON.stringify({
          claudeAiOauth: {
            accessToken: 'canary_access',
            refreshToken: 'canary_refresh',
            scopes: ['user:inference'],
            subscriptionType: 'max',
            rateLimitTier: 'default_claude_max_20x',
            refreshTokenExpiresAt: identity.loginExpiresAt,
          },
        }),
        '/home/ada/.claude.json': JSON.stringify({
          oauthAccount: {
            emailAddress: status.email,
            organizationUuid: status.orgId,
            organizationName: status.orgName,
          },
        }),
      },
    );
    expect([await owner.read(theirs, tools, never), orders]).toEqual([identity, []]);
  });

  test('in its usual place is asked where there are no files, as with a keychain', async () => {
    const { tools } = claudeThat(saying(status));
    expect(await owner.read(theirs, tools, never)).toEqual(identity);
  });

  test('never holds more than the status says, and never a space in its subject', async () => {
    const odd = fc.record(
      Object.fromEntries(
        Object.entries(status).map(([name, usual]) => [
          name,
          fc.oneof(fc.constant(usual), fc.json().map(String), fc.constant(null), fc.double()),
        ]),
      ),
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(odd, async (said) => {
        const { tools } = claudeThat(saying(said));
        const read = await owner.read(mine, tools, never);
        if (read === undefined) return;
        expect(read.subject).toMatch(/^cli\/[^\s:]+\/[^\s:]+$/);
        const ends = read.loginExpiresAt;
        if (ends !== undefined) expect(ends).not.toBeNaN();
      }),
    );
  });
});

describe('whether a login is still the one that was kept', () => {
  const organizationUuid = status.orgId;
  const subject = identity.subject;
  const told = {
    accessToken: 'canary_access',
    scopes: ['user:inference'],
    accountUuid: 'ada',
    organizationUuid,
  };
  const notes = { accountUuid: 'ada', emailAddress: status.email, organizationUuid };
  const bob = { accountUuid: 'bob', emailAddress: 'bob@example.test' };
  const both = (stored: object | undefined, named: object | undefined) => ({
    ...(stored !== undefined && {
      '/home/ada/.claude/.credentials.json': JSON.stringify({ claudeAiOauth: stored }),
    }),
    ...(named !== undefined && { '/home/ada/.claude.json': JSON.stringify({ oauthAccount: named }) }),
  });
  const isStill = (files: Record<string, string>, whose = subject) => {
    const { tools, orders } = claudeThat({}, files);
    return [owner.isStill?.(theirs, whose, tools), orders] as const;
  };

  test.each([
    ['the notes name the same person', both(told, notes), true],
    ['both name another', both({ ...told, accountUuid: 'bob' }, { ...notes, ...bob }), false],
    [
      'the notes name another of another organisation',
      both(told, { ...bob, organizationUuid: 'else' }),
      true,
    ],
    ['the notes name another of the same organisation', both(told, { ...notes, ...bob }), true],
    ['there are no notes', both(told, undefined), true],
    ['it is of another organisation', both({ ...told, organizationUuid: 'else' }, notes), false],
    [
      'it is somebody else’s, and only the notes are still this one’s',
      both({ ...told, accountUuid: 'bob' }, notes),
      false,
    ],
    ['it does not say for whom', both({ accessToken: 'canary_access', scopes: [] }, undefined), undefined],
    ['nobody is signed in', both({ ...told, accessToken: '' }, notes), undefined],
    ['there is nothing at all', {}, undefined],
  ])('is told without a start of the program: %s', async (_label, files, expected) => {
    const [answer, orders] = isStill(files);
    expect([await answer, orders]).toEqual([expected, []]);
  });

  test('is not told of a person whose organisation is not known', async () => {
    const [answer] = isStill(both(told, { ...notes, ...bob }), 'cli/ada@example.test/none');
    expect(await answer).toBeUndefined();
  });
});
