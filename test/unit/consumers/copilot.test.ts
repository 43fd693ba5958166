// Copilot CLI: who is signed in by its own file, which identity wins, and how an agent of it is told whose account to use.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { copilot } from '../../../main/consumers/copilot/index.ts';
import type { Inspector, LoginPlace } from '../../../main/consumers/description.ts';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { accountId, consumerId, providerId, type ConsumerId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { claudeEntry, noonMs, openaiEntry } from '../../fakes/accounts.ts';
import { environmentOf, open, told } from '../../fakes/agent-environments.ts';
import { anyText } from '../../fakes/any-text.ts';

const provider = providerId('copilot');
const configPath = '/home/ada/.copilot/config.json';
const hostsPath = '/home/ada/.config/gh/hosts.yml';
const host = 'https://github.com';

const config = {
  authTokens: { [`${host}:ada-m`]: { token: 'gho_canary_stored' } },
  loggedInUsers: [
    { host, login: 'ben', kind: 'github' },
    { host, login: 'ada-m', kind: 'github' },
  ],
  lastLoggedInUser: { host, login: 'ada-m' },
};
/** As the program writes it. */
const text = `// This file is managed.\n// Do not edit.\n\n${JSON.stringify(config, null, 2)}\n`;

interface Computer {
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly set?: readonly string[];
  readonly folders?: readonly string[];
  readonly login?: LoginPlace & { readonly owner: ConsumerId };
}

function inspectorOf({ files = {}, environment = {}, set = [], folders = [], login }: Computer): Inspector {
  const places = { home: '/home/ada', data: '/data', environment };
  return {
    places,
    ours: { ...places, environment: {} },
    platform: 'linux',
    now: noonMs,
    read: async (path) => files[path],
    isSet: (variable) => set.includes(variable),
    activeLogin: () => login,
    logins: login === undefined ? [] : [login],
    hasShellStart: false,
    hasFolder: async (path) => folders.includes(path),
    reach: async () => 'there',
  };
}

async function inspected(computer: Computer) {
  const { effective = [], findings = [] } = (await copilot.inspect?.(inspectorOf(computer))) ?? {};
  return {
    effective: effective.map(({ by, label, where }) => [by, label, where]),
    found: findings.map(({ kind, where }) => `${kind} ${where}`),
  };
}

const found = async (computer: Computer): Promise<unknown> => copilot.findLogins?.(inspectorOf(computer));

describe('its file', () => {
  const login = {
    kind: 'login',
    identity: { provider: 'copilot', subject: 'cli/ada-m', label: 'ada-m' },
    at: { folder: '/home/ada/.copilot', place: 'usual' },
    where: configPath,
  };

  test('names who is in use, below its comments, and its token stays where it is', async () => {
    const logins = await found({ files: { [configPath]: text } });
    expect([logins, JSON.stringify(logins).includes('canary')]).toEqual([[login], false]);
  });

  test.each<[string, unknown, string | undefined]>([
    ['nobody used last', { loggedInUsers: config.loggedInUsers }, 'ben'],
    [
      'a company’s own host used last',
      { ...config, lastLoggedInUser: { host: 'https://ghe.example.test', login: 'x' } },
      'ben',
    ],
    ['a name that is none', { lastLoggedInUser: { host, login: 'ada\u202e m' } }, undefined],
    ['a list in place of a person', { lastLoggedInUser: [], loggedInUsers: {} }, undefined],
    ['nothing', {}, undefined],
  ])('with %s', async (_name, content, name) => {
    const logins = await found({ files: { [configPath]: JSON.stringify(content) } });
    expect(logins).toMatchObject(name === undefined ? [] : [{ identity: { label: name } }]);
  });

  test('is found where a variable says', async () => {
    const environment = { COPILOT_HOME: '/srv/copilot' };
    const logins = await found({ environment, files: { '/srv/copilot/config.json': text } });
    expect(logins).toEqual([
      { ...login, at: { folder: '/srv/copilot', place: 'private' }, where: '/srv/copilot/config.json' },
    ]);
  });

  test('with any text at all names nobody who is not in it, and nothing is thrown', async () => {
    const line = fc.oneof(anyText(), fc.constant('// a comment'), fc.constant(''), fc.json());
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 5 }), async (lines) => {
        const content = lines.join('\n');
        const logins = await found({ files: { [configPath]: content } });
        const { effective } = await inspected({ files: { [configPath]: content } });
        expect([logins, effective]).toEqual([[], [['nobody', undefined, configPath]]]);
      }),
    );
  });

  test('with any comments above it says the same', async () => {
    const comment = anyText().map((words) => `//${words.replaceAll('\n', ' ')}\n`);
    await fc.assert(
      fc.asyncProperty(fc.array(comment, { maxLength: 5 }), async (comments) => {
        const content = `${comments.join('')}${JSON.stringify(config)}`;
        expect(await found({ files: { [configPath]: content } })).toEqual([login]);
      }),
    );
  });

  test('a token of the environment that is for Copilot alone can be taken in, and no other', async () => {
    const personal = `github_pat_canary_${'a'.repeat(20)}`;
    const logins = await Promise.all(
      [
        { COPILOT_GITHUB_TOKEN: personal },
        { COPILOT_GITHUB_TOKEN: 'gho_canary_of_a_program' },
        { GH_TOKEN: personal, GITHUB_TOKEN: personal },
        { COPILOT_GITHUB_TOKEN: personal, COPILOT_GH_HOST: 'acme.ghe.com' },
        { COPILOT_GITHUB_TOKEN: personal, GH_HOST: 'acme.ghe.com' },
        { COPILOT_GITHUB_TOKEN: personal, COPILOT_GH_HOST: 'github.com', GH_HOST: 'acme.ghe.com' },
      ].map((environment) => found({ environment })),
    );
    expect(logins).toEqual([
      [{ kind: 'api-key', provider: 'copilot', key: new Secret(personal), where: 'COPILOT_GITHUB_TOKEN' }],
      [],
      [],
      [],
      [],
      [{ kind: 'api-key', provider: 'copilot', key: new Secret(personal), where: 'COPILOT_GITHUB_TOKEN' }],
    ]);
  });
});

describe('the identity that wins', () => {
  const files = { [configPath]: text, [hostsPath]: 'github.com:\n    user: ada-m\n' };

  test.each<[string, Computer, readonly unknown[], readonly string[]]>([
    [
      'the first of three variables',
      { files, set: ['GITHUB_TOKEN', 'GH_TOKEN', 'COPILOT_GITHUB_TOKEN'] },
      ['environment', undefined, 'COPILOT_GITHUB_TOKEN'],
      ['environment-token COPILOT_GITHUB_TOKEN'],
    ],
    [
      'the second',
      { files, set: ['GITHUB_TOKEN', 'GH_TOKEN'] },
      ['environment', undefined, 'GH_TOKEN'],
      ['environment-token GH_TOKEN'],
    ],
    [
      'the third, where there is no login',
      { set: ['GITHUB_TOKEN'] },
      ['environment', undefined, 'GITHUB_TOKEN'],
      [],
    ],
    ['its own login', { files }, ['file', 'ada-m', configPath], []],
    [
      'its own login with the token in the keyring',
      { files: { ...files, [configPath]: JSON.stringify({ ...config, authTokens: {} }) } },
      ['keyring', 'ada-m', configPath],
      [],
    ],
    ['the login of gh', { files: { [hostsPath]: files[hostsPath] } }, ['helper', undefined, hostsPath], []],
    ['nobody', { files: { [hostsPath]: 'ghe.example.test:\n' } }, ['nobody', undefined, configPath], []],
    [
      'nobody in a folder that is not there',
      { environment: { COPILOT_HOME: '/srv/gone' } },
      ['nobody', undefined, '/srv/gone/config.json'],
      ['config-folder COPILOT_HOME'],
    ],
  ])('is %s', async (_name, computer, effective, findings) => {
    expect(await inspected(computer)).toEqual({ effective: [effective], found: findings });
  });

  test('a file that cannot be read as one names nobody', async () => {
    expect((await inspected({ files: { [configPath]: '{"loggedInUsers": [' } })).effective).toEqual([
      ['nobody', undefined, configPath],
    ]);
  });
});

describe('an agent', () => {
  const hosts = [
    'COPILOT_OFFLINE',
    'COPILOT_PROVIDER_API_KEY',
    'COPILOT_PROVIDER_API_KEY_COMMAND',
    'COPILOT_PROVIDER_BASE_URL',
    'COPILOT_PROVIDER_BEARER_TOKEN',
    'GH_HOST',
  ];
  const others = ['GH_TOKEN', 'GITHUB_TOKEN'];
  const ofGithub = 'https://github.com/login/oauth';
  const ofCompany = 'https://acme.ghe.com/login/oauth';
  const ending = (issuer: string, destinations = [consumerId('copilot')]) =>
    openaiEntry(account, { issuer, destinations });
  const lasting = (issuer: string) => claudeEntry(account, { issuer });
  const account = { id: accountId('copilot:user-1'), provider };
  const delegated = (place: 'usual' | 'private'): SignedInAccount => ({
    account: { ...account, label: 'ada-m', kind: 'delegated' },
    credential: {
      kind: 'delegated',
      origin: 'imported',
      destinations: [],
      owner: consumerId('copilot'),
      folder: '/srv/copilot',
      place,
      obtainedAt: noonMs,
    },
  });

  test.each<[string, SignedInAccount, object, readonly string[], boolean]>([
    [
      'with a token that lasts',
      claudeEntry(account),
      { COPILOT_GITHUB_TOKEN: 'canary_key_wxyz' },
      [...hosts, ...others, 'COPILOT_GH_HOST'],
      true,
    ],
    [
      'with a token that ends',
      ending(ofGithub),
      { COPILOT_GITHUB_TOKEN: 'canary_access' },
      [...hosts, ...others, 'COPILOT_GH_HOST'],
      true,
    ],
    [
      'of a company’s own GitHub with a token that lasts',
      lasting(ofCompany),
      { COPILOT_GITHUB_TOKEN: 'canary_key_wxyz', COPILOT_GH_HOST: 'acme.ghe.com' },
      [...hosts, ...others],
      true,
    ],
    [
      'of a company’s own GitHub with a token that ends',
      ending(ofCompany),
      { COPILOT_GITHUB_TOKEN: 'canary_access', COPILOT_GH_HOST: 'acme.ghe.com' },
      [...hosts, ...others],
      true,
    ],
    [
      'with a login of its own',
      delegated('usual'),
      {},
      [...hosts, ...others, 'COPILOT_GH_HOST', 'COPILOT_GITHUB_TOKEN', 'COPILOT_HOME'],
      false,
    ],
    [
      'with a login in another folder',
      delegated('private'),
      { COPILOT_HOME: '/srv/copilot' },
      [...hosts, ...others, 'COPILOT_GH_HOST', 'COPILOT_GITHUB_TOKEN'],
      false,
    ],
  ])('%s is told that account, and nothing else is left to win', (_name, entry, set, unset, handsOver) => {
    const environment = environmentOf(copilot);
    const change = told(copilot, entry);
    expect({
      accepts: environment.accepts(entry),
      handsOver: environment.handsOver(entry),
      set: open(change),
      unset: [...change.unset].sort(),
      bare: [...change.set.values()].filter((value) => typeof value === 'string' && value.includes('canary')),
    }).toEqual({ accepts: true, handsOver, set, unset: [...unset].sort(), bare: [] });
  });

  test('is not started with the login of another program, nor with tokens that are not meant for it', () => {
    const environment = environmentOf(copilot);
    const { credential, account: usual } = delegated('usual');
    expect([
      credential.kind === 'delegated' &&
        environment.accepts({ account: usual, credential: { ...credential, owner: consumerId('opencode') } }),
      environment.accepts(ending(ofGithub, [])),
    ]).toEqual([false, false]);
  });

  test.each([
    'https://auth.example.com/login/oauth',
    'https://acme.ghe.com.example/login/oauth',
    'https://acme.ghe.com@example.com/login/oauth',
    'https://acme.ghe.com/login/oauth/more',
    'http://acme.ghe.com/login/oauth',
    '',
  ])('is not started with tokens of %j, which is no GitHub', (issuer) => {
    const environment = environmentOf(copilot);
    expect([ending(issuer), lasting(issuer)].map((entry) => environment.accepts(entry))).toEqual([
      false,
      false,
    ]);
  });
});
