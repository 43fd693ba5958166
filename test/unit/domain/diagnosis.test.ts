// A report about a fault holds words of the product and numbers, and nothing that a person, a company or a provider has named.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createVeil } from '../../../main/domain/diagnosis.ts';
import { anyText } from '../../fakes/any-text.ts';

const own = new Set(['openai', 'codex', 'codex-auth']);
const line = (message: string, facts?: unknown): string =>
  `2026-11-24T12:00:00.000Z info ${message}${facts === undefined ? '' : ` ${JSON.stringify(facts)}`}`;
const told = (message: string, facts?: unknown): string => createVeil(own).line(line(message, facts));

test.each([
  ['keys refreshed', { account: 'openai:user-abc/ws-1' }, { account: '#1' }],
  [
    'shared file',
    { path: '/home/ada/.codex/auth.json', outcome: 'written' },
    { path: '#1', outcome: 'written' },
  ],
  [
    'package approved',
    { file: 'acme.json', provider: 'acme', hosts: ['api.acme.example'] },
    { file: '#1', provider: '#2', hosts: ['#3'] },
  ],
  [
    'sign-in ended',
    { provider: 'openai', failure: { code: 'network/offline', subject: 'OpenAI', detail: 'status 503' } },
    { provider: 'openai', failure: { code: 'network/offline', subject: '#1', detail: 'status 503' } },
  ],
  [
    'not switched',
    { failure: { code: 'sign-in/denied', detail: 'Acme Rockets says no' } },
    { failure: { code: 'sign-in/denied', detail: '#1' } },
  ],
  [
    'call failed',
    {
      thrown: {
        name: 'TypeError',
        word: 'ENOENT',
        at: 'read (/home/ada/apps/Gatehouse/resources/app.asar/out/main/index.cjs:3:14)',
      },
    },
    { thrown: { name: 'TypeError', word: 'ENOENT', at: 'out/main/index.cjs:3:14' } },
  ],
  [
    'quota is read later',
    { account: 'claude:9', delayMs: 5000, again: true, none: null },
    { account: '#1', delayMs: 5000, again: true, none: null },
  ],
  [
    'odd',
    { 'ada@example.com': 1, code: 'ada@example.com', event: 'İş Bankası' },
    { '#1': 1, code: '#1', event: '#2' },
  ],
])('%s %j', (message, facts, shown) => {
  expect(told(message, facts)).toBe(line(message, shown));
});

test('the same text has the same number in all of a report, another has another', () => {
  const veil = createVeil(own);
  const lines = ['claude:1', 'claude:2', 'claude:1'].map((account) =>
    veil.line(line('keys refreshed', { account })),
  );
  expect([...lines, veil.known('claude:2'), veil.known('openai')]).toEqual([
    ...['#1', '#2', '#1'].map((account) => line('keys refreshed', { account })),
    '#2',
    'openai',
  ]);
});

test.each([
  'ada@example.com was here',
  line('Ada Lovelace has signed in'),
  line('read 3 files of acme'),
  `2026-11-24T12:00:00.000Z debug something`,
  '',
])('a line of another form is not shown: %s', (text) => {
  expect(createVeil(own).line(text)).toBe('(a line of another form)');
});

test('facts that are cut off are not shown', () => {
  expect(createVeil(own).line(line('shared file', { path: '/home/ada/x' }).slice(0, -4))).toBe(
    line('shared file') + ' (facts that cannot be read)',
  );
});

test('no text that anybody may have named comes out, whatever stands round it', () => {
  const name = anyText({ minLength: 4, maxLength: 12 }).map((text) => `Zq9${text}`);
  const value = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      name,
      fc.integer(),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom('subject', 'path', 'code', 'detail', 'at', 'name', 'title', 'x'),
        tie('any'),
        { maxKeys: 3 },
      ),
    ),
  })).any;
  fc.assert(
    fc.property(value, (facts) => {
      expect(told('anything', { facts })).not.toContain('Zq9');
    }),
  );
});
