// What a backup holds: nothing is lost on the way there and back, and nothing damaged is taken for whole.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KeyedAccount } from '../../../main/domain/account.ts';
import {
  backedUp,
  backupText,
  parseBackup,
  restorableSettings,
  type ArchivedIdentity,
  type BackedUpAccount,
  type UnreadableAccount,
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

function opened(each: BackedUpAccount | UnreadableAccount): unknown {
  if (each.kind === 'keyed') return { usedBy: each.usedBy, entry: revealed(each) };
  return each.kind === 'unreadable' ? { ...each, failure: each.failure.toValue() } : each;
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
    label: fc.string(),
    names: fc.record(
      { workspaceId: fc.string(), organization: fc.string(), plan: fc.string(), planDetail: fc.string() },
      { requiredKeys: [] },
    ),
    issuer: fc.string(),
    clientId: fc.string(),
    accessToken: secret,
    refreshToken: secret,
    obtainedAt: fc.integer(),
    extras: fc.record({ expiresAt: fc.integer(), scopes: fc.array(fc.string()) }, { requiredKeys: [] }),
  })
  .map(({ label, names, extras, ...credential }) => {
    const { idToken: _none, ...base } = openaiEntry({}, credential).credential;
    const account = { ...openaiEntry().account, label, ...names };
    return { account, credential: { ...base, ...extras } };
  });

test('any account comes back as it was, one whose texts are empty too', () => {
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
  const withAccount = (changes: object): unknown => ({
    ...first,
    account: { ...first?.account, ...changes },
  });
  const withCredential = (changes: object): unknown => ({
    ...first,
    credential: { ...first?.credential, ...changes },
  });

  const { id, provider, label } = openaiEntry().account;
  const named = { id, provider, label };
  const nobody = { id: 'accounts.0', provider: '', label: 'accounts.0' };

  test.each<[string, ArchivedIdentity, unknown, string]>([
    ['is none', nobody, null, 'accounts.0'],
    ['is a word', nobody, { ...first, account: 'x' }, 'accounts.0.account'],
    ['has an id of no account', { ...named, id: 'x' }, withAccount({ id: 'x' }), 'accounts.0.account.id'],
    [
      'has no id that is a text, and no name',
      { ...nobody, provider },
      withAccount({ id: 5, label: '' }),
      'accounts.0.account.id',
    ],
    [
      'has an id of another provider',
      { ...named, id: 'claude:user-1' },
      withAccount({ id: 'claude:user-1' }),
      'accounts.0.account.id',
    ],
    [
      'is of an unknown kind',
      { ...named, organization: 'Acme' },
      withAccount({ kind: 'x', organization: 'Acme' }),
      'accounts.0.account.kind',
    ],
    [
      'has a credential of another kind',
      named,
      withCredential({ kind: 'api-key' }),
      'accounts.0.credential.kind',
    ],
    [
      'has a token that is none',
      named,
      withCredential({ refreshToken: '' }),
      'accounts.0.credential.refreshToken',
    ],
    [
      'has a destination that is none',
      named,
      withCredential({ destinations: [''] }),
      'accounts.0.credential.destinations',
    ],
  ])('leaves the others as they are, an account that %s', (_name, account, entry, field) => {
    const text = JSON.stringify({ ...base, accounts: [entry, first] });
    expect(parseBackup(text).accounts.map(opened)).toEqual([
      {
        kind: 'unreadable',
        account,
        failure: {
          code: 'storage/unreadable',
          subject: account.label,
          detail: `field ${field}`,
        },
      },
      opened(backedUp(openaiEntry(), ['Codex'])),
    ]);
  });

  test.each<[string, unknown, string]>([
    ['a list', [], 'backup'],
    ['no schema', { ...base, schema: undefined }, 'backup.schema'],
    ['an unknown schema', { ...base, schema: 0 }, 'backup.schema'],
    ['no time', { ...base, madeAt: 'now' }, 'backup.madeAt'],
    ['no accounts', { ...base, accounts: {} }, 'backup.accounts'],
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
