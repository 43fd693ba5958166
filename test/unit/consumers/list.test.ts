// Taken together: a credential goes nowhere it was not meant for, and a refresh token into one file at most.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import type { JsonObject } from '../../../main/domain/json.ts';
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
  sampleOf,
} from '../../fakes/accounts.ts';
import { factsWith, noFacts } from '../../fakes/facts.ts';
import { failureOf } from '../../fakes/failures.ts';

const managed = managedFiles({ home: '/home/ada', data: '/data', environment: {} });
const credentialFiles = managed.flatMap(({ file }): readonly CredentialFile[] =>
  file.kind === 'credential' ? [file] : [],
);
const stateFiles = managed.flatMap(({ file }): readonly StateFile[] => (file.kind === 'state' ? [file] : []));
const everyConsumer = consumers.map(({ id }) => id);

test('every file has a place, an id of its own, and a sentence about it', () => {
  expect([
    managed.map(({ file, path, reader }) => [file.id, path, reader]),
    managed.every(({ file }) => /^[A-Z].*\.$/.test(file.writes)),
  ]).toEqual([
    [
      ['codex-auth', '/home/ada/.codex/auth.json', 'Codex'],
      ['code-claude-auth', '/home/ada/.codex/claude_auth.json', 'Every Code'],
      ['code-auth-config', '/home/ada/.codex/auth_config.json', 'Every Code'],
      ['unified-view', '/data/auth.json', 'Other tools'],
    ],
    true,
  ]);
});

test.each<[string, SignedInAccount, readonly string[]]>([
  ['a ChatGPT sign-in', openaiEntry({}, { destinations: everyConsumer }), ['codex-auth']],
  ['a key of OpenAI', claudeEntry({ provider: openaiId }, { destinations: everyConsumer }), ['codex-auth']],
  [
    'a Claude sign-in',
    openaiEntry({ provider: claudeId }, { destinations: everyConsumer }),
    ['code-claude-auth'],
  ],
  ['a key of Claude', claudeEntry({}, { destinations: everyConsumer }), ['code-claude-auth']],
  ['a sign-in meant for nobody', openaiEntry({}, { destinations: [] }), []],
  ['a key meant for nobody', claudeEntry({}, { destinations: [] }), []],
])('%s goes into %j, even if meant for all', (_name, entry, ids) => {
  expect(credentialFiles.filter((file) => file.accepts(entry)).map(({ id }) => id)).toEqual(ids);
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
          { destinations: everyConsumer, refreshToken: new Secret('canary_the_refresh_token') },
        );
        const facts = factsWith(entry, sampleOf(entry, [quotaWindow({ usedPercent })]));
        const there = JSON.parse(JSON.stringify(made)) as JsonObject;
        const contents = [
          ...credentialFiles.map((file) => [file.id, file.content(entry, facts, there)] as const),
          ...stateFiles.map(
            (file) => [file.id, file.content({ ...facts, preferred: id }, undefined)] as const,
          ),
        ];
        const holding = contents.filter(([, content]) =>
          JSON.stringify(content).includes('canary_the_refresh_token'),
        );
        expect(holding.map(([file]) => file)).toEqual(['codex-auth']);
      },
    ),
  );
});

test('only a file that carries the refresh token can renew a sign-in', () => {
  expect(credentialFiles.filter((file) => 'rotated' in file).map(({ id }) => id)).toEqual(['codex-auth']);
});

describe('the view for other tools', () => {
  const entry = openaiEntry();
  const facts: SharedFacts = {
    ...factsWith(entry, sampleOf(entry, [quotaWindow()])),
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
        claude: { signed_in: false, account: null, kind: null, plan: null, last_check: null },
        openai: {
          signed_in: true,
          account: 'ada@example.test',
          kind: 'oauth',
          plan: 'plus',
          last_check: new Date(noonMs).toISOString(),
        },
      },
    });
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
