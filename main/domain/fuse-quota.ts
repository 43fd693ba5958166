// Joins what several sources say about an account's windows into what is believed (design §8). Pure.
import {
  sourceKinds,
  type KnownQuota,
  type KnownWindow,
  type QuotaWindow,
  type Sample,
} from './quota-window.ts';

const minuteMs = 60_000;
/** Two answers this close together are of the same moment; the better source counts. */
const sameMomentMs = minuteMs;
/** Providers recompute the reset with each answer, and it wanders. */
const resetWanderMs = 15 * minuteMs;
/**
 * An answer may leave out a window, or its figure, or be of the period before, by mistake: what was known stays this long
 * behind the first that does.
 */
const missingMs = 30 * minuteMs;
/** Sources round differently. */
const roundingPoints = 2;
/** How near two readings are that say the same of a window that goes on being used. */
const agreementPoints = 5;
/** No answer comes so late: figures that much newer are from before the clock was set back. */
const clockSetBackMs = 5 * minuteMs;

function isBetter(one: Sample['kind'], other: Sample['kind']): boolean {
  return sourceKinds.indexOf(one) < sourceKinds.indexOf(other);
}

/** Somebody still shows what was before the last reset. */
function isOfEarlierPeriod(known: KnownWindow, reading: QuotaWindow): boolean {
  if (known.resetsAt === null || reading.resetsAt === null) return false;
  return known.resetsAt - reading.resetsAt > resetWanderMs;
}

/**
 * What is left of a known window by an answer that may be mistaken; undefined when it is none, for it has gone on for so
 * long. Status lines never say all, and may be old.
 */
function missed(known: KnownWindow, { at, kind }: Pick<Sample, 'at' | 'kind'>): KnownWindow | undefined {
  if (kind === 'status-line') return known;
  const missingSince = Math.min(known.missingSince ?? at, at);
  return at - missingSince < missingMs ? { ...known, missingSince } : undefined;
}

/** Whether the window has begun anew between the two. */
function isReset(known: KnownWindow, reading: QuotaWindow, at: number): boolean {
  if (known.resetsAt === null) return false;
  if (known.resetsAt <= at) return true;
  return reading.resetsAt !== null && reading.resetsAt - known.resetsAt > resetWanderMs;
}

function isUsedUp({ usedPercent }: Pick<QuotaWindow, 'usedPercent'>): boolean {
  return usedPercent !== null && usedPercent >= 100;
}

function agrees({ doubted }: KnownWindow, usedPercent: number): boolean {
  return doubted !== undefined && Math.abs(usedPercent - doubted.usedPercent) <= agreementPoints;
}

function fuseWindow(known: KnownWindow | undefined, reading: QuotaWindow, sample: Sample): KnownWindow {
  const { at, kind, source } = sample;
  const believed: KnownWindow = { ...reading, at, kind, source };
  if (known === undefined) return believed;
  if (at < known.at) return known;
  if (isOfEarlierPeriod(known, reading)) return missed(known, sample) ?? believed;
  if (isReset(known, reading, at) || reading.unlimited === true) return believed;
  // The answer leaves open what is known of the same period, and perhaps when that ends.
  if (reading.usedPercent === null) {
    const open = { ...believed, resetsAt: reading.resetsAt ?? known.resetsAt };
    return known.usedPercent === null ? open : (missed(known, sample) ?? open);
  }
  if (known.usedPercent === null) return believed;
  const fell = known.usedPercent - reading.usedPercent;
  const isOfSameMoment = at - known.at < sameMomentMs;
  // It counts for less when it is alone: who agrees with it, or was asked because of it, is heard at once.
  const isAlone = known.kind === 'status-line' && (fell < roundingPoints || isUsedUp(known));
  if (isOfSameMoment && isBetter(known.kind, kind) && known.doubted === undefined && !isAlone) return known;
  // That it is used up was confirmed by a source that may say so.
  if (kind === 'status-line' && known.kind !== kind && isUsedUp(known) && isUsedUp(reading)) return known;
  // It cannot settle what a better source has put in doubt.
  if (fell <= 0 && kind === 'status-line' && known.doubted !== undefined)
    return { ...believed, doubted: known.doubted };
  if (fell <= 0) return believed;
  // Several sessions of a program show figures of different age; within a period the highest is the newest.
  if (kind === 'status-line') return { ...known, resetsAt: known.resetsAt ?? reading.resetsAt };
  if (fell < roundingPoints || agrees(known, reading.usedPercent)) return believed;
  return { ...known, doubted: { at, usedPercent: reading.usedPercent } };
}

/** What stays of a window that an answer leaves out. */
function leftOut(window: KnownWindow, sample: Sample): readonly KnownWindow[] {
  const endsAt = window.resetsAt ?? window.at + (window.lengthMs ?? Infinity);
  if (endsAt <= sample.at) return [];
  return [missed(window, sample)].filter((each) => each !== undefined);
}

/**
 * What was known until this moment. Figures of the future would outlive all that come after them: once the clock was set
 * back, they are of this moment. When they are reset is open until the next answer: by how much it was set back is not known.
 */
export function knownUntil(now: number, quota: KnownQuota): KnownQuota {
  const isAhead = ({ at }: { readonly at: number }): boolean => at - now > clockSetBackMs;
  return {
    ...quota,
    at: isAhead(quota) ? now : quota.at,
    windows: quota.windows.map((window) =>
      isAhead(window) ? { ...window, at: now, resetsAt: null } : window,
    ),
  };
}

/** What is believed after this sample. */
export function fuseQuota(known: KnownQuota | undefined, sample: Sample): KnownQuota {
  const before = new Map(known?.windows.map((window) => [window.id, window]));
  const fused = sample.windows.map((reading) => fuseWindow(before.get(reading.id), reading, sample));
  const stated = new Set(sample.windows.map(({ id }) => id));
  const kept = [...before.values()].flatMap((window) =>
    stated.has(window.id) ? [] : leftOut(window, sample),
  );
  const isBelieved =
    fused.length === 0 || fused.some(({ at, kind }) => at === sample.at && kind === sample.kind);
  const features = sample.features ?? known?.features;
  const newest = known === undefined || (isBelieved && sample.at >= known.at) ? sample : known;
  return {
    account: sample.account,
    at: newest.at,
    source: newest.source,
    ...(features !== undefined && { features }),
    windows: [...fused, ...kept].sort(
      (left, right) => (left.lengthMs ?? Infinity) - (right.lengthMs ?? Infinity),
    ),
  };
}

/** Whether a reading waits for a second one to agree with it. */
export function isDoubted(quota: KnownQuota | undefined): boolean {
  return quota?.windows.some(({ doubted }) => doubted !== undefined) === true;
}

/** Windows that a status line alone says are used up: another source has to confirm it. */
export function unconfirmedIn(quota: KnownQuota | undefined): readonly KnownWindow[] {
  return quota?.windows.filter((window) => window.kind === 'status-line' && isUsedUp(window)) ?? [];
}

/**
 * How full a window counts when something is decided by it. A status line alone may show what a session knew long ago, so
 * it never means that the window is used up.
 * @param reservePercent with less than this left, it counts as used up
 */
export function decisivePercent(
  { usedPercent, kind }: Pick<KnownWindow, 'usedPercent' | 'kind'>,
  reservePercent: number,
): number | null {
  if (usedPercent === null || kind !== 'status-line') return usedPercent;
  return Math.min(usedPercent, 100 - Math.max(reservePercent, 1));
}
