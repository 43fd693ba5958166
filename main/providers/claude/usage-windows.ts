// Turns Claude's usage answer into windows, in both of its shapes (protocols §2.5). Pure, and never throws: what is
// missing or makes no sense stays unknown, and what has no name here is shown under the name it came with.
import { windowLabel, type QuotaWindow } from '../../domain/quota-window.ts';

type Fields = Readonly<Record<string, unknown>>;
type Name = Pick<QuotaWindow, 'id' | 'label' | 'lengthMs'>;

const hourMs = 3_600_000;
const sessionMs = 5 * hourMs;
const weekMs = 7 * 24 * hourMs;
const longestLabel = 40;

const session: Name = { id: 'five-hour', label: windowLabel(sessionMs), lengthMs: sessionMs };
const weekly: Name = { id: 'weekly', label: windowLabel(weekMs), lengthMs: weekMs };

/** The parts of the answer that are no window under a key of its own. */
const otherKeys = ['extra_usage', 'limits'];

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function amountOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const clean = value.replaceAll(/\p{C}+/gu, '').trim();
  return clean === '' ? undefined : clean.slice(0, longestLabel);
}

/** Microseconds and an offset are how the provider writes a time; anything that is no such text is unknown. */
function timeOf(value: unknown): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(value)) return null;
  const at = Date.parse(value);
  return at > 0 ? at : null;
}

/** `oauth_apps` becomes `oauth-apps`, as does `OAuth apps`. */
function slugOf(words: string): string {
  const slug = words.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-');
  return slug.replaceAll(/^-|-$/g, '') || 'other';
}

/** `iguana_necktie` becomes `Iguana necktie`. */
function wordsOf(key: string): string {
  const words = textOf(key.replaceAll(/[_-]+/g, ' ')) ?? 'other';
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function scoped(base: Name, scope: string | undefined): Name {
  if (scope === undefined) return base;
  return { ...base, id: `${base.id}-${slugOf(scope)}`, label: `${base.label} (${scope})` };
}

function unnamed(key: string, lengthMs: number | null): Name {
  return { id: slugOf(key), label: wordsOf(key), lengthMs };
}

/** The older shape: one key for each window, `seven_day_opus` for the week of one model. */
function nameOfKey(key: string): Name {
  const [, length, rest] = /^(five_hour|seven_day)(?:_(.+))?$/.exec(key) ?? [];
  if (length === undefined) return unnamed(key, null);
  return scoped(length === 'five_hour' ? session : weekly, rest === undefined ? undefined : wordsOf(rest));
}

/** Which model or surface an entry of the newer shape is about. */
function scopeOf(entry: Fields): string | undefined {
  const { model, surface } = fieldsOf(entry['scope']);
  const names = [model, surface].flatMap((part) => [
    fieldsOf(part)['display_name'],
    fieldsOf(part)['id'],
    part,
  ]);
  return names.map(textOf).find((name) => name !== undefined);
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

function keyWindows(answer: Fields): readonly QuotaWindow[] {
  return Object.entries(answer).flatMap(([key, value]) => {
    const meter = fieldsOf(value);
    if (otherKeys.includes(key) || !('utilization' in meter || 'resets_at' in meter)) return [];
    const { utilization, resets_at: resetsAt } = meter;
    return [{ ...nameOfKey(key), usedPercent: amountOf(utilization), resetsAt: timeOf(resetsAt) }];
  });
}

function limitWindows(limits: unknown): readonly QuotaWindow[] {
  if (!Array.isArray(limits)) return [];
  return limits.map(fieldsOf).flatMap((entry) => {
    if (!('percent' in entry || 'resets_at' in entry)) return [];
    const { percent, resets_at: resetsAt } = entry;
    return [{ ...nameOfLimit(entry), usedPercent: amountOf(percent), resetsAt: timeOf(resetsAt) }];
  });
}

/** What may be spent beyond the plan; shown only while the person has it switched on. */
function extraWindows(extra: Fields): readonly QuotaWindow[] {
  if (extra['is_enabled'] !== true) return [];
  const [used, limit] = [amountOf(extra['used_credits']), amountOf(extra['monthly_limit'])];
  const share = used !== null && limit !== null ? (used / limit) * 100 : null;
  const usedPercent = amountOf(extra['utilization']) ?? amountOf(share);
  return [{ id: 'extra-usage', label: 'Extra usage', usedPercent, lengthMs: null, resetsAt: null }];
}

/** Every window once, the shortest first: where both shapes state one, each fills in what the other leaves open. */
export function windowsOf(answer: Fields): readonly QuotaWindow[] {
  const merged = new Map<string, QuotaWindow>();
  const found = [
    ...keyWindows(answer),
    ...limitWindows(answer['limits']),
    ...extraWindows(fieldsOf(answer['extra_usage'])),
  ];
  for (const window of found) {
    const known = merged.get(window.id);
    merged.set(window.id, {
      ...(known ?? window),
      usedPercent: known?.usedPercent ?? window.usedPercent,
      lengthMs: known?.lengthMs ?? window.lengthMs,
      resetsAt: known?.resetsAt ?? window.resetsAt,
    });
  }
  return [...merged.values()].sort(
    (left, right) => (left.lengthMs ?? Infinity) - (right.lengthMs ?? Infinity),
  );
}
