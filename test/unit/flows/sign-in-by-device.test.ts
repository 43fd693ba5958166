// Signing in by a code: asked at the provider's pace until the person is done, whatever the network does meanwhile.
import { describe, expect, test } from 'vitest';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { createAccountBook } from '../../../main/flows/account-book.ts';
import { signInByDevice } from '../../../main/flows/sign-in-by-device.ts';
import type { Report } from '../../../main/flows/sign-in.ts';
import type { DeviceAnswer, DeviceAttempt } from '../../../main/providers/description.ts';
import { openaiEntry } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { noHttp } from '../../fakes/http.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { deviceMethod, exampleProvider } from '../../fakes/provider.ts';
import { ToySecretBox, unusableStates } from '../../fakes/secret-box.ts';
import { FakeTime, settle } from '../../fakes/time.ts';
import { MemoryVault } from '../../fakes/vault.ts';

const entry = openaiEntry();
const lifeMs = 60_000;
const second = 1_000;
const pending = { kind: 'pending' } as const;
const allowed: DeviceAnswer = { kind: 'allowed', finish: async () => entry };
const offline = new Failure('network/offline', { subject: 'Example' });
const subject = 'Example';
const slow = new Failure('network/timed-out', { subject });

type Answer = DeviceAnswer | Failure | Promise<DeviceAnswer>;

/** Starts a sign-in whose questions are answered in this order; the last answer stays. */
function start({
  answers = [allowed],
  begin,
  attempt,
  vault = new MemoryVault(),
  workspace,
  unusable,
  aheadMs = 0,
}: {
  readonly answers?: readonly Answer[];
  /** What the provider does before it gives a code out. */
  readonly begin?: () => Promise<unknown>;
  /** What the provider says of the code, in place of the usual. */
  readonly attempt?: Partial<Pick<DeviceAttempt, 'intervalMs' | 'lifeMs'>>;
  readonly vault?: MemoryVault;
  readonly workspace?: string;
  readonly unusable?: (typeof unusableStates)[number];
  /** How far this computer's clock is ahead of the provider's. */
  readonly aheadMs?: number;
} = {}) {
  const time = new FakeTime();
  const startMs = time.nowMs();
  const secretBox = new ToySecretBox();
  if (unusable !== undefined) secretBox.unusable = unusable;
  const cancel = new AbortController();
  const steps: Parameters<Report>[] = [];
  /** When each question came, in seconds since the start. */
  const asked: number[] = [];
  const method = deviceMethod(async () => {
    await begin?.();
    return {
      lifeMs,
      ...attempt,
      ask: async () => {
        asked.push((time.nowMs() - startMs) / second);
        const answer = answers[asked.length - 1] ?? answers.at(-1) ?? pending;
        if (answer instanceof Failure) throw answer;
        return answer;
      },
    };
  });
  const running = signInByDevice(
    exampleProvider([method]),
    method,
    workspace === undefined ? {} : { workspace },
    {
      tools: { http: noHttp, clock: { nowMs: () => time.nowMs() - aheadMs }, log: new RecordingLog() },
      clock: time,
      timer: time,
      secretBox,
      book: createAccountBook(vault),
    },
    cancel.signal,
    (...step) => {
      steps.push(step);
    },
  );
  running.catch(() => undefined);
  return { running, time, startMs, cancel, steps, asked, vault, secretBox };
}

describe('a sign-in that works', () => {
  test('shows address, code and end, asks at the pace of the provider, and keeps what came', async () => {
    const { running, time, startMs, steps, asked, vault } = start({ answers: [pending, pending, allowed] });
    await settle();
    await time.advance(15 * second);
    const toEnter = { code: 'ABCD-EFGH', expiresAt: startMs + lifeMs, advice: 'Allow it first.' };
    expect([await running, steps, asked, vault.saved, time.pendingMs]).toEqual([
      entry,
      [['starting'], ['enter-code', 'https://auth.example.test/device', toEnter], ['exchanging'], ['saving']],
      [5, 10, 15],
      [entry],
      [],
    ]);
  });

  test('for one workspace keeps an account of it, and nothing of another', async () => {
    const [same, other] = [start({ workspace: 'acc-1' }), start({ workspace: 'acc-2' })];
    await settle();
    for (const { time } of [same, other]) await time.advance(5 * second);
    expect([await same.running, same.vault.saved, await failureOf(other.running), other.vault.saved]).toEqual(
      [
        entry,
        [entry],
        { code: 'sign-in/other-workspace', subject, detail: 'asked for acc-2, came back with acc-1' },
        [],
      ],
    );
  });

  test.each<[string, Answer, number[]]>([
    ['told to slow down', { kind: 'slow-down' }, [5, 15, 25]],
    ['told to slow down to a longer time', { kind: 'slow-down', intervalMs: 12_000 }, [5, 17, 29]],
    ['told to slow down to a time that is shorter', { kind: 'slow-down', intervalMs: 1_000 }, [5, 15, 25]],
    ['limited', new Failure('provider/rate-limited', { subject }), [5, 15, 25]],
    ['without a network', offline, [5, 10, 15]],
    ['while the provider is down', new Failure('provider/unavailable', { subject }), [5, 10, 15]],
    ['behind the page of a public network', new Failure('network/intercepted', { subject }), [5, 10, 15]],
    ['after a question that took too long', slow, [5, 15, 20]],
  ])('goes on %s', async (_when, hindrance, times) => {
    const { running, time, asked } = start({ answers: [hindrance, pending, allowed] });
    await settle();
    await time.advance((times.at(-1) ?? 0) * second);
    expect([await running, asked]).toEqual([entry, times]);
  });

  test('asks the key store meanwhile, and what is said of it then is no end of the sign-in', async () => {
    const redeemed = Promise.withResolvers<SignedInAccount>();
    const { running, time, secretBox } = start({
      answers: [{ kind: 'allowed', finish: () => redeemed.promise }],
    });
    await settle();
    let asked = 0;
    secretBox.state = async () => {
      asked += 1;
      throw new Error('the bus is gone');
    };
    await time.advance(5 * second);
    const meanwhile = asked;
    redeemed.resolve(entry);
    expect([await running, meanwhile]).toEqual([entry, 1]);
  });

  test('asks no sooner than the provider said', async () => {
    const retryAt = new FakeTime().nowMs() + 30 * second;
    const limited = new Failure('provider/rate-limited', { subject, retryAt });
    const { running, time, asked } = start({ answers: [limited, allowed] });
    await settle();
    await time.advance(30 * second);
    expect([await running, asked]).toEqual([entry, [5, 30]]);
  });

  test.each([-8, 1, 8])('is the same with a clock that is %d h ahead of the provider’s', async (hours) => {
    const aheadMs = hours * 3_600_000;
    const retryAt = new FakeTime().nowMs() - aheadMs + 30 * second;
    const limited = new Failure('provider/rate-limited', { subject, retryAt });
    const { running, time, startMs, asked, steps } = start({ answers: [limited, allowed], aheadMs });
    await settle();
    await time.advance(30 * second);
    expect([await running, asked, steps[1]?.[2]?.expiresAt]).toEqual([entry, [5, 30], startMs + lifeMs]);
  });

  test('waits twice as long after each question in a row that took too long, up to a minute', async () => {
    const { running, time, asked } = start({
      answers: [slow, slow, slow, slow, slow, pending, allowed],
      attempt: { lifeMs: 600 * second },
    });
    await settle();
    await time.advance(600 * second);
    expect([await running, asked]).toEqual([entry, [5, 15, 35, 75, 135, 195, 200]]);
  });

  test('takes what was allowed while the computer slept past the end', async () => {
    const { running, time, asked } = start({ answers: [pending, allowed] });
    await settle();
    await time.advance(5 * second);
    time.sleep(2 * lifeMs);
    await time.advance(0);
    expect([await running, asked]).toEqual([entry, [5, 125]]);
  });
});

describe('a sign-in that ends without an account', () => {
  test.each<[string, readonly Answer[], object]>([
    ['the person denies it', [pending, { kind: 'denied' }], { code: 'sign-in/denied', subject }],
    ['the provider calls it too old', [{ kind: 'expired' }], { code: 'sign-in/timed-out', subject }],
    ['nobody enters the code in time', [pending], { code: 'sign-in/timed-out', subject }],
    ['the network does not come back in time', [pending, offline], { code: 'network/offline', subject }],
    [
      'the answer makes no sense',
      [new Failure('provider/unexpected-answer', { subject }), allowed],
      { code: 'provider/unexpected-answer', subject },
    ],
    [
      'the code cannot be redeemed',
      [{ kind: 'allowed', finish: () => Promise.reject(new Failure('sign-in/refused-answer', { subject })) }],
      { code: 'sign-in/refused-answer', subject },
    ],
  ])('%s', async (_why, answers, value) => {
    const { running, time, vault } = start({ answers });
    await settle();
    await time.advance(lifeMs);
    expect([await failureOf(running), vault.saved, time.pendingMs]).toEqual([value, [], []]);
  });

  test.each<[string, Pick<Partial<DeviceAttempt>, 'intervalMs'>, Failure, object]>([
    [
      'said to be long after the end',
      {},
      new Failure('provider/rate-limited', { subject, retryAt: new FakeTime().nowMs() + 1_000 * second }),
      { code: 'provider/rate-limited', retryAt: new FakeTime().nowMs() + 1_000 * second },
    ],
    ['due long after it by the pace', { intervalMs: 300 * second }, offline, { code: 'sign-in/timed-out' }],
  ])(
    'a question %s is not asked, and the sign-in ends with the code',
    async (_why, changes, first, value) => {
      const { running, time, asked } = start({ answers: [first], attempt: changes });
      await settle();
      await time.advance(lifeMs);
      expect([await failureOf(running), asked.filter((at) => at > 5)]).toMatchObject([value, []]);
    },
  );

  test('once the provider calls the code too old, nothing is asked any more', async () => {
    const { running, time, asked } = start({ answers: [pending, { kind: 'expired' }] });
    await settle();
    await time.advance(lifeMs);
    expect([(await failureOf(running)).code, asked]).toEqual(['sign-in/timed-out', [5, 10]]);
  });

  test('the provider gives no codes out', async () => {
    const { running, steps } = start({
      begin: () => Promise.reject(new Failure('sign-in/denied', { subject })),
    });
    expect([await failureOf(running), steps]).toEqual([{ code: 'sign-in/denied', subject }, [['starting']]]);
  });

  test.each(unusableStates)('$code: nobody gets a code for what could not be kept', async (state) => {
    const { running, steps } = start({ unusable: state });
    expect([(await failureOf(running)).code, steps]).toEqual([state.code, [['starting']]]);
  });

  test('a vault that cannot save', async () => {
    const vault = new MemoryVault({ failWith: new Failure('storage/write-failed', { detail: 'ENOSPC' }) });
    const { running, time } = start({ vault });
    await settle();
    await time.advance(5 * second);
    expect(await failureOf(running)).toEqual({ code: 'storage/write-failed', detail: 'ENOSPC' });
  });
});

describe('a cancel', () => {
  const cancelled = new Failure('sign-in/cancelled', { subject });

  test('while the key store is asked begins nothing', async () => {
    const { running, cancel, steps } = start();
    cancel.abort(cancelled);
    expect([await failureOf(running), steps]).toEqual([cancelled.toValue(), [['starting']]]);
  });

  test('while the code is made asks nothing', async () => {
    const made = Promise.withResolvers<undefined>();
    const { running, time, cancel, asked } = start({ begin: () => made.promise });
    await settle();
    cancel.abort(cancelled);
    made.resolve(undefined);
    expect([await failureOf(running), asked, time.pendingMs]).toEqual([cancelled.toValue(), [], []]);
  });

  test('that gives no reason is one all the same', async () => {
    const { running, cancel } = start({ answers: [pending] });
    await settle();
    cancel.abort('gone');
    expect(await failureOf(running)).toEqual({ code: 'sign-in/cancelled' });
  });

  test('while the code waits ends at once, and nothing is asked any more', async () => {
    const { running, time, cancel, asked } = start({ answers: [pending] });
    await settle();
    await time.advance(7 * second);
    cancel.abort(cancelled);
    const failure = await failureOf(running);
    const timers = time.pendingMs;
    await time.advance(lifeMs);
    expect([failure, asked, timers]).toEqual([cancelled.toValue(), [5], []]);
  });

  test('while the code is redeemed saves nothing', async () => {
    const redeemed = Promise.withResolvers<SignedInAccount>();
    const { running, time, cancel, vault } = start({
      answers: [{ kind: 'allowed', finish: () => redeemed.promise }],
    });
    await settle();
    await time.advance(5 * second);
    cancel.abort(cancelled);
    redeemed.resolve(entry);
    expect([await failureOf(running), vault.saved]).toEqual([cancelled.toValue(), []]);
  });

  test('while a question is under way is no failure of the network', async () => {
    const answer = Promise.withResolvers<DeviceAnswer>();
    const { running, time, cancel, asked } = start({ answers: [answer.promise] });
    await settle();
    await time.advance(5 * second);
    cancel.abort(cancelled);
    answer.reject(offline);
    const failure = await failureOf(running);
    await time.advance(lifeMs);
    expect([failure, asked]).toEqual([cancelled.toValue(), [5]]);
  });
});
