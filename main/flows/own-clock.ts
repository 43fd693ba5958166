// Moments that a provider names are by its clock, and this computer's may be hours off (reliability RF-11). What is shown,
// compared and kept of quotas goes by this computer's.
import type { QuotaWindow } from '../domain/quota-window.ts';
import type { Clock } from '../ports.ts';

/** The same moment by this computer's clock; Unix milliseconds. */
export function byOwnClock(at: number, theirs: Clock, own: Clock): number {
  return at - theirs.nowMs() + own.nowMs();
}

/** The same windows, reset by this computer's clock. */
export function windowsByOwnClock(
  windows: readonly QuotaWindow[],
  theirs: Clock,
  own: Clock,
): readonly QuotaWindow[] {
  return windows.map((window) =>
    window.resetsAt === null ? window : { ...window, resetsAt: byOwnClock(window.resetsAt, theirs, own) },
  );
}
