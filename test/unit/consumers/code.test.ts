// Every Code gets a key or an access token, never a refresh token, and says only what is known (peers §2).
import { describe, expect, test } from 'vitest';
import { accountId, consumerId, providerId } from '../../../main/domain/ids.ts';
import type { JsonObject } from '../../../main/domain/json.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { code } from '../../../main/consumers/code/index.ts';
import type { CredentialFile, SharedFacts, StateFile } from '../../../main/consumers/description.ts';
import {
  claudeEntry,
  claudeId,
  noonMs,
  openaiEntry,
  openaiId,
  quotaWindow,
  quotaOf,
} from '../../fakes/accounts.ts';
import { factsWith, noFacts } from '../../fakes/facts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { openaiIdToken } from '../../fakes/tokens.ts';

function filesOfCode(): { auth: CredentialFile; config: StateFile; own: CredentialFile } {
  const [auth, config, own] = code.files;
  if (auth?.kind !== 'credential' || config?.kind !== 'state' || own?.kind !== 'credential')
    throw new Error('Every Code has three files');
  return { auth, config, own };
}
const { auth, config, own } = filesOfCode();

const keyEntry = claudeEntry();
/** An account of a registered client. */
const entry = openaiEntry(
  { id: accountId('claude:user-1'), provider: claudeId, plan: 'max', planDetail: '20x' },
  { destinations: [consumerId('code')], scopes: ['user:inference', 'user:profile'] },
);

const oauth = {
  ANTHROPIC_API_KEY: undefined,
  oauth_tokens: {
    access_token: 'canary_access',
    expires_at: '2026-11-24T13:00:00.000Z',
    subscription_tier: 'max',
    scope: 'user:inference user:profile',
  },
  subscription_info: undefined,
  preferred_mode: 'MaxSubscription',
  last_refresh: '2026-11-24T12:00:00.000Z',
};

/** The same as it stands in the file. */
const written = JSON.parse(JSON.stringify(oauth)) as JsonObject;

describe('claude_auth.json', () => {
  test('has an API key, and what an older sign-in left is taken away', () => {
    expect(auth.content(keyEntry, noFacts, undefined)).toStrictEqual({
      ANTHROPIC_API_KEY: 'canary_key_wxyz',
      oauth_tokens: undefined,
      subscription_info: undefined,
      preferred_mode: 'ApiKey',
      last_refresh: '2026-11-24T12:00:00.000Z',
    });
  });

  test('has an access token, its end and the plan, without a refresh token', () => {
    expect(auth.content(entry, noFacts, undefined)).toStrictEqual(oauth);
  });

  test('has the fullest window as the one figure that its reader knows', () => {
    const windows = [
      quotaWindow(),
      quotaWindow({ id: 'weekly', usedPercent: 81.5, resetsAt: noonMs + 86_400_000 }),
      quotaWindow({ id: 'unknown', usedPercent: null }),
    ];
    expect(auth.content(entry, factsWith(entry, quotaOf(entry, windows)), undefined)).toStrictEqual({
      ...oauth,
      subscription_info: {
        tier: 'max',
        usage_limit: 100,
        usage_current: 82,
        reset_date: '2026-11-25T12:00:00.000Z',
        features: [],
      },
    });
  });

  test.each<[string, SharedFacts]>([
    ['there is no reading', factsWith(entry)],
    ['there is no window', factsWith(entry, quotaOf(entry, []))],
    ['use is unknown', factsWith(entry, quotaOf(entry, [quotaWindow({ usedPercent: null })]))],
    ['the reset is unknown', factsWith(entry, quotaOf(entry, [quotaWindow({ resetsAt: null })]))],
    ['the reading is of another account', factsWith(keyEntry, quotaOf(keyEntry, [quotaWindow()]))],
  ])('says nothing about the quota when %s', (_name, facts) => {
    expect(auth.content(entry, facts, undefined)).toStrictEqual(oauth);
  });

  test.each([
    ['max', 'MaxSubscription'],
    ['pro', 'ProSubscription'],
    ['team', undefined],
    ['enterprise', undefined],
  ])('leaves the mode of the plan %s to its reader where that knows none: %s', (plan, mode) => {
    const planned = { ...entry, account: { ...entry.account, plan } };
    expect(auth.content(planned, noFacts, undefined)).toMatchObject({
      oauth_tokens: { subscription_tier: plan },
      preferred_mode: mode,
    });
  });

  test('takes the plan that was read last over the one of the sign-in', () => {
    const now = factsWith({ ...entry, account: { ...entry.account, plan: 'pro' } });
    expect(auth.content(entry, now, undefined)).toMatchObject({ preferred_mode: 'ProSubscription' });
  });

  test('says of an unknown plan, end and scope that they are unknown', () => {
    const { plan: _plan, ...account } = entry.account;
    const { scopes: _scopes, expiresAt: _end, ...credential } = entry.credential;
    expect(auth.content({ account, credential }, noFacts, undefined)).toStrictEqual({
      ...oauth,
      oauth_tokens: {
        access_token: 'canary_access',
        expires_at: '2026-11-24T12:00:00.000Z',
        subscription_tier: 'unknown',
      },
      preferred_mode: undefined,
    });
  });

  test.each<[string, JsonObject, boolean, boolean]>([
    ['our key', { ANTHROPIC_API_KEY: 'canary_key_wxyz' }, true, false],
    ['our access token', { oauth_tokens: { access_token: 'canary_access' } }, false, true],
    ['another key', { ANTHROPIC_API_KEY: 'canary_other' }, false, false],
    ['another access token', { oauth_tokens: { access_token: 'canary_other' } }, false, false],
    ['tokens that are no object', { oauth_tokens: [] }, false, false],
    ['nothing', {}, false, false],
  ])('with %s belongs to whom it names', (_name, present, key, tokens) => {
    expect([auth.holds(present, keyEntry), auth.holds(present, entry)]).toEqual([key, tokens]);
  });

  const theirs = { access_token: 'canary_other', refresh_token: 'canary_refresh' };

  test.each([
    ['a key', keyEntry],
    ['an access token', entry],
  ])('is not written over with %s where a login of its own stands', async (_name, ours) => {
    expect(await failureOf(() => auth.content(ours, noFacts, { oauth_tokens: theirs }))).toEqual({
      code: 'storage/managed-elsewhere',
      subject: 'Every Code',
      detail: 'it is signed in itself',
    });
  });

  test('keeps a login of its own that stands beside our key after a sign-out', () => {
    const login = { oauth_tokens: theirs, preferred_mode: 'MaxSubscription', last_refresh: 'now' };
    const present: JsonObject = { ...login, ANTHROPIC_API_KEY: 'canary_key_wxyz' };
    expect(JSON.parse(JSON.stringify({ ...present, ...auth.removal(present) }))).toEqual(login);
  });

  test('has nothing of ours after a sign-out, and never renews anything', () => {
    const present: JsonObject = { ...written, mine: true };
    expect([JSON.parse(JSON.stringify({ ...present, ...auth.removal(present) })), 'rotated' in auth]).toEqual(
      [{ mine: true }, false],
    );
  });

  test('lies beside the file of Codex, and takes only what is meant for it', () => {
    expect([
      auth.path({ home: '/home/ada', data: '/data', environment: { CODEX_HOME: '/srv/codex' } }),
      auth.accepts(entry),
      auth.accepts(keyEntry),
      auth.accepts(openaiEntry({}, { destinations: [code.id] })),
      auth.accepts(claudeEntry({}, { destinations: [] })),
    ]).toEqual(['/srv/codex/claude_auth.json', true, true, false, false]);
  });
});

describe('auth_config.json', () => {
  test('says which provider is preferred, who follows, and that nobody else refreshes', () => {
    const facts: SharedFacts = { ...noFacts, preferred: openaiId, mayFallBack: true, notify: false };
    expect(config.content(facts, undefined)).toStrictEqual({
      preferred_provider: 'openai',
      auto_fallback_enabled: true,
      provider_priorities: ['openai', 'claude'],
      quota_warnings_enabled: false,
      oauth_settings: { auto_refresh: false },
    });
  });

  test('names no provider that its readers do not know', () => {
    const other = providerId('example');
    const facts = { ...noFacts, providers: [...noFacts.providers, { id: other }], preferred: other };
    expect(config.content(facts, undefined)).toEqual(config.content(noFacts, undefined));
  });

  test('keeps what else stands under the settings of the sign-in', () => {
    const present = { oauth_settings: { refresh_threshold_minutes: 5, auto_refresh: true }, other: 1 };
    expect(config.content(noFacts, present)).toStrictEqual({
      auto_fallback_enabled: false,
      provider_priorities: ['claude', 'openai'],
      quota_warnings_enabled: true,
      oauth_settings: { refresh_threshold_minutes: 5, auto_refresh: false },
    });
  });

  test('replaces settings that are no object', () => {
    expect(config.content(noFacts, { oauth_settings: 'none' })).toMatchObject({
      oauth_settings: { auto_refresh: false },
    });
  });

  test('has no key in it', () => {
    const secret = openaiEntry({ provider: claudeId }, { accessToken: new Secret('canary_access') });
    expect(JSON.stringify(config.content(factsWith(secret), undefined))).not.toContain('canary');
  });
});

describe('auth.json', () => {
  const openaiKey = claudeEntry(
    { id: accountId('openai:key-1'), provider: openaiId },
    { key: new Secret('canary_sk-key') },
  );
  const keyFile = { auth_mode: 'apikey', OPENAI_API_KEY: 'canary_sk-key' };

  test('has an API key alone, and what an older sign-in left is taken away', () => {
    expect(own.content(openaiKey, noFacts, undefined)).toStrictEqual({
      ...keyFile,
      tokens: undefined,
      last_refresh: undefined,
    });
  });

  test('takes no tokens, and keys only if they are meant for it', () => {
    expect([
      own.accepts(openaiKey),
      own.accepts(openaiEntry({}, { destinations: [code.id] })),
      own.accepts(keyEntry),
      own.accepts({ ...openaiKey, credential: { ...openaiKey.credential, destinations: [] } }),
      'rotated' in own,
      own.isOnByDefault,
    ]).toEqual([true, false, false, false, false, false]);
  });

  test.each<[string, JsonObject, boolean]>([
    ['our key', keyFile, true],
    ['our key beside tokens', { ...keyFile, tokens: {} }, false],
    ['another key', { ...keyFile, OPENAI_API_KEY: 'canary_other' }, false],
    ['nothing', {}, false],
  ])('with %s belongs to whom it names', (_name, present, held) => {
    expect(own.holds(present, openaiKey)).toBe(held);
  });

  test('says whose login of its own stands there, so that one that is kept here is not written over', () => {
    const login = { auth_mode: 'chatgpt', tokens: { id_token: openaiIdToken().reveal() } };
    expect([own.loginIn?.(login)?.subject, own.loginIn?.(keyFile)]).toEqual(['cli/user-1/acc-1', undefined]);
  });

  test('has nothing of ours after a sign-out', () => {
    const present: JsonObject = { ...keyFile, mine: true };
    expect(JSON.parse(JSON.stringify({ ...present, ...own.removal(present) }))).toEqual({ mine: true });
  });

  test.each<[string, Readonly<Record<string, string>>, string, boolean]>([
    ['its usual folder', {}, '/home/ada/.code', true],
    ['a folder of its own', { CODE_HOME: '/srv/code', CODEX_HOME: '/srv/codex' }, '/srv/code', true],
    ['the folder of Codex, where it is not ours to write', { CODEX_HOME: '/srv/codex' }, '/srv/codex', false],
    ['the same by name', { CODE_HOME: '/home/ada/.code/../.codex/' }, '/home/ada/.codex', false],
  ])('lies in %s, and in no folder that is not there', (_name, environment, folder, isApart) => {
    const places = { home: '/home/ada', data: '/data', environment };
    expect([own.path(places), own.isApart?.(places), own.needsFolder]).toEqual([
      `${folder}/auth.json`,
      isApart,
      true,
    ]);
  });
});
