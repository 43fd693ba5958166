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
const controlTraces = 40;
const leastCovered = 0.75;
const mostCovered = 0.9;

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

/** Sure of itself: the band is the likely time. */
const withoutSpread: Forecaster = (moment) => {
  const { likely } = ours(moment);
  return { early: likely, likely, late: likely };
};

interface Judged {
  readonly moment: Moment;
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
  const { now, resetsAt, usedUpAt } = moment;
  const { early, likely, late } = forecaster(moment);
  const off = (at: number, truth: number): number =>
    Math.abs((Number.isNaN(at) ? resetsAt : Math.min(Math.max(at, now), resetsAt)) - truth) / minuteMs;
  const truth = usedUpAt ?? Infinity;
  return {
    moment,
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
    Math.round((10 * values.reduce((sum, value) => sum + value, 0)) / values.length) / 10;
  return {
    moments: off.length,
    ours: mean(off.map((one) => one.ours)),
    average: mean(off.map((one) => one.average)),
    lastHour: mean(off.map((one) => one.lastHour)),
  };
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
/** A rival may be better by one reading: nobody can tell times more finely. */
const isAsGood = ({ ours: own, average, lastHour }: Errors): boolean =>
  own <= Math.min(average, lastHour) + readingMs / minuteMs;

const inWords = (name: string, { ours: own, average, lastHour }: Errors): string =>
  `${name} ${own} min off (average ${average}, last hour ${lastHour})`;

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
  const of = (kind: TraceKind, window?: WindowName): readonly Judged[] =>
    judged.filter(({ moment }) => moment.kind === kind && moment.window === (window ?? moment.window));
  // Each window by itself where there are enough of them; both together otherwise.
  const parts = perKind >= leastForTimes ? windowNames : [undefined];
  const bursty = parts.map((window) => errorsOf(of('bursty', window)));
  const constant = parts.map((window) => errorsOf(of('constant-rate', window)));
  const cover = coverOf(judged);
  const counts = traceKinds.flatMap((kind) => {
    const { held, of: counted } = coverOf(of(kind));
    return [
      [`${kind}: in the band`, held],
      [`${kind}: judged`, counted],
      ...windowNames.flatMap((window) =>
        Object.entries(errorsOf(of(kind, window))).map(
          ([name, value]) =>
            [`${kind}, ${window}: ${name === 'moments' ? name : `${name}, min off`}`, value] as const,
        ),
      ),
    ] as const;
  });
  const names = parts.map((window) => window ?? 'both windows');
  const each = (kind: string, errors: readonly Errors[]): string =>
    errors.map((one, index) => inWords(`${kind}, ${names[index] ?? ''}:`, one)).join('; ');
  return {
    met:
      bursty.every(isBetter) &&
      constant.every(isAsGood) &&
      cover.share >= leastCovered &&
      cover.share <= mostCovered,
    goal: `at bursty work nearer than the average since the start and than the last hour, at a constant rate no further off than either by more than one reading, ${100 * leastCovered}–${100 * mostCovered} % in the band`,
    actual: `${each('bursty', bursty)}; ${each('constant', constant)}; ${Math.round(1000 * cover.share) / 10} % in the band`,
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
    'the forecast of when a window is used up is nearer than two simple ones, and its 80 % band holds what comes as often as it says',
  place: 'node',
  size: { unit: 'traces', quick: 40, full: 400 },
  measure: async (size, seed, say) => backtest(size, seed, ours, say),
  control: async (seed, say) => backtest(controlTraces, seed, withoutSpread, say),
};
