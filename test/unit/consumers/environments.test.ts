// What each program's agent is told, for each kind of account: the account's own and nothing else, with everything that
// could win over it taken out.
import fc from 'fast-check';
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { describe, expect, test } from 'vitest';
import { claudeCode } from '../../../main/consumers/claude-code/index.ts';
import { code } from '../../../main/consumers/code/index.ts';
import { codex } from '../../../main/consumers/codex/index.ts';
import type {
  AgentEnvironment,
  ConsumerDescription,
  EnvironmentOrder,
} from '../../../main/consumers/description.ts';
import { consumers } from '../../../main/consumers/list.ts';
import { opencode } from '../../../main/consumers/opencode/index.ts';
import type { Account, SignedInAccount } from '../../../main/domain/account.ts';
import type { EnvironmentChange } from '../../../main/domain/environment-change.ts';
import { checkedEnvironment } from '../../../main/domain/environment-rules.ts';
import { accountId, consumerId, type ProviderId } from '../../../main/domain/ids.ts';
import { isAgentId, type AgentId } from '../../../main/domain/lease.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { claudeEntry, claudeId, noonMs, openaiEntry, openaiId } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';

function environmentOf({ environment, label }: ConsumerDescription): AgentEnvironment {
  if (environment === undefined) throw new Error(`${label} has no environment`);
  return environment;
}

function agentOf(text: string): AgentId {
  if (!isAgentId(text)) throw new Error('no id of an agent');
  return text;
}

const folders = {
  claude: '/data/logins/claude-code/1',
  openai: '/data/logins/codex/1',
};

function delegated(
  provider: ProviderId,
  place: 'private' | 'usual' = 'private',
  account: Partial<Account> = {},
): SignedInAccount {
  const isClaude = provider === claudeId;
  return {
    account: {
      id: accountId(`${provider}:cli/ada@example.test/one`),
      provider,
      label: 'ada@example.test',
      kind: 'delegated',
      ...account,
    },
    credential: {
      kind: 'delegated',
      origin: 'owner-sign-in',
      destinations: [],
      owner: consumerId(isClaude ? 'claude-code' : 'codex'),
      folder: isClaude ? folders.claude : folders.openai,
      place,
      obtainedAt: noonMs,
    },
  };
}

const claudeKey = claudeEntry();
const openaiKey = claudeEntry({ id: accountId('openai:key-1'), provider: openaiId });
const openaiLogin = openaiEntry();
/** An account of a registered client. */
const claudeLogin = (scopes?: readonly string[]): SignedInAccount =>
  openaiEntry(
    { id: accountId('claude:user-1'), provider: claudeId, plan: 'max' },
    {
      destinations: [consumerId('code'), consumerId('claude-code')],
      ...(scopes !== undefined && { scopes }),
    },
  );

const keyCommand = ["/opt/Gate house/it's", 'token', '--account', 'claude:key-1'] as const;

function orderFor({ credential }: SignedInAccount, more: Partial<EnvironmentOrder> = {}): EnvironmentOrder {
  const login =
    credential.kind === 'delegated'
      ? {
          folder: credential.folder,
          place: credential.place,
          variable: credential.owner === codex.id ? 'CODEX_HOME' : 'CLAUDE_SECURESTORAGE_CONFIG_DIR',
        }
      : undefined;
  return { agent: agentOf('agent-1'), project: 'lamp', ...(login !== undefined && { login }), ...more };
}

const open = (change: EnvironmentChange): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...change.set].map(([name, value]) => [name, typeof value === 'string' ? value : value.reveal()]),
  );

function told(
  consumer: ConsumerDescription,
  entry: SignedInAccount,
  more: Partial<EnvironmentOrder> = {},
): EnvironmentChange {
  return environmentOf(consumer).change(entry, orderFor(entry, more));
}

const key = 'canary_key_wxyz';
const host = { CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: '1' };
const general = {
  CLAUDE_AGENT_ID: 'agent-1',
  CLAUDE_PROJECT_CONTEXT: 'lamp',
  DISABLE_AUTO_UPDATE: '1',
  DISABLE_AUTOUPDATER: '1',
};

describe('without a command that prints the key', () => {
  test.each<
    [
      string,
      ConsumerDescription,
      SignedInAccount,
      Readonly<Record<string, string>>,
      handsOver: boolean,
      kept: readonly string[],
    ]
  >([
    [
      'a key of Claude Code',
      claudeCode,
      claudeKey,
      { ANTHROPIC_API_KEY: key, ...host },
      true,
      ['CLAUDE_CONFIG_DIR'],
    ],
    [
      'a registered client’s sign-in',
      claudeCode,
      claudeLogin(['user:inference']),
      { CLAUDE_CODE_OAUTH_TOKEN: 'canary_access', ...host },
      true,
      ['CLAUDE_CONFIG_DIR'],
    ],
    [
      'a login that Claude Code keeps in a folder of its own',
      claudeCode,
      delegated(claudeId),
      { CLAUDE_SECURESTORAGE_CONFIG_DIR: folders.claude },
      false,
      ['CLAUDE_CONFIG_DIR'],
    ],
    [
      'one in its usual place, which a folder of settings would move',
      claudeCode,
      delegated(claudeId, 'usual'),
      {},
      false,
      [],
    ],
    ['a key of Codex, for codex exec alone', codex, openaiKey, { CODEX_API_KEY: key }, true, []],
    ['a sign-in of ours, which stands in Codex’s own file', codex, openaiLogin, {}, false, []],
    ['a login that Codex keeps', codex, delegated(openaiId), { CODEX_HOME: folders.openai }, false, []],
    [
      'one in its usual place',
      codex,
      delegated(openaiId, 'usual'),
      { CODEX_HOME: folders.openai },
      false,
      [],
    ],
    [
      'OpenCode with a key of Claude',
      opencode,
      claudeKey,
      { OPENCODE_AUTH_CONTENT: `{"anthropic":{"type":"api","key":"${key}"}}` },
      true,
      [],
    ],
    [
      'OpenCode with a key of OpenAI',
      opencode,
      openaiKey,
      { OPENCODE_AUTH_CONTENT: `{"openai":{"type":"api","key":"${key}"}}` },
      true,
      [],
    ],
    [
      'Every Code with a key of Claude',
      code,
      claudeKey,
      { ANTHROPIC_API_KEY: key, CLAUDE_API_KEY: key, CLAUDE_SUBSCRIPTION: 'api', ...host, ...general },
      true,
      ['CODE_HOME', 'CLAUDE_CONFIG_DIR'],
    ],
    [
      'Every Code with a registered client’s sign-in',
      code,
      claudeLogin(),
      {
        CLAUDE_CODE_OAUTH_TOKEN: 'canary_access',
        CLAUDE_SUBSCRIPTION: 'max',
        CLAUDE_MAX_USER: 'true',
        ...host,
        ...general,
      },
      true,
      ['CODE_HOME', 'CLAUDE_CONFIG_DIR'],
    ],
    [
      'Every Code with a login of Claude Code',
      code,
      delegated(claudeId, 'private', { plan: 'pro' }),
      { CLAUDE_SECURESTORAGE_CONFIG_DIR: folders.claude, CLAUDE_SUBSCRIPTION: 'pro', ...general },
      false,
      ['CODE_HOME', 'CLAUDE_CONFIG_DIR'],
    ],
    [
      'Every Code with one in its usual place, of a plan that it does not know',
      code,
      delegated(claudeId, 'usual', { plan: 'team' }),
      general,
      false,
      ['CODE_HOME'],
    ],
    [
      'Every Code with a key of OpenAI',
      code,
      openaiKey,
      { OPENAI_API_KEY: key, CODEX_API_KEY: key, ...general },
      true,
      ['CODE_HOME', 'CLAUDE_CONFIG_DIR'],
    ],
    [
      'Every Code with a sign-in of ours, whose plan is none of Claude',
      code,
      openaiEntry({ plan: 'pro' }),
      general,
      false,
      ['CLAUDE_CONFIG_DIR'],
    ],
    [
      'Every Code with a login of Codex',
      code,
      delegated(openaiId),
      { CODEX_HOME: folders.openai, ...general },
      false,
      ['CLAUDE_CONFIG_DIR'],
    ],
    [
      'Every Code with one in its usual place',
      code,
      delegated(openaiId, 'usual'),
      general,
      false,
      ['CLAUDE_CONFIG_DIR'],
    ],
  ])('%s', (_label, consumer, entry, set, handsOver, kept) => {
    const environment = environmentOf(consumer);
    const change = told(consumer, entry);
    const mentioned = new Set([...change.set.keys(), ...change.unset]);
    expect({
      accepts: environment.accepts(entry),
      set: open(change),
      words: change.words,
      handsOver: environment.handsOver(entry),
      // Whatever else is on its list is taken out.
      kept: environment.variables.filter((name) => !mentioned.has(name)).sort(),
      // No secret is there as a plain text.
      bare: [...change.set.values()].filter(
        (value) => typeof value === 'string' && value.includes('canary_'),
      ),
    }).toEqual({ accepts: true, set, words: [], handsOver, kept: [...kept].sort(), bare: [] });
  });
});

describe('with a command that prints the key', () => {
  /** The settings that Claude Code is started with. */
  function settingsIn({ words }: EnvironmentChange): unknown {
    expect([words.length, words[0]]).toEqual([2, '--settings']);
    return JSON.parse(words[1] ?? '');
  }
  const blanked = (except: readonly string[]): Readonly<Record<string, string>> =>
    Object.fromEntries(
      environmentOf(claudeCode)
        .variables.filter((name) => name !== 'CLAUDE_CONFIG_DIR' && !except.includes(name))
        .map((name) => [name, '']),
    );

  test('Claude Code asks it, whatever the settings of person and project say', () => {
    const change = told(claudeCode, claudeKey, { keyCommand });
    expect([open(change), settingsIn(change)]).toEqual([
      {},
      {
        apiKeyHelper: String.raw`'/opt/Gate house/it'\''s' token --account claude:key-1`,
        env: blanked([]),
      },
    ]);
  });

  test('a login is not overruled by a helper or by an environment in the settings', () => {
    const change = told(claudeCode, delegated(claudeId), { keyCommand });
    const folder = { CLAUDE_SECURESTORAGE_CONFIG_DIR: folders.claude };
    expect([open(change), settingsIn(change)]).toEqual([
      folder,
      { apiKeyHelper: '', env: { ...blanked([]), ...folder } },
    ]);
  });

  test('neither is a token, which is in no word', () => {
    const change = told(claudeCode, claudeLogin(), { keyCommand });
    expect([open(change), settingsIn(change)]).toEqual([
      { CLAUDE_CODE_OAUTH_TOKEN: 'canary_access', ...host },
      { apiKeyHelper: '', env: { ...blanked(['CLAUDE_CODE_OAUTH_TOKEN']), ...host } },
    ]);
  });

  test.each([
    [
      ['C:\\Program Files\\Gatehouse\\gatehouse.cmd', 'token'],
      '"C:\\Program Files\\Gatehouse\\gatehouse.cmd" "token"',
    ],
    [['\\\\server\\share\\gatehouse.cmd'], '"\\\\server\\share\\gatehouse.cmd"'],
    [['/usr/bin/gatehouse', 'a b', '$HOME', '`x`', ''], "/usr/bin/gatehouse 'a b' '$HOME' '`x`' ''"],
  ] as const)('the line for its shell: %j', (command, line) => {
    expect(settingsIn(told(claudeCode, claudeKey, { keyCommand: [...command] }))).toMatchObject({
      apiKeyHelper: line,
    });
  });

  test('what its shell would make something else of is given as a variable', () => {
    const change = told(claudeCode, claudeKey, { keyCommand: ['C:\\x\\gatehouse.cmd', '%PATH%'] });
    expect([open(change), settingsIn(change)]).toMatchObject([
      { ANTHROPIC_API_KEY: key, ...host },
      { apiKeyHelper: '' },
    ]);
  });

  test('Codex asks it by a provider of ours', () => {
    const change = told(codex, openaiKey, { keyCommand });
    expect([open(change), change.unset.includes('CODEX_API_KEY'), change.words]).toEqual([
      {},
      true,
      [
        ...['-c', 'model_provider="gatehouse"', '-c'],
        'model_providers.gatehouse={name="OpenAI",base_url="https://api.openai.com/v1",wire_api="responses",' +
          `auth={command="/opt/Gate house/it's",args=["token","--account","claude:key-1"],timeout_ms=70000}}`,
      ],
    ]);
  });

  // On a busy machine this one takes its time.
  test('its TOML says the words as they are, whatever is in them', () => {
    const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 2 }), (command, args) => {
        const { words } = told(codex, openaiKey, { keyCommand: [command, ...args] });
        expect(getStaticTOMLValue(parseTOML(words[3] ?? ''))).toMatchObject({
          model_providers: { gatehouse: { auth: { command, args } } },
        });
      }),
      { numRuns: 15, examples: [['/a\u007F"\\\n', ["'''", '\u0000']]] },
    );
  }, 30_000);

  test.each([
    ['Codex with a login', codex, delegated(openaiId)],
    ['OpenCode', opencode, openaiKey],
    ['a script', code, claudeKey],
  ])('%s is told nothing by words', (_label, consumer, entry) => {
    expect(told(consumer, entry, { keyCommand })).toEqual(told(consumer, entry));
  });
});

describe('Every Code', () => {
  test('goes by another name only on request', () => {
    const [plain, named] = [
      told(code, claudeKey),
      told(code, claudeKey, { userAgent: 'lamp/1.0', project: 'a\nb\u0000c' }),
    ];
    expect([plain.unset.includes('CLAUDE_CODE_USER_AGENT'), open(named)]).toMatchObject([
      true,
      { CLAUDE_CODE_USER_AGENT: 'lamp/1.0', CLAUDE_PROJECT_CONTEXT: 'a b c' },
    ]);
  });
});

test.each([
  ['Claude Code: a token that may not ask models', claudeCode, claudeLogin(['user:profile'])],
  ['Every Code: the same', code, claudeLogin(['user:profile'])],
  [
    'Claude Code: a sign-in that is not for it',
    claudeCode,
    openaiEntry({ provider: claudeId }, { destinations: [consumerId('code')] }),
  ],
  ['Codex: a sign-in that is not for its file', codex, openaiEntry({}, { destinations: [] })],
  ['Every Code: the same sign-in', code, openaiEntry({}, { destinations: [] })],
  [
    'Claude Code: a login of another program',
    claudeCode,
    { ...delegated(openaiId), account: delegated(claudeId).account },
  ],
  [
    'Codex: a login of another program',
    codex,
    { ...delegated(claudeId), account: delegated(openaiId).account },
  ],
  ['OpenCode: a sign-in', opencode, openaiLogin],
  ['OpenCode: a login', opencode, delegated(claudeId)],
])('not accepted by %s', (_label, consumer, entry) => {
  expect(environmentOf(consumer).accepts(entry)).toBe(false);
});

test.each([
  ['Claude Code', claudeCode, claudeId],
  ['Codex', codex, openaiId],
  ['Every Code', code, claudeId],
])(
  '%s: a login whose folder nobody names is not started with another one',
  async (_label, consumer, provider) => {
    const entry = delegated(provider);
    const order = { agent: agentOf('agent-1'), project: 'lamp' };
    expect(await failureOf(() => environmentOf(consumer).change(entry, order))).toEqual({
      code: 'internal',
      detail: 'no folder of the login',
    });
  },
);

test('the providers that each can use, the best first', () => {
  expect(
    consumers.flatMap(({ id, environment }) =>
      environment === undefined ? [] : [[id, environment.providers]],
    ),
  ).toEqual([
    ['codex', ['openai']],
    ['code', ['claude', 'openai']],
    ['claude-code', ['claude']],
    ['opencode', ['claude', 'openai']],
  ]);
});

test('every variable that holds a key or a token for a program is taken out or set', () => {
  const missing = consumers.flatMap(({ environment, keyVariables = [] }) =>
    keyVariables.filter((name) => environment?.variables.includes(name) === false),
  );
  expect(missing).toEqual([]);
});

const entries = [
  claudeKey,
  openaiKey,
  claudeLogin(),
  openaiLogin,
  ...[claudeId, openaiId].flatMap((provider) => [delegated(provider), delegated(provider, 'usual')]),
];

test('whoever it is for, and whatever the order: only listed variables, all checked, no refresh or id token', () => {
  const orders = fc.record({
    project: fc.string({ unit: 'binary', maxLength: 30 }),
    userAgent: fc.option(fc.stringMatching(/^[ -~]{1,20}$/), { nil: undefined }),
    keyCommand: fc.option(fc.tuple(fc.string({ minLength: 1 }), fc.string()), { nil: undefined }),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...entries),
      fc.constantFrom(...consumers),
      orders,
      (entry, consumer, raw) => {
        const { environment } = consumer;
        if (environment?.providers.includes(entry.account.provider) !== true || !environment.accepts(entry))
          return;
        const { project, userAgent, keyCommand: command } = raw;
        const order = orderFor(entry, {
          project,
          ...(userAgent !== undefined && { userAgent }),
          ...(command !== undefined && { keyCommand: command }),
        });
        const change = environment.change(entry, order);
        const said = [...Object.values(open(change)), ...change.words].join('\n');
        const secrets = [...change.set.values()].filter((value) => value instanceof Secret).length > 0;
        expect({
          checked: checkedEnvironment(change, environment.variables),
          renewing: /canary_(?:refresh|id)/.test(said),
          secretWords: change.words.filter((word) => word.includes('canary_')),
          handsOver: environment.handsOver(entry) || !secrets,
        }).toEqual({ checked: change, renewing: false, secretWords: [], handsOver: true });
      },
    ),
    { numRuns: 300 },
  );
});
