// A command that says itself what `run` would say to it, and what it must not be started with then.
import { describe, expect, test } from 'vitest';
import type { EnvironmentAnswer } from '../../../main/broker/protocol/leases.ts';
import { saysItself, wrongAccountBy } from '../../../main/cli/own-words.ts';
import { runWords } from '../../../main/cli/verbs/run-words.ts';

test.each<[string, string, boolean]>([
  ['claude', '--settings x.json', true],
  ['claude', '-p hi --settings={}', true],
  ['claude.exe', '--settings x.json', true],
  ['claude', '-p hi', false],
  ['claude', '--setting-sources user', false],
  ['claude', '-p -- --settings', false],
  ['codex', '-c model_provider="azure"', true],
  ['codex', '--config model_providers.x={}', true],
  ['codex', 'exec -cmodel_provider=x hi', true],
  ['codex', '--config=model_provider=x', true],
  ['codex', '-p work', true],
  ['codex', '--profile=work exec hi', true],
  ['codex', '--oss', true],
  ['codex', '-c model="gpt-5.2"', false],
  ['codex', 'exec model_provider', false],
  ['codex', 'exec hi', false],
  ['codex', '--settings x', false],
  ['my-tool', '--settings x -p y --profile z', false],
])('%s %s: none of ours are wanted: %j', (name, line, isSo) => {
  expect(saysItself({ name, words: line.split(' ') })).toBe(isSo);
});

function environmentOf(changes: Partial<EnvironmentAnswer>): EnvironmentAnswer {
  return {
    schema: 1,
    agent: 'agent-1',
    provider: 'any',
    account: 'any',
    set: {},
    unset: [],
    words: [],
    ...changes,
  };
}

describe('codex with an API key in its variable', () => {
  const environment = environmentOf({ set: { CODEX_API_KEY: 'made-up' } });

  test.each([
    ['', true],
    ['fix it', true],
    ['resume --last', true],
    ['-m exec', true],
    ['-c model_provider=x "exec"', true],
    ['exec hi', false],
    ['-m gpt-5.2 -c a=b e hi', false],
    ['review', false],
    ['--version', false],
    ['fix --help', false],
    ['fix -- --help', true],
  ])('`codex %s` would go by the login in its folder: %j', (line, isSo) => {
    const words = line === '' ? [] : line.split(' ');
    expect(wrongAccountBy({ name: 'codex', words }, environment)).toBe(isSo ? runWords.ownLogin : undefined);
  });

  test('is told by words of ours where there are some, whatever it is started for', () => {
    const told = { ...environment, words: ['-c', 'model_provider="gatehouse"'] };
    expect(wrongAccountBy({ name: 'codex', words: [] }, told)).toBeUndefined();
  });

  test('matters to no script', () => {
    expect(wrongAccountBy({ name: 'my-tool', words: [] }, environment)).toBeUndefined();
  });
});

test('codex with a login of its own needs no words', () => {
  const environment = environmentOf({ set: { CODEX_HOME: '/data/logins/1' } });
  expect(wrongAccountBy({ name: 'codex', words: ['-p', 'work'] }, environment)).toBeUndefined();
});

describe('claude with settings of its own', () => {
  const variable = 'CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST';
  const words = ['--settings', 'x.json'];

  test.each<[string, string, readonly string[], Partial<EnvironmentAnswer>, boolean]>([
    ['a login is refused', 'claude', words, { unset: [variable] }, true],
    ['a key or a token is not', 'claude', words, { set: { [variable]: '1' } }, false],
    ['a login with words of ours is not', 'claude', words, { unset: [variable], words }, false],
    ['without such settings a login is not', 'claude', ['-p', 'hi'], { unset: [variable] }, false],
    ['a script’s are its own', 'my-tool', words, { unset: [variable] }, false],
  ])('%s', (_label, name, own, environment, isRefused) => {
    expect(wrongAccountBy({ name, words: own }, environmentOf(environment))).toBe(
      isRefused ? runWords.ownSettings : undefined,
    );
  });
});
