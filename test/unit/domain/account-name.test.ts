// How one of several accounts is named.
import { expect, test } from 'vitest';
import { accountNamed, fullName, nameAmong } from '../../../main/domain/account-name.ts';
import type { FailureValue } from '../../../main/domain/failure.ts';
import { failureOf } from '../../fakes/failures.ts';

const acme = { id: 'openai:1', label: 'ada@example.test', organization: 'Acme' };
const home = { id: 'openai:2', label: 'ada@example.test', organization: 'Home' };
const bob = { id: 'openai:3', label: 'bob@example.test', organization: null };
const twin = { ...home, id: 'openai:4' };

test.each<[string | undefined, readonly (typeof bob | typeof acme)[], string]>([
  [undefined, [bob], 'openai:3'],
  ['openai:2', [acme, home, bob], 'openai:2'],
  ['bob@example.test', [acme, home, bob], 'openai:3'],
  ['ada@example.test (Home)', [acme, home, bob], 'openai:2'],
  ['ada@example.test', [acme, bob], 'openai:1'],
  // As it is printed, without the mark of direction that stands in it.
  ['ada@example.test (Acme)', [{ ...acme, organization: '\u200fAcme\u200f' }, home], 'openai:1'],
])('%j is one of them', (name, accounts, id) => {
  expect(
    accountNamed<{ id: string; label: string; organization: string | null }>(accounts, name, 'OpenAI').id,
  ).toBe(id);
});

test.each<[string | undefined, readonly (typeof bob | typeof acme)[], FailureValue]>([
  [undefined, [], { code: 'credential/missing', subject: 'OpenAI' }],
  ['nobody', [bob], { code: 'selection/unknown-account', subject: 'nobody' }],
  [
    undefined,
    [acme, bob],
    {
      code: 'selection/several-accounts',
      subject: 'OpenAI',
      detail: 'ada@example.test (Acme), or bob@example.test',
    },
  ],
  [
    'ada@example.test',
    [acme, home, bob],
    {
      code: 'selection/several-accounts',
      subject: 'ada@example.test',
      detail: 'ada@example.test (Acme), or ada@example.test (Home)',
    },
  ],
  [
    'ada@example.test (Home)',
    [home, twin],
    {
      code: 'selection/several-accounts',
      subject: 'ada@example.test (Home)',
      detail: 'openai:2, or openai:4',
    },
  ],
])('%j is refused with the names to use', async (name, accounts, failure) => {
  const named = (): unknown =>
    accountNamed<{ id: string; label: string; organization: string | null }>(accounts, name, 'OpenAI');
  expect(await failureOf(named)).toEqual(failure);
});

test('the full name has the organisation where one is known', () => {
  expect([acme, bob].map(fullName)).toEqual(['ada@example.test (Acme)', 'bob@example.test']);
});

test('among others an account goes by its label, by its full name where that is needed, and by its id once it is gone', () => {
  const beta = { ...acme, id: 'openai:beta', organization: 'Beta' };
  const all = [acme, beta, bob];
  expect([acme.id, beta.id, bob.id, 'openai:gone'].map((id) => nameAmong(all, id))).toEqual([
    'ada@example.test (Acme)',
    'ada@example.test (Beta)',
    'bob@example.test',
    'openai:gone',
  ]);
});
