// Turns what OpenAI says about a ChatGPT subscription into windows: the answer of its endpoint (protocols §1.8), and the
// copy of it that Codex's app server gives (§1.9, schema of Codex 0.169.0), with other names for the same. Windows are
// told apart by length, never by slot. Pure, and never throws: what is missing or makes no sense stays unknown.
import { windowLabel, type QuotaWindow } from '../../domain/quota-window.ts';
import { countOf, leftOf, lengthOf, percentOf, percentWithLeft, timeOf } from '../figures.ts';
import { distinct, fieldsOf, firstText, slugOf, textOf, wordsOf, type Fields } from '../meters.ts';

/** What some windows have in common: nothing where they limit the whole account. */
interface Meter {
  readonly scope: string | undefined;
  /** The object whose fields are windows. */
  readonly windows: Fields;
}

/** The two slots, by their names in both answers; the number tells windows apart that state no length. */
const slots: ReadonlyMap<string, number> = new Map([
  ['primary_window', 1],
  ['primary', 1],
  ['secondary_window', 2],
  ['secondary', 2],
]);

const windowKeys = ['used_percent', 'limit_window_seconds', 'window_duration_mins', 'reset_at', 'resets_at'];

/** The limit that is the subscription itself. */
const ownLimit = 'codex';

/** The fields of an object under their names on the wire: `usedPercent` is `used_percent`. */
function partsOf(value: unknown): Fields {
  return Object.fromEntries(
    Object.entries(fieldsOf(value)).map(([key, part]) => [
      key.replaceAll(/(?<=[a-z\d])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      part,
    ]),
  );
}

function nameOfSlot(
  number: number,
  lengthMs: number | null,
): { readonly id: string; readonly label: string } {
  if (lengthMs !== null) return { id: `length-${String(lengthMs / 1000)}`, label: windowLabel(lengthMs) };
  return number === 1 ? { id: 'usage', label: 'Usage' } : { id: 'usage-2', label: 'Usage (second)' };
}

/** What stands in a slot is a window, and beside them whatever says how much of it is used. */
function windowsIn({ scope, windows }: Meter, nowMs: number): readonly QuotaWindow[] {
  const found = Object.entries(windows).flatMap(([key, value]): readonly QuotaWindow[] => {
    const [slot, parts] = [slots.get(key), partsOf(value)];
    if (!windowKeys.some((name) => name in parts) || key === 'individual_limit') return [];
    if (slot === undefined && !('used_percent' in parts)) return [];
    const lengthMs =
      lengthOf(parts['limit_window_seconds'], 1000) ?? lengthOf(parts['window_duration_mins'], 60_000);
    const own = wordsOf(key.replace(/_window$/, ''));
    const name = slot === undefined ? { id: slugOf(own), label: own } : nameOfSlot(slot, lengthMs);
    // Nobody knows what an unnamed one limits, so it does not count for the whole account.
    const limits = scope ?? (slot === undefined ? own : undefined);
    return [
      {
        id: scope === undefined ? name.id : `${slugOf(scope)}-${name.id}`,
        label: scope === undefined ? name.label : `${name.label} (${scope})`,
        ...(limits !== undefined && { scope: limits }),
        usedPercent: percentOf(parts['used_percent']),
        lengthMs,
        resetsAt: timeOf(parts['reset_at'] ?? parts['resets_at'], nowMs),
      },
    ];
  });
  // Of two with one length the fuller one limits.
  return found.sort((left, right) => (right.usedPercent ?? -1) - (left.usedPercent ?? -1));
}

/** One limit as Codex's app server tells it; `codex` is the name of the one that the whole account has. */
function snapshotMeter(snapshot: Fields): Meter {
  const { limit_id: limitId, limit_name: limitName } = snapshot;
  const id = textOf(limitId) ?? ownLimit;
  return { scope: id === ownLimit ? undefined : (textOf(limitName) ?? wordsOf(id)), windows: snapshot };
}

function additionalMeters(additional: unknown): readonly Meter[] {
  if (!Array.isArray(additional)) return [];
  return additional.map(partsOf).map(({ limit_name: name, metered_feature: feature, rate_limit: limit }) => ({
    scope: textOf(name) ?? wordsOf(textOf(feature) ?? 'additional'),
    windows: partsOf(limit),
  }));
}

/** What has no name here but holds windows as `rate_limit` does. */
function unnamedMeters(answer: Fields): readonly Meter[] {
  return Object.entries(answer).flatMap(([key, value]) => {
    const windows = partsOf(value);
    if (key === 'rate_limit' || !('primary_window' in windows)) return [];
    return [{ scope: wordsOf(key.replace(/_rate_limit$/, '')), windows }];
  });
}

/** What Codex's app server tells: one limit as it always did, and all of them by their ids. */
function snapshotsIn(answer: Fields): readonly Fields[] {
  const byId = Object.entries(fieldsOf(answer['rate_limits_by_limit_id'])).map(([id, value]) => {
    const snapshot = partsOf(value);
    return { ...snapshot, limit_id: textOf(snapshot['limit_id']) ?? id };
  });
  return [partsOf(answer['rate_limits']), ...byId];
}

function metersIn(answer: Fields): readonly Meter[] {
  return [
    { scope: undefined, windows: partsOf(answer['rate_limit']) },
    ...snapshotsIn(answer).map(snapshotMeter),
    ...additionalMeters(answer['additional_rate_limits']),
    ...unnamedMeters(answer),
    // A window may also stand in the answer itself.
    { scope: undefined, windows: answer },
  ];
}

/** The first object under this name: of the answer itself, or of one of its limits. */
function objectIn(answer: Fields, key: string): Fields {
  const places = [answer, partsOf(answer['spend_control']), ...snapshotsIn(answer)];
  const found = places
    .map((place) => place[key])
    .find((value) => typeof value === 'object' && value !== null);
  return partsOf(found);
}

/** Credits pay for what goes beyond the plan; who has none is not shown any. */
function creditWindows({ has_credits: has, unlimited, balance }: Fields): readonly QuotaWindow[] {
  if (has !== true) return [];
  return [
    {
      id: 'credits',
      label: 'Credits',
      beyondPlan: true,
      ...(unlimited === true && { unlimited }),
      usedPercent: null,
      amount: {
        unit: 'credits',
        used: null,
        limit: null,
        left: unlimited === true ? null : leftOf(balance),
      },
      lengthMs: null,
      resetsAt: null,
    },
  ];
}

/** What a workspace lets one of its members use. */
function spendWindows(individual: Fields, nowMs: number): readonly QuotaWindow[] {
  const { used, limit, remaining: left, used_percent: percent, remaining_percent: percentLeft } = individual;
  if (used === undefined && limit === undefined && percent === undefined) return [];
  return [
    {
      id: 'spend-limit',
      label: 'Spend limit',
      usedPercent: percentOf(percent) ?? percentWithLeft(percentLeft),
      amount: { unit: 'credits', used: countOf(used), limit: countOf(limit), left: leftOf(left) },
      lengthMs: null,
      resetsAt: timeOf(individual['reset_at'] ?? individual['resets_at'], nowMs),
    },
  ];
}

/**
 * Every window of an answer of the usage endpoint or of `account/rateLimits/read`, the shortest first. That a limit is
 * reached is said without a figure, and none is made from it.
 */
export function windowsOf(given: Fields, nowMs: number): readonly QuotaWindow[] {
  const answer = partsOf(given);
  return distinct([
    ...metersIn(answer).flatMap((meter) => windowsIn(meter, nowMs)),
    ...spendWindows(objectIn(answer, 'individual_limit'), nowMs),
    ...creditWindows(objectIn(answer, 'credits')),
  ]);
}

/** The plan in OpenAI's own word; Codex says `unknown` for one that it does not know. */
export function planIn(given: Fields): string | undefined {
  const answer = partsOf(given);
  const plan = firstText(
    answer['plan_type'],
    ...snapshotsIn(answer).map((snapshot) => snapshot['plan_type']),
  );
  return plan === 'unknown' ? undefined : plan;
}

/** What the plan has, as far as the answer says so. */
export function featuresIn(given: Fields): readonly string[] {
  const answer = partsOf(given);
  const resets = countOf(partsOf(answer['rate_limit_reset_credits'])['available_count']);
  return [
    ...(objectIn(answer, 'credits')['has_credits'] === true ? ['credits'] : []),
    ...(Object.keys(objectIn(answer, 'individual_limit')).length > 0 ? ['spend limit'] : []),
    ...(resets !== null && resets > 0 ? ['limit resets'] : []),
  ];
}
