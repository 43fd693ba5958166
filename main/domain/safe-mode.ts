// Whether a start has to be a careful one: after runs that ended unexpectedly, one like the other, soon after they began. Pure.

/** What a run leaves behind until it ends as it should. */
export interface RunMark {
  /** Unix milliseconds. */
  readonly startedAt: number;
  /** It ran so long that its end says nothing about starting. */
  readonly lasted: boolean;
  /** Runs in a row, right before it, that crashed soon after their start. */
  readonly crashesBefore: number;
}

/** What runs longer has not crashed because of its start. */
export const quickRunMs = 60_000;
const mostCrashes = 3;
/** What crashed longer ago is another story: a power cut at two starts and a crash today are no loop. */
const rememberedForMs = 3_600_000;

function crashesUpTo(before: RunMark | undefined, now: number): number {
  if (before === undefined || before.lasted) return 0;
  // The clock may have been set in either direction.
  return Math.abs(now - before.startedAt) <= rememberedForMs ? before.crashesBefore + 1 : 0;
}

/** @param before what the last run has left, or undefined where it ended as it should */
export function startAfter(
  before: RunMark | undefined,
  now: number,
): { readonly mark: RunMark; readonly isSafe: boolean } {
  const crashesBefore = crashesUpTo(before, now);
  return {
    mark: { startedAt: now, lasted: false, crashesBefore },
    isSafe: crashesBefore >= mostCrashes,
  };
}
