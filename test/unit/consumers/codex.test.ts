// Codex gets its file in the shape it writes itself, and what it has renewed is recognised (protocols §1.7).
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KeyedAccount } from '../../../main/domain/account.ts';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import type { JsonObject } from '../../../main/domain/json.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { codex } from '../../../main/consumers/codex/index.ts';
import type { CredentialFile, Places } from '../../../main/consumers/description.ts';

import {
  claudeEntry,
  noonMs,
  openaiEntry,
  openaiId,
  revealed,
  type KeyEntry,
  type OAuthEntry,
} from '../../fakes/accounts.ts';
import { noFacts } from '../../fakes/facts.ts';
import { accessTokenUntil, openaiIdToken, tokenWith } from '../../fakes/tokens.ts';

const hour = 3_600_000;
const places: Places = { home: '/home/ada', data: '/data', environment: {} };

function authFile(): CredentialFile {
  const [file] = codex.files;
  if (file?.kind !== 'credential') throw new Error('Codex has one credential file');
  return file;
}
const file = authFile();

const idToken = openaiIdToken();
const entry = openaiEntry({}, { idToken });
const stranger = openaiEntry(
  { id: accountId('openai:user-2.acc-1') },
  { idToken: openaiIdToken('user-2'), accessToken: new Secret('canary_access_2') },
);

const keyEntry: KeyEntry = claudeEntry(
  { id: accountId('openai:key-1'), provider: openaiId },
  { destinations: [consumerId('codex')], key: new Secret('canary_sk-key') },
);

/** What Codex 0.169.0 writes after its own sign-in. */
const written = {
  auth_mode: 'chatgpt',
  OPENAI_API_KEY: null,
  tokens: {
    id_token: idToken.reveal(),
    access_token: 'canary_access',
    refresh_token: 'canary_refresh',
    oauth_provenance: { issuer: 'https://auth.openai.com', client_id: 'app_test' },
    account_id: 'acc-1',
  },
  last_refresh: '2026-11-24T12:00:00.000Z',
} as const;

/** The same file after Codex has renewed it. */
const newerAccess = accessTokenUntil(noonMs + 9 * hour, 'canary_newer');
const renewed = {
  ...written,
  tokens: {
    ...written.tokens,
    id_token: openaiIdToken('user-1', 'acc-1', 'canary_newer_id').reveal(),
    access_token: newerAccess.reveal(),
    refresh_token: 'canary_refresh_newer',
  },
  last_refresh: '2026-11-24T13:00:00.737704868Z',
};

function content(given: KeyedAccount, present?: JsonObject): unknown {
  return file.content(given, noFacts, present);
}

describe('the file', () => {
  test('has the tokens of a sign-in in the shape that Codex writes itself', () => {
    expect(content(entry)).toStrictEqual(written);
  });

  test('has null for an account id that is not known', () => {
    const { workspaceId: _none, ...account } = entry.account;
    expect(content({ ...entry, account })).toMatchObject({ tokens: { account_id: null } });
  });

  test('has an API key alone, and tokens of an older sign-in are taken away', () => {
    expect(content(keyEntry, written)).toStrictEqual({
      auth_mode: 'apikey',
      OPENAI_API_KEY: 'canary_sk-key',
      tokens: undefined,
      last_refresh: undefined,
    });
  });

  test.each<[string, JsonObject, JsonObject]>([
    ['kept for the same identity', written.tokens, { login_owner_id: 'canary_owner', new_field: [1] }],
    ['dropped for another identity', { ...written.tokens, id_token: openaiIdToken('user-2').reveal() }, {}],
    [
      'dropped for another workspace',
      { ...written.tokens, id_token: openaiIdToken('user-1', 'acc-2').reveal() },
      {},
    ],
    ['dropped when nobody can be named', { ...written.tokens, id_token: 'canary_opaque' }, {}],
  ])('what Codex keeps beside our tokens is %s', (_name, tokens, kept) => {
    const present = { ...written, tokens: { ...tokens, login_owner_id: 'canary_owner', new_field: [1] } };
    expect(content(entry, present)).toStrictEqual({ ...written, tokens: { ...written.tokens, ...kept } });
  });

  test('tokens that are no object are replaced', () => {
    expect(content(entry, { tokens: 'canary' })).toStrictEqual(written);
  });

  test('keeps the time of the renewal as Codex spelled it when the tokens are the same', () => {
    const adopted = file.rotated?.(renewed, entry) ?? entry;
    expect(content(adopted, renewed)).toStrictEqual(renewed);
  });

  test('lies where Codex looks for it', () => {
    const at = (environment: Places['environment']): readonly (string | undefined)[] => [
      file.path({ ...places, environment }),
      file.overruledBy?.path({ ...places, environment }),
    ];
    expect([at({}), at({ CODEX_HOME: '/srv/codex' }), at({ CODEX_HOME: '' })]).toEqual([
      ['/home/ada/.codex/auth.json', '/home/ada/.codex/config.toml'],
      ['/srv/codex/auth.json', '/srv/codex/config.toml'],
      ['/home/ada/.codex/auth.json', '/home/ada/.codex/config.toml'],
    ]);
  });

  test('is saved under the two locks of Codex, in its order', () => {
    expect(file.locks?.(places)).toEqual([
      { kind: 'flock', path: '/home/ada/.codex/auth.lock' },
      { kind: 'flock', path: '/home/ada/.codex/auth.json.lock' },
    ]);
  });

  test.each<[string, KeyedAccount, boolean]>([
    ['tokens meant for Codex', entry, true],
    ['a key meant for Codex', keyEntry, true],
    ['tokens that are meant for nobody', openaiEntry({}, { idToken, destinations: [] }), false],
    ['tokens meant for another program', openaiEntry({}, { destinations: [consumerId('code')] }), false],
    ['a key of another provider', claudeEntry({}, { destinations: [consumerId('codex')] }), false],
  ])('%s: %s', (_name, given, accepted) => {
    expect(file.accepts(given)).toBe(accepted);
  });
});

describe('whose keys stand in the file', () => {
  const keyFile = { auth_mode: 'apikey', OPENAI_API_KEY: 'canary_sk-key' };

  test.each<[string, JsonObject, KeyedAccount, boolean]>([
    ['what we wrote is ours', written, entry, true],
    ['what Codex renewed is still ours', renewed, entry, true],
    ['another person', written, stranger, false],
    [
      'another workspace of the same person',
      written,
      openaiEntry({}, { idToken: openaiIdToken('user-1', 'acc-2') }),
      false,
    ],
    ['a key, for a sign-in', keyFile, entry, false],
    ['a key, for its account', keyFile, keyEntry, true],
    ['another key', { ...keyFile, OPENAI_API_KEY: 'canary_other' }, keyEntry, false],
    [
      'a key beside tokens is not the key in use',
      { ...written, OPENAI_API_KEY: 'canary_sk-key' },
      keyEntry,
      false,
    ],
    ['nothing', {}, entry, false],
    ['tokens that are no object', { tokens: [] }, entry, false],
    ['an id token that is none', { tokens: { id_token: 'canary_id' } }, entry, false],
    [
      'an id token without OpenAI’s claim',
      { tokens: { id_token: tokenWith({ sub: 'user-1' }) } },
      openaiEntry({}, { idToken: new Secret(tokenWith({ sub: 'user-1' })) }),
      false,
    ],
  ])('%s', (_name, present, given, held) => {
    expect(file.holds(present, given)).toBe(held);
  });
});

describe('keys that Codex has renewed', () => {
  test('are taken over with their end and the time of the renewal', () => {
    const adopted = file.rotated?.(renewed, entry);
    expect(adopted === undefined ? undefined : revealed(adopted)).toEqual(
      revealed({
        account: entry.account,
        credential: {
          ...entry.credential,
          accessToken: newerAccess,
          refreshToken: new Secret('canary_refresh_newer'),
          idToken: new Secret(renewed.tokens.id_token),
          obtainedAt: noonMs + hour + 737,
          expiresAt: noonMs + 9 * hour,
        },
      }),
    );
  });

  test('lose an end that the new access token does not state', () => {
    const opaque = { ...renewed, tokens: { ...renewed.tokens, access_token: 'canary_opaque' } };
    expect(file.rotated?.(opaque, entry)?.credential.expiresAt).toBeUndefined();
  });

  const changed = (tokens: Partial<Record<string, JsonObject[string]>>): JsonObject => ({
    ...renewed,
    tokens: JSON.parse(JSON.stringify({ ...renewed.tokens, ...tokens })) as JsonObject,
  });

  test.each<[string, JsonObject, OAuthEntry]>([
    ['the same keys', { ...written, last_refresh: renewed.last_refresh }, entry],
    ['older keys', { ...renewed, last_refresh: '2026-11-24T11:59:59Z' }, entry],
    ['keys of the same moment', { ...renewed, last_refresh: written.last_refresh }, entry],
    ['keys without a time', { ...renewed, last_refresh: null }, entry],
    ['keys of a time that is none', { ...renewed, last_refresh: 'yesterday' }, entry],
    ['keys of somebody else', renewed, stranger],
    ['a file without a refresh token', changed({ refresh_token: undefined }), entry],
    ['an empty refresh token', changed({ refresh_token: '' }), entry],
    ['an access token that is no text', changed({ access_token: 5 }), entry],
    ['a file without an id token', changed({ id_token: undefined }), entry],
    ['an API key', { auth_mode: 'apikey', OPENAI_API_KEY: 'canary_key' }, entry],
    ['an empty file', {}, entry],
  ])('are not taken from %s', (_name, present, given) => {
    expect(file.rotated?.(present, given)).toBeUndefined();
  });
});

test('taking the account out leaves what is not ours', () => {
  const present: JsonObject = { ...written, agent_identity: 'canary_agent' };
  expect(JSON.parse(JSON.stringify({ ...present, ...file.removal(present) }))).toEqual({
    agent_identity: 'canary_agent',
  });
});

describe('whatever stands in the file', () => {
  const value = fc.jsonValue().map((made) => JSON.parse(JSON.stringify(made)) as JsonObject[string]);
  const some = fc.dictionary(
    fc.constantFrom('tokens', 'last_refresh', 'OPENAI_API_KEY', 'auth_mode', 'x'),
    value,
  );
  const tokens = fc.dictionary(
    fc.constantFrom('id_token', 'access_token', 'refresh_token', 'account_id'),
    value,
  );
  const garbage = fc.oneof(
    some,
    fc.tuple(some, tokens).map(([rest, inner]) => ({ ...rest, tokens: inner })),
  );

  test('garbage is nobody’s, renews nothing, and is replaced by exactly our shape', () => {
    fc.assert(
      fc.property(garbage, (present) => {
        expect([file.holds(present, entry), file.rotated?.(present, entry), content(entry, present)]).toEqual(
          [false, undefined, written],
        );
      }),
    );
  });
});

describe('the setting that makes the file pointless', () => {
  test.each([
    ['keyring', 'cli_auth_credentials_store = "keyring"', true],
    ['auto', 'cli_auth_credentials_store = "auto"', true],
    ['ephemeral', 'cli_auth_credentials_store="ephemeral"', true],
    ['keyring in single quotes', 'model = "x"\r\n  cli_auth_credentials_store\t=  \'keyring\' # why', true],
    ['keyring under a quoted key', '"cli_auth_credentials_store" = "keyring"', true],
    ['keyring behind a byte order mark', '\uFEFFcli_auth_credentials_store = "keyring"', true],
    ['what is no word', 'cli_auth_credentials_store = true', true],
    ['file', 'cli_auth_credentials_store = "file"', false],
    ['file in single quotes', "cli_auth_credentials_store = 'file'", false],
    ['file in several lines', 'cli_auth_credentials_store = """\nfile"""', false],
    ['keyring in a comment', '# cli_auth_credentials_store = "keyring"', false],
    ['keyring in a text', 'x = """\ncli_auth_credentials_store = "keyring"\n"""', false],
    ['keyring in another table', '[mcp]\ncli_auth_credentials_store = "keyring"', false],
    ['a key that only ends alike', 'mcp_cli_auth_credentials_store = "keyring"', false],
    ['another key', 'mcp_oauth_credentials_store = "keyring"', false],
    ['nothing', '', false],
    ['keyring in a text that is no TOML', 'cli_auth_credentials_store = keyring', true],
    ['nothing in a text that is no TOML', 'a = b = c', false],
  ])('is set to %s', async (_name, text, overruled) => {
    expect(await file.overruledBy?.overrules(text)).toBe(overruled);
  });

  test.each([
    ['keyring in the selected profile', 'file', 'work', 'keyring', true],
    ['keyring in another profile', 'file', 'home', 'keyring', false],
    ['file in the selected profile', 'keyring', 'work', 'file', false],
    ['keyring, and a profile that does not exist', 'keyring', 'none', 'file', true],
  ])('is set to %s', async (_name, above, selected, inProfile, overruled) => {
    const text = `cli_auth_credentials_store = "${above}"
profile = "${selected}"
[profiles.work]
cli_auth_credentials_store = "${inProfile}"
[profiles.home]
model = "x"
`;
    expect(await file.overruledBy?.overrules(text)).toBe(overruled);
  });

  test('is set to keyring in the selected profile alone', async () => {
    const text = 'profile = "a b"\nprofiles."a b" = { cli_auth_credentials_store = "auto" }\n';
    expect(await file.overruledBy?.overrules(text)).toBe(true);
  });
});
