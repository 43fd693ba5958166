// No secret gets through, whatever file it stands in, and what tells accounts and times apart stays readable.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../main/domain/json.ts';
import { redactedJson } from '../../../main/domain/redacted-text.ts';

/** Not one that hides anything, but one that tells which secret it was given. */
const numbered = (): { fingerprint: (secret: string) => string; seen: string[] } => {
  const seen: string[] = [];
  return {
    seen,
    fingerprint: (secret) => {
      if (!seen.includes(secret)) seen.push(secret);
      return String(seen.indexOf(secret) + 1).padStart(12, '0');
    },
  };
};
const redacted = (text: string): string => redactedJson(text, numbered().fingerprint);
const hidden = '[secret 00000000]';

describe('a file of', () => {
  test('Codex keeps its layout, its account and its times', () => {
    const text = `{
  "auth_mode": "chatgpt",
  "OPENAI_API_KEY": null,
  "tokens": {
    "id_token": "eyJhbGciOiJub25lIn0.eyJjYW5hcnkiOjF9.canary",
    "access_token": "canary_a",
    "refresh_token": "canary_r",
    "oauth_provenance": {"issuer": "https://auth.openai.com", "client_id": "app_EMoamEEZ73f0"},
    "login_owner_id": "canaryLoginOwnerIdOfFortyThreeRandomLetters",
    "account_id": "6f1c2f0e-8a52-4a4b-9d3c-0f5f2f1e0a11"
  },
  "last_refresh": "2026-11-24T11:49:12.737704868Z"
}
`;
    expect(redacted(text)).toBe(
      text
        .replace('eyJhbGciOiJub25lIn0.eyJjYW5hcnkiOjF9.canary', hidden)
        .replace('canary_a', hidden)
        .replace('canary_r', hidden)
        .replace('canaryLoginOwnerIdOfFortyThreeRandomLetters', hidden),
    );
  });

  test('Claude Code keeps its scopes, its plan and its end', () => {
    const text =
      '{"claudeAiOauth":{"accessToken":"canary_access","refreshToken":"canary_refresh","expiresAt":1795550361247,' +
      '"scopes":["user:inference","user:sessions:claude_code"],"subscriptionType":"max","subscriptionTypeSource":"profile",' +
      '"rateLimitTier":"default_claude_max_20x","organizationUuid":"6f1c2f0e-8a52-4a4b-9d3c-0f5f2f1e0a11"},' +
      '"mcpOAuth":{"docs|canary0123456789":{"clientSecret":"canary_mcp","serverUrl":"https://mcp.example.test/sse"}}}';
    expect(redacted(text)).toBe(
      text
        .replace('canary_access', hidden)
        .replace('canary_refresh', hidden)
        .replace('docs|canary0123456789', hidden)
        .replace('canary_mcp', hidden),
    );
  });

  test('OpenCode keeps the type of each entry', () => {
    const text =
      '{"openai":{"type":"api","key":"sk-canary"},"https://team.example.test":{"type":"wellknown","key":"NAME","token":"canary"}}';
    expect(redacted(text)).toBe(
      text.replace('sk-canary', hidden).replace('NAME', hidden).replace('"canary"', `"${hidden}"`),
    );
  });

  test('our own view for other tools stays as it is', () => {
    const text =
      '{"schema":1,"selected_because":"In use: OpenAI, because Claude is not signed in.","providers":' +
      '{"openai":{"signed_in":true,"account":"ada@example.test","last_check":"2026-11-24T12:00:00.000Z"}}}';
    expect(redacted(text)).toBe(text);
  });
});

test('one secret has one fingerprint, wherever it stands, and another has another', () => {
  const secrets = numbered();
  const text = '{"key":"canary_one","again":{"api_key":"canary_one"},"token":"canary_two"}';
  const letters = (secret: string): string => (secret === 'canary_one' ? 'aaaaaaaaXXXX' : 'bbbbbbbbXXXX');
  expect([redactedJson(text, letters), redactedJson(text, secrets.fingerprint), secrets.seen]).toEqual([
    '{"key":"[secret aaaaaaaa]","again":{"api_key":"[secret aaaaaaaa]"},"token":"[secret bbbbbbbb]"}',
    `{"key":"${hidden}","again":{"api_key":"${hidden}"},"token":"${hidden}"}`,
    ['canary_one', 'canary_two'],
  ]);
});

describe('hidden is', () => {
  test.each([
    ['a short value under a name of a secret', '{"password":"canary"}'],
    ['one that looks like an address of mail', '{"password":"canary@example.test"}'],
    ['one that looks like an address', '{"token":"https://canary.example.test/"}'],
    ['the same in capitals', '{"DB_PASSWORD":"canary"}'],
    ['the same without a boundary in the name', '{"authtoken":"canary"}'],
    ['a value in a list of secrets', '{"refreshTokens":[["canary"]]}'],
    ['a value deep below such a name', '{"credentials":{"value":{"x":"canary"}}}'],
    ['what looks like a key under any name', '{"x":"sk-canary"}'],
    ['a token in a sentence', '{"note":"use canary0123456789abcdef for it"}'],
    ['a token without a name', '["canary0123456789"]'],
    ['a token as the whole file', '"canary0123456789"'],
    ['a token in an address', '{"url":"https://example.test/hooks/canary0123456789"}'],
    ['a query of an address', '{"url":"https://example.test/?t=canary"}'],
    ['the user of an address', '{"url":"https://ada:canary@example.test/"}'],
    ['a name that is a token', '{"canary0123456789":true}'],
    ['the first of two values under one name', '{"token":"canary","token":"x"}'],
    ['a value behind an escaped name', '{"tok\\u0065n":"canary"}'],
    ['an escaped value', '{"token":"can\\u0061ry \\" canary"}'],
    ['the id of a device that signs in', '{"device_auth_id":"6f1c2f0e-8a52-4a4b-9d3c-canary000000"}'],
  ])('%s', (_name, text) => {
    const result = redacted(text);
    expect([result.includes('canary'), result.includes('[secret ')]).toEqual([false, true]);
  });
});

const letters = fc.string({
  unit: fc.constantFrom(...Array.from('abcdefXYZ0123456789-_.')),
  minLength: 16,
  maxLength: 60,
});
const canary = letters.map((tail) => `canary_${tail}7Q`);
const plainName = fc.constantFrom(
  'a',
  'name',
  'value',
  'note',
  'url',
  'email',
  'account_id',
  'scopes',
  'x y',
  'id',
);
const secretName = fc.constantFrom(
  'token',
  'apiKey',
  'OPENAI_API_KEY',
  'clientSecret',
  'refresh',
  'accessToken',
);

test('no canary gets through, under whatever name, however deep, and each is fingerprinted whole', () => {
  fc.assert(
    fc.property(
      canary,
      fc.array(plainName, { maxLength: 5 }),
      fc.jsonValue(),
      fc.boolean(),
      (secret, names, beside, indented) => {
        const value = names.reduce<unknown>((inner, name) => ({ [name]: [inner, beside] }), secret);
        const secrets = numbered();
        const text = redactedJson(JSON.stringify(value, null, indented ? 2 : 0), secrets.fingerprint);
        expect([text.includes(secret), secrets.seen.includes(secret)]).toEqual([false, true]);
        expect(() => JSON.parse(text) as unknown).not.toThrow();
      },
    ),
  );
});

test('under a name of a secret no text gets through, however short', () => {
  const short = fc
    .string({ unit: fc.constantFrom(...Array.from('äβ"\\ \n')), maxLength: 3 })
    .map((tail) => `§${tail}§`);
  fc.assert(
    fc.property(short, secretName, fc.array(plainName, { maxLength: 3 }), (secret, name, names) => {
      const value = names.reduce<unknown>((inner, each) => ({ [each]: inner }), { [name]: secret });
      expect(redacted(JSON.stringify(value)).includes('§')).toBe(false);
    }),
  );
});

test('what is not secret is the same, byte for byte', () => {
  const harmless = fc.constantFrom<JsonValue>(
    1.5,
    1e21,
    true,
    null,
    '',
    'max',
    '2026-11-24T12:00:00Z',
    'ada@example.test',
  );
  fc.assert(
    fc.property(
      fc.dictionary(plainName, fc.oneof(harmless, fc.array(harmless))),
      fc.nat({ max: 4 }),
      (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(redacted(text)).toBe(text);
      },
    ),
  );
});

describe('a text that is no JSON', () => {
  test('because it is half-written shows no part of a secret that could be used', () => {
    fc.assert(
      fc.property(canary, fc.boolean(), fc.nat(), (secret, indented, at) => {
        const text = JSON.stringify(
          { auth_mode: 'apikey', OPENAI_API_KEY: secret, z: 1 },
          null,
          indented ? 2 : 0,
        );
        const torn = text.slice(0, at % text.length);
        const shown = redacted(torn);
        expect(shown.includes(secret.slice(0, 8))).toBe(false);
      }),
    );
  });

  test.each([
    ['a quoted value', 'key = "canary"', `key = "${hidden}"`],
    ['a quoted value with the other quote in it', `{"a": "it's canary", `, `{"a": "${hidden}", `],
    ['a long word', 'x canary0123456789 y', `x ${hidden} y`],
    ['a short one', 'nothing here', 'nothing here'],
    ['nothing', '', ''],
  ])('has %s replaced', (_name, text, expected) => {
    expect(redacted(text)).toBe(expected);
  });
});
