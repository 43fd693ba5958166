// What a backup holds: nothing is lost on the way there and back, and nothing damaged is taken for whole.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KeyedAccount } from '../../../main/domain/account.ts';
import {
  backedUp,
  backupText,
  parseBackup,
  restorableSettings,
  type BackedUpAccount,
} from '../../../main/domain/backup-content.ts';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { defaultSettings, type Settings } from '../../../main/domain/settings.ts';
import { claudeEntry, claudeId, noonMs, openaiEntry, openaiId, revealed } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { parsed } from '../../fakes/parsed.ts';

const settings: Settings = {
  ...defaultSettings,
  keyStore: 'passphrase',
  preferredProvider: openaiId,
  notifyAtPercent: 95,
  activeAccounts: { [openaiId]: openaiEntry().account.id },
  fallBackFrom: { [openaiId]: true },
  otherAccounts: { [claudeId]: false },
  folderRules: [{ folder: '/home/ada/work', account: openaiEntry().account.id }],
  switchShortcut: 'Control+Alt+G',
  sharedFiles: { 'codex-auth': false, 'claude-code-credentials': true },
  consents: { 'claude/registered-client': { clientId: 'x', version: 1, at: 1 } },
  borrowKeys: { [claudeId]: true },
  alertAtPercent: { 'openai/length-18000': [50, 90] },
  mutedAlerts: ['reset'],
  quietHours: { fromMinute: 1320, toMinute: 420 },
  alertSound: true,
  agentsAtOnce: 4,
  leastLeasePercent: 3,
  dailyLimits: {
    [openaiEntry().account.id]: { unit: 'percent', value: 30 },
    [claudeEntry().account.id]: { unit: 'tokens', value: 2_000_000 },
  },
  lockWithScreen: true,
};

const delegated: BackedUpAccount = {
  kind: 'delegated',
  usedBy: [],
  account: {
    id: accountId('claude:user-1'),
    provider: claudeId,
    label: 'ada@example.test',
    organization: 'Acme',
    kind: 'delegated',
  },
};

function opened(each: BackedUpAccount): unknown {
  return each.kind === 'keyed' ? { usedBy: each.usedBy, entry: revealed(each) } : each;
}

function whole(
  accounts: readonly BackedUpAccount[] = [backedUp(openaiEntry(), ['Codex']), delegated],
): string {
  return backupText({ madeAt: noonMs, accounts, settings: restorableSettings(settings) });
}

test('accounts and settings come back as they were, without what belongs to one machine or to a consent', () => {
  const issued = claudeEntry({}, { issuer: 'https://acme.ghe.com/login/oauth' });
  const entries = [
    backedUp(openaiEntry(), ['Codex']),
    ...[claudeEntry(), issued].map((entry) => backedUp(entry, [])),
    delegated,
  ];
  const { madeAt, accounts, settings: restored } = parseBackup(whole(entries));
  const {
    startWithSystem: _desktop,
    firstRun: _steps,
    incidents: _yesToHosts,
    keyStore: _machine,
    folderRules: _folders,
    switchShortcut: _keys,
    consents: _yes,
    borrowKeys: _alsoYes,
    sharedFiles: _yesToKeysInFiles,
    ...rest
  } = settings;
  expect([madeAt, accounts.map(opened), restored]).toEqual([
    noonMs,
    entries.map(opened),
    // A no to keys in a file comes along.
    { ...rest, sharedFiles: { 'codex-auth': false } },
  ]);
});

test('a login of a program leaves nothing but its identity', () => {
  const entry = backedUp(
    {
      account: delegated.account,
      credential: {
        kind: 'delegated',
        origin: 'imported',
        destinations: [],
        obtainedAt: noonMs,
        owner: consumerId('claude-code'),
        folder: '/home/ada/.claude',
        place: 'usual',
      },
    },
    [],
  );
  expect([entry, whole([entry]).includes('/home/ada')]).toEqual([delegated, false]);
});

const secret = fc.string({ minLength: 1 }).map((text) => new Secret(text));
const anyEntry: fc.Arbitrary<KeyedAccount> = fc
  .record({
    label: fc.string({ minLength: 1 }),
    accessToken: secret,
    refreshToken: secret,
    obtainedAt: fc.integer(),
    extras: fc.record({ expiresAt: fc.integer(), scopes: fc.array(fc.string()) }, { requiredKeys: [] }),
  })
  .map(({ label, extras, ...credential }) => {
    const { idToken: _none, ...base } = openaiEntry({ label }, credential).credential;
    return { account: openaiEntry({ label }).account, credential: { ...base, ...extras } };
  });

test('any account comes back as it was', () => {
  fc.assert(
    fc.property(anyEntry, fc.array(fc.string()), (entry, usedBy) => {
      const [found] = parseBackup(whole([backedUp(entry, usedBy)])).accounts;
      expect(found && opened(found)).toEqual({ usedBy, entry: revealed(entry) });
    }),
  );
});

describe('what is not whole', () => {
  const damaged = (field: string): unknown => ({
    code: 'storage/unreadable',
    subject: 'the backup',
    detail: `field ${field}`,
  });
  const base = parsed(whole()) as { accounts: { account: object; credential: object }[] };
  const [first] = base.accounts;
  const withAccount = (account: object): unknown => ({ ...base, accounts: [{ ...first, account }] });
  const withCredential = (credential: object): unknown => ({ ...base, accounts: [{ ...first, credential }] });

  test.each<[string, unknown, string]>([
    ['a list', [], 'backup'],
    ['no schema', { ...base, schema: undefined }, 'backup.schema'],
    ['an unknown schema', { ...base, schema: 0 }, 'backup.schema'],
    ['no time', { ...base, madeAt: 'now' }, 'backup.madeAt'],
    ['no accounts', { ...base, accounts: {} }, 'backup.accounts'],
    ['an account that is none', { ...base, accounts: [null] }, 'accounts.0'],
    ['an id of no account', withAccount({ ...first?.account, id: 'x' }), 'accounts.0.account.id'],
    [
      'an id of another provider',
      withAccount({ ...first?.account, id: 'claude:user-1' }),
      'accounts.0.account.id',
    ],
    ['an unknown kind', withAccount({ ...first?.account, kind: 'x' }), 'accounts.0.account.kind'],
    [
      'a credential of another kind',
      withCredential({ ...first?.credential, kind: 'api-key' }),
      'accounts.0.credential.kind',
    ],
    [
      'a token that is none',
      withCredential({ ...first?.credential, refreshToken: '' }),
      'accounts.0.credential.refreshToken',
    ],
    [
      'a destination that is none',
      withCredential({ ...first?.credential, destinations: [''] }),
      'accounts.0.credential.destinations',
    ],
    ['no settings', { ...base, settings: null }, 'backup.settings'],
  ])('is refused with the field that is wrong: %s', async (_name, content, field) => {
    expect(await failureOf(() => parseBackup(JSON.stringify(content)))).toEqual(damaged(field));
  });

  test('is refused when it is no JSON, or of a newer app', async () => {
    expect([
      await failureOf(() => parseBackup('{')),
      await failureOf(() => parseBackup(JSON.stringify({ ...base, schema: 2 }))),
    ]).toEqual([
      { code: 'storage/unreadable', subject: 'the backup', detail: 'not JSON' },
      { code: 'storage/newer-schema', subject: 'The backup' },
    ]);
  });

  test('settings out of their limits fall away, the others stay', () => {
    const odd = {
      strategy: 'best',
      preferredProvider: 'No Such',
      notify: 'yes',
      notifyAtPercent: 0,
      reservePercent: 7,
      keyStore: 'memory',
      activeAccounts: { openai: 'x', claude: 'claude:user-1' },
      fallBackFrom: { openai: 1 },
      otherAccounts: { openai: false, claude: 'no' },
      folderRules: [{ folder: '/home/ada', account: 'openai:x' }],
      sharedFiles: 5,
      borrowKeys: { claude: true },
      alertAtPercent: { openai: [50], 'claude/weekly': [0], claude: 5 },
      mutedAlerts: ['reset', 'applause'],
      quietHours: { fromMinute: 1320, toMinute: 1440 },
      alertSound: 'loud',
      agentsAtOnce: 65,
      leastLeasePercent: 0,
      dailyLimits: {
        nobody: { unit: 'percent', value: 1 },
        'claude:user-1': { unit: 'percent', value: 101 },
        'claude:user-2': { unit: 'tokens', value: 5000 },
        'claude:user-3': { unit: 'hours', value: 1 },
        'claude:user-4': { unit: 'tokens', value: '5' },
        'claude:user-5': null,
      },
      lockWithScreen: 1,
    };
    const text = JSON.stringify({ ...base, settings: odd });
    expect(parseBackup(text).settings).toEqual({
      reservePercent: 7,
      activeAccounts: { claude: 'claude:user-1' },
      fallBackFrom: {},
      otherAccounts: { openai: false },
      dailyLimits: { 'claude:user-2': { unit: 'tokens', value: 5000 } },
      sharedFiles: {},
      alertAtPercent: { openai: [50] },
      mutedAlerts: ['reset'],
    });
  });
});
