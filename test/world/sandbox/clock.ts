// The sandbox's own time: the machine's, shifted by the scenario.
export class Clock {
  offsetMs = 0;

  nowMs(): number {
    return Date.now() + this.offsetMs;
  }

  nowSeconds(): number {
    return Math.floor(this.nowMs() / 1000);
  }

  iso(): string {
    return new Date(this.nowMs()).toISOString();
  }
}

/** The machine's time, finer than a millisecond and the same in every process of the machine. */
export const machineNowMs = (): number => performance.timeOrigin + performance.now();
