// Taken together: a credential goes nowhere it was not meant for, and a refresh token into one file at most.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { KeyedAccount } from '../../../main/domain/account.ts';
import type { JsonObject, JsonValue } from '../../../main/domain/json.ts';
import { providerId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import type { CredentialFile, SharedFacts, StateFile } from '../../../main/consumers/description.ts';
import { consumers, managedFiles } from '../../../main/consumers/list.ts';
import { otherTools } from '../../../main/consumers/other-tools.ts';
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

const places = { home: '/home/ada', data: '/data', environment: {} };
const managed = managedFiles(places);
const credentialFiles = managed.flatMap(({ file }): readonly CredentialFile[] =>
  file.kind === 'credential' ? [file] : [],
);
const stateFiles = managed.flatMap(({ file }): readonly StateFile[] => (file.kind === 'state' ? [file] : []));
const everyConsumer = consumers.map(({ id }) => id);

test('every file has a place, an id of its own, and a sentence about it', () => {
  expect([
    managed.map(({ file, path, reader }) => [file.id, path, reader, file.isOnByDefault]),
    managed.every(({ file }) => /^[A-Z].*\.$/.test(file.writes)),
  ]).toEqual([
    [
      ['codex-auth', '/home/ada/.codex/auth.json', 'Codex', true],
      ['codex-start', '/data/shell/codex.accounts', 'Codex', true],
      ['code-claude-auth', '/home/ada/.codex/claude_auth.json', 'Every Code', true],
      ['code-auth-config', '/home/ada/.codex/auth_config.json', 'Every Code', true],
      ['code-auth', '/home/ada/.code/auth.json', 'Every Code', false],
      ['claude-code-credentials', '/home/ada/.claude/.credentials.json', 'Claude Code', false],
      ['claude-code-start', '/data/shell/claude-code.accounts', 'Claude Code', true],
      ['opencode-anthropic', '/home/ada/.local/share/opencode/auth.json', 'OpenCode', false],
      ['opencode-openai', '/home/ada/.local/share/opencode/auth.json', 'OpenCode', false],
      ['opencode-openrouter', '/home/ada/.local/share/opencode/auth.json', 'OpenCode', false],
      ['opencode-mistral', '/home/ada/.local/share/opencode/auth.json', 'OpenCode', false],
      ['opencode-groq', '/home/ada/.local/share/opencode/auth.json', 'OpenCode', false],
      ['opencode-xai', '/home/ada/.local/share/opencode/auth.json', 'OpenCode', false],
      ['opencode-deepseek', '/home/ada/.local/share/opencode/auth.json', 'OpenCode', false],
      ['opencode-google', '/home/ada/.local/share/opencode/auth.json', 'OpenCode', false],
      ['unified-view', '/data/auth.json', 'Other tools', true],
    ],
    true,
  ]);
});

test('where Every Code shares the folder of Codex, the file there has one writer', () => {
  const shared = managedFiles({ ...places, environment: { CODEX_HOME: '/srv/codex' } });
  expect(shared.filter(({ path }) => path === '/srv/codex/auth.json').map(({ file }) => file.id)).toEqual([
    'codex-auth',
  ]);
});

const scopes = ['user:inference'];
const accounts: readonly (readonly [string, KeyedAccount, readonly string[]])[] = [
  ['a ChatGPT sign-in', openaiEntry({}, { destinations: everyConsumer, scopes }), ['codex-auth']],
  [
    'a key of OpenAI',
    claudeEntry({ provider: openaiId }, { destinations: everyConsumer }),
    ['codex-auth', 'code-auth', 'opencode-openai'],
  ],
  [
    'a Claude sign-in',
    openaiEntry({ provider: claudeId }, { destinations: everyConsumer, scopes }),
    ['code-claude-auth', 'claude-code-credentials'],
  ],
  [
    'a key of Claude',
    claudeEntry({}, { destinations: everyConsumer }),
    ['code-claude-auth', 'opencode-anthropic'],
  ],
  [
    'a key of OpenRouter',
    claudeEntry({ provider: providerId('openrouter') }, { destinations: everyConsumer }),
    ['opencode-openrouter'],
  ],
  ['a sign-in meant for nobody', openaiEntry({}, { destinations: [], scopes }), []],
  [
    'a Claude sign-in meant for nobody',
    openaiEntry({ provider: claudeId }, { destinations: [], scopes }),
    [],
  ],
  ['a key meant for nobody', claudeEntry({}, { destinations: [] }), []],
];

test.each(accounts)('%s goes into %j, even if meant for all', (_name, entry, ids) => {
  expect(credentialFiles.filter((file) => file.accepts(entry)).map(({ id }) => id)).toEqual(ids);
});

test.each(accounts)('%s goes only to the programs that it is meant for', (_name, entry) => {
  for (const { id, files } of consumers) {
    const meant = { ...entry, credential: { ...entry.credential, destinations: [id] } };
    const others = credentialFiles.filter((file) => file.accepts(meant) && !files.includes(file));
    expect(others.map((file) => file.id)).toEqual([]);
  }
});

test.each(accounts)('at most one file can have the refresh token of %s', (_name, entry) => {
  const carriers = credentialFiles.filter((file) => file.rotated !== undefined && file.accepts(entry));
  expect(carriers.length).toBeLessThanOrEqual(1);
});

test('no refresh token is in any content but that of Codex, whatever is known and whatever stands there', () => {
  const provider = fc.constantFrom(claudeId, openaiId);
  const plan = fc.constantFrom('max', 'pro', 'free', 'plus', '');
  const present = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(
      provider,
      plan,
      fc.option(fc.double({ min: 0, max: 120, noNaN: true }), { nil: null }),
      present,
      (id, tier, usedPercent, made) => {
        const entry = openaiEntry(
          { provider: id, plan: tier },
          { destinations: everyConsumer, scopes, refreshToken: new Secret('canary_the_refresh_token') },
        );
        const facts = factsWith(entry, quotaOf(entry, [quotaWindow({ usedPercent })]));
        const there = JSON.parse(JSON.stringify(made)) as JsonObject;
        const contents = [
          ...credentialFiles
            .filter((file) => file.accepts(entry))
            .map((file) => [file.id, file.content(entry, facts, there)] as const),
          ...stateFiles.map(
            (file) => [file.id, file.content({ ...facts, preferred: id }, undefined)] as const,
          ),
        ];
        const holding = contents.filter(([, content]) =>
          JSON.stringify(content).includes('canary_the_refresh_token'),
        );
        expect(holding.map(([file]) => file)).toEqual(id === openaiId ? ['codex-auth'] : []);
      },
    ),
  );
});

test('only a file that carries the refresh token can renew a sign-in', () => {
  expect(credentialFiles.filter((file) => 'rotated' in file).map(({ id }) => id)).toEqual(['codex-auth']);
});

describe('inside the Linux distributions of Windows', () => {
  const home = '\\\\wsl.localhost\\Ubuntu\\home\\ada';
  const inside = managedFiles({
    home: 'C:\\Users\\ada',
    data: 'C:\\data',
    environment: { CODEX_HOME: 'D:\\codex' },
    wslHomes: [{ distribution: 'Ubuntu', home }],
  }).filter(({ reader }) => reader.endsWith(' in Ubuntu'));
  const wslFiles = inside.flatMap(({ file }) => (file.kind === 'credential' ? [file] : []));

  test('the same programs have the same files, off until the person asks', () => {
    expect(inside.map(({ file, path, reader }) => [file.id, path, reader, file.isOnByDefault])).toEqual([
      ['codex-auth@wsl-Ubuntu', `${home}/.codex/auth.json`, 'Codex in Ubuntu', false],
      ['code-claude-auth@wsl-Ubuntu', `${home}/.codex/claude_auth.json`, 'Every Code in Ubuntu', false],
      ['code-auth@wsl-Ubuntu', `${home}/.code/auth.json`, 'Every Code in Ubuntu', false],
      [
        'claude-code-credentials@wsl-Ubuntu',
        `${home}/.claude/.credentials.json`,
        'Claude Code in Ubuntu',
        false,
      ],
      [
        'opencode-anthropic@wsl-Ubuntu',
        `${home}/.local/share/opencode/auth.json`,
        'OpenCode in Ubuntu',
        false,
      ],
      ['opencode-openai@wsl-Ubuntu', `${home}/.local/share/opencode/auth.json`, 'OpenCode in Ubuntu', false],
      [
        'opencode-openrouter@wsl-Ubuntu',
        `${home}/.local/share/opencode/auth.json`,
        'OpenCode in Ubuntu',
        false,
      ],
      ['opencode-mistral@wsl-Ubuntu', `${home}/.local/share/opencode/auth.json`, 'OpenCode in Ubuntu', false],
      ['opencode-groq@wsl-Ubuntu', `${home}/.local/share/opencode/auth.json`, 'OpenCode in Ubuntu', false],
      ['opencode-xai@wsl-Ubuntu', `${home}/.local/share/opencode/auth.json`, 'OpenCode in Ubuntu', false],
      [
        'opencode-deepseek@wsl-Ubuntu',
        `${home}/.local/share/opencode/auth.json`,
        'OpenCode in Ubuntu',
        false,
      ],
      ['opencode-google@wsl-Ubuntu', `${home}/.local/share/opencode/auth.json`, 'OpenCode in Ubuntu', false],
    ]);
  });

  test('what is said of them is said of the place inside', () => {
    expect(wslFiles.map((file) => [file.path(places), file.overruledBy?.path(places), file.locks])).toEqual(
      inside.map(({ path }) => [
        path,
        path.endsWith('.codex/auth.json') ? `${home}/.codex/config.toml` : undefined,
        undefined,
      ]),
    );
  });

  test('no refresh token goes there, and no sign-in whose file would need one', () => {
    expect([
      wslFiles.filter((file) => file.rotated !== undefined),
      accounts.map(([, entry]) =>
        wslFiles.filter((file) => file.accepts(entry)).map(({ id }) => id.split('@')[0]),
      ),
    ]).toEqual([
      [],
      accounts.map(([, { credential }, ids]) =>
        ids.filter((id) => id !== 'codex-auth' || credential.kind === 'api-key'),
      ),
    ]);
  });
});

describe('the view for other tools', () => {
  const entry = openaiEntry({ organization: 'Analytical Engines' });
  const facts: SharedFacts = {
    ...factsWith(entry, quotaOf(entry, [quotaWindow()])),
    preferred: claudeId,
    selected: openaiId,
    reason: 'In use: OpenAI, because Claude is not signed in.',
  };
  const [view] = otherTools.files;
  const content = (given: SharedFacts, present?: JsonObject): unknown =>
    view?.kind === 'state' ? view.content(given, present) : undefined;

  test('says who is in use, with which plan, and when that was checked', () => {
    expect(content(facts, { schema: 1, older: true })).toStrictEqual({
      schema: 1,
      preferred_provider: 'claude',
      selected_provider: 'openai',
      selected_because: 'In use: OpenAI, because Claude is not signed in.',
      providers: {
        claude: {
          signed_in: false,
          account: null,
          organization: null,
          kind: null,
          plan: null,
          last_check: null,
        },
        openai: {
          signed_in: true,
          account: 'ada@example.test',
          organization: 'Analytical Engines',
          kind: 'oauth',
          plan: 'plus',
          last_check: new Date(noonMs).toISOString(),
        },
      },
    });
  });

  test('a check is said again once what stands there is an hour behind, about something else, or cannot be right', () => {
    const hourMs = 3_600_000;
    const saidOver = (openai: JsonObject): number => {
      const said = z
        .looseObject({ providers: z.looseObject({ openai: z.looseObject({ last_check: z.string() }) }) })
        .parse(content(facts, { providers: { openai } }));
      return Date.parse(said.providers.openai.last_check) - noonMs;
    };
    const ours = (lastCheck: JsonValue): JsonObject => ({
      signed_in: true,
      account: 'ada@example.test',
      organization: 'Analytical Engines',
      kind: 'oauth',
      plan: 'plus',
      last_check: lastCheck,
    });
    const at = (ms: number): string => new Date(noonMs + ms).toISOString();
    expect(
      [
        ours(at(1 - hourMs)),
        ours(at(-hourMs)),
        ours(at(1)),
        ours(null),
        ours('x'),
        ours(7),
        { ...ours(at(1 - hourMs)), organization: 'Harbour Works' },
      ].map(saidOver),
    ).toEqual([1 - hourMs, 0, 0, 0, 0, 0, 0]);
  });

  test('says nothing of a provider that nobody uses', () => {
    const unused = { id: providerId('example'), isUnused: true } as const;
    expect(content({ ...facts, providers: [...facts.providers, unused] })).toStrictEqual(content(facts));
  });

  test('has no key in it', () => {
    expect(JSON.stringify(content(facts))).not.toContain('canary');
  });

  test('says null where nothing is chosen', () => {
    expect(content(noFacts)).toMatchObject({ preferred_provider: null, selected_provider: null });
  });

  test('leaves a newer schema alone', async () => {
    expect([await failureOf(() => content(facts, { schema: 2 })), content(facts, { schema: 'x' })]).toEqual([
      { code: 'storage/newer-schema', subject: 'auth.json in the data folder' },
      content(facts),
    ]);
  });
});
