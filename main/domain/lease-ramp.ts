// After a switch to an account the leases of it begin one after the other, not all at once. Pure.

export interface Ramp {
  /** The next leases of it begin one by one. */
  begin(now: number): void;
  /** A lease of it has begun. */
  step(at: number): void;
  /** Unix milliseconds at which the next one may begin; undefined: now. */
  waitUntil(now: number): number | undefined;
}

/** The usual pause between two of them (design §10). */
export const rampStepMs = 250;
/** So long after a switch everybody has come over who was waiting for it. */
const lastsMs = 60_000;

export function createRamp(stepMs: number): Ramp {
  let begunAt: number | undefined;
  let steppedAt: number | undefined;
  return {
    begin(now) {
      begunAt = now;
      steppedAt = undefined;
    },
    step(at) {
      if (begunAt !== undefined) steppedAt = at;
    },
    waitUntil(now) {
      if (begunAt === undefined || steppedAt === undefined || now - begunAt >= lastsMs) return undefined;
      // A step of the future was made under a clock that has been set back since.
      return now >= steppedAt && now - steppedAt < stepMs ? steppedAt + stepMs : undefined;
    },
  };
}
