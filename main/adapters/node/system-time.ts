// The real clock and timers.
import type { Clock, Timer } from '../../ports.ts';

export const systemClock: Clock = { nowMs: () => Date.now() };

export const systemTimer: Timer = {
  after(delayMs, run) {
    const handle = setTimeout(run, delayMs);
    return () => {
      clearTimeout(handle);
    };
  },
};
