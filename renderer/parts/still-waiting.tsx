// How long a step of a sign-in lasts already, once that is longer than people expect.
import { useRef } from 'preact/hooks';
import { messages } from '../messages.ts';
import { useSeconds } from '../seconds.ts';

const secondMs = 1_000;
const expectedMs = 10 * secondMs;

/** Give it the step as its key: it counts from when it is drawn first. */
export function StillWaiting() {
  const time = useSeconds();
  const since = useRef(time);
  const lastsMs = time - since.current;
  if (lastsMs < expectedMs) return null;
  return <span class="step-time">{messages.stillWaiting(Math.floor(lastsMs / secondMs))}</span>;
}
