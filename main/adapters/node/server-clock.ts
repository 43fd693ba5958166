// A provider's own clock, learnt from the Date of its answers: whether its tokens have ended is its decision, and the
// clock of this computer may be hours off (reliability RF-11).
import type { Clock, Http } from '../../ports.ts';

export interface ServerClock {
  readonly clock: Clock;
  /** The same requests; their answers tell the time. */
  observed(http: Http): Http;
}

/** Answers travel, and their Date counts whole seconds: a difference below this says nothing. */
const noticedMs = 30_000;

export function createServerClock(own: Clock): ServerClock {
  let skewMs = 0;
  return {
    clock: { nowMs: () => own.nowMs() + skewMs },
    observed: (http) => async (url, init) => {
      const response = await http(url, init);
      const at = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(at)) {
        const difference = at - own.nowMs();
        skewMs = Math.abs(difference) < noticedMs ? 0 : difference;
      }
      return response;
    },
  };
}
