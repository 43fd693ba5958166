// Reading quota and plan: what is answered reaches the state with its source, what fails keeps the old figures.
import { expect, test } from 'vitest';
import type { SourceKind } from '../../../main/domain/quota-window.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { readQuota, type Question } from '../../../main/flows/read-quota.ts';
import type { PlanName } from '../../../main/domain/plan.ts';
import type { QuotaAnswer } from '../../../main/providers/description.ts';
import type { Event } from '../../../main/state/state.ts';
import { createStore } from '../../../main/state/store.ts';
import { noonMs, openaiEntry, quotaWindow, sampleOf } from '../../fakes/accounts.ts';
import { noHttp } from '../../fakes/http.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { exampleProvider } from '../../fakes/provider.ts';
import { FakeTime } from '../../fakes/time.ts';

const minute = 60_000;
const entry = openaiEntry();
const { id } = entry.account;
const good: QuotaAnswer = { windows: [quotaWindow()], source: 'a page' };
const rejected = new Failure('credential/rejected', { subject: 'Example' });
const offline = new Failure('network/offline', { subject: 'Example' });
const both: Question = { quota: true, plan: true };

/** The provider's clock is as far ahead of this computer's. */
const aheadMs = 60 * minute;
const hereWindow = quotaWindow({ resetsAt: noonMs });
const read: Event = { type: 'quota.read', sample: { ...sampleOf(entry, [hereWindow]), source: 'a page' } };
const planRead = (plan: PlanName): Event => ({ type: 'plan.read', account: id, plan, at: noonMs });
const failed = (failure: Failure): Event => ({
  type: 'quota.failed',
  account: id,
  failure: failure.toValue(),
});

type Answers<Answer> = readonly (Answer | Failure)[];

/** Sources whose answers come one after the other; `logins`: the login before the question and the one when the answer has come. */
async function asked(
  question: Question,
  {
    quota,
    plan,
    kind = 'api',
    logins = ['login-1', 'login-1'],
    inUse = [0],
  }: {
    quota?: Answers<QuotaAnswer>;
    plan?: Answers<PlanName | undefined>;
    kind?: SourceKind;
    logins?: readonly (string | undefined)[];
    /** How often the account had left at each moment that it is asked about. */
    inUse?: readonly number[];
  },
) {
  const store = createStore();
  store.dispatch({ type: 'accounts.loaded', accounts: [entry.account] });
  const events: Event[] = [];
  store.subscribe((_state, event) => events.push(event));
  const log = new RecordingLog();
  const time = new FakeTime(noonMs);
  const left = [...logins];
  const generations = [...inUse];
  const next = <Answer>(answers: Answers<Answer>) => {
    let count = 0;
    return async (): Promise<Answer> => {
      const answer = answers[count] ?? offline;
      count += 1;
      if (answer instanceof Failure) throw answer;
      return answer;
    };
  };
  const provider = exampleProvider([], { ...(plan !== undefined && { readPlan: next(plan) }) });
  const outcome = await readQuota(id, question, {
    store,
    sources: {
      of: () =>
        quota === undefined
          ? undefined
          : { kind, polled: true, limits: { spacingMs: 0, perHour: 20 }, read: next(quota) },
      ask: async (_account, ask) => ask(entry),
    },
    find: () => provider,
    toolsFor: () => ({ http: noHttp, clock: new FakeTime(noonMs + aheadMs), log }),
    loginOf: () => (left.length > 1 ? left.shift() : left[0]),
    generation: () => (generations.length > 1 ? (generations.shift() ?? 0) : (generations[0] ?? 0)),
    clock: time,
  });
  return { outcome, events, warnings: log.warnings, log };
}

test('puts the figures, their time and their source into the state', async () => {
  const { outcome, events, warnings } = await asked(both, { quota: [good] });
  expect([outcome, events, warnings]).toEqual(['read', [read], []]);
});

test('takes the plan where the quota’s answer states it', async () => {
  const { events } = await asked(both, { quota: [{ ...good, plan: { plan: 'pro' } }] });
  expect(events).toEqual([planRead({ plan: 'pro' }), read]);
});

test('asks for the plan where that is a question of its own, and only when it is asked to', async () => {
  const max = { plan: 'max', planDetail: '20x' };
  const given = { quota: [good], plan: [max] };
  expect([
    (await asked(both, given)).events,
    (await asked({ quota: true, plan: false }, given)).events,
    (await asked({ quota: false, plan: true }, given)).events,
  ]).toEqual([[planRead(max), read], [read], [planRead(max)]]);
});

test('a plan that is not told is not made up', async () => {
  expect((await asked(both, { quota: [good], plan: [undefined] })).events).toEqual([read]);
});

test('a plan that cannot be read does not spoil the quota', async () => {
  const { events, warnings } = await asked(both, { quota: [good], plan: [offline] });
  expect([events, warnings]).toEqual([[read], ['plan not read']]);
});

test('a failure stands beside the last good figures', async () => {
  const { outcome, events, warnings } = await asked(both, { quota: [rejected] });
  expect([outcome, events, warnings]).toEqual([rejected.toValue(), [failed(rejected)], ['quota not read']]);
});

test('what the provider asks for is told by this computer’s clock', async () => {
  const until = (retryAt: number): Failure => new Failure('provider/rate-limited', { retryAt });
  const { outcome, events } = await asked(both, { quota: [until(noonMs + 96 * minute)] });
  const here = until(noonMs + 36 * minute);
  expect([outcome, events]).toEqual([here.toValue(), [failed(here)]]);
});

test('resets are told by this computer’s clock', async () => {
  const windows = [{ resetsAt: noonMs + 105 * minute }, { id: 'weekly', resetsAt: null }].map(quotaWindow);
  const { events } = await asked(both, { quota: [{ ...good, windows }] });
  expect(events).toMatchObject([
    { sample: { windows: [{ resetsAt: noonMs + 45 * minute }, { id: 'weekly', resetsAt: null }] } },
  ]);
});

test.each([
  ['signed out', undefined],
  ['of another login', 'login-2'],
])('an answer for an account that is %s meanwhile is dropped', async (_name, login) => {
  const logins = ['login-1', login];
  const answer = { ...good, plan: { plan: 'pro' } };
  const { outcome, events, log } = await asked(both, { quota: [answer], logins });
  const lines = log.lines.map(({ message }) => message);
  expect([outcome, events, lines]).toEqual([undefined, [], ['quota of a login that has left']]);
});

test.each([
  ['a login that has left', { logins: ['login-1', undefined] }],
  ['an account that is no longer in use', { inUse: [0, 1] }],
])('a failure of %s is nobody’s, and still told to who keeps count', async (_name, given) => {
  const { outcome, events } = await asked(both, { quota: [rejected], ...given });
  expect([outcome, events]).toEqual([rejected.toValue(), []]);
});

test('where nothing can be asked, nothing is', async () => {
  const { outcome, events } = await asked(both, {});
  expect([outcome, events]).toEqual([undefined, []]);
});

test('the log never sees a token', async () => {
  const { log } = await asked(both, { quota: [rejected], plan: [offline] });
  expect(JSON.stringify(log.lines)).not.toContain('canary');
});
