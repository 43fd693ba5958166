// The provider's clock is learnt from its answers; small differences say nothing.
import { expect, test } from 'vitest';
import { createServerClock } from '../../main/adapters/node/server-clock.ts';
import type { Http } from '../../main/ports.ts';
import { noonMs } from '../fakes/accounts.ts';

async function learntFrom(...dates: readonly (string | undefined)[]): Promise<number> {
  const left = [...dates];
  const http: Http = async () => {
    const date = left.shift();
    return new Response('', { headers: date === undefined ? {} : { date } });
  };
  const server = createServerClock({ nowMs: () => noonMs });
  while (left.length > 0) await server.observed(http)('https://auth.example.test/');
  return server.clock.nowMs() - noonMs;
}

const httpDate = (offsetMs: number): string => new Date(noonMs + offsetMs).toUTCString();

test.each<[string, readonly (string | undefined)[], number]>([
  ['two hours ahead', [httpDate(7_200_000)], 7_200_000],
  ['two hours behind', [httpDate(-7_200_000)], -7_200_000],
  ['a few seconds off counts as the same', [httpDate(20_000)], 0],
  ['without a date nothing is learnt', [undefined], 0],
  ['what is no date teaches nothing', ['yesterday'], 0],
  ['the newest answer counts', [httpDate(7_200_000), httpDate(0)], 0],
])('%s', async (_name, dates, expected) => {
  expect(await learntFrom(...dates)).toBe(expected);
});
