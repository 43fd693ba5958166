// What the readers of quota answers share: the fields of an object, names, and the order of windows.
import type { QuotaWindow } from '../domain/quota-window.ts';

export type Fields = Readonly<Record<string, unknown>>;

const longestName = 40;
const longestSlug = 60;
/** An answer with more windows than anybody can look at is not shown to its end. */
const mostWindows = 40;

/** The fields of an object; of anything else, lists included, none. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Words to show: short, and without characters that cannot be seen. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const clean = value.replaceAll(/\p{C}+/gu, '').trim();
  return clean === '' ? undefined : clean.slice(0, longestName);
}

/** The first of these values that has words to show. */
export function firstText(...values: readonly unknown[]): string | undefined {
  return values.map(textOf).find((text) => text !== undefined);
}

/** `oauth_apps` becomes `oauth-apps`, as does `OAuth apps`. */
export function slugOf(words: string): string {
  const slug = words
    .slice(0, longestSlug)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-');
  return slug.replaceAll(/^-|-$/g, '') || 'other';
}

/** `iguana_necktie` becomes `Iguana necktie`. */
export function wordsOf(key: string): string {
  const words = textOf(key.replaceAll(/[_-]+/g, ' ')) ?? 'other';
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Every window once, the shortest first: of two with one id the first counts, and the second fills in what it lacks. */
export function distinct(windows: readonly QuotaWindow[]): readonly QuotaWindow[] {
  const byId = new Map<string, QuotaWindow>();
  for (const window of windows) {
    const known = byId.get(window.id);
    const amount = known?.amount ?? window.amount;
    byId.set(window.id, {
      ...(known ?? window),
      usedPercent: known?.usedPercent ?? window.usedPercent,
      lengthMs: known?.lengthMs ?? window.lengthMs,
      resetsAt: known?.resetsAt ?? window.resetsAt,
      ...(amount !== undefined && { amount }),
    });
  }
  return [...byId.values()]
    .sort((left, right) => (left.lengthMs ?? Infinity) - (right.lengthMs ?? Infinity) || 0)
    .slice(0, mostWindows);
}
