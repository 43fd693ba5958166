// Which accounts have figures at all: by their kind, and by what their provider lets itself be asked.
import { expect, test } from 'vitest';
import { isMetered } from '../../../main/domain/account.ts';

test('a login that a program keeps has figures where that program tells them, or its key may be asked with', () => {
  const login = { kind: 'delegated' } as const;
  expect([
    isMetered(login, { quotaIn: {} }),
    isMetered(login, { readQuota: {}, borrowedKeyStanding: 'Common.' }),
    isMetered(login, { readQuota: {}, readKeyQuota: {} }),
  ]).toEqual([true, true, false]);
});

test('a sign-in of ours and a key have figures where they themselves may ask', () => {
  expect([
    isMetered({ kind: 'oauth' }, { readQuota: {} }),
    isMetered({ kind: 'oauth' }, { quotaIn: {} }),
    isMetered({ kind: 'api-key' }, { readKeyQuota: {} }),
    isMetered({ kind: 'api-key' }, { readQuota: {} }),
  ]).toEqual([true, false, true, false]);
});
