// One quota window: a bar, its level in a word, and how much is used until when. Unknown is never drawn as 0 %.
import { useId } from 'preact/hooks';
import type { WindowView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { now } from '../now.ts';
import { Phrases } from './phrases.tsx';

/** Drawn again every minute for its countdown. */
export function Meter({ window: { label, level, usedPercent, resetsAt } }: { readonly window: WindowView }) {
  const title = useId();
  const use = usedPercent === null ? messages.unknownUse : messages.used(usedPercent);
  const parts = [use, ...(resetsAt === null ? [] : [messages.resets(resetsAt, now.value)])];
  return (
    <div class={`meter meter-${level}`}>
      <div class="meter-head">
        <span id={title} class="meter-label">
          {label}
        </span>
        <span class="level">{messages.level(level)}</span>
      </div>
      {usedPercent === null ? (
        // A meter must have a value; this one has none to give.
        <div class="bar bar-unknown" role="img" aria-label={`${label}: ${messages.unknownUse}`} />
      ) : (
        <Bar title={title} usedPercent={usedPercent} words={messages.list(parts)} />
      )}
      <p class="meter-words" title={resetsAt === null ? undefined : messages.moment(resetsAt)}>
        <Phrases parts={parts} />
      </p>
    </div>
  );
}

interface BarProps {
  readonly title: string;
  readonly usedPercent: number;
  readonly words: string;
}

function Bar({ title, usedPercent, words }: BarProps) {
  // Over the limit the bar is full; the words keep the figure.
  const shown = Math.min(100, Math.max(0, usedPercent));
  return (
    <div
      class="bar"
      role="meter"
      aria-labelledby={title}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(shown)}
      aria-valuetext={words}
    >
      <div class="bar-used" style={{ inlineSize: `${shown}%` }} />
    </div>
  );
}
