// Whatever looks like a secret leaves the text before it is logged.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact } from '../../../main/domain/redact.ts';
import { anyText } from '../../fakes/any-text.ts';

const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-');
const tail = fc.string({ unit: fc.constantFrom(...letters), minLength: 24, maxLength: 60 });
const jwt = fc.tuple(tail, tail, tail).map(([head, body, signature]) => `eyJ${head}.${body}.${signature}`);
const secrets: readonly (readonly [string, fc.Arbitrary<string>])[] = [
  ['a JSON Web Token', jwt],
  ['an API key', tail.map((text) => `sk-ant-${text}`)],
];

/** What may stand before a secret in a log line: words, quotes, escapes as JSON and URLs write them. */
const before = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '"',
    "'",
    '=',
    ':',
    '\n',
    '\\n',
    '\\t',
    '\\"',
    '%3D',
    '%22',
    '%20',
    '(',
    '{',
    '/',
    ',',
  ),
  anyText({ maxLength: 8 }).map((text) => `${text} `),
);
const after = fc.oneof(
  fc.constantFrom('', ' ', '"', "'", '&', '\n', '\\n', '\\"', '%26', ')', '}', ','),
  anyText({ maxLength: 8 }).map((text) => ` ${text}`),
);

describe.each(secrets)('%s', (_name, secret) => {
  test('vanishes from any surrounding text', () => {
    fc.assert(
      fc.property(before, secret, after, (left, token, right) => {
        expect(redact(left + token + right)).not.toContain(token.slice(0, 20));
      }),
    );
  });

  test('vanishes from an object printed as JSON, however deep', () => {
    fc.assert(
      fc.property(before, secret, after, (left, token, right) => {
        const quoted = JSON.stringify({ message: `${left}${token}${right}` });
        const twice = JSON.stringify({ body: quoted });
        expect(redact(quoted) + redact(twice)).not.toContain(token.slice(0, 20));
      }),
    );
  });
});

describe('a value without a shape of its own', () => {
  const names = [
    'access_token',
    'refresh_token',
    'id_token',
    'client_secret',
    'code',
    'code_verifier',
    'state',
    'api_key',
    'device_code',
  ];
  const opaque = fc.string({ unit: fc.constantFrom(...letters), minLength: 16, maxLength: 60 });

  test.each(names)('vanishes behind the name %s in a query, a form and JSON', (name) => {
    fc.assert(
      fc.property(opaque, (value) => {
        const quoted = JSON.stringify({ [name]: value });
        const texts = [
          `https://x.test/cb?${name}=${value}&a=b`,
          `a=b&${name}=${value}`,
          quoted,
          JSON.stringify({ body: quoted }),
          `${name}: ${value}`,
        ];
        expect(texts.map(redact).filter((text) => text.includes(value))).toEqual([]);
      }),
    );
  });
});

test.each([
  ['Bearer rt_0123456789abcdef', '[secret]'],
  ['authorization: Bearer abc.def/ghi+jkl=', 'authorization: [secret]'],
  ['ghp_0123456789abcdefghij', '[secret]'],
  ['ya29.a0AfH6SMBx1234567890', '[secret]'],
  ['code=abcd1234&state=efgh5678', 'code=[secret]&state=[secret]'],
])('%s becomes %s', (text, redacted) => {
  expect(redact(text)).toBe(redacted);
});

test.each([
  'quota not read {"failure":{"code":"provider/rate-limited","subject":"OpenAI"}}',
  'x {"failure":{"code":"internal"}}',
  'quota not read {"account":"openai:user-1.acc-1"}',
  'started {"version":"0.1.0"}',
  'status 429 from api.anthropic.com',
  'a task-oriented risk-assessment',
])('an ordinary line stays as it is: %s', (line) => {
  expect(redact(line)).toBe(line);
});
