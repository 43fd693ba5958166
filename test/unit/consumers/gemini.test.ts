// Gemini CLI: whose login it keeps, which way it signs in and why, and how an agent of it is told whose account to use.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finder, Inspector } from '../../../main/consumers/description.ts';
import { identityOf } from '../../../main/consumers/gemini/credentials-file.ts';
import { environment } from '../../../main/consumers/gemini/environment.ts';
import { gemini } from '../../../main/consumers/gemini/index.ts';
import { owner } from '../../../main/consumers/gemini/owner.ts';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { checkedEnvironment } from '../../../main/domain/environment-rules.ts';
import { phrase } from '../../../main/domain/phrases.ts';
import { accountId, consumerId, providerId } from '../../../main/domain/ids.ts';
import { claudeEntry, noonMs } from '../../fakes/accounts.ts';
import { agentOf, delegated, key, open } from '../../fakes/agent-environments.ts';
import { tokenWith } from '../../fakes/tokens.ts';

const folder = '/home/ada/.gemini';
const credentialsPath = `${folder}/oauth_creds.json`;
const accountsPath = `${folder}/google_accounts.json`;
const settingsPath = `${folder}/settings.json`;
const ada = 'ada@example.test';
const provider = providerId('gemini');
const login = {
  access_token: 'canary_access',
  refresh_token: 'canary_refresh',
  id_token: tokenWith({ sub: '1', email: 'Ada@example.test' }),
  token_type: 'Bearer',
  expiry_date: noonMs + 1000,
};

interface Computer {
  readonly files?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly set?: readonly string[];
  readonly platform?: string;
}

function readerOf({ files = {} }: Computer) {
  return async (path: string): Promise<string | undefined> => {
    const file = files[path];
    return file === undefined || typeof file === 'string' ? file : JSON.stringify(file);
  };
}

function finderOf(computer: Computer): Finder {
  const { environment: variables = {}, platform = 'linux' } = computer;
  return {
    places: { home: '/home/ada', data: '/data', environment: variables },
    platform,
    read: readerOf(computer),
  };
}

describe('the login that it keeps', () => {
  const identity = { provider, subject: `cli/${ada}`, label: 'Ada@example.test' };
  test.each<[string, unknown, unknown, unknown]>([
    ['by its own token', login, { active: 'ivo@example.test' }, identity],
    [
      'by the note, where a renewal brought no such token',
      { ...login, id_token: undefined },
      { active: ada, old: [] },
      { ...identity, label: ada },
    ],
    [
      'with a token to renew alone',
      { refresh_token: 'canary_r' },
      { active: ada },
      { ...identity, label: ada },
    ],
    [
      'of nobody without a token',
      { ...login, access_token: '', refresh_token: null },
      { active: ada },
      undefined,
    ],
    ['of nobody that is named', { ...login, id_token: 'x.y.z' }, { active: null }, undefined],
    [
      'of a name that is no address',
      { ...login, id_token: undefined },
      { active: 'ada lovelace' },
      undefined,
    ],
    ['in a broken file', '{"acc', { active: ada }, undefined],
    ['in no file', undefined, { active: ada }, undefined],
  ])('%s', async (_name, credentials, accounts, expected) => {
    const read = readerOf({ files: { [credentialsPath]: credentials, [accountsPath]: accounts } });
    const at = { folder, place: 'usual' } as const;
    const tools = { ...nothingToRun, read };
    expect([
      await owner.read(at, tools, new AbortController().signal),
      await owner.isStill?.(at, `cli/${ada}`, tools),
    ]).toEqual([expected, expected === undefined ? undefined : true]);
  });

  test('another one is another', async () => {
    const read = readerOf({ files: { [credentialsPath]: login } });
    expect(await owner.isStill?.({ folder, place: 'usual' }, 'cli/ivo@example.test', { read })).toBe(false);
  });

  const nothingToRun = {
    executable: 'gemini',
    programs: {
      find: () => Promise.reject(new Error('not asked for')),
      run: () => Promise.reject(new Error('not asked for')),
      talk: () => {
        throw new Error('not asked for');
      },
    },
  };

  test.each<[string, unknown, string | undefined]>([
    ['is lent while it works', login, 'canary_access'],
    ['is not lent when it has ended', { ...login, expiry_date: noonMs }, undefined],
    ['is not lent when nobody knows its end', { ...login, expiry_date: 'soon' }, undefined],
    ['is not lent where there is none', {}, undefined],
  ])('its token %s', async (_name, credentials, expected) => {
    const tools = { ...nothingToRun, read: readerOf({ files: { [credentialsPath]: credentials } }) };
    const lent = await owner.lendToken?.({ folder, place: 'usual' }, tools, noonMs);
    expect(lent?.reveal()).toBe(expected);
  });

  test('whatever stands in its files, they are read without a crash, and no token is told', () => {
    const text = fc.oneof(fc.string(), fc.json());
    fc.assert(
      fc.property(text, text, (credentialsText, accountsText) => {
        const found = identityOf({ credentialsText, accountsText });
        expect(found === undefined || /^cli\/[^\s:]+@[^\s:]+$/.test(found.subject)).toBe(true);
      }),
    );
  });

  test('nobody can ask it to sign in or out', () => {
    expect(['signIn', 'signOut', 'renew'].filter((name) => name in owner)).toEqual([]);
  });
});

describe('what is found of it', () => {
  const found = async (computer: Computer): Promise<unknown> =>
    ((await gemini.findLogins?.(finderOf(computer))) ?? []).map((each) =>
      each.kind === 'api-key'
        ? [each.key.reveal(), each.where]
        : [each.identity.label, each.where, each.at.folder, each.at.place],
    );

  test.each<[string, Computer, unknown]>([
    ['nothing', {}, []],
    [
      'its login',
      { files: { [credentialsPath]: login } },
      [['Ada@example.test', credentialsPath, folder, 'usual']],
    ],
    [
      'that in a home of its own',
      {
        files: { '/srv/g/.gemini/oauth_creds.json': login },
        environment: { GEMINI_CLI_HOME: '/srv/g' },
      },
      [['Ada@example.test', '/srv/g/.gemini/oauth_creds.json', '/srv/g/.gemini', 'private']],
    ],
    [
      'none in a file that is no longer used',
      {
        files: { [credentialsPath]: login },
        environment: { GEMINI_FORCE_ENCRYPTED_FILE_STORAGE: 'true' },
      },
      [],
    ],
    [
      'the keys of its file and of the terminal',
      {
        files: {
          [`${folder}/.env`]: 'A=1\nexport GEMINI_API_KEY = "AQ.canary_file" # mine\nGEMINI_API_KEY=\n',
          '/home/ada/.env': 'GEMINI_API_KEY=AQ.canary_home',
        },
        environment: { GEMINI_API_KEY: 'AQ.canary_terminal' },
      },
      [
        ['AQ.canary_file', `${folder}/.env`],
        ['AQ.canary_terminal', 'GEMINI_API_KEY'],
      ],
    ],
    [
      'the key of the home where it has no file itself',
      { files: { '/home/ada/.env': "GEMINI_API_KEY='AQ.canary_home'\r\n" } },
      [['AQ.canary_home', '/home/ada/.env']],
    ],
  ])('%s', async (_name, computer, expected) => {
    expect(await found(computer)).toEqual(expected);
  });

  const byKey = { security: { auth: { selectedType: 'gemini-api-key' } } };
  test.each<[string, Computer, string | undefined]>([
    ['of nothing', {}, undefined],
    [
      'of an encrypted login',
      { environment: { GEMINI_FORCE_ENCRYPTED_FILE_STORAGE: 'true' } },
      'Gemini CLI is told by GEMINI_FORCE_ENCRYPTED_FILE_STORAGE to keep its login encrypted, where it cannot be seen from here.',
    ],
    [
      'of a key in the keyring',
      { files: { [settingsPath]: byKey } },
      'Gemini CLI keeps its API key in the keyring, where it cannot be seen from here.',
    ],
    [
      'of a key that is seen',
      { files: { [settingsPath]: byKey }, environment: { GEMINI_API_KEY: 'AQ.canary' } },
      undefined,
    ],
  ])('what cannot be seen is said: %s', async (_name, computer, expected) => {
    const sentence = await gemini.unseenLogin?.(finderOf(computer));
    expect(sentence).toBe(expected);
    if (sentence !== undefined) expect(phrase('de', sentence)).not.toBe(sentence);
  });
});

describe('whose identity it uses', () => {
  function inspectorOf(computer: Computer): Inspector {
    const { set = [] } = computer;
    const finder = finderOf(computer);
    return {
      ...finder,
      ours: { ...finder.places, environment: {} },
      now: noonMs,
      isSet: (variable) => set.includes(variable),
      activeLogin: () => undefined,
      logins: [],
      hasShellStart: false,
      hasFolder: async () => true,
      reach: async () => 'there',
    };
  }

  const chosen = (way: string): Readonly<Record<string, unknown>> => ({
    [settingsPath]: `{\n  // mine\n  "security": { "auth": { "selectedType": "${way}" } },\n}`,
    [credentialsPath]: login,
  });
  const stored = { [credentialsPath]: login };

  test.each<[string, Computer, unknown, readonly string[]]>([
    ['nobody’s, where nothing is chosen', {}, ['nobody', null, null], []],
    [
      'that of its login',
      { files: chosen('oauth-personal') },
      ['file', 'Ada@example.test', credentialsPath],
      [],
    ],
    [
      'that, whatever key is set',
      { files: chosen('oauth-personal'), set: ['GEMINI_API_KEY', 'GOOGLE_GENAI_USE_VERTEXAI'] },
      ['file', 'Ada@example.test', credentialsPath],
      [],
    ],
    [
      'nobody’s, where the chosen login is not there',
      { files: { ...chosen('oauth-personal'), [credentialsPath]: undefined } },
      ['nobody', null, credentialsPath],
      [],
    ],
    [
      'a token’s of the terminal before it',
      { files: chosen('oauth-personal'), set: ['GOOGLE_GENAI_USE_GCA', 'GOOGLE_CLOUD_ACCESS_TOKEN'] },
      ['environment', null, 'GOOGLE_CLOUD_ACCESS_TOKEN'],
      ['environment-token GOOGLE_CLOUD_ACCESS_TOKEN'],
    ],
    [
      'one that is encrypted',
      {
        files: chosen('oauth-personal'),
        environment: { GEMINI_FORCE_ENCRYPTED_FILE_STORAGE: 'true' },
      },
      ['keyring', null, folder],
      [],
    ],
    [
      'that of a key of the terminal, by its settings',
      { files: chosen('gemini-api-key'), set: ['GEMINI_API_KEY'] },
      ['environment', null, 'GEMINI_API_KEY'],
      [],
    ],
    [
      'that of a key in its file',
      { files: { ...chosen('gemini-api-key'), [`${folder}/.env`]: 'GEMINI_API_KEY=AQ.canary_wxyz' } },
      ['file', 'API key …wxyz', `${folder}/.env`],
      [],
    ],
    ['that of a key out of sight', { files: chosen('gemini-api-key') }, ['keyring', null, null], []],
    [
      'that of a key of the terminal before its login, where its settings choose nothing',
      { files: stored, set: ['GEMINI_API_KEY'] },
      ['environment', null, 'GEMINI_API_KEY'],
      ['environment-key GEMINI_API_KEY'],
    ],
    [
      'a project’s before that',
      { files: stored, set: ['GEMINI_API_KEY', 'GOOGLE_GENAI_USE_VERTEXAI'] },
      ['environment', null, 'GOOGLE_GENAI_USE_VERTEXAI'],
      ['environment-key GOOGLE_GENAI_USE_VERTEXAI'],
    ],
    [
      'its login before both, by a variable',
      { files: stored, set: ['GEMINI_API_KEY', 'GOOGLE_GENAI_USE_VERTEXAI', 'GOOGLE_GENAI_USE_GCA'] },
      ['file', 'Ada@example.test', credentialsPath],
      [],
    ],
    [
      'the key of Vertex AI',
      { files: chosen('vertex-ai'), set: ['GOOGLE_API_KEY', 'GEMINI_API_KEY'] },
      ['environment', null, 'GOOGLE_API_KEY'],
      [],
    ],
    [
      'the computer’s own',
      { files: chosen('compute-default-credentials') },
      ['environment', null, settingsPath],
      [],
    ],
    ['a gateway’s', { files: chosen('gateway') }, ['helper', null, settingsPath], []],
    [
      'what the administrator chooses before the person',
      {
        files: {
          ...chosen('oauth-personal'),
          '/etc/gemini-cli/settings.json': { security: { auth: { selectedType: 'vertex-ai' } } },
        },
      },
      ['environment', null, '/etc/gemini-cli/settings.json'],
      [],
    ],
  ])('%s', async (_name, computer, identity, findings) => {
    const inspection = await gemini.inspect?.(inspectorOf(computer));
    const [effective] = inspection?.effective ?? [];
    expect([
      [effective?.by, effective?.label ?? null, effective?.where ?? null],
      inspection?.findings.map(({ kind, where }) => `${kind} ${where}`),
      phrase('de', effective?.why ?? '') === effective?.why,
    ]).toEqual([identity, findings, false]);
  });

  test('a home that is not there is told', async () => {
    const inspector = {
      ...inspectorOf({ environment: { GEMINI_CLI_HOME: '/gone' } }),
      hasFolder: async () => false,
    };
    expect((await gemini.inspect?.(inspector))?.findings).toEqual([
      { kind: 'config-folder', where: 'GEMINI_CLI_HOME', detail: 'that is not there: /gone' },
    ]);
  });
});

describe('an agent of it', () => {
  const order = { agent: agentOf('agent-1'), project: 'lamp' };
  const keyEntry = claudeEntry({ id: accountId('gemini:key-1'), provider });
  const loginEntry = (place: 'private' | 'usual'): SignedInAccount => {
    const entry = delegated(provider, place);
    const at = place === 'usual' ? folder : '/srv/g/.gemini';
    const { credential } = entry;
    return credential.kind === 'delegated'
      ? { ...entry, credential: { ...credential, owner: consumerId('gemini'), folder: at } }
      : entry;
  };
  const stale = [
    'GOOGLE_API_KEY',
    'GOOGLE_CLOUD_ACCESS_TOKEN',
    'GEMINI_CLI_USE_COMPUTE_ADC',
    'CODE_ASSIST_ENDPOINT',
    'GEMINI_API_KEY_AUTH_MECHANISM',
    'GEMINI_CLI_CUSTOM_HEADERS',
    'GOOGLE_GEMINI_BASE_URL',
    'GOOGLE_VERTEX_BASE_URL',
  ];

  test.each<[string, SignedInAccount, Readonly<Record<string, string>>, boolean, readonly string[]]>([
    [
      'with a key has it in one variable, and nothing that would choose another way',
      keyEntry,
      { GEMINI_API_KEY: key, GOOGLE_GENAI_USE_GCA: '', GOOGLE_GENAI_USE_VERTEXAI: '' },
      true,
      stale,
    ],
    [
      'with the login of its usual place is told to use it, and no home',
      loginEntry('usual'),
      { GOOGLE_GENAI_USE_GCA: 'true', GOOGLE_GENAI_USE_VERTEXAI: '', GEMINI_API_KEY: '' },
      false,
      [...stale, 'GEMINI_CLI_HOME'],
    ],
    [
      'with a login elsewhere is told its home',
      loginEntry('private'),
      {
        GOOGLE_GENAI_USE_GCA: 'true',
        GOOGLE_GENAI_USE_VERTEXAI: '',
        GEMINI_API_KEY: '',
        GEMINI_CLI_HOME: '/srv/g',
      },
      false,
      stale,
    ],
  ])('%s', (_name, entry, set, handsOver, unset) => {
    const change = checkedEnvironment(environment.change(entry, order), environment.variables);
    expect([
      open(change),
      change.unset,
      change.words,
      environment.accepts(entry),
      environment.handsOver(entry),
    ]).toEqual([set, unset, [], true, handsOver]);
  });

  test.each<[string, SignedInAccount, Readonly<Record<string, string>>, string | undefined]>([
    ['a key and settings that choose nothing', keyEntry, {}, undefined],
    ['a key and settings that choose it', keyEntry, { [settingsPath]: 'gemini-api-key' }, undefined],
    [
      'a key and settings that choose a login',
      keyEntry,
      { [settingsPath]: 'oauth-personal' },
      `The settings of Gemini CLI choose oauth-personal (${settingsPath}), which goes before API key …wxyz. To use that account, set security.auth.selectedType to gemini-api-key there, or take it out.`,
    ],
    [
      'a key and an administrator that chooses a cloud',
      keyEntry,
      { '/etc/gemini-cli/settings.json': 'vertex-ai', [settingsPath]: 'gemini-api-key' },
      'The settings of Gemini CLI choose vertex-ai (/etc/gemini-cli/settings.json), which goes before API key …wxyz. To use that account, set security.auth.selectedType to gemini-api-key there, or take it out.',
    ],
    [
      'a login and settings that choose it',
      loginEntry('usual'),
      { [settingsPath]: 'oauth-personal' },
      undefined,
    ],
    [
      'a login elsewhere, whose own settings count',
      loginEntry('private'),
      { [settingsPath]: 'gemini-api-key' },
      undefined,
    ],
    [
      'a login elsewhere, whose own settings choose a key',
      loginEntry('private'),
      { '/srv/g/.gemini/settings.json': 'gemini-api-key' },
      `The settings of Gemini CLI choose gemini-api-key (/srv/g/.gemini/settings.json), which goes before ${loginEntry('private').account.label}. To use that account, set security.auth.selectedType to oauth-personal there, or take it out.`,
    ],
  ])('is told what its settings overrule: %s', async (_name, entry, ways, note) => {
    const finder = {
      places: { home: '/home/ada', data: '/data', environment: {} },
      platform: 'linux',
      read: async (path: string) =>
        Object.hasOwn(ways, path)
          ? JSON.stringify({ security: { auth: { selectedType: ways[path] } } })
          : undefined,
    };
    expect(await environment.overruledBy?.(entry, finder)).toBe(note);
  });

  test('cannot use a login that another program keeps', () => {
    expect(environment.accepts(delegated(provider))).toBe(false);
  });
});
