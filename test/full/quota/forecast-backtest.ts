// The forecast against two simple ones, at random moments of generated weeks: how far off the time is at which a window is
// used up, and how often the 80 % band holds it.
import { forecast, type Forecast } from '../../../main/domain/forecast.ts';
import type { Point } from '../../../main/domain/quota-window.ts';
import { newPoints, thinned } from '../../../main/domain/quota-points.ts';
import type { Figure, Outcome } from '../figure.ts';
import { createRandom } from '../support/random.ts';
import { leastForTimes } from '../support/statistics.ts';
import { makeTrace, readingMs, traceKinds, type Trace, type TraceKind } from '../support/work-days.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const windowNames = ['fiveHour', 'weekly'] as const;
type WindowName = (typeof windowNames)[number];
const momentsPerTrace: Readonly<Record<WindowName, number>> = { fiveHour: 24, weekly: 8 };
const quickTraces = 60;
const leastCovered = 0.75;
const mostCovered = 0.9;
/** What chance may add to either end in a small sample: three times its usual error. */
const chanceOfFew = 0.05;
/** Of a few moments this share may be nearer to the average by chance. */
const leastNearerOfFew = 0.4;
/** A tie may differ in the last digit. */
const tieMinutes = 1e-9;
const outside = 0.1;

/** A moment at which a provider tells of a window that is not used up. */
interface Moment {
  readonly kind: TraceKind;
  readonly window: WindowName;
  readonly lengthMs: number;
  readonly now: number;
  readonly usedPercent: number;
  readonly resetsAt: number;
  /** As the history keeps them. */
  readonly kept: readonly Point[];
  /** Of the last hour and a bit, all of them: a rival may not suffer from what the history leaves out. */
  readonly lately: readonly Point[];
  /** What was to come; null when something was left at the reset. */
  readonly usedUpAt: number | null;
}

/** What the history keeps of the readings while they are new. */
function keptOf(trace: Trace): Readonly<Record<WindowName, readonly Point[]>> {
  const kept: Record<WindowName, Point[]> = { fiveHour: [], weekly: [] };
  const last = new Map<string, Point>();
  trace.fiveHour.readings.forEach((fiveHour, index) => {
    const weekly = trace.weekly.readings[index];
    if (weekly === undefined) return;
    const news = newPoints(last, new Map(Object.entries({ fiveHour, weekly })), fiveHour.at);
    for (const name of windowNames) {
      const point = news.get(name);
      if (point === undefined) continue;
      kept[name].push(point);
      last.set(name, point);
    }
  });
  return kept;
}

/** Whether it will be used up before its reset has no say in the choice. */
function momentsOf(kind: TraceKind, seed: number): readonly Moment[] {
  const trace = makeTrace(kind, seed);
  const random = createRandom(seed ^ 0x5bd1e995);
  const keptInAll = keptOf(trace);
  return windowNames.flatMap((window) => {
    const { readings, periods, lengthMs } = trace[window];
    const firstAt = readings[0]?.at ?? 0;
    const moments = random.shuffled(readings).flatMap(({ at: now, usedPercent, resetsAt }) => {
      if (resetsAt === null || usedPercent >= 100 || now < firstAt + dayMs) return [];
      const period = periods.find(({ startsAt, endsAt }) => startsAt <= now && now < endsAt);
      // The first week began before the trace, the last periods end after it.
      if (period === undefined || period.startsAt < firstAt - readingMs) return [];
      const { usedUpAt } = period;
      if (usedUpAt !== null && usedUpAt <= now) return [];
      return [{ kind, window, lengthMs, now, usedPercent, resetsAt, usedUpAt }];
    });
    return moments.slice(0, momentsPerTrace[window]).map((moment) => {
      const { now } = moment;
      const kept = keptInAll[window].filter(({ at }) => at <= now);
      const lately = readings.filter(({ at }) => at <= now && at > now - 2 * hourMs);
      return { ...moment, kept: thinned(kept, now), lately };
    });
  });
}

/** @returns Unix milliseconds; Infinity or NaN when nothing is being used */
type Rival = (moment: Moment) => number;

const averageSinceStart: Rival = ({ now, resetsAt, lengthMs, usedPercent }) =>
  now + ((100 - usedPercent) * (now - (resetsAt - lengthMs))) / usedPercent;

const slopeOfLastHour: Rival = ({ now, lately, resetsAt, lengthMs, usedPercent }) => {
  const startsAt = resetsAt - lengthMs;
  const hourAgo = lately.findLast(({ at }) => at <= now - hourMs && at >= startsAt);
  const from = hourAgo ?? { at: Math.max(startsAt, now - hourMs), usedPercent: 0 };
  return now + ((100 - usedPercent) * (now - from.at)) / (usedPercent - from.usedPercent);
};

type Times = Forecast['exhaustsAt'];
type Forecaster = (moment: Moment) => Times;

const nothing: Times = { early: null, likely: null, late: null };

const ours: Forecaster = ({ usedPercent, lengthMs, resetsAt, kept, now }) =>
  forecast({ window: { usedPercent, lengthMs, resetsAt }, points: kept, now })?.exhaustsAt ?? nothing;

/** How the use of one hour compares to that of the hour before it, in order; Infinity and 0 among them. */
function nextToLastHours(readings: readonly Point[]): readonly number[] {
  const ratios: number[] = [];
  let [behind, ahead] = [0, 0];
  for (const { at, usedPercent, resetsAt } of readings) {
    while ((readings[behind + 1]?.at ?? Infinity) <= at - hourMs) behind += 1;
    while ((readings[ahead + 1]?.at ?? Infinity) <= at + hourMs) ahead += 1;
    const [before, after] = [readings[behind], readings[ahead]];
    const isOnePeriod = [before, after].every(
      (one) => one?.resetsAt != null && Math.abs(one.resetsAt - (resetsAt ?? 0)) < minuteMs,
    );
    if (before === undefined || after === undefined || !isOnePeriod || after.usedPercent >= 100) continue;
    if (usedPercent > before.usedPercent)
      ratios.push((after.usedPercent - usedPercent) / (usedPercent - before.usedPercent));
  }
  return ratios.sort((left, right) => left - right);
}

/** The last hour goes on, with a band as wide as hours have differed from the hour before them. */
const lastHourWithSpread: Forecaster = (moment) => {
  const { now, resetsAt, kept } = moment;
  const likely = slopeOfLastHour(moment);
  const ratios = nextToLastHours(kept);
  const within = (share: number): number | null => {
    const at = now + (likely - now) / (ratios[Math.floor(share * ratios.length)] ?? 1);
    return at <= resetsAt ? at : null;
  };
  return { early: within(1 - outside), likely, late: within(outside) };
};

interface Judged {
  readonly moment: Pick<Moment, 'kind' | 'window' | 'usedUpAt'>;
  /** Minutes between what was said and what came, where it was used up; nobody is taken to say a time after the reset. */
  readonly offMinutes: Readonly<Record<'ours' | 'average' | 'lastHour', number>> | undefined;
  /**
   * Whether what came lies in the band. A window with something left at its reset is used up "after its reset", which the
   * band holds when it has no late end. Undefined where the band said just that as well, and nothing else: that it lasts is
   * easily right, and would only flatter. A window that is used up after this was said counts as missed.
   */
  readonly isCovered: boolean | undefined;
}

function judge(moment: Moment, forecaster: Forecaster): Judged {
  const { kind, window, now, resetsAt, usedUpAt } = moment;
  const { early, likely, late } = forecaster(moment);
  const off = (at: number, truth: number): number =>
    Math.abs((Number.isNaN(at) ? resetsAt : Math.min(Math.max(at, now), resetsAt)) - truth) / minuteMs;
  const truth = usedUpAt ?? Infinity;
  return {
    // Without its readings: those of all moments fill a gigabyte.
    moment: { kind, window, usedUpAt },
    offMinutes:
      usedUpAt === null
        ? undefined
        : {
            ours: off(likely ?? Infinity, usedUpAt),
            average: off(averageSinceStart(moment), usedUpAt),
            lastHour: off(slopeOfLastHour(moment), usedUpAt),
          },
    isCovered:
      usedUpAt === null && early === null
        ? undefined
        : truth >= (early ?? Infinity) && truth <= (late ?? Infinity),
  };
}

interface Errors {
  readonly moments: number;
  readonly ours: number;
  readonly average: number;
  readonly lastHour: number;
}

/** Mean absolute errors, minutes. */
function errorsOf(judged: readonly Judged[]): Errors {
  const off = judged.flatMap(({ offMinutes }) => offMinutes ?? []);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    moments: off.length,
    ours: mean(off.map((one) => one.ours)),
    average: mean(off.map((one) => one.average)),
    lastHour: mean(off.map((one) => one.lastHour)),
  };
}

/** The share of moments at which it is nearer than a rival; ties are half a moment. */
function nearerThan(rival: 'average' | 'lastHour', judged: readonly Judged[]): number {
  const off = judged.flatMap(({ offMinutes }) => offMinutes ?? []);
  return off.reduce((sum, one) => sum + (1 + Math.sign(one[rival] - one.ours)) / 2, 0) / off.length;
}

function coverOf(judged: readonly Judged[]): {
  readonly share: number;
  readonly held: number;
  readonly of: number;
} {
  const counted = judged.filter(({ isCovered }) => isCovered !== undefined);
  const held = counted.filter(({ isCovered }) => isCovered === true).length;
  return { share: held / counted.length, held, of: counted.length };
}

const isBetter = ({ ours: own, average, lastHour }: Errors): boolean => own < average && own < lastHour;
const isAsGood = ({ ours: own, average, lastHour }: Errors): boolean =>
  own <= Math.min(average, lastHour) + tieMinutes;

const tenths = (value: number): number => Math.round(10 * value) / 10;
const percentOf = (share: number): number => tenths(100 * share);
const inWords = (name: string, { ours: own, average, lastHour }: Errors): string =>
  `${name} ${tenths(own)} min off (average ${tenths(average)}, last hour ${tenths(lastHour)})`;

type Verdict = Pick<Outcome, 'met' | 'goal' | 'actual'>;
type Choose = (kind: TraceKind, window?: WindowName) => readonly Judged[];

function verdictOf(of: Choose, cover: number): Verdict {
  const bursty = windowNames.map((window) => errorsOf(of('bursty', window)));
  const constant = windowNames.map((window) => errorsOf(of('constant-rate', window)));
  const each = (kind: string, errors: readonly Errors[]): string =>
    errors.map((one, index) => inWords(`${kind}, ${windowNames[index] ?? ''}:`, one)).join('; ');
  return {
    met: bursty.every(isBetter) && constant.every(isAsGood) && cover >= leastCovered && cover <= mostCovered,
    goal: `in each window, at bursty work nearer than the average since the start and than the last hour, at a constant rate no further off than either; ${100 * leastCovered}–${100 * mostCovered} % in the band`,
    actual: `${each('bursty', bursty)}; ${each('constant', constant)}; ${percentOf(cover)} % in the band`,
  };
}

/** What a few traces can tell. */
function quickVerdictOf(of: Choose, cover: number): Verdict {
  const lastHour = nearerThan('lastHour', of('bursty'));
  const average = nearerThan('average', of('bursty'));
  const constant = errorsOf(of('constant-rate', 'fiveHour'));
  const [least, most] = [leastCovered - chanceOfFew, mostCovered + chanceOfFew];
  return {
    met:
      lastHour > 0.5 && average >= leastNearerOfFew && isAsGood(constant) && cover >= least && cover <= most,
    goal: `of few traces: at bursty moments mostly nearer than the last hour, at ≥ ${100 * leastNearerOfFew} % nearer than the average; five hours at a constant rate no further off than either; ${percentOf(least)}–${percentOf(most)} % in the band`,
    actual: `nearer than the last hour at ${percentOf(lastHour)} %, than the average at ${percentOf(average)} %; ${inWords('constant, fiveHour:', constant)}; ${percentOf(cover)} % in the band`,
  };
}

function backtest(
  traces: number,
  seed: number,
  forecaster: Forecaster,
  say: (line: string) => void,
): Outcome {
  const perKind = Math.ceil(traces / traceKinds.length);
  const random = createRandom(seed);
  const judged = traceKinds.flatMap((kind) => {
    const ofKind = Array.from({ length: perKind }, () => random.below(2 ** 32)).flatMap((traceSeed) =>
      momentsOf(kind, traceSeed).map((moment) => judge(moment, forecaster)),
    );
    say(`${kind}: ${ofKind.length} moments`);
    return ofKind;
  });
  const of: Choose = (kind, window) =>
    judged.filter(({ moment }) => moment.kind === kind && moment.window === (window ?? moment.window));
  const cover = coverOf(judged);
  const counts = traceKinds.flatMap((kind) => {
    const { held, of: counted } = coverOf(of(kind));
    return [
      [`${kind}: in the band`, held],
      [`${kind}: judged`, counted],
      ...windowNames.flatMap((window) => {
        const errors = errorsOf(of(kind, window));
        return [
          [`${kind}, ${window}: moments`, errors.moments],
          [`${kind}, ${window}: ours, min off`, tenths(errors.ours)],
          [`${kind}, ${window}: average, min off`, tenths(errors.average)],
          [`${kind}, ${window}: lastHour, min off`, tenths(errors.lastHour)],
        ] as const;
      }),
    ] as const;
  });
  return {
    ...(perKind >= leastForTimes ? verdictOf : quickVerdictOf)(of, cover.share),
    counts: {
      traces: perKind * traceKinds.length,
      moments: judged.length,
      usedUpBeforeReset: judged.filter(({ moment }) => moment.usedUpAt !== null).length,
      judgedByBand: cover.of,
      inBand: cover.held,
      ...Object.fromEntries(counts),
    },
  };
}

export const figure: Figure = {
  id: 'forecast-backtest',
  about:
    'the forecast of when a window is used up is nearer than two simple ones at bursty work, no further off at a constant rate, and its 80 % band holds what comes as often as it says (mean errors are judged at full size only)',
  place: 'node',
  size: { unit: 'traces', quick: quickTraces, full: 400 },
  measure: async (size, seed, say) => backtest(size, seed, ours, say),
  control: async (seed, say) => backtest(quickTraces, seed, lastHourWithSpread, say),
};
