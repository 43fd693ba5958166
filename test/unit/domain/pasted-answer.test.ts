// What a person may paste: the address of the last page, judged as if it had reached the listener.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeCallback, type CallbackExpectation } from '../../../main/domain/callback.ts';
import { judgePasted, pasteFaultOf, type PasteExpectation } from '../../../main/domain/pasted-answer.ts';

const expected: CallbackExpectation = {
  port: 1455,
  path: '/auth/callback',
  state: 'canary_state',
  stateSuffixes: ['.suffix'],
  issuer: 'https://auth.example.test',
};
const good = '127.0.0.1:1455/auth/callback?code=canary_code&state=canary_state';
const answer = { kind: 'answer', code: 'canary_code' };

test.each([
  ['the whole address', `http://${good}`],
  ['what a browser shows of it', good],
  ['the name in place of the number', `http://${good.replace('127.0.0.1', 'localhost')}`],
  ['a scheme in capitals', `HTTP://${good}`],
  ['a fragment behind it', `http://${good}#_=_`],
  ['spaces and quotes around it', `  "http://${good}"\r\n`],
  ['angle brackets around it', `<http://${good}>`],
  ['the suffix that the provider may add', `http://${good}.suffix`],
])('%s is taken', (_name, pasted) => {
  expect(judgePasted(pasted, expected)).toEqual(answer);
});

test('the right issuer is taken and handed on', () => {
  const { issuer } = expected;
  const pasted = `http://${good}&iss=${encodeURIComponent(issuer)}`;
  expect(judgePasted(pasted, expected)).toEqual({ ...answer, issuer });
});

test('a denial is one', () => {
  const pasted = 'http://localhost:1455/auth/callback?error=access_denied&state=canary_state';
  expect(judgePasted(pasted, expected)).toEqual({
    kind: 'denied',
    error: 'access_denied',
    description: '',
  });
});

test.each([
  ['the code alone', 'canary_code', 'not an address'],
  ['nothing', '', 'not an address'],
  ['words', 'what is it?', 'not an address'],
  ['an address and words', `http://${good} and this`, 'not an address'],
  ['another scheme', `https://${good}`, 'wrong host'],
  ['another port', `http://${good.replace('1455', '1457')}`, 'wrong host'],
  ['another host', `http://${good.replace('127.0.0.1', 'evil.example.test')}`, 'wrong host'],
  ['a name in front', `http://127.0.0.1:1455@evil.example.test/auth/callback?code=c`, 'wrong host'],
  ['another path', `http://${good.replace('/auth', '/other')}`, 'wrong path'],
  ['the state of another attempt', `http://${good.replace('canary_state', 'canary_other')}`, 'wrong state'],
  ['no state', 'http://127.0.0.1:1455/auth/callback?code=canary_code', 'wrong state'],
  ['a code given twice', `http://${good}&code=canary_more`, 'malformed or repeated parameter'],
  ['another issuer', `http://${good}&iss=https%3A%2F%2Fevil.example.test`, 'wrong issuer'],
  ['no code', 'http://127.0.0.1:1455/auth/callback?state=canary_state', 'no code'],
])('%s is refused and the reason said', (_name, pasted, reason) => {
  expect(judgePasted(pasted, expected)).toMatchObject({ kind: 'refused', reason });
});

describe('where a page shows the code', () => {
  const shown: PasteExpectation = {
    codePage: { host: 'platform.example.test', path: '/oauth/code/callback' },
    state: 'canary_state',
    stateSuffixes: [],
    issuer: 'https://auth.example.test',
  };
  const page = 'platform.example.test/oauth/code/callback?code=canary_code&state=canary_state';

  test.each([
    ['code and state', 'canary_code#canary_state'],
    ['spaces and quotes around them', ' "canary_code#canary_state"\r\n'],
    ['a line that a terminal has broken', 'canary_\ncode#canary\r\n  _state'],
    ['the address of the page', `https://${page}`],
    ['what a browser shows of it', page],
    ['an address that a mail has broken', `https://${page.replace('?', '?\n')}`],
    ['a host in capitals', `HTTPS://${page.replace('platform', 'PLATFORM')}`],
  ])('%s is taken', (_name, pasted) => {
    expect(judgePasted(pasted, shown)).toEqual(answer);
  });

  test('a denial in the address is one', () => {
    const pasted = `https://${page.replace('code=canary_code', 'error=access_denied')}`;
    expect(judgePasted(pasted, shown)).toEqual({
      kind: 'denied',
      error: 'access_denied',
      description: '',
    });
  });

  test.each([
    ['the code alone', 'canary_code', 'no code', 'incomplete'],
    ['a state that was cut', 'canary_code#canary_sta', 'no code', 'incomplete'],
    ['the state alone', '#canary_state', 'no code', 'incomplete'],
    ['nothing', ' ', 'no code', 'incomplete'],
    [
      'the code of another attempt',
      'canary_code#canary_other'.replace('other', 'STATE'),
      'wrong state',
      'other-sign-in',
    ],
    ['words', 'what is it?', 'not a code', 'not-the-address'],
    ['two codes', 'canary_code#canary_state#more', 'not a code', 'not-the-address'],
    ['a quote in the middle', 'canary_"code#canary_state', 'not a code', 'not-the-address'],
    ['quotes at the wrong ends', '>canary_code#canary_state<', 'not a code', 'not-the-address'],
    ['the address of a listener', `http://${good}`, 'not a code', 'not-the-address'],
    ['the page without encryption', `http://${page}`, 'not a code', 'not-the-address'],
    ['another host', `https://${page.replace('platform', 'evil')}`, 'wrong host', 'not-the-address'],
    [
      'a name in front',
      `https://platform.example.test@evil.test/oauth/code/callback`,
      'wrong host',
      'not-the-address',
    ],
    ['another path', `https://${page.replace('/code/', '/other/')}`, 'wrong path', 'not-the-address'],
    [
      'an address of another attempt',
      `https://${page.replace('canary_state', 'canary_STATE')}`,
      'wrong state',
      'other-sign-in',
    ],
    [
      'an address that was cut',
      `https://${page.replace('&state=canary_state', '')}`,
      'wrong state',
      'other-sign-in',
    ],
    ['a code given twice', `https://${page}&code=more`, 'malformed or repeated parameter', 'incomplete'],
  ])('%s is refused and the reason said', (_name, pasted, reason, fault) => {
    expect([judgePasted(pasted, shown), pasteFaultOf(reason)]).toMatchObject([
      { kind: 'refused', reason },
      fault,
    ]);
  });

  test('whatever is pasted, nothing is taken without the state of this attempt', () => {
    const pieces = [
      'canary_code',
      '#',
      'canary_state',
      'https://',
      'platform.example.test',
      '?',
      '&',
      'x',
      ' ',
    ];
    const path = ['/oauth/code/callback', 'code=', 'state=', 'iss='];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces, ...path)), (parts) => {
        const { kind } = judgePasted(parts.join(''), shown);
        expect(kind === 'refused' || parts.includes('canary_state')).toBe(true);
      }),
    );
  });
});

describe('whatever is pasted', () => {
  test('never throws, and is taken only with the state of this attempt', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.boolean(), (text, behindAddress) => {
        const pasted = behindAddress ? `http://127.0.0.1:1455/auth/callback?${text}` : text;
        expect(judgePasted(pasted, expected).kind).toBe('refused');
      }),
    );
  });

  test('is judged as the listener judges the same request', () => {
    const part = fc.constantFrom(
      'code=canary_code',
      'state=canary_state',
      'state=x',
      'iss=x',
      'error=no',
      'a=%',
    );
    const target = fc
      .tuple(fc.constantFrom('/auth/callback', '/', '/auth/callback/'), fc.array(part, { maxLength: 4 }))
      .map(([path, parts]) => `${path}?${parts.join('&')}`);
    const host = fc.constantFrom('127.0.0.1:1455', 'localhost:1455', '127.0.0.1', '[::1]:1455');
    fc.assert(
      fc.property(host, target, (named, asked) => {
        expect(judgePasted(`http://${named}${asked}`, expected)).toEqual(
          judgeCallback({ method: 'GET', host: named, target: asked }, expected),
        );
      }),
    );
  });
});

test.each([
  ['https://github.com/login', 'not-the-address'],
  ['canary_code', 'not-the-address'],
  ['http://127.0.0.1:1455/auth/callback?code=canary_code&state=x', 'other-sign-in'],
  [`http://${good}&iss=https%3A%2F%2Fevil.example.test`, 'other-sign-in'],
  ['http://127.0.0.1:1455/auth/callback?state=canary_state', 'incomplete'],
])('%s: whoever pasted it is told %s', (pasted, fault) => {
  const verdict = judgePasted(pasted, expected);
  expect(verdict.kind === 'refused' && pasteFaultOf(verdict.reason)).toBe(fault);
});
