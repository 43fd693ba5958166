// Whose identity each program uses, in the order in which the program itself looks for one.
import { describe, expect, test } from 'vitest';
import type { IdentityInEffect, Inspector, LoginPlace } from '../../../main/consumers/description.ts';
import { consumers } from '../../../main/consumers/list.ts';
import { consumerId, type ConsumerId } from '../../../main/domain/ids.ts';
import { noonMs } from '../../fakes/accounts.ts';
import { openaiIdToken } from '../../fakes/tokens.ts';

interface Computer {
  readonly files?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly set?: readonly string[];
  readonly platform?: string;
  readonly folders?: readonly string[];
  /** Of the account in use. */
  readonly login?: LoginPlace & { readonly owner: ConsumerId };
  /** Of the other accounts. */
  readonly logins?: readonly (LoginPlace & { readonly owner: ConsumerId })[];
  readonly byScript?: boolean;
}

function inspectorOf(computer: Computer): Inspector {
  const {
    files = {},
    environment = {},
    set = [],
    platform = 'linux',
    folders = [],
    login,
    logins = [],
  } = computer;
  const places = { home: '/home/ada', data: '/data', environment };
  return {
    places,
    ours: { ...places, environment: {} },
    platform,
    now: noonMs,
    read: async (path) => {
      const file = files[path];
      return file === undefined || typeof file === 'string' ? file : JSON.stringify(file);
    },
    isSet: (variable) => set.includes(variable),
    activeLogin: () => login,
    logins: login === undefined ? logins : [login, ...logins],
    hasShellStart: computer.byScript === true,
    hasFolder: async (path) => folders.includes(path),
    reach: async () => 'there',
  };
}

async function inspected(id: string, computer: Computer) {
  const consumer = consumers.find((each) => each.id === id);
  const { effective = [], findings = [] } = (await consumer?.inspect?.(inspectorOf(computer))) ?? {};
  return { effective, found: findings.map(({ kind, where }) => `${kind} ${where}`) };
}

const seen = ({ by, label, where }: IdentityInEffect): unknown[] => [by, label ?? null, where ?? null];
const identities = async (id: string, computer: Computer): Promise<unknown> =>
  (await inspected(id, computer)).effective.map(seen);

const tokens = {
  id_token: openaiIdToken().reveal(),
  access_token: 'canary_a',
  refresh_token: 'canary_r',
};
const codexPath = '/home/ada/.codex/auth.json';
const configPath = '/home/ada/.codex/config.toml';
const ada = 'ada@example.test';

describe('Codex', () => {
  const files = { [codexPath]: { auth_mode: 'chatgpt', tokens } };
  const key = { auth_mode: 'apikey', OPENAI_API_KEY: 'canary_key_wxyz', tokens };
  test.each<[string, Computer, unknown]>([
    ['nobody', {}, [['nobody', null, codexPath]]],
    ['nobody by an empty file', { files: { [codexPath]: {} } }, [['nobody', null, codexPath]]],
    ['nobody by a broken file', { files: { [codexPath]: '{"tok' } }, [['nobody', null, codexPath]]],
    ['the login of its file', { files }, [['file', ada, codexPath]]],
    [
      'the key of its file before tokens beside it',
      { files: { [codexPath]: key } },
      [['file', 'API key …wxyz', codexPath]],
    ],
    [
      'the personal access token of its file',
      { files: { [codexPath]: { auth_mode: 'personalAccessToken', personal_access_token: 'canary_p' } } },
      [['file', null, codexPath]],
    ],
    [
      'that also where no mode is noted, before a key beside it',
      { files: { [codexPath]: { personal_access_token: 'canary_p', OPENAI_API_KEY: 'canary_key_wxyz' } } },
      [['file', null, codexPath]],
    ],
    [
      'the key for Bedrock of its file',
      { files: { [codexPath]: { bedrock_api_key: { key: 'canary_b' } } } },
      [['file', null, codexPath]],
    ],
    [
      'the agent identity of its file',
      { files: { [codexPath]: { auth_mode: 'agentIdentity', agent_identity: 'canary_i' } } },
      [['file', null, codexPath]],
    ],
    [
      'the login where an agent identity stands beside it without a mode',
      { files: { [codexPath]: { agent_identity: 'canary_i', tokens } } },
      [['file', ada, codexPath]],
    ],
    [
      'nobody by a mode without what belongs to it',
      { files: { [codexPath]: { auth_mode: 'personalAccessToken', personal_access_token: null, tokens } } },
      [['nobody', null, codexPath]],
    ],
    [
      'a token of the environment before its file',
      { files, set: ['CODEX_ACCESS_TOKEN'] },
      [['environment', null, 'CODEX_ACCESS_TOKEN']],
    ],
    [
      'a key for its exec alone',
      { files, set: ['CODEX_API_KEY'] },
      [
        ['file', ada, codexPath],
        ['environment', null, 'CODEX_API_KEY'],
      ],
    ],
    ['no key that it does not read', { files, set: ['OPENAI_API_KEY'] }, [['file', ada, codexPath]]],
    [
      'the keyring',
      { files: { ...files, [configPath]: 'cli_auth_credentials_store = "keyring"' } },
      [['keyring', null, configPath]],
    ],
    [
      'nobody for long',
      { files: { ...files, [configPath]: 'cli_auth_credentials_store = "ephemeral"' } },
      [['nobody', null, configPath]],
    ],
    [
      'the file in the folder of a variable',
      {
        files: { '/srv/codex/auth.json': key },
        environment: { CODEX_HOME: '/srv/codex' },
        folders: ['/srv/codex'],
      },
      [['file', 'API key …wxyz', '/srv/codex/auth.json']],
    ],
    [
      'the login that our script names',
      {
        files: { ...files, '/data/logins/bob/auth.json': key },
        byScript: true,
        login: { folder: '/data/logins/bob', place: 'private', owner: consumerId('codex') },
      },
      [['file', 'API key …wxyz', '/data/logins/bob/auth.json']],
    ],
    [
      'its own where the script keeps out of the way',
      {
        files,
        environment: { CODEX_HOME: '/home/ada/.codex' },
        folders: ['/home/ada/.codex'],
        byScript: true,
        login: { folder: '/data/logins/bob', place: 'private', owner: consumerId('codex') },
      },
      [['file', ada, codexPath]],
    ],
  ])('uses %s', async (_name, computer, expected) => {
    expect(await identities('codex', computer)).toEqual(expected);
  });
});

test('a token of the environment goes before every other way of Codex to be signed in', async () => {
  const found = async (file: object) =>
    (await inspected('codex', { files: { [codexPath]: file }, set: ['CODEX_ACCESS_TOKEN'] })).found;
  expect([
    await found({ auth_mode: 'personalAccessToken', personal_access_token: 'canary_p' }),
    await found({ auth_mode: 'bedrockApiKey', bedrock_api_key: 'canary_b' }),
    await found({ auth_mode: 'agentIdentity', agent_identity: { email: ada } }),
    await found({}),
  ]).toEqual([...Array<string[]>(3).fill(['environment-token CODEX_ACCESS_TOKEN']), []]);
});

test('a method of Codex that is forced is found against a key, not against what may belong to it', async () => {
  const found = async (file: object) =>
    (
      await inspected('codex', {
        files: { [codexPath]: file, [configPath]: 'forced_login_method = "chatgpt"' },
      })
    ).found;
  expect([
    await found({ OPENAI_API_KEY: 'canary_key_wxyz' }),
    await found({ auth_mode: 'personalAccessToken', personal_access_token: 'canary_p' }),
  ]).toEqual([[`forced-login-method ${configPath}`], []]);
});

test('Codex is told to keep a login of its own elsewhere, and one settings file that all link to is told once', async () => {
  const store = 'cli_auth_credentials_store = "keyring"';
  const at = (name: string) => `/data/logins/${name}/config.toml`;
  const login = (name: string, id = 'codex') =>
    ({ folder: `/data/logins/${name}`, place: 'private', owner: consumerId(id) }) as const;
  const logins = [login('ada'), login('bob'), login('eve', 'claude-code')];
  const files = { [at('ada')]: `${store}\n`, [at('bob')]: `${store}\n`, [at('eve')]: store };
  const found = async (changes: Computer) => (await inspected('codex', { files, logins, ...changes })).found;
  expect([
    await found({}),
    await found({ files: { ...files, [at('bob')]: store } }),
    await found({ files: { ...files, [configPath]: `${store}\n` } }),
    await found({ byScript: true, login: login('bob') }),
  ]).toEqual([
    [`keyring ${at('ada')}`],
    [`keyring ${at('ada')}`, `keyring ${at('bob')}`],
    [`keyring ${configPath}`],
    [`keyring ${at('bob')}`],
  ]);
});

describe('Claude Code', () => {
  const claudePath = '/home/ada/.claude/.credentials.json';
  const settingsPath = '/home/ada/.claude/settings.json';
  const login = {
    claudeAiOauth: { accessToken: 'canary_a', refreshToken: 'canary_r', scopes: ['user:inference'] },
  };
  const notes = { oauthAccount: { emailAddress: ada } };
  const files = { [claudePath]: login, '/home/ada/.claude.json': notes };
  const withHelper = { ...files, [settingsPath]: { apiKeyHelper: '~/key.sh' } };
  const all = [
    'CLAUDE_CODE_OAUTH_TOKEN',
    'ANTHROPIC_API_KEY',
    'ANTHROPIC_AUTH_TOKEN',
    'CLAUDE_CODE_USE_BEDROCK',
  ];
  test.each<[string, Computer, unknown]>([
    ['nobody', {}, [['nobody', null, claudePath]]],
    ['its login', { files }, [['file', ada, claudePath]]],
    [
      'nobody where it has blanked a dead login',
      { files: { [claudePath]: { claudeAiOauth: { ...login.claudeAiOauth, accessToken: '' } } } },
      [['nobody', null, claudePath]],
    ],
    [
      'the key that the Console made',
      { files: { '/home/ada/.claude.json': { primaryApiKey: 'canary_key_wxyz' } } },
      [['file', 'API key …wxyz', '/home/ada/.claude.json']],
    ],
    ['a token before its login', { files, set: all.slice(0, 1) }, [['environment', null, all[0]]]],
    ['a helper before that', { files: withHelper, set: all.slice(0, 1) }, [['helper', null, settingsPath]]],
    ['a key before that', { files: withHelper, set: all.slice(0, 2) }, [['environment', null, all[1]]]],
    [
      'a bearer token before that',
      { files: withHelper, set: all.slice(0, 3) },
      [['environment', null, all[2]]],
    ],
    ['a cloud before everything', { files: withHelper, set: all }, [['environment', null, all[3]]]],
    ['the keychain of macOS', { files, platform: 'darwin' }, [['keyring', ada, null]]],
    [
      'the folder for logins before that for everything',
      {
        files: { '/srv/logins/.credentials.json': login },
        environment: { CLAUDE_CONFIG_DIR: '/srv/claude', CLAUDE_SECURESTORAGE_CONFIG_DIR: '/srv/logins' },
        folders: ['/srv/claude', '/srv/logins'],
      },
      [['file', null, '/srv/logins/.credentials.json']],
    ],
  ])('uses %s', async (_name, computer, expected) => {
    expect(await identities('claude-code', computer)).toEqual(expected);
  });

  test('each of those that go before the login is found', async () => {
    expect((await inspected('claude-code', { files: withHelper, set: all })).found).toEqual([
      'environment-key CLAUDE_CODE_USE_BEDROCK',
      'environment-token ANTHROPIC_AUTH_TOKEN',
      'environment-key ANTHROPIC_API_KEY',
      'environment-token CLAUDE_CODE_OAUTH_TOKEN',
    ]);
  });
});

test('what the settings of Claude Code blank is not set, whatever the terminal says', async () => {
  const files = {
    '/home/ada/.claude/.credentials.json': {
      claudeAiOauth: { accessToken: 'canary_a', refreshToken: 'canary_r', scopes: ['user:inference'] },
    },
    '/home/ada/.claude/settings.json': { env: { ANTHROPIC_API_KEY: '', CLAUDE_CODE_USE_VERTEX: 0 } },
  };
  const set = ['ANTHROPIC_API_KEY', 'CLAUDE_CODE_USE_VERTEX'];
  const { effective, found } = await inspected('claude-code', { files, set });
  expect([effective.map(({ by }) => by), found]).toEqual([['file'], []]);
});

describe('Every Code', () => {
  const codePath = '/home/ada/.code/auth.json';
  const claudeAuthPath = '/home/ada/.codex/claude_auth.json';
  const folders = ['/home/ada/.code', '/home/ada/.codex', '/srv/code'];
  const codex = { [codexPath]: { tokens } };
  const none = ['nobody', null, claudeAuthPath];
  test.each<[string, Computer, unknown]>([
    ['nobody where it was never used', { files: codex }, [['nobody', null, null]]],
    ['the file of Codex without one of its own', { files: codex, folders }, [['file', ada, codexPath], none]],
    [
      'its own file before that',
      { files: { ...codex, [codePath]: { OPENAI_API_KEY: 'canary_key_wxyz' } }, folders },
      [['file', 'API key …wxyz', codePath], none],
    ],
    [
      'not the file of Codex where a variable names a folder',
      { files: codex, folders, environment: { CODE_HOME: '/srv/code' } },
      [['nobody', null, '/srv/code/auth.json'], none],
    ],
    [
      'a key of the environment without a login',
      { folders, set: ['OPENAI_API_KEY'] },
      [['environment', null, 'OPENAI_API_KEY'], none],
    ],
    [
      'the key for Claude of its file',
      { files: { [claudeAuthPath]: { ANTHROPIC_API_KEY: 'canary_key_wxyz' } } },
      [
        ['nobody', null, codePath],
        ['file', 'API key …wxyz', claudeAuthPath],
      ],
    ],
    [
      'a key of the environment before that',
      {
        files: { [claudeAuthPath]: { ANTHROPIC_API_KEY: 'canary_key_wxyz' } },
        set: ['CLAUDE_API_KEY'],
        folders,
      },
      [
        ['nobody', null, codePath],
        ['environment', null, 'CLAUDE_API_KEY'],
      ],
    ],
  ])('uses %s', async (_name, computer, expected) => {
    expect(await identities('code', computer)).toEqual(expected);
  });
});

describe('a folder that a variable names', () => {
  test('is the one file for both, where Every Code goes by the variable of Codex', async () => {
    const computer = {
      files: { '/srv/codex/auth.json': { tokens } },
      environment: { CODEX_HOME: '/srv/codex' },
      folders: ['/srv/codex'],
    };
    expect((await inspected('code', computer)).found).toEqual([]);
  });

  test('is found missing also by a program that was never used', async () => {
    const computer = { environment: { CODE_HOME: '/srv/gone' } };
    expect((await inspected('code', computer)).found).toEqual(['config-folder CODE_HOME']);
  });

  test('is no finding where it is that of the login in use', async () => {
    const folder = '/data/logins/bob';
    const found = async (id: string, variable: string): Promise<readonly string[]> => {
      const login = { folder, place: 'private', owner: consumerId(id) } as const;
      return (await inspected(id, { environment: { [variable]: folder }, folders: [folder], login })).found;
    };
    expect([
      await found('codex', 'CODEX_HOME'),
      await found('claude-code', 'CLAUDE_CONFIG_DIR'),
      await found('claude-code', 'CLAUDE_SECURESTORAGE_CONFIG_DIR'),
    ]).toEqual([[], [], []]);
  });
});

describe('OpenCode', () => {
  const path = '/home/ada/.local/share/opencode/auth.json';
  const files = {
    [path]: {
      anthropic: { type: 'api', key: 'canary_key_wxyz' },
      openai: { type: 'oauth', refresh: 'canary_r', access: tokens.id_token, expires: 0 },
    },
  };
  test.each<[string, Computer, unknown]>([
    [
      'nobody',
      {},
      [
        ['nobody', null, path],
        ['nobody', null, path],
      ],
    ],
    [
      'an entry for each provider',
      { files, set: ['OPENAI_API_KEY'] },
      [
        ['file', 'API key …wxyz', path],
        ['file', ada, path],
      ],
    ],
    [
      'a key of the environment without an entry',
      { set: ['OPENAI_API_KEY'] },
      [
        ['nobody', null, path],
        ['environment', null, 'OPENAI_API_KEY'],
      ],
    ],
    [
      'what it has of other vendors, of which nobody misses the rest',
      {
        files: { [path]: { groq: { type: 'api', key: 'canary_key_abcd' } } },
        set: ['MISTRAL_API_KEY'],
      },
      [
        ['nobody', null, path],
        ['nobody', null, path],
        ['environment', null, 'MISTRAL_API_KEY'],
        ['file', 'API key …abcd', path],
      ],
    ],
    [
      'a text of the environment before its file',
      { files, set: ['OPENCODE_AUTH_CONTENT'] },
      [['environment', null, 'OPENCODE_AUTH_CONTENT']],
    ],
  ])('uses %s', async (_name, computer, expected) => {
    expect(await identities('opencode', computer)).toEqual(expected);
  });
});

test('no sentence says anything of a key', async () => {
  const files = {
    [codexPath]: { tokens },
    '/home/ada/.claude.json': { primaryApiKey: 'canary_key_wxyz' },
    '/home/ada/.local/share/opencode/auth.json': { anthropic: { type: 'api', key: 'canary_key_wxyz' } },
  };
  const all = await Promise.all(consumers.map(({ id }) => inspected(id, { files })));
  expect(JSON.stringify(all)).not.toContain('canary');
});
