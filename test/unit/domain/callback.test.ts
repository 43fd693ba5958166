// What reaches the sign-in listener is judged before anything is believed (reliability CB-01 to CB-05).
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  equalInConstantTime,
  judgeCallback,
  type CallbackRequest,
  type CallbackVerdict,
} from '../../../main/domain/callback.ts';
import { anyText } from '../../fakes/any-text.ts';

const state = 'canary_s7aTe-0123456789';
const suffix = '.onboarding_entrypoint=life_sciences';
const issuer = 'https://auth.openai.com';
const expected = { port: 1455, path: '/auth/callback', state, stateSuffixes: [suffix], issuer };
const host = '127.0.0.1:1455';

function judge(target: string, changes: Partial<CallbackRequest> = {}): CallbackVerdict {
  return judgeCallback({ method: 'GET', host, target, ...changes }, expected);
}

function query(parameters: Readonly<Record<string, string>>): string {
  return `/auth/callback?${new URLSearchParams(parameters).toString()}`;
}

const genuine = query({ code: 'canary_code', state });
const answer = { kind: 'answer', code: 'canary_code' };
const wrongState = { kind: 'refused', status: 400, reason: 'wrong state' };
const repeated = { kind: 'refused', status: 400, reason: 'malformed or repeated parameter' };
const wrongIssuer = { kind: 'refused', status: 400, reason: 'wrong issuer' };
const wrongHost = { kind: 'refused', status: 421, reason: 'wrong host' };
const wrongPath = { kind: 'refused', status: 404, reason: 'wrong path' };
const wrongMethod = { kind: 'refused', status: 405, reason: 'wrong method' };

describe('what is accepted', () => {
  test.each([
    ['the genuine answer', genuine, answer],
    ['the name localhost', genuine, answer],
    [
      'parameters that we do not know',
      query({ code: 'canary_code', state, scope: 'openid', extra: 'x' }),
      answer,
    ],
    [
      'the state with the suffix that the provider appends',
      query({ code: 'canary_code', state: state + suffix }),
      answer,
    ],
    ['the right issuer', query({ code: 'canary_code', state, iss: issuer }), { ...answer, issuer }],
    [
      'parameters without a value or a name',
      `/auth/callback?&flag&code=canary_code&&state=${state}&`,
      answer,
    ],
    ['as much as a browser may send', `${genuine}&extra=`.padEnd(8_192, 'x'), answer],
    [
      'a code that needs decoding',
      `/auth/callback?code=a%2Bb+c&state=${state}`,
      { kind: 'answer', code: 'a+b c' },
    ],
    [
      'a refusal with the right state',
      query({ error: 'access_denied', error_description: 'No <b>way</b>', state }),
      { kind: 'denied', error: 'access_denied', description: 'No <b>way</b>' },
    ],
    [
      'a refusal without words',
      query({ error: 'access_denied', state }),
      { kind: 'denied', error: 'access_denied', description: '' },
    ],
  ])('%s', (name, target, verdict) => {
    expect(judge(target, name.includes('localhost') ? { host: 'localhost:1455' } : {})).toStrictEqual(
      verdict,
    );
  });
});

describe('CB-01 and CB-02: the state', () => {
  test.each([
    ['missing', query({ code: 'c' }), wrongState],
    ['empty', query({ code: 'c', state: '' }), wrongState],
    ['wrong', query({ code: 'c', state: `${state.slice(0, -1)}X` }), wrongState],
    ['cut short', query({ code: 'c', state: state.slice(0, -1) }), wrongState],
    ['longer by one', query({ code: 'c', state: `${state}X` }), wrongState],
    ['repeated to twice its length', query({ code: 'c', state: state + state }), wrongState],
    ['in other letters', query({ code: 'c', state: state.toUpperCase() }), wrongState],
    ['only the suffix', query({ code: 'c', state: suffix }), wrongState],
    ['with the suffix twice', query({ code: 'c', state: state + suffix + suffix }), wrongState],
    [
      'with an unknown suffix',
      query({ code: 'c', state: `${state}.onboarding_entrypoint=other` }),
      wrongState,
    ],
    ['given twice, both right', `${genuine}&state=${state}`, repeated],
    ['given twice, the second wrong', `${genuine}&state=x`, repeated],
    ['given twice, the first wrong', `/auth/callback?state=x&code=c&state=${state}`, repeated],
    ['given twice in another spelling', `${genuine}&st%61te=${state}`, repeated],
    [
      'too long',
      query({ code: 'c', state: 'x'.repeat(9_000) }),
      { kind: 'refused', status: 400, reason: 'too long' },
    ],
    ['missing beside an error', query({ error: 'access_denied' }), wrongState],
    ['wrong beside an error', query({ error: 'access_denied', state: 'x' }), wrongState],
  ])('a state that is %s is refused', (_name, target, verdict) => {
    expect(judge(target)).toEqual(verdict);
  });
});

describe('CB-03: the code', () => {
  test.each([
    ['no code', query({ state }), { kind: 'refused', status: 400, reason: 'no code' }],
    ['an empty code', query({ state, code: '' }), { kind: 'refused', status: 400, reason: 'no code' }],
    ['two codes', `${genuine}&code=other`, repeated],
    [
      'code and error together',
      query({ state, code: 'c', error: 'access_denied' }),
      { kind: 'refused', status: 400, reason: 'both code and error' },
    ],
    ['a broken escape', `/auth/callback?code=%E0%A4%A&state=${state}`, repeated],
    ['nothing behind the path', '/auth/callback', wrongState],
    ['two question marks', `${genuine}?x=1`, { kind: 'refused', status: 400, reason: 'malformed query' }],
    [
      'a target of 8,193 characters',
      genuine.padEnd(8_193, 'x'),
      { kind: 'refused', status: 400, reason: 'too long' },
    ],
  ])('%s is refused', (_name, target, verdict) => {
    expect(judge(target)).toEqual(verdict);
  });
});

describe('CB-04: the issuer', () => {
  test.each([
    ['of another server', query({ code: 'c', state, iss: 'https://evil.test' }), wrongIssuer],
    ['with a slash more', query({ code: 'c', state, iss: `${issuer}/` }), wrongIssuer],
    ['that is empty', query({ code: 'c', state, iss: '' }), wrongIssuer],
    ['without a value', `${genuine}&iss`, wrongIssuer],
    ['given twice', `${genuine}&iss=${issuer}&iss=${issuer}`, repeated],
    [
      'of another server beside an error',
      query({ error: 'access_denied', state, iss: 'https://evil.test' }),
      wrongIssuer,
    ],
  ])('an issuer %s is refused', (_name, target, verdict) => {
    expect(judge(target)).toEqual(verdict);
  });
});

describe('CB-05: host, path and method', () => {
  test.each<[string, Partial<CallbackRequest>, CallbackVerdict | typeof wrongHost]>([
    ['a foreign host', { host: 'evil.test:1455' }, wrongHost],
    ['no host', { host: undefined }, wrongHost],
    ['an empty host', { host: '' }, wrongHost],
    ['0.0.0.0', { host: '0.0.0.0:1455' }, wrongHost],
    ['the IPv6 loopback', { host: '[::1]:1455' }, wrongHost],
    ['no port', { host: '127.0.0.1' }, wrongHost],
    ['another port', { host: '127.0.0.1:1457' }, wrongHost],
    ['a host that only starts alike', { host: '127.0.0.1:1455.evil.test' }, wrongHost],
    ['an absolute target', { target: `http://127.0.0.1:1455${genuine}` }, wrongPath],
    ['another path', { target: genuine.replace('callback', 'callback2') }, wrongPath],
    ['a path below', { target: genuine.replace('callback', 'callback/x') }, wrongPath],
    ['a path with dots', { target: genuine.replace('/auth', '/auth/../auth') }, wrongPath],
    ['an escaped path', { target: genuine.replace('/auth', '/%61uth') }, wrongPath],
    ['the cancel of Codex', { target: '/cancel' }, wrongPath],
    ['no path', { target: '*' }, wrongPath],
    ['POST', { method: 'POST' }, wrongMethod],
    ['HEAD', { method: 'HEAD' }, wrongMethod],
    ['OPTIONS', { method: 'OPTIONS' }, wrongMethod],
    ['lower-case get', { method: 'get' }, wrongMethod],
  ])('%s is refused', (_name, changes, verdict) => {
    expect(judge(genuine, changes)).toEqual(verdict);
  });
});

describe('whatever is sent', () => {
  test('only the exact state gets past the check', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (given, code) => {
        fc.pre(given !== state && given !== state + suffix);
        expect(judge(query({ code, state: given }))).toEqual(wrongState);
      }),
    );
  });

  test('the code comes out as the provider sent it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme', maxLength: 200 }), (code) => {
        expect(judge(query({ code, state }))).toEqual({ kind: 'answer', code });
      }),
    );
  });

  test('no target makes the judge throw or accept without the state', () => {
    const piece = fc.oneof(
      anyText(),
      fc.constantFrom('?', '&', '=', '%', '%zz', 'state', 'code', '/auth/callback'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        expect(judge(pieces.join('')).kind).toBe('refused');
        expect(judge(`/auth/callback?${pieces.join('')}`).kind).toBe('refused');
      }),
    );
  });
});

describe('comparison in constant time', () => {
  test('is equality', () => {
    const text = anyText();
    fc.assert(
      fc.property(text, text, (left, right) => {
        expect([equalInConstantTime(left, right), equalInConstantTime(left, left)]).toEqual([
          left === right,
          true,
        ]);
      }),
    );
  });

  test('tells texts apart that differ in one place only', () => {
    fc.assert(
      fc.property(
        anyText({ minLength: 1 }),
        fc.nat(),
        anyText({ minLength: 1, maxLength: 1 }),
        (text, at, letter) => {
          const place = at % text.length;
          const changed = text.slice(0, place) + letter + text.slice(place + 1);
          expect(equalInConstantTime(text, changed)).toBe(text === changed);
        },
      ),
    );
  });

  test('does not take a repetition or a prefix for the whole', () => {
    fc.assert(
      fc.property(anyText({ minLength: 1 }), (text) => {
        const others = [text + text, text + text.charAt(0), text.slice(1), '', `${text}\0`];
        expect(
          others.map((other) => [equalInConstantTime(text, other), equalInConstantTime(other, text)]),
        ).toEqual(others.map((other) => [other === text, other === text]));
      }),
    );
  });
});
