// Random readings of three windows over hours, with everything that providers and computers do to them, against a book that
// is kept of the truth: each threshold is told once per window and reset, and no reset that has not happened.
import type { HookEvent } from '../../../main/domain/hook-event.ts';
import type { KnownQuota, QuotaWindow, SourceKind } from '../../../main/domain/quota-window.ts';
import { defaultSettings, type QuietHours } from '../../../main/domain/settings.ts';
import { createAlerts } from '../../../main/flows/raise-alerts.ts';
import type { Notice } from '../../../main/ports.ts';
import { initialState } from '../../../main/state/state.ts';
import { createStore } from '../../../main/state/store.ts';
import { noonMs, openaiEntry, openaiId, quotaWindow, sampleOf } from '../../fakes/accounts.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { MemoryPreferences } from '../../fakes/preferences.ts';
import { FakeTime } from '../../fakes/time.ts';
import type { Figure, Outcome } from '../figure.ts';
import { createRandom, type Random } from '../support/random.ts';

const controlSeries = 20;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const stepMs = 5 * minuteMs;
/** A reset wanders by so much around the true one. */
const wanderMs = 3 * minuteMs;
/** Sources round, and sessions lag: around the true figure it flaps by less than what would be a fall. */
const flapPoints = 0.9;
/** So long before or after the last one, no window is reset early: it could not be told from one that wanders. */
const settledMs = 45 * minuteMs;
/** So near to its end nobody has to be told of a period. */
const endingMs = 5 * minuteMs;
const thresholds = [80, 95, 100];
const entry = openaiEntry();

interface Shape {
  readonly id: string;
  readonly label: string;
  readonly lengthMs: number;
  /** Most that one step adds, in points. */
  readonly pace: number;
}

const shapes: readonly Shape[] = [
  { id: 'five-hour', label: '5-hour', lengthMs: 5 * hourMs, pace: 7 },
  { id: 'weekly', label: 'Weekly', lengthMs: 7 * dayMs, pace: 1.5 },
  { id: 'weekly-opus', label: 'Weekly Opus', lengthMs: 7 * dayMs, pace: 2 },
];

/** One period of one window as it truly was, and what was told of it. */
interface Period {
  readonly endsAt: number;
  /** Highest threshold that a true reading passed while the app ran; 0 for none. */
  passed: number;
  /** The same for moments at which the person could be told. */
  mustBeTold: number;
  readonly notices: number[];
  readonly events: number[];
}

interface Faults {
  repeated: number;
  missed: number;
  falseResets: number;
  missedResets: number;
}

function highest(used: number, kind: SourceKind): number {
  return thresholds.findLast((each) => used >= each && (each < 100 || kind !== 'status-line')) ?? 0;
}

interface Moment {
  /** The app lives long enough to tell what it reads now. */
  readonly canTell: boolean;
  /** It is the first reading since the start of the app. */
  readonly isFirst: boolean;
}

/** The truth about one window, and the book that is kept of what was told of it. */
class Truth {
  readonly shape: Shape;
  used: number;
  startedAt: number;
  period: Period;
  /** Of the newest reading while the app ran: notices are about it. */
  read: Period | undefined;
  /** Told of as low, and not read as refilled since. */
  low: Period | undefined;
  /** A reset that the newest reading has shown. */
  isResetDue = false;
  isCleanlyRead = false;
  readonly past: Period[] = [];
  falseResets = 0;
  missedResets = 0;
  readonly #random: Random;

  constructor(shape: Shape, random: Random, now: number) {
    this.shape = shape;
    this.#random = random;
    this.used = random.between(0, 100);
    this.startedAt = now - settledMs;
    const untilMs = random.between(stepMs, Math.min(shape.lengthMs - settledMs, 8 * hourMs));
    this.period = this.#begun(now + untilMs);
  }

  #begun(endsAt: number): Period {
    // In the middle of a step, so that it is clear which reading sees it.
    const odd = endsAt - (endsAt % stepMs) + stepMs / 2;
    return { endsAt: odd, passed: 0, mustBeTold: 0, notices: [], events: [] };
  }

  #renew(now: number, endsAt: number): void {
    this.past.push(this.period);
    this.used = 0;
    this.startedAt = now;
    this.isCleanlyRead = false;
    this.period = this.#begun(endsAt);
  }

  /** Time has passed up to `now`. */
  move(now: number): void {
    const random = this.#random;
    const { lengthMs, pace } = this.shape;
    while (this.period.endsAt <= now) this.#renew(this.period.endsAt, this.period.endsAt + lengthMs);
    const isSettled = now - this.startedAt > settledMs && this.period.endsAt - now > settledMs;
    if (isSettled && random.below(120) === 0) this.#renew(now, now + lengthMs);
    else if (random.below(2) === 0) this.used = Math.min(108, this.used + random.between(0, pace));
  }

  /** What the provider says now; undefined where it leaves the window out. */
  answer(now: number, kind: SourceKind, { canTell, isFirst }: Moment): QuotaWindow | undefined {
    const random = this.#random;
    const { id, label, lengthMs } = this.shape;
    const wandered = Math.round(this.period.endsAt + random.between(-wanderMs, wanderMs));
    const resetsAt = random.below(20) === 0 ? this.period.endsAt : wandered;
    const window = { id, label, lengthMs, resetsAt };
    const odd = random.below(12);
    if (odd === 0) return undefined;
    if (odd === 1) return quotaWindow({ ...window, usedPercent: null, resetsAt: null });
    if (odd === 2 && this.isCleanlyRead) {
      // One false zero; a second one in a row would be two readings that agree.
      this.isCleanlyRead = false;
      return quotaWindow({ ...window, usedPercent: 0, resetsAt: random.below(2) === 0 ? null : resetsAt });
    }
    const usedPercent = Math.max(0, this.used + random.between(-flapPoints, flapPoints));
    this.#write(now, usedPercent, kind, { canTell, isFirst });
    return quotaWindow({ ...window, usedPercent });
  }

  #write(now: number, usedPercent: number, kind: SourceKind, { canTell, isFirst }: Moment): void {
    const { period } = this;
    this.isCleanlyRead = kind === 'api';
    this.read = period;
    if (this.low !== undefined && this.low !== period) {
      // What was reset while the app did not run is no news.
      this.isResetDue = usedPercent < 80 && !isFirst;
      this.low = undefined;
    }
    const passed = period.endsAt - now > endingMs + wanderMs ? highest(usedPercent, kind) : 0;
    period.passed = Math.max(period.passed, passed);
    if (canTell) period.mustBeTold = Math.max(period.mustBeTold, passed);
  }

  /** After a reading has had its effect. */
  settle(): void {
    if (this.isResetDue) this.missedResets += 1;
    this.isResetDue = false;
  }

  told({ event, window }: HookEvent): void {
    if (event === 'quota_reset') {
      if (!this.isResetDue) this.falseResets += 1;
      this.isResetDue = false;
      return;
    }
    this.read?.events.push(
      event === 'quota_exhausted' ? 100 : highest(window?.usedPercent ?? 0, 'status-line'),
    );
    this.low = this.read;
  }

  faults(): Faults {
    const faults = {
      repeated: 0,
      missed: 0,
      falseResets: this.falseResets,
      missedResets: this.missedResets,
    };
    for (const { events, notices, passed, mustBeTold } of [...this.past, this.period]) {
      for (const said of [events, notices])
        faults.repeated += said.filter((each, index) => index > 0 && each <= (said[index - 1] ?? 0)).length;
      if (Math.max(0, ...events) < passed) faults.missed += 1;
      if (Math.max(0, ...notices) < mustBeTold) faults.missed += 1;
    }
    return faults;
  }
}

/** Reads a notice as the person does. */
function readNotice({ title, body }: Notice, truths: readonly Truth[]): void {
  for (const line of [title, ...body.split('\n')]) {
    const [, label, used] = /^OpenAI: (.+) quota (?:(\d+)% used|used up)/.exec(line) ?? [];
    const truth = truths.find(({ shape }) => shape.label.toLowerCase() === label);
    truth?.read?.notices.push(used === undefined ? 100 : highest(Number(used), 'status-line'));
  }
}

function quietFrom(random: Random): QuietHours | null {
  if (random.below(2) === 0) return null;
  const fromMinute = random.below(1440);
  return { fromMinute, toMinute: (fromMinute + 30 + random.below(300)) % 1440 };
}

const localMinute = (at: number): number => Math.floor((at % dayMs) / minuteMs);

function isQuiet(hours: QuietHours | null, at: number): boolean {
  if (hours === null) return false;
  const minute = localMinute(at);
  const { fromMinute, toMinute } = hours;
  return fromMinute < toMinute
    ? minute >= fromMinute && minute < toMinute
    : minute >= fromMinute || minute < toMinute;
}

/** What is kept over a restart of the app. */
type AfterRestart = (preferences: MemoryPreferences) => MemoryPreferences;

async function series(random: Random, afterRestart: AfterRestart): Promise<readonly Truth[]> {
  const time = new FakeTime(noonMs);
  const quietHours = quietFrom(random);
  const truths = shapes.map((shape) => new Truth(shape, random, time.nowMs()));
  let preferences = new MemoryPreferences();
  let remembered: KnownQuota | undefined;

  function open() {
    const store = createStore({
      ...initialState,
      loaded: true,
      accounts: [entry.account],
      // One line less in a notice, so that all are read.
      settings: { ...defaultSettings, quietHours, mutedAlerts: ['reset-soon'] },
    });
    const alerts = createAlerts({
      store,
      language: () => 'en',
      clock: time,
      timer: time,
      preferences,
      notifier: {
        show: (notice) => {
          readNotice(notice, truths);
        },
      },
      providers: [{ id: openaiId, label: 'OpenAI' }],
      show: () => undefined,
      switchTo: () => undefined,
      tell: (event) => truths.find(({ shape }) => shape.id === event.window?.id)?.told(event),
      log: new RecordingLog(),
      localMinute,
    });
    alerts.start();
    if (remembered !== undefined)
      store.dispatch({ type: 'quota.remembered', account: entry.account.id, quota: remembered });
    return { store, alerts };
  }

  let app = open();
  let isFirst = true;
  const steps = 60 + random.below(140);
  for (let step = 0; step < steps; step += 1) {
    const now = time.nowMs();
    for (const truth of truths) truth.move(now);
    const kind = random.below(4) === 0 ? 'status-line' : 'api';
    // It ends, or is ended, at any moment: also between a reading and its notice.
    const endsNow = random.below(25) === 0;
    const canTell = !endsNow && !isQuiet(quietHours, now);
    const windows = truths.flatMap((truth) => truth.answer(now, kind, { canTell, isFirst }) ?? []);
    isFirst = false;
    app.store.dispatch({ type: 'quota.read', sample: { ...sampleOf(entry, windows, now), kind } });
    for (const truth of truths) truth.settle();
    if (endsNow) {
      app.alerts.stop();
      remembered =
        random.below(3) === 0 ? undefined : app.store.state().readings.get(entry.account.id)?.quota;
      preferences = afterRestart(preferences);
      await time.advance(random.below(6) === 0 ? stepMs * random.below(80) : 0);
      app = open();
      isFirst = true;
    }
    await time.advance(stepMs);
  }
  app.alerts.stop();
  return truths;
}

async function measure(count: number, seed: number, afterRestart: AfterRestart): Promise<Outcome> {
  const random = createRandom(seed);
  const total = { repeated: 0, missed: 0, falseResets: 0, missedResets: 0 };
  let periods = 0;
  let crossings = 0;
  let notices = 0;
  for (let number = 0; number < count; number += 1) {
    for (const truth of await series(random, afterRestart)) {
      const faults = truth.faults();
      total.repeated += faults.repeated;
      total.missed += faults.missed;
      total.falseResets += faults.falseResets;
      total.missedResets += faults.missedResets;
      const all = [...truth.past, truth.period];
      periods += all.length;
      crossings += all.filter(({ passed }) => passed > 0).length;
      notices += all.reduce((sum, each) => sum + each.notices.length, 0);
    }
  }
  const { repeated, missed, falseResets, missedResets } = total;
  return {
    met: repeated + missed + falseResets + missedResets === 0 && crossings >= count,
    goal: `0 thresholds told twice or not at all, 0 false resets and 0 missed ones in ${count} series`,
    actual: `${repeated} told twice, ${missed} not at all, ${falseResets} false resets, ${missedResets} missed`,
    counts: { series: count, periods, periodsWithACrossing: crossings, notices, ...total },
  };
}

export const figure: Figure = {
  id: 'alert-series',
  about:
    'Each threshold is told once per window and reset, whatever the figures do and whenever the app restarts, and no reset that was none.',
  place: 'node',
  size: { unit: 'series', quick: 60, full: 1_000 },
  measure: (size, seed) => measure(size, seed, (preferences) => preferences),
  /** What was said is forgotten with every restart. */
  control: (seed) => measure(controlSeries, seed, () => new MemoryPreferences()),
};
