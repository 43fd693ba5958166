// Keeping quota fresh: over time, failures and restarts, within what the provider allows.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Attention } from '../../../main/domain/poll-policy.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { accountId, type AccountId } from '../../../main/domain/ids.ts';
import type { QuotaWindow } from '../../../main/domain/quota-window.ts';
import { defaultSettings } from '../../../main/domain/settings.ts';
import { createQuotaPolling } from '../../../main/flows/poll-quota.ts';
import type { QuotaNote } from '../../../main/domain/quota-note.ts';
import { createStore } from '../../../main/state/store.ts';
import { noonMs, openaiEntry, quotaOf, quotaWindow, sampleOf } from '../../fakes/accounts.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { MemoryNotes } from '../../fakes/quota-notes.ts';
import { FakeTime, settle } from '../../fakes/time.ts';

const minute = 60_000;
const hour = 60 * minute;
const entry = openaiEntry();
const { id } = entry.account;
const other = openaiEntry({ id: accountId('openai:user-2.acc-2') });
const unmetered = accountId('openai:key-1');
/** Can be asked, but is not asked by itself. */
const unpolled = accountId('openai:program-1');
const offline = new Failure('network/offline', { subject: 'OpenAI' });
/** Something is used between all readings. */
const climbing = Array.from({ length: 40 }, (_empty, index) => [
  quotaWindow({ usedPercent: index / 2, resetsAt: noonMs + 1000 * 3_600_000 }),
]);
/** Far from any limit or reset. */
const calm = quotaWindow({ usedPercent: 10, resetsAt: noonMs + 1000 * hour });

/** Answers come one after the other; the last one stays. What was asked is written down with its minute. */
function poll({
  answers = [[calm]],
  notes = new MemoryNotes(),
  time = new FakeTime(noonMs),
  tellsPlan = true,
  during = async () => undefined,
  identities = new Map(),
  isDropped = () => false,
}: {
  answers?: readonly (readonly QuotaWindow[] | Failure)[];
  notes?: MemoryNotes;
  time?: FakeTime;
  tellsPlan?: boolean;
  during?: () => Promise<unknown>;
  identities?: ReadonlyMap<AccountId, string>;
  /** Whether this answer, counted from 1, is about a time that is over, for example because of a switch meanwhile. */
  isDropped?: (count: number) => boolean;
} = {}) {
  const store = createStore();
  store.dispatch({ type: 'accounts.loaded', accounts: [entry.account, other.account] });
  const log = new RecordingLog();
  const asked: string[] = [];
  let attention: Attention = 'hidden';
  let online = true;
  let ours = true;
  let count = 0;
  const polling = createQuotaPolling({
    store,
    clock: time,
    timer: time,
    log,
    notes,
    presence: { attention: () => attention, online: () => online },
    seat: { isOurs: async () => ours },
    readable: (account) =>
      account === unmetered
        ? undefined
        : { limits: { spacingMs: 3 * minute, perHour: 20 }, polled: account !== unpolled },
    identityOf: (account) => identities.get(account),
    random: () => 0,
    read: async (account, { quota, plan }) => {
      const what = [...(quota ? ['quota'] : []), ...(plan ? ['plan'] : [])].join('+');
      asked.push(`${String((time.nowMs() - noonMs) / minute)} ${what}`);
      await during();
      if (plan && tellsPlan)
        store.dispatch({ type: 'plan.read', account, plan: { plan: 'pro' }, at: time.nowMs() });
      if (!quota) return undefined;
      const answer = answers[Math.min(count, answers.length - 1)] ?? offline;
      count += 1;
      const dropped = isDropped(count);
      if (answer instanceof Failure) {
        const failure = answer.toValue();
        if (!dropped) store.dispatch({ type: 'quota.failed', account, failure });
        return failure;
      }
      if (dropped) return undefined;
      const sample = { ...sampleOf(entry, answer, time.nowMs()), account };
      store.dispatch({ type: 'quota.read', sample });
      return 'read';
    },
  });
  return {
    polling,
    store,
    time,
    log,
    notes,
    asked,
    attend: (now: Attention) => {
      attention = now;
    },
    connect: (now: boolean) => {
      online = now;
    },
    seat: (now: boolean) => {
      ours = now;
    },
  };
}

describe('the rhythm', () => {
  test('no timer runs without an account, or for one without meters', async () => {
    const { polling, time, asked } = poll();
    await polling.follow(unmetered);
    await polling.readNow(unmetered);
    expect([time.pendingMs, asked, polling.follows(unmetered)]).toEqual([[], [], false]);
  });

  test('is at once, then every five minutes; the plan every hour', async () => {
    const { polling, time, asked } = poll({ answers: climbing });
    await polling.follow(id);
    await time.advance(61 * minute);
    expect(asked).toEqual([
      '0 quota+plan',
      ...Array.from({ length: 11 }, (_empty, index) => `${String(5 * (index + 1))} quota`),
      '60 quota+plan',
    ]);
  });

  test('follows what the person chose, at once', async () => {
    const { polling, time, asked, store } = poll();
    await polling.follow(id);
    await time.advance(0);
    const settings = { ...defaultSettings, quotaEveryMinutes: 60, planEveryMinutes: 15 };
    store.dispatch({ type: 'settings.changed', settings });
    polling.reconsider();
    await time.advance(61 * minute);
    expect(asked).toEqual(['0 quota+plan', '60 quota+plan']);
  });

  test('is quicker while somebody looks and slower while nobody is there', async () => {
    const { polling, time, attend } = poll();
    await polling.follow(id);
    await time.advance(0);
    const waits = (['visible', 'away', 'hidden'] as const).map((now) => {
      attend(now);
      polling.reconsider();
      return time.pendingMs;
    });
    expect(waits).toEqual([[3 * minute], [15 * minute], [5 * minute]]);
  });

  test.each([
    ['far from the limit', 69, 20],
    ['near the point where the person is told', 70, 10],
    ['at the limit, where nothing can happen before the reset', 100, 20],
  ])('%s', async (_name, usedPercent, minutes) => {
    const { polling, time, store } = poll({ answers: [[{ ...calm, usedPercent }]] });
    store.dispatch({ type: 'settings.changed', settings: { ...defaultSettings, quotaEveryMinutes: 20 } });
    await polling.follow(id);
    await time.advance(0);
    expect(time.pendingMs).toEqual([minutes * minute]);
  });

  test('meets the next reset', async () => {
    const soon = { ...calm, resetsAt: noonMs + 4 * minute };
    const { polling, time } = poll({ answers: [[calm, soon]] });
    await polling.follow(id);
    await time.advance(0);
    expect(time.pendingMs).toEqual([4 * minute + 15_000]);
  });

  test('still meets the reset when it is reconsidered in the seconds after it', async () => {
    const soon = { ...calm, resetsAt: noonMs + 4 * minute };
    const { polling, time, attend, asked } = poll({ answers: [[soon], [calm]] });
    await polling.follow(id);
    await time.advance(4 * minute + 5_000);
    attend('away');
    polling.reconsider();
    await time.advance(10_000);
    expect(asked).toEqual(['0 quota+plan', '4.25 quota']);
  });

  test('backs off while it fails and comes back', async () => {
    const { polling, time, asked } = poll({ answers: [offline, offline, offline, [calm]], tellsPlan: true });
    await polling.follow(id);
    await time.advance(81 * minute);
    expect(asked.map((line) => line.split(' ')[0])).toEqual(['0', '10', '30', '70', '75', '80']);
  });

  test('waits as long as the provider asks, and says so in the log', async () => {
    const limited = new Failure('provider/rate-limited', { retryAt: noonMs + 36 * minute });
    const { polling, time, asked, log } = poll({ answers: [limited, [calm]] });
    await polling.follow(id);
    await time.advance(42 * minute);
    expect([asked.length, asked[1], asked[2], log.lines.map(({ message }) => message)]).toEqual([
      3,
      '36 quota',
      '41 quota',
      ['quota is read later'],
    ]);
  });
});

describe('after the clock was set back', () => {
  const asked = (lines: readonly string[]): readonly (string | undefined)[] =>
    lines.map((line) => line.split(' ')[0]);

  test('quota is read again as before', async () => {
    const { polling, time, asked: lines } = poll({ answers: climbing });
    await polling.follow(id);
    await time.advance(10 * minute);
    time.setClock(-2 * hour);
    await time.advance(20 * minute);
    expect(asked(lines)).toEqual(['0', '5', '10', '-100', '-95', '-90']);
  });

  test('a person who asks is answered once the spacing is over', async () => {
    const { polling, time, asked: lines } = poll({ answers: climbing });
    await polling.follow(id);
    await time.advance(0);
    time.setClock(-2 * hour);
    await polling.readNow(id);
    await time.advance(3 * minute);
    await polling.readNow(id);
    expect(asked(lines)).toEqual(['0', '-117']);
  });

  test('also by another run, what the provider asked for ends when it would have', async () => {
    const requests = {
      tries: [noonMs + 2 * hour],
      failuresInRow: 1,
      retryAt: noonMs + 2 * hour + 36 * minute,
    };
    const notes = new MemoryNotes(new Map([[id, { requests }]]));
    const { polling, time, asked: lines } = poll({ notes });
    await polling.follow(id);
    await time.advance(36 * minute);
    expect(asked(lines)).toEqual(['36']);
  });
});

describe('what stands in the way', () => {
  test('many accounts never make a burst', async () => {
    const { polling, time, asked } = poll();
    await polling.follow(id);
    await polling.follow(other.account.id);
    await time.advance(1_499);
    const before = asked.length;
    await time.advance(1);
    expect([before, asked.length]).toEqual([1, 2]);
  });

  test('while nothing is used readings become fewer, and are as many as ever when somebody looks', async () => {
    const { polling, time, asked, attend } = poll();
    await polling.follow(id);
    await time.advance(120 * minute);
    const minutes = asked.map((line) => Number(line.split(' ')[0]));
    attend('visible');
    polling.reconsider();
    expect([minutes.slice(5), time.pendingMs]).toEqual([
      [25, 30, 40, 50, 60, 70, 80, 90, 105, 120],
      [3 * minute],
    ]);
  });

  test('a figure that has fallen for no reason is read again as soon as the provider allows it', async () => {
    const { polling, time, asked } = poll({ answers: [[calm], [{ ...calm, usedPercent: 0 }], [calm]] });
    await polling.follow(id);
    await time.advance(13 * minute);
    expect(asked).toEqual(['0 quota+plan', '5 quota', '8 quota', '13 quota']);
  });

  test('without a network nobody is asked, and the first moment with one is used', async () => {
    const { polling, time, asked, connect, notes } = poll();
    connect(false);
    await polling.follow(id);
    await time.advance(10 * minute);
    const whileOff = [...asked, notes.kept.size];
    connect(true);
    await time.advance(minute);
    expect([whileOff, asked]).toEqual([[0], ['11 quota+plan']]);
  });

  test('asleep nobody is asked; awake the network gets its time, and there is no burst', async () => {
    const { polling, time, asked } = poll();
    await polling.follow(id);
    await polling.follow(other.account.id);
    await time.advance(minute);
    polling.pause();
    polling.reconsider();
    const timers = time.pendingMs;
    await time.advance(8 * 60 * minute);
    const asleep = asked.length;
    polling.resume();
    await time.advance(9_999);
    const waiting = asked.length;
    await time.advance(1);
    const first = asked.length;
    await time.advance(1_500);
    expect([timers, asleep, waiting, first, asked.length]).toEqual([[], 2, 2, 3, 4]);
  });

  test('while another process is the poller nobody is asked, and what that one has noted is shown', async () => {
    const notes = new MemoryNotes();
    const { polling, time, asked, seat, store } = poll({ notes });
    seat(false);
    await polling.follow(id);
    await polling.readNow(id);
    const quota = quotaOf(entry, [calm], noonMs);
    await notes.save(new Map([[id, { requests: { tries: [noonMs], failuresInRow: 0 }, quota }]]));
    await time.advance(2 * minute);
    const shown = store.state().readings.get(id)?.quota;
    seat(true);
    await time.advance(4 * minute);
    expect([asked, shown]).toEqual([['5 quota+plan'], quota]);
  });

  test('a source that costs more than a request is asked only for a person', async () => {
    const { polling, time, asked } = poll();
    await polling.follow(unpolled);
    await time.advance(hour);
    const byItself = [...asked];
    await polling.readNow(unpolled);
    expect([byItself, asked, time.pendingMs]).toEqual([[], ['60 quota+plan'], []]);
  });

  test('two accounts of one person at the provider share what the provider allows', async () => {
    const identities = new Map([
      [id, 'ada'],
      [other.account.id, 'ada'],
    ]);
    const { polling, time, asked } = poll({ identities });
    await polling.follow(id);
    await polling.follow(other.account.id);
    await time.advance(2 * minute);
    await polling.readNow(other.account.id);
    const within = [...asked];
    await time.advance(3 * minute);
    expect([within, asked]).toEqual([['0 quota+plan'], ['0 quota+plan', '3 quota+plan']]);
  });

  test('what another source says is kept, and the next reading waits its turn', async () => {
    const { polling, time, notes, store } = poll();
    await polling.follow(id);
    await time.advance(minute);
    const sample = { ...sampleOf(entry, [calm], time.nowMs()), kind: 'status-line' } as const;
    store.dispatch({ type: 'quota.read', sample });
    polling.note(id);
    await settle();
    expect([notes.kept.get(id)?.quota?.windows[0]?.kind, time.pendingMs]).toEqual([
      'status-line',
      [4 * minute],
    ]);
  });
});

describe('a person who asks', () => {
  test('is answered with a new reading when the provider allows it', async () => {
    const { polling, time, asked } = poll();
    await polling.follow(id);
    await time.advance(3 * minute);
    await polling.readNow(id);
    expect([asked, time.pendingMs]).toEqual([['0 quota+plan', '3 quota'], [5 * minute]]);
  });

  test('is answered with the old figures within the spacing', async () => {
    const { polling, time, asked } = poll();
    await polling.follow(id);
    await time.advance(3 * minute - 1);
    await polling.readNow(id);
    expect([asked, time.pendingMs]).toEqual([['0 quota+plan'], [2 * minute + 1]]);
  });

  test('is answered with the old figures while the provider wants to be left alone', async () => {
    const limited = new Failure('provider/rate-limited', { retryAt: noonMs + 36 * minute });
    const { polling, time, asked } = poll({ answers: [limited] });
    await polling.follow(id);
    await time.advance(30 * minute);
    await polling.readNow(id);
    expect(asked).toEqual(['0 quota+plan']);
  });

  test('gets the plan alone right after signing in again within the spacing, and a click asks for nothing', async () => {
    const { polling, time, asked } = poll();
    await polling.follow(id);
    await time.advance(0);
    await time.advance(1_000);
    await polling.follow(id, 'signed-in');
    await polling.readNow(id);
    await polling.readNow(id);
    expect(asked).toEqual(['0 quota+plan', expect.stringMatching(/ plan$/)]);
  });

  test('while a reading is under way gets its answer', async () => {
    const answer = Promise.withResolvers<undefined>();
    const { polling, time, asked } = poll({ during: () => answer.promise });
    await polling.follow(id);
    await time.advance(0);
    const both = Promise.all([polling.readNow(id), polling.readNow(id)]);
    answer.resolve(undefined);
    await both;
    expect([asked.length, time.pendingMs]).toEqual([1, [5 * minute]]);
  });

  test('while the account signs in again is kept like any other', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const { polling, store, asked, notes, time } = poll({ during: () => promise });
    await polling.follow(id);
    await time.advance(0);
    await polling.follow(id, 'signed-in');
    const answered = polling.readNow(id);
    resolve(undefined);
    await answered;
    await settle();
    const { quota } = store.state().readings.get(id) ?? {};
    expect([asked, quota?.windows.length, notes.kept.get(id)?.quota]).toEqual([['0 quota+plan'], 1, quota]);
  });

  test('about an unknown account is ignored', async () => {
    const { polling, asked } = poll();
    await polling.readNow(other.account.id);
    expect(asked).toEqual([]);
  });
});

describe('across restarts', () => {
  test('the budget goes on where it was', async () => {
    const first = poll();
    await first.polling.follow(id);
    await first.time.advance(0);
    await first.polling.stop();
    const { time, notes } = first;
    await time.advance(minute);
    const second = poll({ notes, time });
    await second.polling.follow(id);
    await second.polling.readNow(id);
    expect([second.asked, time.pendingMs]).toEqual([[], [4 * minute]]);
  });

  test('what the provider asked for goes on, too', async () => {
    const limited = new Failure('provider/rate-limited', { retryAt: noonMs + 36 * minute });
    const first = poll({ answers: [limited] });
    await first.polling.follow(id);
    await first.time.advance(0);
    await first.polling.stop();
    const second = poll({ notes: first.notes, time: first.time });
    await second.polling.follow(id);
    expect(first.time.pendingMs).toEqual([36 * minute]);
  });

  test('the last figures and the plan are shown until there are newer ones', async () => {
    const quota = quotaOf(entry, [calm], noonMs - minute);
    const plan = { plan: 'pro', readAt: noonMs - minute };
    const note: QuotaNote = { requests: { tries: [noonMs - minute], failuresInRow: 0 }, quota, plan };
    const { polling, store, asked, time } = poll({ notes: new MemoryNotes(new Map([[id, note]])) });
    await polling.follow(id);
    await time.advance(4 * minute);
    expect([store.state().plans.get(id), store.state().accounts[0]?.plan, asked]).toEqual([
      plan,
      'pro',
      ['4 quota'],
    ]);
  });

  test('a crash in the middle of a request does not forget that the provider was asked', async () => {
    const { polling, time, notes } = poll({ during: () => new Promise(() => undefined) });
    await polling.follow(id);
    await time.advance(0);
    expect(notes.kept.get(id)).toEqual({
      requests: { tries: [noonMs], failuresInRow: 0, ahead: { tries: 5, until: noonMs + 20 * minute } },
    });
  });

  test('the same figures read again are a write only when the tries that were noted ahead are over', async () => {
    const { polling, time, notes } = poll();
    await polling.follow(id);
    await time.advance(0);
    const saves: number[] = [];
    const save = notes.save.bind(notes);
    notes.save = async (all) => {
      saves.push(time.nowMs());
      await save(all);
    };
    await time.advance(70 * minute);
    expect(saves).toEqual([25, 50].map((minutes) => noonMs + minutes * minute));
  });

  test('after a kill what was noted ahead counts as asked, after a proper end only what was', async () => {
    const [killed, ended] = await Promise.all(
      [false, true].map(async (isEnded) => {
        const first = poll();
        await first.polling.follow(id);
        await first.time.advance(14 * minute);
        if (isEnded) await first.polling.stop();
        else first.polling.pause();
        const { notes, time } = first;
        const second = poll({ notes, time });
        await second.polling.follow(id);
        await second.polling.readNow(id);
        return [second.asked, time.pendingMs];
      }),
    );
    expect([killed, ended]).toEqual([
      [[], [5 * minute]],
      [['14 quota'], [5 * minute]],
    ]);
  });

  test('however often the app is killed, no hour has more tries than the provider allows', async () => {
    const step = fc.record({ minutes: fc.integer({ min: 0, max: 25 }), isKilled: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const time = new FakeTime(noonMs);
        const notes = new MemoryNotes();
        const runs = [poll({ notes, time, answers: climbing })];
        await runs[0]?.polling.follow(id);
        for (const { minutes, isKilled } of steps) {
          await time.advance(minutes * minute);
          if (isKilled) {
            runs.at(-1)?.polling.pause();
            const next = poll({ notes, time });
            runs.push(next);
            await next.polling.follow(id);
          }
          await runs.at(-1)?.polling.readNow(id);
        }
        const made = runs
          .flatMap(({ asked }) => asked.filter((line) => line.includes('quota')))
          .map((line) => Number.parseFloat(line));
        const inOneHour = made.map((start) => made.filter((at) => at >= start && at < start + 60).length);
        const gaps = made.slice(1).map((at, index) => at - (made[index] ?? 0));
        expect([Math.max(0, ...inOneHour) <= 20, Math.min(3, ...gaps)]).toEqual([true, 3]);
      }),
    );
  });

  test('nobody is asked before that is noted', async () => {
    const { polling, time, notes, asked } = poll();
    const kept = Promise.withResolvers<undefined>();
    notes.save = async () => {
      await kept.promise;
    };
    await polling.follow(id);
    await time.advance(0);
    const before = asked.length;
    kept.resolve(undefined);
    await settle();
    expect([before, asked.length]).toEqual([0, 1]);
  });

  test('notes that cannot be kept cost nothing but a line in the log', async () => {
    const { polling, time, notes, log, asked } = poll();
    notes.failWith = new Error('ENOSPC');
    await polling.follow(id);
    await time.advance(5 * minute);
    expect([asked.length, new Set(log.warnings)]).toEqual([2, new Set(['quota notes not kept'])]);
  });
});

describe('what was asked for', () => {
  test('by the provider holds also after the sign-in was renewed', async () => {
    const limited = new Failure('provider/rate-limited', { retryAt: noonMs + 36 * minute });
    const { polling, time, asked } = poll({ answers: [limited, [calm]] });
    await polling.follow(id);
    await time.advance(5 * minute);
    await polling.follow(id, 'signed-in');
    await polling.readNow(id);
    await time.advance(30 * minute);
    expect(asked.filter((line) => line.includes('quota'))).toEqual(['0 quota+plan']);
  });

  test('by the provider holds for the plan too when another program has renewed the keys', async () => {
    const limited = new Failure('provider/rate-limited', { retryAt: noonMs + 36 * minute });
    const { polling, time, asked } = poll({ answers: [limited, [calm]] });
    await polling.follow(id);
    await time.advance(5 * minute);
    await polling.follow(id, 'renewed');
    await polling.readNow(id);
    await time.advance(31 * minute);
    expect(asked).toEqual(['0 quota+plan', '36 quota+plan']);
  });

  test('failures of before a sleep put off nothing after it', async () => {
    const { polling, time, asked } = poll({ answers: [offline, offline, offline, [calm]] });
    await polling.follow(id);
    await time.advance(31 * minute);
    polling.pause();
    await time.advance(9 * minute);
    polling.resume();
    await time.advance(minute);
    expect(asked.map((line) => line.split(' ')[0]).slice(0, 3)).toEqual(['0', '10', '30']);
    expect(asked.length).toBe(4);
  });
});

describe('an answer about a time that is over', () => {
  const limited = new Failure('provider/rate-limited', { retryAt: noonMs + 36 * minute });

  test('says all the same for how long the provider wants to be left alone', async () => {
    const { polling, time, asked, notes } = poll({
      answers: [limited, [calm]],
      isDropped: (count) => count === 1,
    });
    await polling.follow(id);
    await time.advance(0);
    const kept = notes.kept.get(id)?.requests.retryAt;
    await time.advance(40 * minute);
    expect([kept, asked]).toEqual([limited.retryAt, ['0 quota+plan', '36 quota']]);
  });

  test('is no success, nor are its figures the same again', async () => {
    const isDropped = (count: number): boolean => count === 2;
    const failing = poll({ answers: [offline, [calm]], isDropped });
    await failing.polling.follow(id);
    await failing.time.advance(25 * minute);
    const idle = poll({ isDropped });
    await idle.polling.follow(id);
    await idle.time.advance(40 * minute);
    const times = [failing, idle].map(({ asked }) => asked.map((line) => Number(line.split(' ')[0])));
    expect(times).toEqual([
      [0, 10, 20, 25],
      [0, 5, 10, 15, 20, 25, 30, 35],
    ]);
  });

  test('counts against the account when it comes back after it has left', async () => {
    const answer = Promise.withResolvers<undefined>();
    const { polling, time } = poll({ answers: [limited], during: () => answer.promise });
    await polling.follow(id);
    await time.advance(0);
    polling.unfollow(id);
    answer.resolve(undefined);
    await settle();
    await polling.follow(id, 'signed-in');
    expect(time.pendingMs).toEqual([36 * minute]);
  });
});

describe('signing in and out', () => {
  test('a new sign-in asks for the plan again, and earlier failures count no more', async () => {
    const { polling, time, asked } = poll({ answers: [offline, [calm]] });
    await polling.follow(id);
    await time.advance(5 * minute);
    await polling.follow(id, 'signed-in');
    await polling.readNow(id);
    expect([asked, time.pendingMs]).toEqual([['0 quota+plan', '5 quota+plan'], [5 * minute]]);
  });

  test('an account that has left is asked about no more, and what it was asked counts when it comes back', async () => {
    const { polling, time, asked, notes } = poll();
    await polling.follow(id);
    await polling.follow(other.account.id);
    await time.advance(1_500);
    polling.unfollow(id);
    const kept = notes.kept.get(id);
    await time.advance(minute);
    const pending = time.pendingMs;
    await polling.follow(id);
    expect([kept, pending, time.pendingMs, asked.length]).toEqual([
      { requests: { tries: [noonMs], failuresInRow: 0 } },
      [4 * minute],
      [4 * minute - 1_500, 4 * minute],
      2,
    ]);
  });

  test('an answer that comes in after the account has left starts nothing and keeps nothing', async () => {
    const answer = Promise.withResolvers<undefined>();
    const { polling, time, notes } = poll({ during: () => answer.promise });
    await polling.follow(id);
    await time.advance(0);
    polling.unfollow(id);
    answer.resolve(undefined);
    await settle();
    expect([time.pendingMs, notes.kept.get(id)?.quota]).toEqual([[], undefined]);
  });

  test('after the stop nothing runs', async () => {
    const { polling, time, asked } = poll();
    await polling.follow(id);
    await polling.follow(other.account.id);
    await time.advance(1_500);
    await polling.stop();
    await time.advance(hour);
    expect([asked.length, time.pendingMs]).toEqual([2, []]);
  });
});
