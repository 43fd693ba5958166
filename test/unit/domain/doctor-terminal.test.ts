// What Doctor is told of a terminal: names of what is secret, values of what is not.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainProxy, proxyDifference, terminalFacts } from '../../../main/domain/doctor-terminal.ts';

test('folders and proxies come with their values, what may be secret with its name, the rest not at all', () => {
  expect(
    terminalFacts(
      {
        CODEX_HOME: '/home/ada/other',
        CLAUDE_CONFIG_DIR: 'relative',
        GEMINI_CLI_SYSTEM_SETTINGS_PATH: '/etc/other.json',
        GEMINI_FORCE_ENCRYPTED_FILE_STORAGE: 'true',
        https_proxy: 'http://ada:canary_word@proxy.example:3128/',
        NO_PROXY: 'localhost,.example',
        ANTHROPIC_API_KEY: 'canary_key',
        CLAUDE_CODE_OAUTH_TOKEN: 'canary_token',
        OPENCODE_AUTH_CONTENT: '{"canary":1}',
        CLAUDE_CODE_USE_BEDROCK: '0',
        CLAUDE_CODE_USE_VERTEX: '1',
        OPENAI_API_KEY: '',
        DATABASE_URL: 'postgres://ada:canary_word@db',
        PATH: '/usr/bin',
      },
      '/home/ada/work',
    ),
  ).toEqual({
    environment: {
      CODEX_HOME: '/home/ada/other',
      CLAUDE_CONFIG_DIR: 'relative',
      GEMINI_CLI_SYSTEM_SETTINGS_PATH: '/etc/other.json',
      GEMINI_FORCE_ENCRYPTED_FILE_STORAGE: 'true',
      https_proxy: 'http://proxy.example:3128',
      NO_PROXY: 'localhost,.example',
    },
    set: ['ANTHROPIC_API_KEY', 'CLAUDE_CODE_OAUTH_TOKEN', 'OPENCODE_AUTH_CONTENT', 'CLAUDE_CODE_USE_VERTEX'],
    folder: '/home/ada/work',
    path: '/usr/bin',
  });
});

test('however long a secret is, that it is set is told; a value is told only when it is short', () => {
  const long = 'x'.repeat(5000);
  const { environment, set } = terminalFacts(
    { OPENCODE_AUTH_CONTENT: long, CODEX_HOME: `/${long}`, HTTPS_PROXY: long },
    '/home/ada',
  );
  expect([environment, set]).toEqual([{}, ['OPENCODE_AUTH_CONTENT']]);
});

test('whoever signs in at a proxy is never told', () => {
  const word = fc.string({ minLength: 1 }).map((text) => `canary${text}`);
  fc.assert(
    fc.property(word, word, fc.constantFrom('http://', 'socks5h://', ''), (user, password, scheme) => {
      expect(plainProxy(`${scheme}${user}:${password}@proxy.example:3128`)).toBe(
        `${scheme}proxy.example:3128`,
      );
    }),
  );
});

describe('terminal and app reach the network', () => {
  test.each([
    ['alike without any proxy', {}, {}],
    [
      'alike by the same proxy',
      { https_proxy: 'http://Proxy.example:1/' },
      { HTTPS_PROXY: 'http://ada:w@proxy.example:1' },
    ],
    ['alike by the one for everything', { ALL_PROXY: 'http://p:1' }, { HTTPS_PROXY: 'http://p:1' }],
    [
      'alike with the same exceptions',
      { https_proxy: 'p:1', no_proxy: 'b, a' },
      { https_proxy: 'p:1', NO_PROXY: 'a,b' },
    ],
    ['alike where exceptions change nothing', { no_proxy: 'a' }, {}],
  ])('%s', (_name, terminal, app) => {
    expect(proxyDifference(terminal, app)).toBeUndefined();
  });

  test('by different proxies, or past them for different hosts', () => {
    expect([
      proxyDifference({ HTTPS_PROXY: 'http://one:1' }, { HTTPS_PROXY: 'http://two:1' }),
      proxyDifference({}, { ALL_PROXY: 'http://two:1' }),
      proxyDifference({ https_proxy: 'p:1', NO_PROXY: 'a' }, { https_proxy: 'p:1' }),
    ]).toEqual([
      { variable: 'HTTPS_PROXY', detail: 'here: http://one:1; Gatehouse: http://two:1' },
      { variable: 'HTTPS_PROXY', detail: 'here: directly; Gatehouse: http://two:1' },
      { variable: 'NO_PROXY', detail: 'here: a; Gatehouse: none' },
    ]);
  });
});
