// Turns the buckets of Gemini Code Assist into windows, one for each model and kind of token (protocols §5.4). Pure, and
// never throws: what is missing or makes no sense stays unknown.
import type { Amount, QuotaWindow } from '../../domain/quota-window.ts';
import { countOf, percentWithShareLeft, timeOf } from '../figures.ts';
import { distinct, fieldsOf, slugOf, textOf, wordsOf, type Fields } from '../meters.ts';

/** What a bucket counts; without a kind nobody knows. */
function amountOf(kind: string | undefined, left: number | null): { readonly amount?: Amount } {
  if (kind === undefined || left === null) return {};
  const unit = /request/i.test(kind) ? 'requests' : 'tokens';
  return { amount: { unit, used: null, limit: null, left } };
}

function windowOf(bucket: Fields, nowMs: number): QuotaWindow {
  const [model, kind] = [textOf(bucket['modelId']), textOf(bucket['tokenType'])];
  const kindWords = kind === undefined ? undefined : wordsOf(kind.toLowerCase());
  const name = model ?? 'Usage';
  return {
    id: [name, ...(kind === undefined ? [] : [kind])].map(slugOf).join('-'),
    label: kindWords === undefined ? name : `${name} (${kindWords})`,
    ...(model !== undefined && { scope: model }),
    usedPercent: percentWithShareLeft(bucket['remainingFraction']),
    ...amountOf(kind, countOf(bucket['remainingAmount'])),
    // A bucket does not say how long it lasts.
    lengthMs: null,
    resetsAt: timeOf(bucket['resetTime'], nowMs),
  };
}

/** Every window of an answer of `retrieveUserQuota`. */
export function windowsOf(answer: Fields, nowMs: number): readonly QuotaWindow[] {
  const buckets = answer['buckets'];
  if (!Array.isArray(buckets)) return [];
  return distinct(
    buckets
      .map(fieldsOf)
      .filter((bucket) => Object.keys(bucket).length > 0)
      .map((bucket) => windowOf(bucket, nowMs)),
  );
}
