// Turns what Claude says about usage into windows: the answer of its endpoint in both shapes (protocols §2.5), which is
// also what is read off Claude Code's usage screen, and what Claude Code gives to a status line. Pure, and never throws:
// what is missing or makes no sense stays unknown, and what has no name here is shown under the name it came with.
import { windowLabel, type Amount, type QuotaWindow } from '../../domain/quota-window.ts';
import { countOf, percentOf, percentUsed, timeOf } from '../figures.ts';
import { distinct, fieldsOf, firstText, slugOf, textOf, wordsOf, type Fields } from '../meters.ts';

type Name = Pick<QuotaWindow, 'id' | 'label' | 'scope' | 'lengthMs'>;

const hourMs = 3_600_000;
const sessionMs = 5 * hourMs;
const weekMs = 7 * 24 * hourMs;
/** No currency has more (ISO 4217). */
const mostDecimalPlaces = 4;

const session: Name = { id: 'five-hour', label: windowLabel(sessionMs), lengthMs: sessionMs };
const weekly: Name = { id: 'weekly', label: windowLabel(weekMs), lengthMs: weekMs };
/** Of a company's gateway, which Claude Code tells to its status line. */
const spendLimit: Name = { id: 'spend-limit', label: 'Spend limit', lengthMs: null };

/** The parts of the answer that are no window under a key of its own. */
const otherKeys = ['extra_usage', 'limits', 'spend'];
/** What makes an object a window. All of the first three count from 0 to 100. */
const windowKeys = ['utilization', 'used_percentage', 'percent', 'resets_at'];

function scoped(base: Name, scope: string | undefined): Name {
  if (scope === undefined) return base;
  return { ...base, id: `${base.id}-${slugOf(scope)}`, label: `${base.label} (${scope})`, scope };
}

function unnamed(key: string, lengthMs: number | null): Name {
  return { id: slugOf(key), label: wordsOf(key), lengthMs };
}

/**
 * The older shape: one key for each window, `seven_day_opus` for the week of one model. Unknown keys are code names of
 * single features, so none of them counts for the whole account.
 */
function nameOfKey(key: string, label: string | undefined): Name {
  if (key === 'spend_limit') return spendLimit;
  const [, length, rest] = /^(five_hour|seven_day)(?:_(.+))?$/.exec(key) ?? [];
  if (length !== undefined) {
    return scoped(length === 'five_hour' ? session : weekly, rest === undefined ? undefined : wordsOf(rest));
  }
  const scope = label ?? wordsOf(key);
  return { ...unnamed(key, null), label: scope, scope };
}

/** Which model or surface an entry of the newer shape is about. */
function scopeOf(entry: Fields): string | undefined {
  const { model, surface } = fieldsOf(entry['scope']);
  return firstText(
    ...[model, surface].flatMap((part) => [fieldsOf(part)['display_name'], fieldsOf(part)['id'], part]),
  );
}

/** The newer shape: a list whose entries say what they are. */
function nameOfLimit(entry: Fields): Name {
  const { kind, group } = entry;
  const scope = scopeOf(entry);
  if (kind === 'session') return scoped(session, scope);
  if (kind === 'weekly_all') return scoped(weekly, scope);
  if (kind === 'weekly_scoped') return scoped(weekly, scope ?? 'scoped');
  const lengthMs = group === 'session' ? sessionMs : group === 'weekly' ? weekMs : null;
  return scoped(unnamed(textOf(kind) ?? textOf(group) ?? 'other', lengthMs), scope);
}

/** Some windows are counted in dollars beside their share. */
function dollarsOf(meter: Fields): { readonly amount?: Amount } {
  const used = countOf(meter['used_dollars'] ?? meter['used_usd']);
  const limit = countOf(meter['limit_dollars'] ?? meter['limit_usd']);
  const left = countOf(meter['remaining_dollars']);
  if (used === null && limit === null && left === null) return {};
  return { amount: { unit: 'currency', currency: 'USD', used, limit, left } };
}

function windowOf(name: Name, meter: Fields, nowMs: number): QuotaWindow {
  const used = meter['utilization'] ?? meter['used_percentage'] ?? meter['percent'];
  return {
    ...name,
    usedPercent: percentOf(used),
    ...dollarsOf(meter),
    resetsAt: timeOf(meter['resets_at'], nowMs),
  };
}

function isWindow(meter: Fields): boolean {
  return windowKeys.some((key) => key in meter);
}

function keyWindows(answer: Fields, nowMs: number): readonly QuotaWindow[] {
  return Object.entries(answer).flatMap(([key, value]) => {
    const meter = fieldsOf(value);
    if (otherKeys.includes(key) || !isWindow(meter)) return [];
    return [windowOf(nameOfKey(key, textOf(meter['label'])), meter, nowMs)];
  });
}

function limitWindows(limits: unknown, nowMs: number): readonly QuotaWindow[] {
  if (!Array.isArray(limits)) return [];
  return limits
    .map(fieldsOf)
    .filter(isWindow)
    .map((entry) => windowOf(nameOfLimit(entry), entry, nowMs));
}

/** The amounts come in the smallest unit of their currency: in hundredths, unless the answer says otherwise. */
function wholeUnits(count: number | null, decimalPlaces: unknown): number | null {
  const places = countOf(decimalPlaces ?? 2);
  if (count === null || places === null || places > mostDecimalPlaces) return null;
  return Number.isInteger(places) ? count / 10 ** places : null;
}

/** Extra usage by its own key, or else by `spend`, which says the same in other words. */
function extraIn(answer: Fields): Fields {
  const extra = fieldsOf(answer['extra_usage']);
  if (Object.keys(extra).length > 0) return extra;
  const spend = fieldsOf(answer['spend']);
  const [used, limit] = [fieldsOf(spend['used']), fieldsOf(spend['limit'])];
  return {
    is_enabled: spend['enabled'],
    used_credits: used['amount_minor'],
    monthly_limit: limit['amount_minor'],
    currency: used['currency'],
    decimal_places: used['exponent'],
  };
}

/** What may be spent beyond the plan; shown only while the person has it switched on. */
function extraWindows(extra: Fields): readonly QuotaWindow[] {
  if (extra['is_enabled'] !== true) return [];
  const { currency, decimal_places: places } = extra;
  const [used, limit] = [countOf(extra['used_credits']), countOf(extra['monthly_limit'])];
  const code =
    typeof currency === 'string' && /^[a-z]{3}$/i.test(currency) ? currency.toUpperCase() : undefined;
  return [
    {
      id: 'extra-usage',
      label: 'Extra usage',
      beyondPlan: true,
      usedPercent: percentOf(extra['utilization']) ?? percentUsed(used, limit),
      amount: {
        unit: 'currency',
        ...(code !== undefined && { currency: code }),
        used: wholeUnits(used, places),
        limit: wholeUnits(limit, places),
        left: null,
      },
      lengthMs: null,
      resetsAt: null,
    },
  ];
}

/** Every window of an answer of the usage endpoint, the shortest first. */
export function windowsOf(answer: Fields, nowMs: number): readonly QuotaWindow[] {
  return distinct([
    ...keyWindows(answer, nowMs),
    ...limitWindows(answer['limits'], nowMs),
    ...extraWindows(extraIn(answer)),
  ]);
}

/**
 * Every window in what Claude Code gives to a status line: `rate_limits` by the keys of the older shape, each with
 * `used_percentage` (0–100) and `resets_at` (Unix seconds). Seen in Claude Code 2.1.331.
 */
export function statusLineWindows(status: Fields, nowMs: number): readonly QuotaWindow[] {
  return distinct(keyWindows(fieldsOf(status['rate_limits']), nowMs));
}

/** What the plan has, as far as the answer of the usage endpoint says so. */
export function featuresIn(answer: Fields): readonly string[] {
  return extraIn(answer)['is_enabled'] === true ? ['extra usage'] : [];
}
