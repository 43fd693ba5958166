// How much work all accounts together are good for, and which quota comes back next; nothing while nothing is known.
import type { HeadroomView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { now } from '../now.ts';
import { settled } from '../settled.ts';
import { Clock } from './icons.tsx';
import { Phrases } from './phrases.tsx';

/** Drawn again every minute for its countdown. */
export function HeadroomLine({ headroom }: { readonly headroom: HeadroomView }) {
  const parts = messages.headroom(headroom, now.value);
  if (parts.length === 0) return null;
  const { nextRefill } = headroom;
  return (
    <div
      class="serving headroom"
      title={!settled.value || nextRefill === null ? undefined : messages.headroomDetail(nextRefill)}
    >
      <Clock />
      <p class="note-text">
        <Phrases parts={parts} />
      </p>
    </div>
  );
}
