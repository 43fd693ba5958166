// Whether a sign-in works, before anything is switched to it: what is proof, what has ended, and who is asked.
import { describe, expect, test } from 'vitest';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { describeFailure } from '../../../main/domain/failure-words.ts';
import { Failure, type FailureCode, type FailureValue } from '../../../main/domain/failure.ts';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import type { SourceKind } from '../../../main/domain/quota-window.ts';
import { proveAccount, type ProveParts } from '../../../main/flows/prove-account.ts';
import type { ProviderDescription } from '../../../main/providers/description.ts';
import { initialState } from '../../../main/state/state.ts';
import { createStore, type Store } from '../../../main/state/store.ts';
import { claudeEntry, noonMs, openaiEntry, quotaOf, quotaWindow, sampleOf } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { noHttp } from '../../fakes/http.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { adaAtProgram, exampleProgram, FakeOwners } from '../../fakes/owner.ts';
import { exampleProvider, keyMethod } from '../../fakes/provider.ts';
import { FakeTime } from '../../fakes/time.ts';

const minute = 60_000;
const folder = '/home/ada/.example';

/** A login that a program keeps, of the person whom {@link FakeOwners} finds. */
const login: SignedInAccount = {
  account: {
    id: accountId(`example:${adaAtProgram.subject}`),
    provider: adaAtProgram.provider,
    label: 'ada@example.test',
    kind: 'delegated',
  },
  credential: {
    kind: 'delegated',
    origin: 'browser-sign-in',
    destinations: [consumerId('codex')],
    owner: exampleProgram,
    folder,
    place: 'private',
    obtainedAt: noonMs,
  },
};
/** A provider that tells its quota; {@link at} counts how often it is asked. */
const metered = exampleProvider([], { readQuota: () => Promise.reject(new Error('asked elsewhere')) });
/** Keys that were issued long ago, so that they are no proof themselves. */
const keys = openaiEntry({}, { obtainedAt: noonMs - 60 * minute });

interface Work {
  readonly prove: (signal?: AbortSignal) => Promise<void>;
  readonly store: Store;
  readonly time: FakeTime;
  readonly owners: FakeOwners;
  /** How often the provider was asked for the quota. */
  readonly asked: () => number;
}

function at(
  entry: SignedInAccount,
  {
    answer = () => undefined,
    provider = metered,
    fresh = entry,
    isOpen = true,
  }: {
    /** What asking for the quota leaves behind. */
    answer?: (store: Store) => void;
    provider?: ProviderDescription;
    /** Its keys of now. */
    fresh?: SignedInAccount;
    isOpen?: boolean;
  } = {},
): Work {
  const store = createStore({ ...initialState, accounts: [entry.account] });
  const time = new FakeTime(noonMs);
  const owners = new FakeOwners();
  let asked = 0;
  const parts: ProveParts = {
    book: { get: () => (isOpen ? entry : undefined) },
    store,
    fresh: {
      get: async () => {
        if (fresh.credential.kind !== 'oauth') throw new Error('has no tokens');
        return { ...fresh, credential: fresh.credential };
      },
    },
    owners,
    find: () => provider,
    toolsFor: () => ({ http: noHttp, clock: time, log: new RecordingLog() }),
    readQuota: async () => {
      asked += 1;
      answer(store);
    },
    clock: time,
    timer: time,
  };
  return {
    prove: (signal = new AbortController().signal) => proveAccount(entry.account.id, parts, signal),
    store,
    time,
    owners,
    asked: () => asked,
  };
}

function read(
  { store }: Work,
  entry: SignedInAccount,
  when: number,
  kind: SourceKind = 'api',
  usedPercent = 42,
): void {
  const sample = sampleOf(entry, [quotaWindow({ usedPercent })], when);
  store.dispatch({ type: 'quota.read', sample: { ...sample, kind } });
}

const failing =
  (failure: FailureValue) =>
  (store: Store): void => {
    store.dispatch({ type: 'quota.failed', account: keys.account.id, failure });
  };

describe('a sign-in', () => {
  test.each<[FailureCode, FailureCode]>([
    ['credential/rejected', 'credential/rejected'],
    ['credential/revoked', 'credential/revoked'],
    ['credential/owner-changed', 'credential/owner-changed'],
    ['credential/key-rejected', 'credential/key-rejected'],
    ['credential/missing', 'credential/missing'],
    ['sign-in/program-missing', 'sign-in/program-missing'],
    ['credential/malformed', 'selection/unproved'],
    ['network/offline', 'selection/unproved'],
  ])('of which %s is said has failed with %s, and the error names the account', async (thrown, code) => {
    const method = keyMethod(() => Promise.reject(new Failure(thrown, { subject: 'somebody' })));
    const entry = claudeEntry();
    const failure = await failureOf(at(entry, { provider: exampleProvider([method]) }).prove());
    expect([failure.code, failure.subject]).toEqual([code, entry.account.label]);
  });

  test('whose keys are not open is missing, by the name that the person knows', async () => {
    expect(await failureOf(at(keys, { isOpen: false }).prove())).toEqual({
      code: 'credential/missing',
      subject: 'ada@example.test',
    });
  });

  test('by an API key is proved by the provider that takes the key', async () => {
    const entry = claudeEntry();
    const offered: string[] = [];
    const method = keyMethod(async (key) => {
      offered.push(key.reveal());
      return entry;
    });
    const work = at(entry, { provider: exampleProvider([method]) });
    await work.prove();
    expect([offered, work.asked()]).toEqual([[entry.credential.key.reveal()], 0]);
  });

  test('by an API key of another issuer is not proved, and the key goes nowhere', async () => {
    const entry = claudeEntry();
    const offered: string[] = [];
    const method = keyMethod(async (key) => {
      offered.push(key.reveal());
      return entry;
    });
    const provider = { ...exampleProvider([method]), keyIssuer: 'https://other.ghe.com/login/oauth' };
    expect([(await failureOf(at(entry, { provider }).prove())).code, offered]).toEqual([
      'credential/rejected',
      [],
    ]);
  });
});

test('whoever waits no more is told so at once, and nobody is asked', async () => {
  const work = at(login);
  const gone = new Failure('sign-in/cancelled');
  expect([await failureOf(work.prove(AbortSignal.abort(gone))), work.owners.asked]).toEqual([
    { code: 'sign-in/cancelled' },
    [],
  ]);
});

describe('of tokens', () => {
  test('those of now are asked for, and having been issued a moment ago they are proof', async () => {
    const work = at(keys, { fresh: openaiEntry({}, { obtainedAt: noonMs }) });
    await work.prove();
    expect(work.asked()).toBe(1);
  });

  test('those that were issued half an hour ago are no proof', async () => {
    const fresh = openaiEntry({}, { obtainedAt: noonMs - 30 * minute });
    expect((await failureOf(at(keys, { fresh }).prove())).code).toBe('selection/unproved');
  });

  test('a provider that tells no quota is not asked for one', async () => {
    const work = at(keys, { provider: exampleProvider([]) });
    await work.prove();
    expect(work.asked()).toBe(0);
  });
});

describe('an answer with figures', () => {
  test.each([
    ['of ten minutes ago is proof', 10 * minute, 0],
    ['that is older is asked for again', 10 * minute + 1, 1],
  ])('%s', async (_what, ageMs, asked) => {
    const work = at(keys);
    read(work, keys, noonMs - ageMs);
    await work.prove();
    expect(work.asked()).toBe(asked);
  });

  test('is proof although the figures of a status line have taken its place', async () => {
    const work = at(keys);
    read(work, keys, noonMs - 2 * minute);
    read(work, keys, noonMs, 'status-line', 43);
    await work.prove();
    expect(work.asked()).toBe(0);
  });

  test('is proof although a status line of the same moment is believed', async () => {
    const work = at(keys);
    read(work, keys, noonMs - minute / 2, 'status-line', 60);
    read(work, keys, noonMs);
    await work.prove();
    expect(work.asked()).toBe(0);
  });

  test('that an earlier run was told is proof', async () => {
    const work = at(keys);
    const quota = quotaOf(keys, [quotaWindow()], noonMs - minute);
    work.store.dispatch({ type: 'quota.remembered', account: keys.account.id, quota });
    await work.prove();
    expect(work.asked()).toBe(0);
  });

  test('of a status line alone is no proof', async () => {
    const work = at(keys);
    read(work, keys, noonMs, 'status-line');
    expect([(await failureOf(work.prove())).code, work.asked()]).toEqual(['selection/unproved', 1]);
  });

  test('of the future is no proof: the clock was set back', async () => {
    const work = at(keys, { fresh: openaiEntry({}, { obtainedAt: noonMs }) });
    read(work, keys, noonMs + minute);
    await work.prove();
    expect(work.asked()).toBe(1);
  });

  test('is no proof while the newest try has failed', async () => {
    const work = at(keys, { answer: failing({ code: 'credential/rejected' }) });
    read(work, keys, noonMs);
    failing({ code: 'network/offline' })(work.store);
    const { code } = await failureOf(work.prove());
    expect([work.asked(), code]).toEqual([1, 'credential/rejected']);
  });

  test('of half an hour ago does not outweigh a failure of now', async () => {
    const work = at(keys, { answer: failing({ code: 'provider/unavailable' }) });
    read(work, keys, noonMs - 30 * minute);
    expect((await failureOf(work.prove())).code).toBe('selection/unproved');
  });

  test('that is too old is said to be missing because the provider limits requests, and until when', async () => {
    const limited = { code: 'provider/rate-limited', retryAt: noonMs + 5 * minute } as const;
    const { code, detail, retryAt } = await failureOf(at(keys, { answer: failing(limited) }).prove());
    expect([code, detail, retryAt]).toEqual([
      'selection/unproved',
      `Example: ${describeFailure({ ...limited, subject: 'ada@example.test' }).what}`,
      noonMs + 5 * minute,
    ]);
  });
});

describe('the login that a program keeps', () => {
  const stillAt = `whether it is still theirs at ${folder}`;
  const whoseAt = `whose login is at ${folder}`;

  test.each<[string, Pick<FakeOwners, 'still' | 'found'>, readonly string[]]>([
    ['by what its files say', { still: true, found: undefined }, [stillAt]],
    [
      'by what its program says where the files do not tell',
      { still: undefined, found: adaAtProgram },
      [stillAt, whoseAt],
    ],
  ])('is proved %s, without a request', async (_how, says, asked) => {
    const work = at(login);
    work.owners.still = says.still;
    work.owners.found = says.found;
    await work.prove();
    expect([work.owners.asked, work.owners.askedAbout, work.asked()]).toEqual([
      asked,
      [adaAtProgram.subject],
      0,
    ]);
  });

  test.each<[string, Pick<FakeOwners, 'still' | 'found'>]>([
    ['its files name somebody else', { still: false, found: adaAtProgram }],
    ['its program names somebody else', { still: undefined, found: { ...adaAtProgram, subject: 'grace' } }],
    ['nobody is signed in there', { still: undefined, found: undefined }],
  ])('has changed hands where %s', async (_why, says) => {
    const work = at(login);
    work.owners.still = says.still;
    work.owners.found = says.found;
    expect(await failureOf(work.prove())).toEqual({
      code: 'credential/owner-changed',
      subject: 'ada@example.test',
    });
  });

  test('is asked for its quota as well where its program can be asked for that', async () => {
    const work = at(login);
    work.owners.still = true;
    work.owners.usage = { kind: 'program', polled: true, limits: { spacingMs: minute, perHour: 10 } };
    read(work, login, noonMs - 30 * minute);
    await work.prove();
    expect(work.asked()).toBe(1);
  });
});
