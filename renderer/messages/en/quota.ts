// What the window says of quotas: how much is used, until when, whether it will last, and how old that is.
import { once } from '../once.ts';
import { localeOf } from '../locale.ts';
import type {
  AmountView,
  HeadroomView,
  PaceView,
  SubscriptionView,
  TrendView,
} from '../../../preload/view.ts';
import type { MeterState } from '../kinds.ts';
import { hourMs } from '../units.ts';
import { ago, around, calendarDay, days, durationUntil, moment } from './time.ts';
import { counted, form, percent as exactPercent } from './words.ts';

const meterStates: Readonly<Record<MeterState, string>> = {
  ok: 'OK',
  tight: 'Tight',
  'runs-out': 'Will run out',
  low: 'Running low',
  exhausted: 'Used up',
  old: 'Old reading',
  unknown: 'Unknown',
};

const units: Readonly<Record<Exclude<AmountView['unit'], 'currency'>, { one: string; other: string }>> = {
  requests: { one: 'request', other: 'requests' },
  tokens: { one: 'token', other: 'tokens' },
  credits: { one: 'credit', other: 'credits' },
};

const figures = once(() => new Intl.NumberFormat(localeOf('en'), { maximumFractionDigits: 2 }));
const shortened = once(
  () => new Intl.NumberFormat(localeOf('en'), { notation: 'compact', maximumFractionDigits: 1 }),
);

/** With as many decimals as the currency has, and without its sign: the code stands once behind the figures. */
function money(count: number, currency: string): string {
  const parts = new Intl.NumberFormat(localeOf('en'), { style: 'currency', currency }).formatToParts(count);
  return parts
    .filter(({ type }) => type !== 'currency' && type !== 'literal')
    .map(({ value }) => value)
    .join('');
}

/** One figure of an amount, and its unit as it stands behind that figure. */
function figureOf({ unit, currency }: AmountView, count: number): { figure: string; unit: string } {
  if (unit !== 'currency')
    return {
      figure: (unit === 'tokens' ? shortened() : figures()).format(count),
      unit: form(count, units[unit].one, units[unit].other),
    };
  return currency === null
    ? { figure: figures().format(count), unit: '' }
    : { figure: money(count, currency), unit: currency };
}

function withUnit(amount: AmountView, count: number): string {
  const { figure, unit } = figureOf(amount, count);
  return `${figure} ${unit}`.trimEnd();
}

/** Null where no figure is known. */
function amountWords(amount: AmountView): string | null {
  const { used, limit, left } = amount;
  if (used !== null && limit !== null)
    return `${figureOf(amount, used).figure} of ${withUnit(amount, limit)}`;
  if (left !== null) return `${withUnit(amount, left)} left`;
  if (used !== null) return `${withUnit(amount, used)} used`;
  return limit === null ? null : `limit ${withUnit(amount, limit)}`;
}

/** Null where nothing is foreseen, or what was foreseen is past already. */
function paceWords(pace: PaceView, resetsAt: number | null, now: number): string | null {
  if (resetsAt !== null && resetsAt <= now) return null;
  switch (pace.kind) {
    case 'unknown':
    case 'used-up':
      return null;
    case 'idle':
      return 'Not being used';
    case 'lasts':
      return resetsAt === null ? 'Will last at this pace' : 'Will last until the reset';
    case 'tight':
      return pace.at <= now ? 'May be used up by now' : `May run out around ${around(pace.at, now)}`;
    case 'runs-out': {
      if (pace.at <= now) return 'May be used up by now';
      const words = `Runs out around ${around(pace.at, now)}`;
      return resetsAt === null ? words : `${words}, before the reset`;
    }
  }
}

/** Rounded down: 99.6 % is not used up. */
function percent(usedPercent: number): string {
  return exactPercent(Math.floor(usedPercent));
}

/** "24 h", "7 days": as people call the length of a course. */
function span(hours: number): string {
  return hours < 48 ? `${Math.round(hours)} h` : days(Math.round(hours / 24));
}

/** "Last 24 h: from 12% to 62%". */
function trendWords({ stepMs, values }: TrendView): string {
  const known = values.filter((value) => value !== null);
  const words = `Last ${span((stepMs * values.length) / hourMs)}`;
  const [first, last] = [known[0], known.at(-1)];
  return first === undefined || last === undefined
    ? words
    : `${words}: from ${percent(first)} to ${percent(last)}`;
}

/** Rounded, because it is foreseen. */
function workLeft(hours: number): string {
  if (hours >= 1) return `About ${figures().format(Math.round(hours))} h of work left`;
  const minutes = Math.round((hours * 60) / 5) * 5;
  return minutes === 0 ? 'No work left for now' : `About ${minutes} min of work left`;
}

function refillWords(
  { provider, window, at, freesPercent }: NonNullable<HeadroomView['nextRefill']>,
  now: number,
): string {
  const what = `${provider} ${window}`;
  const when = at <= now ? 'is due' : `in ${durationUntil(at, now)}`;
  return `next refill: ${what} ${when} (+${percent(freesPercent)})`;
}

/** Short statements, none where there is nothing to say. */
function headroomWords({ hoursLeft, unknown, nextRefill }: HeadroomView, now: number): readonly string[] {
  // Accounts that are used up say nothing about the others.
  const isKnown = hoursLeft !== null && (hoursLeft > 0 || unknown === 0);
  const statements = [
    ...(isKnown ? [workLeft(hoursLeft)] : []),
    ...(nextRefill === null ? [] : [refillWords(nextRefill, now)]),
    ...(!isKnown || unknown === 0
      ? []
      : [`${counted(unknown, 'account', 'accounts')} not counted, pace unknown`]),
  ];
  return statements.map((words, index) =>
    index === 0 ? words.charAt(0).toUpperCase() + words.slice(1) : words,
  );
}

const planChanges: Readonly<Partial<Record<SubscriptionView['status'], string>>> = {
  ended: 'The paid plan has ended.',
  smaller: 'The plan has become smaller.',
};

export const quotaMessages = {
  refresh: (account: string): string => `Read the quota of ${account} now`,
  notMetered: 'Pay as you go: no quota to show',
  notRead: 'Quota not read yet',
  noWindows: 'The provider reports no limits for this account',
  meterState: (state: MeterState): string => meterStates[state],
  unknownUse: 'Use unknown',
  unlimited: 'Unlimited',

  used: (usedPercent: number): string => `${percent(usedPercent)} used`,
  amount: amountWords,
  resets: (resetsAt: number, now: number): string =>
    resetsAt <= now ? 'reset is due' : `resets in ${durationUntil(resetsAt, now)}`,
  pace: paceWords,
  trend: trendWords,
  moreLimits: (count: number): string => counted(count, 'more limit', 'more limits'),

  /** How old it is, and who says so where that is known. */
  read: (readAt: number, source: string | null, now: number): string =>
    source === null ? `Read ${ago(readAt, now)}` : `Read ${ago(readAt, now)}, from ${source}`,
  moment: (at: number): string => moment().format(at),
  list: (parts: readonly string[]): string => parts.join(' · '),

  /** Null where the change is no loss. */
  planChange: (status: SubscriptionView['status']): string | null => planChanges[status] ?? null,
  planBefore: (before: string, until: number): string => `Was ${before} until ${calendarDay().format(until)}`,

  /** @param program null where none keeps the login */
  figuresFromStatusLine: (program: string | null): string =>
    `Figures come when ${program ?? 'its program'} is used, once its status line is set up.`,
  setUpStatusLine: 'Set it up',
  setUpStatusLineFor: (account: string): string => `Set it up, so that ${account} has figures`,
  figuresFromAsking: (program: string | null): string =>
    program === null ? 'Press refresh to ask for figures.' : `Press refresh to ask ${program} for figures.`,

  headroom: headroomWords,
  headroomDetail: ({ account, at }: NonNullable<HeadroomView['nextRefill']>): string =>
    `${account} · ${moment().format(at)}`,
} as const;
