// Only listed variables with plain values leave for an agent, and no refusal tells a value (BR-08).
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EnvironmentChange } from '../../../main/domain/environment-change.ts';
import { checkedEnvironment, ourVariables } from '../../../main/domain/environment-rules.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { failureOf } from '../../fakes/failures.ts';
import { anyText } from '../../fakes/any-text.ts';

const allowed = ['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'CODEX_HOME'];

function changeWith(change: {
  set?: Readonly<Record<string, string | Secret>>;
  unset?: readonly string[];
  words?: readonly string[];
}): EnvironmentChange {
  return {
    set: new Map(Object.entries(change.set ?? {})),
    unset: change.unset ?? [],
    words: change.words ?? [],
  };
}

test('what is on the list goes through as it is, and so do the variables that every agent gets', () => {
  const key = new Secret('canary_key');
  const ours = Object.fromEntries(ourVariables.map((name) => [name, 'x']));
  const change = changeWith({
    set: { ...ours, OPENAI_API_KEY: key, CODEX_HOME: '/home/ada/ä folder' },
    unset: ['OPENAI_BASE_URL'],
    words: ['-c', 'a="b"\n'],
  });
  const checked = checkedEnvironment(change, allowed);
  expect([checked, checked.set === change.set]).toEqual([change, false]);
});

// Even where a consumer had them on its list.
const neverTouched = [
  ...['PATH', 'HOME', 'SHELL', 'IFS', 'ENV', 'BASH_ENV', 'SHELLOPTS', 'PS4', 'ZDOTDIR', 'EDITOR', 'BROWSER'],
  ...['LD_PRELOAD', 'LD_LIBRARY_PATH', 'DYLD_INSERT_LIBRARIES', 'GCONV_PATH', 'NODE_OPTIONS', 'NODE_PATH'],
  ...['NODE_EXTRA_CA_CERTS', 'NODE_TLS_REJECT_UNAUTHORIZED', 'ELECTRON_RUN_AS_NODE', 'NPM_CONFIG_PREFIX'],
  ...['PYTHONPATH', 'PYTHONSTARTUP', 'PERL5LIB', 'PERL5OPT', 'RUBYOPT', 'JAVA_TOOL_OPTIONS', 'BUN_OPTIONS'],
  ...['GIT_SSH_COMMAND', 'GIT_ASKPASS', 'SSH_AUTH_SOCK', 'SSH_ASKPASS', 'HTTPS_PROXY', 'ALL_PROXY'],
  ...['SSL_CERT_FILE', 'CODEX_CA_CERTIFICATE', 'REQUESTS_CA_BUNDLE'],
];

describe('refused', () => {
  test.each(neverTouched)('%s is neither set nor taken out', async (name) => {
    const list = [...allowed, name];
    expect([
      await failureOf(() => checkedEnvironment(changeWith({ set: { [name]: 'canary_value' } }), list)),
      await failureOf(() => checkedEnvironment(changeWith({ unset: [name] }), list)),
    ]).toEqual([
      { code: 'internal', subject: name, detail: 'never changed for an agent' },
      { code: 'internal', subject: name, detail: 'never changed for an agent' },
    ]);
  });

  const outside = 'not one of the variables of its program';
  const noName = 'not a name of a variable';
  const broken = 'its value has a line break or a NUL in it';
  test.each<[string, Parameters<typeof changeWith>[0], string, string]>([
    ['a name that is not listed', { set: { ANTHROPIC_API_KEY: 'x' } }, 'ANTHROPIC_API_KEY', outside],
    ['one to take out', { unset: ['ANTHROPIC_API_KEY'] }, 'ANTHROPIC_API_KEY', outside],
    ['a name with a sign in it', { set: { 'OPENAI_API_KEY=x': 'x' } }, 'a variable', noName],
    ['an empty name', { unset: [''] }, 'a variable', noName],
    ['a small letter', { set: { openai_api_key: 'x' } }, 'a variable', noName],
    [
      'a host',
      { set: { OPENAI_BASE_URL: 'https://canary.example.test' } },
      'OPENAI_BASE_URL',
      'may be taken out, never set',
    ],
    ['a NUL', { set: { CODEX_HOME: '/canary\0' } }, 'CODEX_HOME', broken],
    ['a line feed', { set: { CODEX_HOME: '/canary\nPATH=/x' } }, 'CODEX_HOME', broken],
    [
      'a carriage return in a secret',
      { set: { OPENAI_API_KEY: new Secret('canary_\r') } },
      'OPENAI_API_KEY',
      broken,
    ],
    [
      'a byte too many',
      { set: { OPENAI_API_KEY: new Secret(`${'é'.repeat(16_384)}x`) } },
      'OPENAI_API_KEY',
      'its value is longer than 32768 bytes',
    ],
    [
      'a name that is set and taken out',
      { set: { CODEX_HOME: '/x' }, unset: ['CODEX_HOME'] },
      'CODEX_HOME',
      'both set and taken out',
    ],
    ['a NUL in a word', { words: ['canary\0'] }, 'a word of the command', 'it has a NUL in it'],
  ])('%s', async (_label, change, subject, detail) => {
    // As if a consumer had the names of the second row and the rest on its list.
    const list = [...allowed, 'OPENAI_API_KEY=x', '', 'openai_api_key'];
    expect(await failureOf(() => checkedEnvironment(changeWith(change), list))).toEqual({
      code: 'internal',
      subject,
      detail,
    });
  });
});

test('a value may be as long as it may be', () => {
  const change = changeWith({ set: { OPENAI_API_KEY: '😀'.repeat(8_192) } });
  expect(checkedEnvironment(change, allowed)).toEqual(change);
});

const name = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('OPENAI_API_KEY', 'CODEX_HOME', ...ourVariables) },
  { weight: 2, arbitrary: fc.constantFrom(...neverTouched, 'ANTHROPIC_API_KEY', 'OPENAI_BASE_URL') },
  { weight: 1, arbitrary: fc.stringMatching(/^[A-Z][A-Z0-9_]{0,12}$/) },
  { weight: 1, arbitrary: anyText({ maxLength: 12 }) },
);
const value = anyText({ maxLength: 40 }).map((text) => `canary_${text}`);
const changes = fc.record({
  set: fc.array(
    fc.tuple(
      name,
      fc.oneof(
        value,
        value.map((text) => new Secret(text)),
      ),
    ),
    { maxLength: 3 },
  ),
  unset: fc.array(name, { maxLength: 3 }),
  words: fc.array(anyText({ maxLength: 8 }), { maxLength: 3 }),
});

test('whatever is asked for: it leaves unchanged and within the list, or is refused without a value in the words', () => {
  const outcomes = { left: 0, refused: 0 };
  fc.assert(
    fc.property(changes, fc.subarray([...allowed, ...neverTouched]), (raw, list) => {
      const change = { ...raw, set: new Map(raw.set) };
      let checked: EnvironmentChange;
      try {
        checked = checkedEnvironment(change, list);
      } catch (thrown) {
        outcomes.refused += 1;
        expect([thrown instanceof Failure, String(thrown).includes('canary_')]).toEqual([true, false]);
        return;
      }
      outcomes.left += 1;
      const names = [...checked.set.keys(), ...checked.unset];
      const texts = [...checked.set.values()].map((each) =>
        typeof each === 'string' ? each : each.reveal(),
      );
      expect(checked).toEqual(change);
      expect({
        outside: names.filter((each) => ![...list, ...ourVariables].includes(each)),
        denied: names.filter((each) => neverTouched.includes(each)),
        hosts: [...checked.set.keys()].filter((each) => each.endsWith('_URL')),
        both: checked.unset.filter((each) => checked.set.has(each)),
        broken: texts.filter((text) => /[\0\r\n]/.test(text)),
      }).toEqual({ outside: [], denied: [], hosts: [], both: [], broken: [] });
    }),
    { numRuns: 400 },
  );
  // Otherwise one half of it would have said nothing.
  expect([outcomes.left > 20, outcomes.refused > 20]).toEqual([true, true]);
});
