// Claude Code gets access and nothing to renew it with, its own login is left alone, and whose that is can be told.
import { describe, expect, test } from 'vitest';
import type { KeyedAccount } from '../../../main/domain/account.ts';
import { accountId, accountIdOf, consumerId } from '../../../main/domain/ids.ts';
import type { JsonObject } from '../../../main/domain/json.ts';
import { claudeCode } from '../../../main/consumers/claude-code/index.ts';
import { identityOf } from '../../../main/consumers/claude-code/identity.ts';
import type { CredentialFile, Places } from '../../../main/consumers/description.ts';
import { claudeEntry, claudeId, noonMs, openaiEntry } from '../../fakes/accounts.ts';
import { factsWith, noFacts } from '../../fakes/facts.ts';
import { failureOf } from '../../fakes/failures.ts';

function credentialsFile(): CredentialFile {
  const [file] = claudeCode.files;
  if (file?.kind !== 'credential') throw new Error('Claude Code has one credential file');
  return file;
}
const file = credentialsFile();
const places: Places = { home: '/home/ada', data: '/data', environment: {} };

/** An account of a registered client. */
const entry = openaiEntry(
  { id: accountId('claude:user-1.org-1'), provider: claudeId, plan: 'max', planDetail: '20x' },
  { destinations: [consumerId('claude-code')], scopes: ['user:inference', 'user:profile'] },
);

const written = {
  claudeAiOauth: {
    accessToken: 'canary_access',
    expiresAt: noonMs + 3_600_000,
    scopes: ['user:inference', 'user:profile'],
    subscriptionType: 'max',
    rateLimitTier: 'default_claude_max_20x',
  },
};

/** What Claude Code 2.1.331 writes after its own sign-in. */
const own: JsonObject = {
  claudeAiOauth: {
    accessToken: 'canary_own_access',
    refreshToken: 'canary_own_refresh',
    expiresAt: noonMs,
    refreshTokenExpiresAt: noonMs + 86_400_000,
    scopes: ['user:inference'],
    subscriptionType: 'max',
    rateLimitTier: 'default_claude_max_20x',
    organizationUuid: 'org-1',
  },
  mcpOAuth: { server: { accessToken: 'canary_mcp' } },
};

describe('.credentials.json', () => {
  test('has access without a refresh token, and nothing else of the file is named', () => {
    expect(file.content(entry, noFacts, { mcpOAuth: own['mcpOAuth'] ?? null })).toStrictEqual(written);
  });

  test('takes the plan that was read last', () => {
    const facts = factsWith({ ...entry, account: { ...entry.account, planDetail: '5x' } });
    expect(file.content(entry, facts, undefined)).toMatchObject({
      claudeAiOauth: { rateLimitTier: 'default_claude_max_5x' },
    });
  });

  test.each<[string, string | undefined, unknown]>([
    ['team', 'team', 'team'],
    ['of another name', 'free', null],
    ['that is not known', undefined, null],
  ])('says of a plan %s only what Claude Code knows', (_name, plan, subscriptionType) => {
    const { plan: _plan, planDetail: _detail, ...account } = entry.account;
    const planned = { ...entry, account: { ...account, ...(plan !== undefined && { plan }) } };
    expect(file.content(planned, noFacts, undefined)).toStrictEqual({
      claudeAiOauth: {
        accessToken: 'canary_access',
        expiresAt: noonMs + 3_600_000,
        scopes: ['user:inference', 'user:profile'],
        subscriptionType,
      },
    });
  });

  test('that has a login of Claude Code is not written over', async () => {
    expect(await failureOf(() => file.content(entry, noFacts, own))).toEqual({
      code: 'storage/managed-elsewhere',
      subject: 'Claude Code',
      detail: 'it is signed in itself',
    });
  });

  test('whose login has ended, which Claude Code blanks, is written', () => {
    const ended = { claudeAiOauth: { accessToken: '', refreshToken: '', expiresAt: 0 } };
    expect(file.content(entry, noFacts, ended)).toStrictEqual(written);
  });

  test.each<[string, KeyedAccount, boolean]>([
    ['a sign-in of a registered client', entry, true],
    [
      'one that is not meant for it',
      { ...entry, credential: { ...entry.credential, destinations: [] } },
      false,
    ],
    ['one without scopes', { ...entry, credential: { ...entry.credential, scopes: [] } }, false],
    ['a key', claudeEntry({}, { destinations: [claudeCode.id] }), false],
    ['a sign-in at another provider', openaiEntry({}, { ...entry.credential }), false],
  ])('takes %s: %s', (_name, given, accepted) => {
    expect(file.accepts(given)).toBe(accepted);
  });

  test('takes none that does not say when it ends, nor what it is for', () => {
    const { expiresAt: _end, ...endless } = entry.credential;
    const { scopes: _scopes, ...aimless } = entry.credential;
    expect([endless, aimless].map((credential) => file.accepts({ ...entry, credential }))).toEqual([
      false,
      false,
    ]);
  });

  test.each<[string, JsonObject, boolean]>([
    ['our access', written, true],
    ['the login of Claude Code', own, false],
    ['a login that is no object', { claudeAiOauth: [] }, false],
    ['nothing', {}, false],
  ])('with %s belongs to whom it names', (_name, present, held) => {
    expect(file.holds(present, entry)).toBe(held);
  });

  test('keeps the logins of other servers after a sign-out', () => {
    const present: JsonObject = { ...own, ...written };
    expect(JSON.parse(JSON.stringify({ ...present, ...file.removal(present) }))).toEqual({
      mcpOAuth: own['mcpOAuth'],
    });
  });

  test('lies where Claude Code looks, and is saved under its three locks in its order', () => {
    const at = (environment: Places['environment']): unknown => {
      const here = { ...places, environment };
      return [file.path(here), ...(file.locks?.(here) ?? []).map(({ path }) => path)];
    };
    expect([at({}), at({ CLAUDE_CONFIG_DIR: '/srv/claude' }), file.locks?.(places)[0]]).toEqual([
      [
        '/home/ada/.claude/.credentials.json',
        '/home/ada/.claude/.oauth_refresh.lock',
        '/home/ada/.claude.lock',
        '/home/ada/.claude/.storage-write.lock',
      ],
      [
        '/srv/claude/.credentials.json',
        '/srv/claude/.oauth_refresh.lock',
        '/srv/claude.lock',
        '/srv/claude/.storage-write.lock',
      ],
      { kind: 'folder', path: '/home/ada/.claude/.oauth_refresh.lock', touchMs: 5000 },
    ]);
  });
});

describe('whose login it is', () => {
  const account = {
    emailAddress: 'Ada@example.test',
    organizationUuid: 'org-1',
    organizationName: 'Analytical Engines',
  };
  const identity = (credentials: unknown, oauthAccount: unknown): ReturnType<typeof identityOf> =>
    identityOf({
      credentialsText: JSON.stringify(credentials),
      claudeJsonText: JSON.stringify({ oauthAccount }),
    });

  test('is said by its two files together, and makes an account id', () => {
    const found = identity(own, account);
    expect([found, found === undefined ? undefined : accountIdOf(found.provider, found.subject)]).toEqual([
      {
        provider: 'claude',
        subject: 'cli/ada@example.test/org-1',
        label: 'Ada@example.test',
        organization: 'Analytical Engines',
        plan: 'max',
        planDetail: '20x',
        loginExpiresAt: noonMs + 86_400_000,
      },
      'claude:cli/ada@example.test/org-1',
    ]);
  });

  test('is said as far as it is known', () => {
    const older = {
      claudeAiOauth: { accessToken: 'canary', refreshToken: 'canary', expiresAt: 1, scopes: [] },
    };
    expect(identity(older, { emailAddress: 'ada@example.test' })).toStrictEqual({
      provider: 'claude',
      subject: 'cli/ada@example.test/none',
      label: 'ada@example.test',
    });
  });

  test('takes the organisation from the login where the notes do not name it', () => {
    expect(identity(own, { emailAddress: 'ada@example.test' })?.subject).toBe('cli/ada@example.test/org-1');
  });

  test.each<[string, unknown, unknown]>([
    ['without notes', own, undefined],
    ['without a login', {}, account],
    ['with other servers alone', { mcpOAuth: own['mcpOAuth'] }, account],
    ['with a login that has ended', { claudeAiOauth: { accessToken: '', scopes: ['x'] } }, account],
    [
      'without scopes, which Claude Code takes for signed out',
      { claudeAiOauth: { accessToken: 'canary' } },
      account,
    ],
    [
      'when the notes name another account than the stored one',
      own,
      { ...account, organizationUuid: 'org-2' },
    ],
    ['without an address', own, { organizationUuid: 'org-1' }],
    ['with an address that no id can hold', own, { ...account, emailAddress: 'a da@example.test' }],
    ['with an organisation that no id can hold', own, { ...account, organizationUuid: 'o:1' }],
  ])('is not known %s', (_name, credentials, oauthAccount) => {
    expect(identity(credentials, oauthAccount)).toBeUndefined();
  });

  test.each([
    ['no file', undefined],
    ['an empty one', ''],
    ['half of one', '{"claudeAiOauth":'],
    ['a list', '[]'],
  ])('is not known from %s', (_name, text) => {
    expect(identityOf({ credentialsText: text, claudeJsonText: text })).toBeUndefined();
  });
});
