// Whether an answer about a quota makes sense, and answers that make none.
import type { QuotaAnswer } from '../../../main/providers/description.ts';

const isFigure = (value: number | null): boolean =>
  value === null || (Number.isFinite(value) && value >= 0 && !Object.is(value, -0));

/** What is wrong with it, as words; nothing for a good one. */
export function faultsOf({ windows, source }: QuotaAnswer): readonly string[] {
  const ids = windows.map(({ id }) => id);
  return [
    ...(source === '' ? ['no source'] : []),
    ...(new Set(ids).size === ids.length ? [] : ['two windows with one id']),
    ...windows.flatMap(({ id, label, usedPercent, amount, lengthMs, resetsAt }) => [
      ...(id.trim() === '' || label.trim() === '' ? [`${id}: no name`] : []),
      ...(isFigure(usedPercent) ? [] : [`${id}: ${String(usedPercent)} percent`]),
      ...(lengthMs === null || lengthMs > 0 ? [] : [`${id}: a length of ${String(lengthMs)}`]),
      ...(resetsAt === null || Number.isInteger(resetsAt) ? [] : [`${id}: ends at ${String(resetsAt)}`]),
      ...[amount?.used, amount?.limit, amount?.left]
        .filter((figure) => !isFigure(figure ?? null))
        .map((figure) => `${id}: an amount of ${String(figure)}`),
    ]),
  ];
}

/** Whether it says anything at all. */
export function saysSomething({ windows }: QuotaAnswer): boolean {
  return windows.some(
    ({ usedPercent, amount }) =>
      usedPercent !== null || [amount?.used, amount?.left].some((figure) => typeof figure === 'number'),
  );
}

const nonsense: readonly unknown[] = [null, true, 'x', '', -1, 1e300, [], {}, ['x'], { x: 'x' }];

/** The value with each of its parts replaced by nonsense, one after the other. */
function* spoilt(value: unknown): Generator {
  yield* nonsense;
  if (Array.isArray(value)) {
    for (const [index, part] of value.entries())
      for (const other of spoilt(part)) yield value.toSpliced(index, 1, other);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value))
      for (const other of spoilt(part)) yield { ...value, [name]: other };
  }
}

/** Bodies that are almost the given one, and bodies that are nothing like it. */
export function spoiltBodies(text: string): readonly string[] {
  const value: unknown = JSON.parse(text);
  const others = [...spoilt(value)].map((each) => JSON.stringify(each));
  return [...new Set(others), '', 'x', text.slice(0, -1), '<!doctype html><title>Sign in</title>'];
}
