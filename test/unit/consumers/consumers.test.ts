// What each command-line agent gets into its file, as a whole.
import { describe, expect, test } from 'vitest';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { code } from '../../../main/consumers/code.ts';
import { codex } from '../../../main/consumers/codex.ts';
import { consumers } from '../../../main/consumers/list.ts';
import { claudeEntry, claudeId, openaiEntry, openaiId } from '../../fakes/accounts.ts';

const home = '/home/ada';

describe('Codex', () => {
  test('gets the tokens in the shape that it writes itself', () => {
    expect(codex.file.content(openaiEntry())).toEqual({
      auth_mode: 'chatgpt',
      OPENAI_API_KEY: null,
      tokens: {
        id_token: 'canary_id',
        access_token: 'canary_access',
        refresh_token: 'canary_refresh',
        oauth_provenance: { issuer: 'https://auth.openai.com', client_id: 'app_test' },
        account_id: 'acc-1',
      },
      last_refresh: '2026-11-24T12:00:00.000Z',
    });
  });

  test('gets null for an account id that is not known', () => {
    const { workspaceId: _none, ...account } = openaiEntry().account;
    expect(codex.file.content({ ...openaiEntry(), account })).toMatchObject({ tokens: { account_id: null } });
  });

  test.each<[string, Record<string, string>, string]>([
    ['in the home folder', {}, '/home/ada/.codex/auth.json'],
    ['where CODEX_HOME says', { CODEX_HOME: '/srv/codex' }, '/srv/codex/auth.json'],
    ['in the home folder when CODEX_HOME is empty', { CODEX_HOME: '' }, '/home/ada/.codex/auth.json'],
  ])('has its file %s', (_where, environment, path) => {
    expect([
      codex.file.path({ home, environment }),
      codex.file.overruledBy?.path({ home, environment }),
    ]).toEqual([path, path.replace('auth.json', 'config.toml')]);
  });

  test.each([
    ['keyring', 'cli_auth_credentials_store = "keyring"', true],
    ['auto', 'cli_auth_credentials_store = "auto"', true],
    ['ephemeral', 'cli_auth_credentials_store="ephemeral"', true],
    ['keyring in single quotes', 'model = "x"\r\n  cli_auth_credentials_store\t=  \'keyring\' # why', true],
    ['keyring under a quoted key', '"cli_auth_credentials_store" = "keyring"', true],
    ['file', 'cli_auth_credentials_store = "file"', false],
    ['file in single quotes', "cli_auth_credentials_store = 'file'", false],
    ['keyring in a comment', '# cli_auth_credentials_store = "keyring"', false],
    ['a key that only ends alike', 'mcp_cli_auth_credentials_store = "keyring"', false],
    ['another key', 'mcp_oauth_credentials_store = "keyring"', false],
    ['nothing', '', false],
  ])('is set to %s', (_name, text, overruled) => {
    expect(codex.file.overruledBy?.overrules(text)).toBe(overruled);
  });
});

describe('Every Code', () => {
  test('gets the API key, and tokens of an older sign-in are taken away', () => {
    expect(code.file.content(claudeEntry())).toStrictEqual({
      ANTHROPIC_API_KEY: 'canary_key_wxyz',
      oauth_tokens: undefined,
      preferred_mode: 'ApiKey',
      last_refresh: '2026-11-24T12:00:00.000Z',
    });
  });

  test('has its file beside that of Codex', () => {
    expect(code.file.path({ home, environment: {} })).toBe('/home/ada/.codex/claude_auth.json');
  });

  test.each<[string, SignedInAccount]>([
    ['tokens of Claude', openaiEntry({ provider: claudeId }, { destinations: [code.id] })],
    ['tokens of OpenAI', openaiEntry({}, { destinations: [code.id] })],
    ['an API key', claudeEntry()],
  ])('never gets a refresh token: %s', (_name, entry) => {
    expect(JSON.stringify(code.file.content(entry) ?? null)).not.toContain('canary_refresh');
  });
});

describe('a credential goes nowhere it was not meant for', () => {
  const everyEntry: readonly SignedInAccount[] = [openaiEntry(), claudeEntry()];

  test('each account has one file', () => {
    expect(
      everyEntry.map((entry) =>
        consumers.filter(({ file }) => file.content(entry) !== undefined).map(({ id }) => id),
      ),
    ).toEqual([['codex'], ['code']]);
  });

  test.each<[string, SignedInAccount]>([
    ['no destination', openaiEntry({}, { destinations: [] })],
    ['another destination', openaiEntry({}, { destinations: [code.id] })],
    ['a key without a destination', claudeEntry({}, { destinations: [] })],
    ['a key meant for another program', claudeEntry({}, { destinations: [codex.id] })],
    ['a key of OpenAI', claudeEntry({ provider: openaiId }, { destinations: [codex.id, code.id] })],
  ])('%s: no file', (_name, entry) => {
    expect(consumers.filter(({ file }) => file.content(entry) !== undefined)).toEqual([]);
  });

  test('a refresh token is in one file at most', () => {
    const meant = openaiEntry({}, { destinations: consumers.map(({ id }) => id) });
    const files = consumers.filter(({ file }) =>
      JSON.stringify(file.content(meant) ?? null).includes('canary_refresh'),
    );
    expect(files.map(({ id }) => id)).toEqual(['codex']);
  });
});
