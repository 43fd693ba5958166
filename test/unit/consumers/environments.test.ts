// What each program's agent is told by variables, for each kind of account: the account's own and nothing else, with
// everything that could win over it taken out.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claudeCode } from '../../../main/consumers/claude-code/index.ts';
import { code } from '../../../main/consumers/code/index.ts';
import { codex } from '../../../main/consumers/codex/index.ts';
import { opencode } from '../../../main/consumers/opencode/index.ts';
import type { ConsumerDescription } from '../../../main/consumers/description.ts';
import { consumers } from '../../../main/consumers/list.ts';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { checkedEnvironment } from '../../../main/domain/environment-rules.ts';
import { consumerId, providerId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { claudeId, openaiEntry, openaiId } from '../../fakes/accounts.ts';
import {
  environmentOf,
  agentOf,
  folders,
  delegated,
  claudeKey,
  openaiKey,
  openaiLogin,
  claudeLogin,
  orderFor,
  open,
  told,
  key,
  general,
  host,
} from '../../fakes/agent-environments.ts';
import { failureOf } from '../../fakes/failures.ts';
import { anyText } from '../../fakes/any-text.ts';

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
      'OpenCode with a key of OpenRouter',
      opencode,
      { ...claudeKey, account: { ...claudeKey.account, provider: providerId('openrouter') } },
      { OPENCODE_AUTH_CONTENT: `{"openrouter":{"type":"api","key":"${key}"}}` },
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
      'Every Code with one in its usual place, before which it would look in its own',
      code,
      delegated(openaiId, 'usual'),
      { CODEX_HOME: folders.openai, ...general },
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

  test.each([
    ['Codex', codex, {}],
    ['Every Code', code, general],
  ])(
    '%s is told the folder of the shared file in which a sign-in of ours stands',
    (_label, consumer, more) => {
      for (const place of ['private', 'usual'] as const) {
        const login = { folder: '/home/ada/other', place, variable: 'CODEX_HOME' };
        const change = told(consumer, openaiLogin, { login });
        expect([open(change), change.unset.includes('CODEX_HOME')]).toEqual([
          { CODEX_HOME: '/home/ada/other', ...more },
          false,
        ]);
      }
    },
  );
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
    ['opencode', ['claude', 'openai', 'openrouter', 'mistral', 'groq', 'xai', 'deepseek', 'gemini']],
    ['copilot', ['copilot']],
    ['gemini', ['gemini']],
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

// On a busy machine this one takes its time.
test('whoever it is for, and whatever the order: only listed variables, all checked, no refresh or id token', () => {
  const orders = fc.record({
    project: anyText({ maxLength: 30 }),
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
    { numRuns: 200 },
  );
}, 30_000);
