// Names of accounts are replaced wherever a text has them, and nothing else is.
import { expect, test } from 'vitest';
import type { Account } from '../../../main/domain/account.ts';
import { hiddenNames, withTexts } from '../../../main/domain/hidden-names.ts';
import { accountId } from '../../../main/domain/ids.ts';
import { claudeId, openaiId } from '../../fakes/accounts.ts';

function account(id: string, label: string, organization?: string): Account {
  return {
    id: accountId(id),
    provider: id.startsWith('claude') ? claudeId : openaiId,
    label,
    kind: 'oauth',
    ...(organization !== undefined && { organization }),
  };
}

const ada = account('openai:1', 'ada@example.com');
const bert = account('openai:2', 'bert@example.com', 'Acme');
const lin = account('claude:1', 'lin@example.com');
const { name, text } = hiddenNames([ada, bert, lin], 'en');

test('accounts are numbered at their provider, in the order in which they are kept', () => {
  expect([ada, bert, lin].map(({ id }) => name(id))).toEqual(['Account 1', 'Account 2', 'Account 1']);
});

test('a name is found as it is written, whatever becomes of it in small letters', () => {
  const bank = account('openai:3', 'ada@example.com', 'İş Bankası');
  expect(hiddenNames([bank], 'en').text('ada@example.com (İş Bankası), İş Bankası')).toBe(
    'Account 1, a hidden organization',
  );
});

test('in German they are called so in German', () => {
  expect(hiddenNames([ada], 'de').name(ada.id)).toBe('Konto 1');
});

test('an account that is not here any more keeps no name either', () => {
  expect(name(accountId('openai:9'))).toBe('a hidden account');
});

test.each([
  ['ada@example.com', 'Account 1'],
  ['OpenAI: bert@example.com (Acme)', 'OpenAI: Account 2'],
  ['The sign-in of ADA@example.com has ended.', 'The sign-in of Account 1 has ended.'],
  ['bert@example.com belongs to Acme.', 'Account 2 belongs to a hidden organization.'],
  ['Acmesoft is another word', 'Acmesoft is another word'],
  ['signed in as zoe@example.org now', 'signed in as a hidden address now'],
  ['npm install -g @anthropic-ai/claude-code', 'npm install -g @anthropic-ai/claude-code'],
  ['openai:1', 'openai:1'],
])('“%s” becomes “%s”', (before, after) => {
  expect(text(before)).toBe(after);
});

test('a name that two accounts have is nobody’s, unless it is known whose text it is', () => {
  const same = account('claude:2', 'ada@example.com');
  const names = hiddenNames([ada, lin, same], 'en');
  expect([names.text('of ada@example.com'), names.text('of ada@example.com', same.id)]).toEqual([
    'of a hidden account',
    'of Account 2',
  ]);
});

test('a label is no pattern', () => {
  const odd = account('openai:1', 'a.c* (x|y) $1');
  expect(hiddenNames([odd], 'en').text('abc, a.c* (x|y) $1')).toBe('abc, Account 1');
});

test('in a value every text is changed, however deep; ids, codes and folders are kept, functions too', () => {
  const run = (): number => 1;
  const value = {
    id: 'x',
    code: 'x',
    folder: 'x',
    what: 'x',
    list: [{ label: 'x', count: 2, run }],
    none: null,
    on: true,
  };
  expect(withTexts(value, () => 'y')).toEqual({
    ...value,
    what: 'y',
    list: [{ label: 'y', count: 2, run }],
  });
});
