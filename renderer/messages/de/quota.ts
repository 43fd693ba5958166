// What the window says of quotas, in German: how much is used, until when, whether it will last, and how old that is.
import { once } from '../once.ts';
import type { quotaMessages as english } from '../en/quota.ts';
import type { Texts } from '../texts.ts';
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
import { ago, calendarDay, days, durationUntil, moment, roughly } from './time.ts';
import { counted, form, percent as exactPercent } from './words.ts';

const meterStates: Readonly<Record<MeterState, string>> = {
  ok: 'OK',
  tight: 'Knapp',
  'runs-out': 'Reicht nicht',
  low: 'Wird knapp',
  exhausted: 'Aufgebraucht',
  old: 'Alter Stand',
  unknown: 'Unbekannt',
};

const units: Readonly<Record<Exclude<AmountView['unit'], 'currency'>, { one: string; other: string }>> = {
  requests: { one: 'Anfrage', other: 'Anfragen' },
  tokens: { one: 'Token', other: 'Tokens' },
  credits: { one: 'Credit', other: 'Credits' },
};

const figures = once(() => new Intl.NumberFormat(localeOf('de'), { maximumFractionDigits: 2 }));
const shortened = once(
  () => new Intl.NumberFormat(localeOf('de'), { notation: 'compact', maximumFractionDigits: 1 }),
);

/** With as many decimals as the currency has, and without its sign: the code stands once behind the figures. */
function money(count: number, currency: string): string {
  const parts = new Intl.NumberFormat(localeOf('de'), { style: 'currency', currency }).formatToParts(count);
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
    return `${figureOf(amount, used).figure} von ${withUnit(amount, limit)}`;
  if (left !== null) return `${withUnit(amount, left)} übrig`;
  if (used !== null) return `${withUnit(amount, used)} genutzt`;
  return limit === null ? null : `Limit ${withUnit(amount, limit)}`;
}

/** Null where nothing is foreseen, or what was foreseen is past already. */
function paceWords(pace: PaceView, resetsAt: number | null, now: number): string | null {
  if (resetsAt !== null && resetsAt <= now) return null;
  switch (pace.kind) {
    case 'unknown':
    case 'used-up':
      return null;
    case 'idle':
      return 'Wird gerade nicht genutzt';
    case 'lasts':
      return resetsAt === null ? 'Reicht bei diesem Tempo' : 'Reicht bis zur Erneuerung';
    case 'tight':
      return pace.at <= now
        ? 'Ist vielleicht schon aufgebraucht'
        : `Vielleicht aufgebraucht ${roughly(pace.at, now)}`;
    case 'runs-out': {
      if (pace.at <= now) return 'Ist vielleicht schon aufgebraucht';
      const words = `Aufgebraucht ${roughly(pace.at, now)}`;
      return resetsAt === null ? words : `${words}, vor der Erneuerung`;
    }
  }
}

/** Rounded down: 99.6 % is not used up. */
function percent(usedPercent: number): string {
  return exactPercent(Math.floor(usedPercent));
}

/** "24 Std.", "7 Tage": as people call the length of a course. */
function span(hours: number): string {
  return hours < 48 ? `${Math.round(hours)} Std.` : days(Math.round(hours / 24));
}

/** "Letzte 24 Std.: von 12 % auf 62 %". */
function trendWords({ stepMs, values }: TrendView): string {
  const known = values.filter((value) => value !== null);
  const words = `Letzte ${span((stepMs * values.length) / hourMs)}`;
  const [first, last] = [known[0], known.at(-1)];
  return first === undefined || last === undefined
    ? words
    : `${words}: von ${percent(first)} auf ${percent(last)}`;
}

/** Rounded, because it is foreseen. */
function workLeft(hours: number): string {
  if (hours >= 1) return `Noch etwa ${figures().format(Math.round(hours))} Std. Arbeit`;
  const minutes = Math.round((hours * 60) / 5) * 5;
  return minutes === 0 ? 'Vorerst keine Arbeit mehr möglich' : `Noch etwa ${minutes} Min. Arbeit`;
}

function refillWords(
  { provider, window, at, freesPercent }: NonNullable<HeadroomView['nextRefill']>,
  now: number,
): string {
  const when = at <= now ? 'fällig' : `in ${durationUntil(at, now)}`;
  return `Nachschub: ${provider} ${window} ${when} (+${percent(freesPercent)})`;
}

/** Short statements, none where there is nothing to say. */
function headroomWords({ hoursLeft, unknown, nextRefill }: HeadroomView, now: number): readonly string[] {
  // Accounts that are used up say nothing about the others.
  const isKnown = hoursLeft !== null && (hoursLeft > 0 || unknown === 0);
  return [
    ...(isKnown ? [workLeft(hoursLeft)] : []),
    ...(nextRefill === null ? [] : [refillWords(nextRefill, now)]),
    ...(!isKnown || unknown === 0
      ? []
      : [`${counted(unknown, 'Konto', 'Konten')} nicht mitgezählt, Tempo unbekannt`]),
  ];
}

const planChanges: Readonly<Partial<Record<SubscriptionView['status'], string>>> = {
  ended: 'Der bezahlte Plan ist beendet.',
  smaller: 'Der Plan ist kleiner geworden.',
};

export const quotaMessages: Texts<typeof english> = {
  refresh: (account: string): string => `Kontingent von ${account} jetzt lesen`,
  notMetered: 'Abrechnung nach Verbrauch: kein Kontingent',
  notRead: 'Kontingent noch nicht gelesen',
  noWindows: 'Der Anbieter nennt für dieses Konto keine Limits',
  meterState: (state: MeterState): string => meterStates[state],
  unknownUse: 'Nutzung unbekannt',
  unlimited: 'Unbegrenzt',

  used: (usedPercent: number): string => `${percent(usedPercent)} genutzt`,
  amount: amountWords,
  resets: (resetsAt: number, now: number): string =>
    resetsAt <= now ? 'Erneuerung fällig' : `neu in ${durationUntil(resetsAt, now)}`,
  pace: paceWords,
  trend: trendWords,
  moreLimits: (count: number): string => counted(count, 'weiteres Limit', 'weitere Limits'),

  /** How old it is, and who says so where that is known. */
  read: (readAt: number, source: string | null, now: number): string =>
    source === null ? `Gelesen ${ago(readAt, now)}` : `Gelesen ${ago(readAt, now)}, von ${source}`,
  moment: (at: number): string => moment().format(at),
  list: (parts: readonly string[]): string => parts.join(' · '),

  /** Null where the change is no loss. */
  planChange: (status: SubscriptionView['status']): string | null => planChanges[status] ?? null,
  planBefore: (before: string, until: number): string =>
    `Bis ${calendarDay().format(until)} war es ${before}`,

  /** @param program null where none keeps the login */
  figuresFromStatusLine: (program: string | null): string =>
    `Werte kommen, wenn du ${program ?? 'das Programm'} nutzt, sobald die Statuszeile eingerichtet ist.`,
  setUpStatusLine: 'Einrichten',
  setUpStatusLineFor: (account: string): string => `Einrichten, damit ${account} Werte hat`,
  figuresFromAsking: (program: string | null): string =>
    program === null
      ? 'Drücke auf Lesen, um Werte zu bekommen.'
      : `Drücke auf Lesen, um ${program} nach Werten zu fragen.`,

  headroom: headroomWords,
  headroomDetail: ({ account, at }: NonNullable<HeadroomView['nextRefill']>): string =>
    `${account} · ${moment().format(at)}`,
};
