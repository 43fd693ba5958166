// Says, without any help of the readers under test, which figures stand in an answer about quota, and for which window. A
// figure of a window that stands nowhere in a place which speaks of that window is invented.
import type { QuotaWindow } from '../../../main/domain/quota-window.ts';
import { leftIn, numberIn, timesIn } from './stated-values.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An object in the answer. */
interface Place {
  readonly path: readonly string[];
  readonly fields: Fields;
  /** Letters and digits of its keys, of its texts, and of those around and in it. */
  readonly words: readonly string[];
}

const deepest = 8;
const hourS = 3600;
const weekS = 7 * 24 * hourS;

const percentFields = ['utilization', 'used_percentage', 'percent', 'used_percent', 'usedPercent'];
const percentLeftFields = ['percent_remaining', 'remaining_percent', 'remainingPercent'];
const timeFields = ['resets_at', 'reset_at', 'resetsAt', 'resetTime'];
const timeFieldsOfAnswer = ['quota_reset_date_utc', 'quota_reset_date', 'limited_user_reset_date'];
const amountFields = {
  used: ['used', 'used_dollars', 'used_usd', 'credits_used', 'overage_count'],
  limit: ['limit', 'limit_dollars', 'limit_usd', 'entitlement'],
  left: ['remaining', 'remaining_dollars', 'balance', 'remainingAmount'],
} as const;
const hundredthFields = { used: ['used_credits'], limit: ['monthly_limit'], left: [] } as const;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const bare = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

function textsIn(value: unknown, levels: number): readonly string[] {
  if (typeof value === 'string') return [value];
  if (!isObject(value) || levels === 0) return [];
  return Object.values(value).flatMap((part) => textsIn(part, levels - 1));
}

function placesIn(
  value: unknown,
  path: readonly string[] = [],
  around: readonly string[] = [],
): readonly Place[] {
  if (typeof value !== 'object' || value === null || path.length > deepest) return [];
  const own = isObject(value) ? textsIn(value, 1) : [];
  const inner = Object.entries(value).flatMap(([key, part]) =>
    placesIn(part, [...path, key], [...around, ...own]),
  );
  if (!isObject(value)) return inner;
  const words = [...path, ...around, ...textsIn(value, 3), ...wordsOfOurs].map(bare);
  return [{ path, fields: value, words }, ...inner];
}

/** What a window is called when the answer has no word for it. */
const wordsOfOurs = ['usage', 'other', 'additional', 'scoped', '2'];

/** Whether these words stand in the place, as a whole or in parts between their hyphens. */
function says(place: Place, words: string | undefined): boolean {
  if (words === undefined) return true;
  if (place.words.some((word) => word.includes(bare(words)))) return true;
  const parts = words.split('-');
  return parts.some((_part, index) => {
    const first = bare(parts.slice(0, index).join('-'));
    return (
      first !== '' &&
      place.words.some((word) => word.includes(first)) &&
      says(place, parts.slice(index).join('-'))
    );
  });
}

function lengthsIn({ fields }: Place): readonly number[] {
  return [
    numberIn(fields['limit_window_seconds']),
    numberIn(fields['windowDurationMins']) * 60,
    numberIn(fields['window_duration_mins']) * 60,
  ];
}

/** Whether the place is about the window with this id. */
function speaksOf(place: Place, id: string): boolean {
  const { path, fields } = place;
  const last = path.at(-1) ?? '';
  const { kind, group } = fields;
  const startsWith = (value: unknown, word: string): boolean =>
    typeof value === 'string' && bare(value).startsWith(bare(word));
  const rules: readonly [RegExp, (rest: string | undefined, number: number) => boolean][] = [
    [/^extra-usage$/, () => last === 'extra_usage'],
    [/^credits$/, () => last === 'credits'],
    [/^spend-limit$/, () => ['individual_limit', 'individualLimit', 'spend_limit'].includes(last)],
    [/^premium-requests(?:-overage)?$/, () => last === 'premium_interactions'],
    [
      /^(?:(.+)-)?length-(\d+)$/,
      (rest, number) =>
        lengthsIn(place).includes(number) &&
        (rest === undefined ? !path.includes('additional_rate_limits') : says(place, rest)),
    ],
    [/^(.+)-overage$/, (rest) => says(place, rest)],
    [
      /^five-hour(?:-(.+))?$/,
      (rest) => (path.some((key) => startsWith(key, 'five_hour')) || kind === 'session') && says(place, rest),
    ],
    [
      /^weekly(?:-(.+))?$/,
      (rest) =>
        (path.some((key) => startsWith(key, 'seven_day')) ||
          [kind, group].some((word) => startsWith(word, 'weekly'))) &&
        says(place, rest),
    ],
  ];
  for (const [pattern, fits] of rules) {
    const found = pattern.exec(id);
    if (found !== null) return fits(found[1], Number(found[2]));
  }
  return says(place, id);
}

const numbersOf = ({ fields }: Place, names: readonly string[]): readonly number[] =>
  names.map((name) => numberIn(fields[name]));

const atLeastNothing = (left: unknown): number => Math.max(0, leftIn(left));

function percentsIn(place: Place): readonly number[] {
  const { fields } = place;
  const [used, monthly] = [numberIn(fields['used_credits']), numberIn(fields['monthly_limit'])];
  const [entitlement, remaining] = [numberIn(fields['entitlement']), atLeastNothing(fields['remaining'])];
  return [
    ...numbersOf(place, percentFields),
    ...percentLeftFields.map((name) => 100 - leftIn(fields[name])),
    100 - 100 * numberIn(fields['remainingFraction']),
    (used / monthly) * 100,
    ((entitlement - remaining) / entitlement) * 100,
  ];
}

/** The free plan's figures stand in two objects beside each other, each under the name of the window. */
function monthlyIn(
  answer: Fields,
  key: 'monthly_quotas' | 'limited_user_quotas',
  id: string,
): readonly number[] {
  const quotas = answer[key];
  if (!isObject(quotas)) return [];
  const named = Object.entries(quotas).filter(
    ([name]) =>
      (id === 'premium-requests' && name === 'premium_interactions') ||
      bare(name) === bare(id) ||
      bare(name) === '',
  );
  return named.map(([, value]) => (key === 'monthly_quotas' ? numberIn(value) : atLeastNothing(value)));
}

function amountsIn(about: readonly Place[], key: 'used' | 'limit' | 'left'): readonly number[] {
  return about.flatMap((place) => [
    ...amountFields[key].map((name) => (key === 'left' ? atLeastNothing : numberIn)(place.fields[name])),
    ...numbersOf(place, hundredthFields[key]).map((hundredths) => hundredths / 100),
  ]);
}

const figureKeys = ['usedPercent', 'used', 'limit', 'left', 'resetsAt', 'lengthMs'] as const;
type Figures<Value> = Readonly<Record<(typeof figureKeys)[number], Value>>;

function shownIn({ usedPercent, amount, resetsAt, lengthMs }: QuotaWindow): Figures<number | null> {
  const { used = null, limit = null, left = null } = amount ?? {};
  return { usedPercent, used, limit, left, resetsAt, lengthMs };
}

function statedFor(id: string, answer: Fields, about: readonly Place[]): Figures<readonly number[]> {
  const limits = monthlyIn(answer, 'monthly_quotas', id);
  const lefts = monthlyIn(answer, 'limited_user_quotas', id);
  const inGroup = (group: string): boolean => about.some(({ fields }) => fields['group'] === group);
  return {
    usedPercent: [
      ...about.flatMap(percentsIn),
      ...limits.flatMap((limit) => lefts.map((left) => ((limit - left) / limit) * 100)),
    ],
    used: amountsIn(about, 'used'),
    limit: [...amountsIn(about, 'limit'), ...limits],
    left: [...amountsIn(about, 'left'), ...lefts],
    resetsAt: [
      ...about.flatMap(({ fields }) => timeFields.flatMap((name) => timesIn(fields[name]))),
      ...timeFieldsOfAnswer.flatMap((name) => timesIn(answer[name])),
    ],
    lengthMs: [
      ...(id.startsWith('five-hour') || inGroup('session') ? [5 * hourS * 1000] : []),
      ...(id.startsWith('weekly') || inGroup('weekly') ? [weekS * 1000] : []),
      ...about.flatMap(lengthsIn).map((seconds) => seconds * 1000),
    ],
  };
}

/** Parts of a millisecond are cut or rounded; shares of two quantities differ in their last digits. */
function isStated(shown: number, stated: readonly number[]): boolean {
  return stated.some((one) => Math.abs(one - shown) <= 1e-6 || Math.abs(one - shown) <= shown * 1e-12);
}

/** What stands in these windows but not in the answer. */
export function inventedIn(answer: Fields, windows: readonly QuotaWindow[]): readonly string[] {
  const places = placesIn(answer);
  return windows.flatMap((window) => {
    const shown = shownIn(window);
    const about = places.filter((place) => speaksOf(place, window.id));
    const stated = statedFor(window.id, answer, about);
    return figureKeys.flatMap((key) => {
      const figure = shown[key];
      return figure === null || isStated(figure, stated[key])
        ? []
        : [`${window.id}: ${key} ${String(figure)}`];
    });
  });
}

/** Places of a true answer whose share is no quota, or of one that is switched off. */
function isSilent({ path, fields }: Place): boolean {
  if (path[0] === 'context_window' || fields['unlimited'] === true) return true;
  return path.at(-1) === 'extra_usage' && fields['is_enabled'] !== true;
}

/** Shares and times that a true answer states, but no window that is about them has. */
export function lostIn(answer: Fields, windows: readonly QuotaWindow[]): readonly string[] {
  const places = placesIn(answer).filter((place) => !isSilent(place));
  const speaking = (place: Place): readonly QuotaWindow[] => windows.filter(({ id }) => speaksOf(place, id));
  const shares = places.filter(
    (place) =>
      percentsIn(place).some((percent) => !Number.isNaN(percent)) &&
      speaking(place).every(({ usedPercent }) => usedPercent === null),
  );
  const times = places.filter(
    (place) =>
      timeFields.some((name) => timesIn(place.fields[name]).length > 0) &&
      speaking(place).every(({ resetsAt }) => resetsAt === null),
  );
  return [...shares, ...times].map(({ path }) => path.join('.'));
}
