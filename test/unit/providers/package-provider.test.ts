// A provider made out of a file: what a key has to look like, how it is sent, and what an answer says about a quota.
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../main/domain/secret.ts';
import type { JsonObject } from '../../../main/domain/json.ts';
import { packageProvider } from '../../../main/providers/package-provider.ts';
import { windowsBy } from '../../../main/providers/package-windows.ts';
import { json, noHttp, scriptedHttp } from '../../fakes/http.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { fullPackage, packageOf, plainPackage } from '../../fakes/provider-packages.ts';
import { thrownFailure } from '../../fakes/failures.ts';

const { signal } = new AbortController();
const clock = { nowMs: () => Date.UTC(2026, 10, 24) };

function methodOf(value: JsonObject) {
  const [method] = packageProvider(packageOf(value)).methods;
  if (method?.kind !== 'api-key') throw new Error('it takes no key');
  return method;
}

describe('a key', () => {
  const rest = 'canary_0123456789ab';

  test.each([
    ['of another start', `other-${rest}`],
    ['that is too short', 'acme-canary_0123'],
    ['that is too long', `acme-${'x'.repeat(201)}`],
    ['with a character that none has', `acme-${rest}.${rest}`],
    ['with a line end', `acme-${rest}1\n`],
  ])('%s is sent nowhere', async (_name, key) => {
    const tools = { http: noHttp, clock, log: new RecordingLog() };
    const failure = await thrownFailure(methodOf(plainPackage).accept(new Secret(key), tools, signal));
    expect(failure.code).toBe('credential/malformed');
  });

  test('of a vendor who is built in is sent nowhere, though it would fit', async () => {
    const any = { ...plainPackage, key: { hint: '…', characters: 'token', length: [8, 300] } };
    const tools = { http: noHttp, clock, log: new RecordingLog() };
    const key = new Secret(`sk-ant-${rest}${rest}`);
    const failure = await thrownFailure(methodOf(any).accept(key, tools, signal));
    expect([failure.code, failure.detail]).toEqual(['credential/malformed', 'it looks like a key of Claude']);
  });

  test('goes out in the header of the file, and in no other', async () => {
    const { http, seen } = scriptedHttp({ [`GET ${fullPackage.check.url}`]: json({ user: {} }) });
    const tools = { http, clock, log: new RecordingLog() };
    await methodOf(fullPackage).accept(new Secret(`zk_${rest}`), tools, signal);
    expect(seen.map(({ headers }) => headers)).toEqual([
      { accept: 'application/json', 'x-api-key': `zk_${rest}` },
    ]);
  });
});

describe('a quota', () => {
  const resetsAt = Date.UTC(2026, 11, 1);
  const [monthly, balance] = fullPackage.quota.windows;
  const windowsIn = (answer: JsonObject, windows: Parameters<typeof windowsBy>[0] = [monthly, balance]) =>
    windowsBy(windows)(answer, clock.nowMs());

  test('has every figure that its pointers lead to, and its share of the limit', () => {
    const data = { used: 250, limit: '1000', resets_at: resetsAt / 1000, balance: '12.50' };
    expect(windowsIn({ data })).toEqual([
      {
        id: 'monthly',
        label: 'Monthly',
        usedPercent: 25,
        amount: { unit: 'credits', used: 250, limit: 1000, left: null },
        lengthMs: null,
        resetsAt,
      },
      {
        id: 'balance',
        label: 'Balance',
        usedPercent: null,
        amount: { unit: 'currency', currency: 'EUR', used: null, limit: null, left: 12.5 },
        lengthMs: null,
        resetsAt: null,
      },
    ]);
  });

  test('by what is left of a limit, or of a hundred, is the same', () => {
    const left = { id: 'left', label: 'Left', unit: 'tokens', limit: '/l/0', remaining: '/l/1' } as const;
    const share = { id: 'share', label: 'Share', unit: 'percent', remaining: '/a~1b' } as const;
    const found = windowsIn({ l: [200, 50], 'a/b': 75 }, [left, share]);
    expect(found.map(({ id, usedPercent }) => [id, usedPercent])).toEqual([
      ['left', 75],
      ['share', 25],
    ]);
  });

  test('of which more is used than there is has nothing left', () => {
    const left = { id: 'left', label: 'Left', unit: 'tokens', limit: '/limit', remaining: '/left' } as const;
    const share = { id: 'share', label: 'Share', unit: 'percent', remaining: '/share' } as const;
    const found = windowsIn({ limit: 200, left: -50, share: -25, data: { balance: '-0.10' } }, [
      left,
      share,
      balance,
    ]);
    expect(found.map(({ id, usedPercent, amount }) => [id, usedPercent, amount?.left])).toEqual([
      ['left', 100, 0],
      ['share', 125, undefined],
      ['balance', null, 0],
    ]);
  });

  test('without a limit by −1 is not used up', () => {
    const left = { id: 'left', label: 'Left', unit: 'tokens', limit: '/limit', remaining: '/left' } as const;
    const share = { id: 'share', label: 'Share', unit: 'percent', remaining: '/left' } as const;
    expect(windowsIn({ limit: -1, left: -1 }, [left, share])).toEqual([]);
  });

  test.each([
    [{}],
    [{ data: null }],
    [{ data: [] }],
    [{ data: { used: -1, balance: 'x' } }],
    [{ data: 'constructor' }],
  ])('that is not in %j is left out, never 0', (answer) => {
    expect(windowsIn(answer)).toEqual([]);
  });
});
