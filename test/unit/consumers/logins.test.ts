// What stands on a computer already is found where each program keeps it: logins with their identity, keys with theirs.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consumers } from '../../../main/consumers/list.ts';
import type { Finder, FoundLogin, Places } from '../../../main/consumers/description.ts';
import { identityIn } from '../../../main/consumers/codex/identity.ts';
import { parsedObject } from '../../../main/consumers/fields.ts';
import { openaiIdToken, tokenWith } from '../../fakes/tokens.ts';

interface Computer {
  readonly files?: Readonly<Record<string, unknown>>;
  readonly environment?: Places['environment'];
  readonly platform?: string;
}

function finderOf({ files = {}, environment = {}, platform = 'linux' }: Computer): Finder {
  return {
    places: { home: '/home/ada', data: '/data', environment },
    platform,
    read: async (path) => {
      const file = files[path];
      return file === undefined || typeof file === 'string' ? file : JSON.stringify(file);
    },
  };
}

/** By consumer, with the keys in the open. */
async function foundOn(computer: Computer): Promise<Readonly<Record<string, unknown>>> {
  const shown = (login: FoundLogin): unknown =>
    login.kind === 'api-key' ? { ...login, key: login.key.reveal() } : login;
  const found = await Promise.all(
    consumers.map(async (consumer) => {
      const logins = (await consumer.findLogins?.(finderOf(computer))) ?? [];
      return [consumer.id, logins.map(shown)] as const;
    }),
  );
  return Object.fromEntries(found.filter(([, logins]) => logins.length > 0));
}

/** Every sentence about what cannot be seen. */
async function unseenOn(computer: Computer): Promise<readonly string[]> {
  const all = await Promise.all(consumers.map(async (each) => each.unseenLogin?.(finderOf(computer))));
  return all.filter((sentence) => sentence !== undefined);
}

const chatgpt = {
  provider: 'openai',
  subject: 'cli/user-1/acc-1',
  label: 'ada@example.test',
};
const tokens = { id_token: openaiIdToken().reveal(), access_token: 'canary_a', refresh_token: 'canary_r' };
const codexFile = '/home/ada/.codex/auth.json';
const key = (provider: string, text: string, where: string): unknown => ({
  kind: 'api-key',
  provider,
  key: text,
  where,
});

describe('of Codex', () => {
  test('a ChatGPT login stays its own', async () => {
    const files = { [codexFile]: { auth_mode: 'chatgpt', OPENAI_API_KEY: null, tokens } };
    expect(await foundOn({ files })).toEqual({
      codex: [
        {
          kind: 'login',
          identity: chatgpt,
          at: { folder: '/home/ada/.codex', place: 'usual' },
          where: codexFile,
        },
      ],
    });
  });

  test('a folder that it has to be told is not its usual one', async () => {
    const found = await foundOn({
      files: { '/srv/codex/auth.json': { tokens } },
      environment: { CODEX_HOME: '/srv/codex' },
    });
    expect(found).toMatchObject({ codex: [{ at: { folder: '/srv/codex', place: 'private' } }] });
  });

  test.each([
    ['by its mode', { auth_mode: 'apikey' }],
    ['because no mode is noted', {}],
  ])('a key that is in use %s is found, and not the tokens beside it', async (_name, mode) => {
    const files = { [codexFile]: { ...mode, OPENAI_API_KEY: 'canary_sk-key', tokens } };
    expect(await foundOn({ files })).toEqual({ codex: [key('openai', 'canary_sk-key', codexFile)] });
  });
});

describe('of Codex that keeps its login elsewhere', () => {
  const config = '/home/ada/.codex/config.toml';
  const sentence =
    'Codex is told by cli_auth_credentials_store to keep its login in the keyring, where it cannot be seen from here.';

  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['in the keyring', { [config]: 'cli_auth_credentials_store = "keyring"' }, [sentence]],
    ['in the keyring where there is one', { [config]: 'cli_auth_credentials_store = "auto"' }, [sentence]],
    ['nowhere', { [config]: 'cli_auth_credentials_store = "ephemeral"' }, []],
    ['in its file', { [config]: 'cli_auth_credentials_store = "file"' }, []],
    ['as it does by itself', { [config]: 'model = "x"' }, []],
    ['without settings', {}, []],
  ])('%s', async (_name, files, sentences) => {
    expect(await unseenOn({ files })).toEqual(sentences);
  });
});

describe('of Every Code', () => {
  test('a login and keys in both of its files', async () => {
    const files = {
      '/home/ada/.code/auth.json': { tokens, OPENAI_API_KEY: 'canary_sk-key' },
      '/home/ada/.codex/claude_auth.json': { ANTHROPIC_API_KEY: 'canary_sk-ant' },
    };
    expect(await foundOn({ files })).toEqual({
      code: [
        {
          kind: 'login',
          identity: chatgpt,
          at: { folder: '/home/ada/.code', place: 'usual' },
          where: '/home/ada/.code/auth.json',
        },
        key('openai', 'canary_sk-key', '/home/ada/.code/auth.json'),
        key('claude', 'canary_sk-ant', '/home/ada/.codex/claude_auth.json'),
      ],
    });
  });

  test('in the folder of Codex, the login is Codex’s', async () => {
    const found = await foundOn({
      files: { '/srv/codex/auth.json': { tokens } },
      environment: { CODEX_HOME: '/srv/codex' },
    });
    expect(Object.keys(found)).toEqual(['codex']);
  });
});

describe('of Claude Code', () => {
  const login = {
    claudeAiOauth: { accessToken: 'canary_a', refreshToken: 'canary_r', scopes: ['user:inference'] },
  };
  const account = { emailAddress: 'ada@example.test', organizationUuid: 'org-1' };
  const identity = { provider: 'claude', subject: 'cli/ada@example.test/org-1', label: 'ada@example.test' };

  test('a login stays its own, and a key of the Console is found', async () => {
    const files = {
      '/home/ada/.claude/.credentials.json': login,
      '/home/ada/.claude.json': { oauthAccount: account, primaryApiKey: 'canary_sk-ant' },
    };
    expect(await foundOn({ files })).toEqual({
      'claude-code': [
        {
          kind: 'login',
          identity,
          at: { folder: '/home/ada/.claude', place: 'usual' },
          where: '/home/ada/.claude/.credentials.json',
        },
        key('claude', 'canary_sk-ant', '/home/ada/.claude.json'),
      ],
    });
  });

  test('in a folder that it has to be told, its notes lie inside', async () => {
    const files = { '/srv/c/.credentials.json': login, '/srv/c/.claude.json': { oauthAccount: account } };
    expect(await foundOn({ files, environment: { CLAUDE_CONFIG_DIR: '/srv/c' } })).toMatchObject({
      'claude-code': [{ identity, at: { folder: '/srv/c', place: 'private' } }],
    });
  });
});

describe('of Claude Code that keeps its login elsewhere', () => {
  const login = {
    claudeAiOauth: { accessToken: 'canary_a', refreshToken: 'canary_r', scopes: ['user:inference'] },
  };
  const files = {
    '/home/ada/.claude/.credentials.json': login,
    '/srv/c/.credentials.json': login,
    '/home/ada/.claude.json': {
      oauthAccount: { emailAddress: 'ada@example.test', organizationUuid: 'org-1' },
      primaryApiKey: 'canary_sk-ant',
    },
  };
  const keyAlone = { 'claude-code': [key('claude', 'canary_sk-ant', '/home/ada/.claude.json')] };
  const nobody = { '/home/ada/.claude.json': { numStartups: 1 } };

  test.each<[string, Omit<Computer, 'files'>, string]>([
    ['in the keychain', { platform: 'darwin' }, 'in the keychain of macOS'],
    [
      'apart from its settings',
      { environment: { CLAUDE_SECURESTORAGE_CONFIG_DIR: '/srv/c' } },
      'apart from its settings',
    ],
  ])(
    '%s, no file of it counts, and that is said where somebody is signed in',
    async (_name, where, words) => {
      expect([
        await foundOn({ files, ...where }),
        await unseenOn({ files, ...where }),
        await unseenOn({ files: nobody, ...where }),
        await unseenOn({ files }),
      ]).toEqual([keyAlone, [expect.stringContaining(words)], [], []]);
    },
  );
});

describe('of OpenCode', () => {
  const file = '/home/ada/.local/share/opencode/auth.json';

  test('keys of every provider that is known here', async () => {
    const files = {
      [file]: {
        anthropic: { type: 'api', key: 'canary_sk-ant' },
        openai: { type: 'api', key: 'canary_sk-key' },
        openrouter: { type: 'api', key: 'canary_sk-or' },
        other: { type: 'api', key: 'canary_other' },
      },
    };
    expect(await foundOn({ files, environment: { GROQ_API_KEY: 'canary_gsk' } })).toEqual({
      opencode: [
        key('claude', 'canary_sk-ant', file),
        key('openai', 'canary_sk-key', file),
        key('openrouter', 'canary_sk-or', file),
        key('groq', 'canary_gsk', 'GROQ_API_KEY'),
      ],
    });
  });

  test('a ChatGPT login of its own', async () => {
    const openai = { type: 'oauth', access: openaiIdToken().reveal(), refresh: 'canary_r', expires: 1 };
    expect(await foundOn({ files: { [file]: { openai } } })).toEqual({
      opencode: [
        {
          kind: 'login',
          identity: chatgpt,
          at: { folder: '/home/ada/.local/share/opencode', place: 'usual' },
          where: file,
        },
      ],
    });
  });
});

test('keys in the environment are found once each, at the program that reads them', async () => {
  const environment = {
    OPENAI_API_KEY: ' canary_sk-key\n',
    ANTHROPIC_API_KEY: 'canary_sk-ant',
    CLAUDE_API_KEY: 'canary_sk-claude',
  };
  expect(await foundOn({ environment })).toEqual({
    codex: [key('openai', 'canary_sk-key', 'OPENAI_API_KEY')],
    code: [key('claude', 'canary_sk-claude', 'CLAUDE_API_KEY')],
    'claude-code': [key('claude', 'canary_sk-ant', 'ANTHROPIC_API_KEY')],
  });
});

test.each([
  ['empty', ''],
  ['too short to be one', 'canary'],
  ['more than one word', 'canary key words'],
  ['not of the letters of a key', 'canary_kéy_0123'],
  ['longer than any', 'c'.repeat(513)],
])('what is %s is no key', async (_name, text) => {
  expect(await foundOn({ environment: { OPENAI_API_KEY: text } })).toEqual({});
});

test('on an empty computer nothing is found', async () => {
  expect(await foundOn({})).toEqual({});
});

test('whatever stands in the files, looking never fails and finds nobody by chance', async () => {
  const everywhere = (text: string): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      [codexFile, '/home/ada/.code/auth.json', '/home/ada/.codex/claude_auth.json', '/home/ada/.claude.json']
        .concat('/home/ada/.claude/.credentials.json', '/home/ada/.local/share/opencode/auth.json')
        .map((path) => [path, text]),
    );
  const inner = fc.dictionary(
    fc.constantFrom('id_token', 'type', 'access', 'accessToken', 'scopes', 'emailAddress'),
    fc.jsonValue(),
  );
  const outer = fc.dictionary(
    fc.constantFrom('tokens', 'openai', 'claudeAiOauth', 'oauthAccount', '__proto__'),
    fc.oneof(inner, fc.jsonValue()),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        outer.map((value) => JSON.stringify(value)),
        fc.string(),
      ),
      async (text) => {
        const found = Object.values(await foundOn({ files: everywhere(text) }));
        expect(JSON.stringify(found)).not.toContain('"kind":"login","identity":{"provider":"openai"');
      },
    ),
  );
});

describe('whose login stands in a file of Codex', () => {
  const textWith = (claims: unknown): string => JSON.stringify({ tokens: { id_token: tokenWith(claims) } });
  const auth = { chatgpt_user_id: 'user-1', chatgpt_account_id: 'acc-1' };
  const named = (claims: object): string => textWith({ 'https://api.openai.com/auth': auth, ...claims });

  test.each([
    [
      'address and plan',
      named({
        email: 'ada@example.test',
        'https://api.openai.com/auth': { ...auth, chatgpt_plan_type: 'pro' },
      }),
      { ...chatgpt, plan: 'pro' },
    ],
    [
      'the address of the profile',
      named({ 'https://api.openai.com/profile': { email: 'ada@example.test' } }),
      chatgpt,
    ],
    ['no address', named({}), { ...chatgpt, label: 'user-1' }],
    [
      'the older name of the person',
      textWith({ 'https://api.openai.com/auth': { user_id: 'user-1', chatgpt_account_id: 'acc-1' } }),
      { ...chatgpt, label: 'user-1' },
    ],
    [
      'the subject as the person',
      textWith({ sub: 'auth0|x', 'https://api.openai.com/auth': { chatgpt_account_id: 'acc-1' } }),
      { ...chatgpt, subject: 'cli/auth0|x/acc-1', label: 'auth0|x' },
    ],
    ['no workspace', textWith({ sub: 'x', 'https://api.openai.com/auth': {} }), undefined],
    ['no claim of OpenAI', textWith({ sub: 'x' }), undefined],
    [
      'an id that no account id can hold',
      textWith({ 'https://api.openai.com/auth': { ...auth, chatgpt_account_id: 'a b' } }),
      undefined,
    ],
    ['a token that is none', JSON.stringify({ tokens: { id_token: 'canary' } }), undefined],
    ['no token', '{}', undefined],
    ['no JSON', '{', undefined],
  ])('is said by %s', (_name, text, identity) => {
    expect(identityIn(parsedObject(text))).toEqual(identity);
  });
});
