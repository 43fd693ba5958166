// What an agent is told by words before its own: where to ask for the key, whatever its settings say.
import fc from 'fast-check';
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { describe, expect, test } from 'vitest';
import { claudeCode } from '../../../main/consumers/claude-code/index.ts';
import { code } from '../../../main/consumers/code/index.ts';
import { codex } from '../../../main/consumers/codex/index.ts';
import { opencode } from '../../../main/consumers/opencode/index.ts';
import type { EnvironmentChange } from '../../../main/domain/environment-change.ts';
import { claudeId, openaiId } from '../../fakes/accounts.ts';
import {
  environmentOf,
  folders,
  delegated,
  claudeKey,
  openaiKey,
  claudeLogin,
  open,
  told,
  keyCommand,
  key,
  host,
} from '../../fakes/agent-environments.ts';
import { anyText } from '../../fakes/any-text.ts';

describe('with a command that prints the key', () => {
  /** The settings that Claude Code is started with. */
  function settingsIn({ words }: EnvironmentChange): unknown {
    expect([words.length, words[0]]).toEqual([2, '--settings']);
    return JSON.parse(words[1] ?? '');
  }
  const blanked = (except: readonly string[]): Readonly<Record<string, string>> =>
    Object.fromEntries(
      environmentOf(claudeCode)
        .variables.filter((name) => name !== 'CLAUDE_CONFIG_DIR' && !except.includes(name))
        .map((name) => [name, '']),
    );

  test('Claude Code asks it, whatever the settings of person and project say', () => {
    const change = told(claudeCode, claudeKey, { keyCommand });
    expect([open(change), settingsIn(change)]).toEqual([
      {},
      {
        apiKeyHelper: String.raw`'/opt/Gate house/it'\''s' token --account claude:key-1`,
        env: blanked([]),
      },
    ]);
  });

  test('a login is not overruled by a helper or by an environment in the settings', () => {
    const change = told(claudeCode, delegated(claudeId), { keyCommand });
    const folder = { CLAUDE_SECURESTORAGE_CONFIG_DIR: folders.claude };
    expect([open(change), settingsIn(change)]).toEqual([
      folder,
      { apiKeyHelper: '', env: { ...blanked([]), ...folder } },
    ]);
  });

  test('neither is a token, which is in no word', () => {
    const change = told(claudeCode, claudeLogin(), { keyCommand });
    expect([open(change), settingsIn(change)]).toEqual([
      { CLAUDE_CODE_OAUTH_TOKEN: 'canary_access', ...host },
      { apiKeyHelper: '', env: { ...blanked(['CLAUDE_CODE_OAUTH_TOKEN']), ...host } },
    ]);
  });

  test.each([
    [
      ['C:\\Program Files\\Gatehouse\\gatehouse.cmd', 'token'],
      '"C:\\Program Files\\Gatehouse\\gatehouse.cmd" "token"',
    ],
    [['\\\\server\\share\\gatehouse.cmd'], '"\\\\server\\share\\gatehouse.cmd"'],
    [['/usr/bin/gatehouse', 'a b', '$HOME', '`x`', ''], "/usr/bin/gatehouse 'a b' '$HOME' '`x`' ''"],
  ] as const)('the line for its shell: %j', (command, line) => {
    expect(settingsIn(told(claudeCode, claudeKey, { keyCommand: [...command] }))).toMatchObject({
      apiKeyHelper: line,
    });
  });

  test('what its shell would make something else of is given as a variable', () => {
    const change = told(claudeCode, claudeKey, { keyCommand: ['C:\\x\\gatehouse.cmd', '%PATH%'] });
    expect([open(change), settingsIn(change)]).toMatchObject([
      { ANTHROPIC_API_KEY: key, ...host },
      { apiKeyHelper: '' },
    ]);
  });

  test('Codex asks it by a provider of ours', () => {
    const change = told(codex, openaiKey, { keyCommand });
    expect([open(change), change.unset.includes('CODEX_API_KEY'), change.words]).toEqual([
      {},
      true,
      [
        ...['-c', 'model_provider="gatehouse"', '-c'],
        'model_providers.gatehouse={name="OpenAI",base_url="https://api.openai.com/v1",wire_api="responses",' +
          `auth={command="/opt/Gate house/it's",args=["token","--account","claude:key-1"],timeout_ms=70000}}`,
      ],
    ]);
  });

  // On a busy machine this one takes its time.
  test('its TOML says the words as they are, whatever is in them', () => {
    const word = anyText({ minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 2 }), (command, args) => {
        const { words } = told(codex, openaiKey, { keyCommand: [command, ...args] });
        expect(getStaticTOMLValue(parseTOML(words[3] ?? ''))).toMatchObject({
          model_providers: { gatehouse: { auth: { command, args } } },
        });
      }),
      { numRuns: 15, examples: [['/a\u007F"\\\n', ["'''", '\u0000']]] },
    );
  }, 30_000);

  test.each([
    ['Codex with a login', codex, delegated(openaiId)],
    ['OpenCode', opencode, openaiKey],
    ['a script', code, claudeKey],
  ])('%s is told nothing by words', (_label, consumer, entry) => {
    expect(told(consumer, entry, { keyCommand })).toEqual(told(consumer, entry));
  });
});
