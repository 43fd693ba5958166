// Reading quota and plan with usable keys: what is refused once is asked again with others, what fails keeps the old figures.
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { readQuota, type Question } from '../../../main/flows/read-quota.ts';
import type { PlanAnswer, QuotaAnswer } from '../../../main/providers/description.ts';
import type { Event } from '../../../main/state/state.ts';
import { createStore } from '../../../main/state/store.ts';
import { claudeEntry, noonMs, openaiEntry, quotaWindow, sampleOf } from '../../fakes/accounts.ts';
import { noHttp } from '../../fakes/http.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { exampleProvider } from '../../fakes/provider.ts';
import { FakeTime } from '../../fakes/time.ts';

const entry = openaiEntry();
const { id } = entry.account;
const renewed = openaiEntry({ label: 'renewed' });
const good: QuotaAnswer = { windows: [quotaWindow()], source: 'a page' };
const rejected = new Failure('credential/rejected', { subject: 'Example' });
const offline = new Failure('network/offline', { subject: 'Example' });
const both: Question = { quota: true, plan: true };

const read: Event = { type: 'quota.read', sample: { ...sampleOf(entry, [quotaWindow()]), source: 'a page' } };
const planRead = (plan: PlanAnswer): Event => ({ type: 'plan.read', account: id, plan, at: noonMs });
const failed = (failure: Failure): Event => ({
  type: 'quota.failed',
  account: id,
  failure: failure.toValue(),
});

type Answers<Answer> = readonly (Answer | Failure)[];

/** A provider whose answers come one after the other, and keys that can be replaced unless the test says otherwise. */
async function asked(
  question: Question,
  {
    quota,
    plan,
    keys = entry,
    replacing = async () => renewed,
  }: {
    quota?: Answers<QuotaAnswer>;
    plan?: Answers<PlanAnswer | undefined>;
    keys?: typeof entry | ReturnType<typeof claudeEntry> | Failure;
    replacing?: () => Promise<typeof entry>;
  },
) {
  const store = createStore();
  store.dispatch({ type: 'accounts.loaded', accounts: [entry.account] });
  const events: Event[] = [];
  store.subscribe((_state, event) => events.push(event));
  const log = new RecordingLog();
  const time = new FakeTime(noonMs);
  const calls: string[] = [];
  const next = <Answer>(what: string, answers: Answers<Answer>) => {
    let count = 0;
    return async ({ account }: typeof entry): Promise<Answer> => {
      calls.push(`${what} as ${account.label}`);
      const answer = answers[count] ?? offline;
      count += 1;
      if (answer instanceof Failure) throw answer;
      return answer;
    };
  };
  const provider = exampleProvider([], {
    ...(quota !== undefined && { readQuota: next('quota', quota) }),
    ...(plan !== undefined && { readPlan: next('plan', plan) }),
  });
  await readQuota(id, question, {
    store,
    fresh: {
      get: async () => {
        if (keys instanceof Failure) throw keys;
        return keys;
      },
      replace: async () => {
        calls.push('replaced');
        return replacing();
      },
    },
    find: () => provider,
    toolsFor: () => ({ http: noHttp, clock: time, log }),
  });
  return { events, calls, warnings: log.warnings, log };
}

test('puts the figures, their time and their source into the state', async () => {
  const { events, warnings } = await asked(both, { quota: [good] });
  expect([events, warnings]).toEqual([[read], []]);
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

describe('keys that are refused', () => {
  test('are replaced once, and the question is asked again', async () => {
    const { events, calls } = await asked(both, { quota: [rejected, good] });
    expect([events, calls]).toEqual([[read], ['quota as ada@example.test', 'replaced', 'quota as renewed']]);
  });

  test('and those in their place too: the account says so, and nobody asks a third time', async () => {
    const { events, calls } = await asked(both, { quota: [rejected, rejected, good] });
    expect([events, calls.length]).toEqual([[failed(rejected)], 3]);
  });

  test('and cannot be replaced: the account says why', async () => {
    const left = new Failure('credential/left-to-owner', { subject: 'ada@example.test' });
    const { events } = await asked(both, { quota: [rejected], replacing: () => Promise.reject(left) });
    expect(events).toEqual([failed(left)]);
  });
});

test.each([
  ['a failure of the provider', { quota: [offline] }, offline],
  ['no usable keys', { quota: [good], keys: rejected }, rejected],
  [
    'an API key',
    { quota: [good], keys: claudeEntry() },
    new Failure('credential/missing', { subject: 'API key …wxyz' }),
  ],
])('%s stands beside the last good figures', async (_name, given, failure) => {
  const { events, warnings } = await asked(both, given);
  expect([events, warnings]).toEqual([[failed(failure)], ['quota not read']]);
});

test('a provider without meters is asked nothing', async () => {
  expect((await asked(both, {})).events).toEqual([]);
});

test('the log never sees a token', async () => {
  const { log } = await asked(both, { quota: [rejected, offline], plan: [offline] });
  expect(JSON.stringify(log.lines)).not.toContain('canary');
});
