// Claims are read from tokens as they are; anything else is no token.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../main/domain/secret.ts';
import { claimsOf, expiryOf } from '../../../main/domain/token-claims.ts';
import { noonMs } from '../../fakes/accounts.ts';
import { tokenWith } from '../../fakes/tokens.ts';
import { anyText } from '../../fakes/any-text.ts';

const read = (text: string): unknown => claimsOf(new Secret(text));
const encoded = (text: string): string => `e30.${Buffer.from(text).toString('base64url')}.canary_signature`;

test.each<[string, unknown]>([
  ['plain', { sub: 'user-1', exp: 5 }],
  ['nested', { 'https://api.openai.com/auth': { chatgpt_account_id: 'acc-1', list: [1, null, true] } }],
  ['of many scripts', { name: 'Ada Lövelace 愛達 👩‍💻', 키: '\u0000\u007f\u07ff\uffff' }],
  ['empty', {}],
])('claims that are %s come out as they went in', (_name, claims) => {
  expect(read(tokenWith(claims))).toEqual(claims);
});

test.each([
  ['nothing', ''],
  ['one part', 'canary_opaque'],
  ['two parts', 'a.b'],
  ['an empty payload', 'e30..canary'],
  ['a payload that is not base64url', 'e30.e30+/=.canary'],
  ['a payload that is not JSON', encoded('canary')],
  ['a payload cut short', encoded('{"sub":"us')],
  ['a payload that is not UTF-8', `e30.${Buffer.from([0x22, 0xff, 0x22]).toString('base64url')}.canary`],
  ['a text', encoded('"text"')],
  ['a number', encoded('5')],
  ['null', encoded('null')],
])('%s has no claims', (_name, text) => {
  expect(read(text)).toBeUndefined();
});

test.each<[string, unknown, number | undefined]>([
  ['in seconds', { exp: noonMs / 1000 }, noonMs],
  ['missing', {}, undefined],
  ['as a text', { exp: '1800000000' }, undefined],
  ['zero', { exp: 0 }, undefined],
  ['below zero', { exp: -1 }, undefined],
])('an end that is %s', (_name, claims, expected) => {
  expect(expiryOf(new Secret(tokenWith(claims)))).toBe(expected);
});

test('an opaque token has no end', () => {
  expect(expiryOf(new Secret('canary_opaque'))).toBeUndefined();
});

describe('whatever stands in the token', () => {
  test('claims survive the way through JSON and base64url', () => {
    const claims = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ stringUnit: 'grapheme' }));
    fc.assert(
      fc.property(claims, (given) => {
        expect(JSON.stringify(read(tokenWith(given)))).toBe(JSON.stringify(given));
      }),
    );
  });

  test('no text makes the reader throw', () => {
    const piece = fc.oneof(anyText({ maxLength: 12 }), fc.constantFrom('.', 'e30', 'bnVsbA', '%', '\ud800'));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const claims = read(pieces.join(''));
        expect(claims === undefined || typeof claims === 'object').toBe(true);
      }),
    );
  });
});
