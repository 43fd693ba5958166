// The lines of the page Activity under their days: the first at once, the others soon after, so that none waits long.
import { useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import { linesByDay, type ActivityDay, type ActivityLine } from '../activity-lines.ts';
import { ActivityEntry } from './activity-entry.tsx';

/** More than a window shows, and drawn well within 50 ms. */
const atOnce = 100;
/** From so many on it pays to lay out only what is in sight. */
const many = 30;

export function ActivityDays({ lines }: { readonly lines: readonly ActivityLine[] }) {
  const drawn = useSignal(atOnce);
  const isDone = drawn.value >= lines.length;
  useEffect(() => {
    if (isDone) return undefined;
    const frame = requestAnimationFrame(() => {
      drawn.value += atOnce;
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [drawn.value, isDone]);

  return (
    <div
      class={lines.length > many ? 'activity-days activity-days-many' : 'activity-days'}
      aria-busy={!isDone}
    >
      {linesByDay(lines.slice(0, drawn.value)).map((day) => (
        <Day key={day.key} day={day} />
      ))}
    </div>
  );
}

function Day({ day: { day, lines } }: { readonly day: ActivityDay }) {
  const heading = useId();
  return (
    <section class="activity-day" aria-labelledby={heading}>
      <h2 id={heading} class="provider-title">
        {day}
      </h2>
      <ul class="card activity-list">
        {lines.map((line) => (
          <ActivityEntry key={line.key} line={line} />
        ))}
      </ul>
    </section>
  );
}
