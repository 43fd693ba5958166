// OpenCode gets complete entries for API keys, and everything else in its file is its own (protocols §3).
import { describe, expect, test } from 'vitest';
import { accountId } from '../../../main/domain/ids.ts';
import type { JsonObject } from '../../../main/domain/json.ts';
import { Secret } from '../../../main/domain/secret.ts';
import type { CredentialFile } from '../../../main/consumers/description.ts';
import { opencode } from '../../../main/consumers/opencode/index.ts';
import { claudeEntry, openaiEntry, openaiId } from '../../fakes/accounts.ts';
import { noFacts } from '../../fakes/facts.ts';
import { failureOf } from '../../fakes/failures.ts';

function fileOf(index: number): CredentialFile {
  const file = opencode.files[index];
  if (file?.kind !== 'credential') throw new Error('OpenCode has two credential files');
  return file;
}
const anthropic = fileOf(0);
const openai = fileOf(1);
const destinations = [opencode.id];
const claudeKey = claudeEntry({}, { destinations });
const openaiKey = claudeEntry(
  { id: accountId('openai:key-1'), provider: openaiId },
  { destinations, key: new Secret('canary_sk-key') },
);

const present: JsonObject = {
  anthropic: { type: 'api', key: 'canary_key_wxyz' },
  openai: { type: 'api', key: 'canary_sk-key', metadata: { x: '1' } },
  'https://team.example.test': { type: 'wellknown', key: 'TEAM_TOKEN', token: 'canary_team' },
};

test('an entry has what its schema asks for and nothing else, and no other entry is named', () => {
  expect([
    anthropic.content(claudeKey, noFacts, present),
    openai.content(openaiKey, noFacts, undefined),
  ]).toStrictEqual([
    { anthropic: { type: 'api', key: 'canary_key_wxyz' } },
    { openai: { type: 'api', key: 'canary_sk-key' } },
  ]);
});

test('a key of each other provider stands under OpenCode’s own name for it', () => {
  const names = opencode.files.slice(2).map((file) => {
    if (file.kind !== 'credential') return [];
    const entry = claudeEntry({ provider: file.provider }, { destinations });
    return [file.provider, file.accepts(entry), Object.keys(file.content(entry, noFacts, present))];
  });
  expect(names).toEqual([
    ['openrouter', true, ['openrouter']],
    ['mistral', true, ['mistral']],
    ['groq', true, ['groq']],
    ['xai', true, ['xai']],
    ['deepseek', true, ['deepseek']],
    ['gemini', true, ['google']],
  ]);
});

test('each takes the keys of its provider that are meant for it, and no tokens', () => {
  const tokens = openaiEntry({}, { destinations });
  const unmeant = claudeEntry({}, { destinations: [] });
  expect(
    [anthropic, openai].map((file) =>
      [claudeKey, openaiKey, tokens, unmeant].map((entry) => file.accepts(entry)),
    ),
  ).toEqual([
    [true, false, false, false],
    [false, true, false, false],
  ]);
});

test('a sign-in that OpenCode made is not written over', async () => {
  const signedIn = { openai: { type: 'oauth', refresh: 'canary_r', access: 'canary_a', expires: 1 } };
  expect([
    await failureOf(() => openai.content(openaiKey, noFacts, signedIn)),
    anthropic.content(claudeKey, noFacts, signedIn),
  ]).toEqual([
    { code: 'storage/managed-elsewhere', subject: 'OpenCode', detail: 'it is signed in itself' },
    { anthropic: { type: 'api', key: 'canary_key_wxyz' } },
  ]);
});

describe('whose key stands there', () => {
  test.each<[string, JsonObject, boolean]>([
    ['ours', present, true],
    ['ours, of a provider that is not ours', { openai: present['anthropic'] ?? null }, false],
    ['another key', { anthropic: { type: 'api', key: 'canary_other' } }, false],
    ['an entry of another type', { anthropic: { type: 'wellknown', key: 'canary_key_wxyz' } }, false],
    ['an entry that is no object', { anthropic: 'canary_key_wxyz' }, false],
    ['nothing', {}, false],
  ])('%s', (_name, found, held) => {
    expect(anthropic.holds(found, claudeKey)).toBe(held);
  });
});

test('a sign-out takes one entry away', () => {
  const rest = { ...present, ...anthropic.removal(present) };
  expect(Object.keys(JSON.parse(JSON.stringify(rest)) as JsonObject)).toEqual([
    'openai',
    'https://team.example.test',
  ]);
});

test('both lie in one file, off until the person asks, and none can renew a sign-in', () => {
  const places = { home: '/home/ada', data: '/data', environment: { XDG_DATA_HOME: '/srv/data' } };
  expect([anthropic, openai].map((file) => [file.path(places), file.isOnByDefault, file.rotated])).toEqual(
    Array.from({ length: 2 }, () => ['/srv/data/opencode/auth.json', false, undefined]),
  );
});
