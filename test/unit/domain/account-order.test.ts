// Accounts stand as the person has put them; whoever is new comes last, in the order of before.
import { expect, test } from 'vitest';
import { inWantedOrder } from '../../../main/domain/account-order.ts';
import { accountId } from '../../../main/domain/ids.ts';

const ids = (...names: readonly string[]) => names.map((name) => accountId(`openai:${name}`));
const entries = (...names: readonly string[]) => ids(...names).map((id) => ({ id }));

test.each([
  { what: 'nothing is wanted', order: [], seen: ['a', 'b', 'c', 'd'] },
  { what: 'all are', order: ['d', 'b', 'a', 'c'], seen: ['d', 'b', 'a', 'c'] },
  { what: 'some are', order: ['c'], seen: ['c', 'a', 'b', 'd'] },
  { what: 'one that is wanted is gone', order: ['gone', 'd', 'a'], seen: ['d', 'a', 'b', 'c'] },
])('where $what: $seen', ({ order, seen }) => {
  expect(inWantedOrder(entries('a', 'b', 'c', 'd'), ids(...order))).toEqual(entries(...seen));
});
