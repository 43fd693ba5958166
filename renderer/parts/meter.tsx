// One quota window: a bar coloured by what is foreseen, its state in a word, how much is used until when, and whether it
// will last. Unknown is never drawn as 0 %.
import { useId } from 'preact/hooks';
import type { WindowView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { momentTitle } from '../moment-title.ts';
import type { MeterState } from '../messages/kinds.ts';
import { now } from '../now.ts';
import { Phrases } from './phrases.tsx';
import { Sparkline } from './sparkline.tsx';

export interface MeterProps {
  readonly window: WindowView;
  /** What the card says of the age and source of its figures; a window says its own only where that differs. */
  readonly cardReading: string | null;
  /** A limit on a part only, which is drawn smaller. */
  readonly minor?: boolean;
}

/** Drawn again every minute for its countdown. */
export function Meter({ window, cardReading, minor = false }: MeterProps) {
  const { label, unlimited, usedPercent, amount, resetsAt, pace, trend, readAt, source } = window;
  const title = useId();
  const state = stateOf(window);
  const amountWords = unlimited ? messages.unlimited : amount === null ? null : messages.amount(amount);
  const paceWords = messages.pace(pace, resetsAt, now.value);
  const reading = messages.read(readAt, source, now.value);
  const use = usedPercent === null ? null : messages.used(usedPercent);
  const parts = [
    // An amount says how much there is, even where its share is not known.
    ...(use === null && amountWords === null ? [messages.unknownUse] : []),
    ...[use, amountWords].filter((words) => words !== null),
    ...(resetsAt === null ? [] : [messages.resets(resetsAt, now.value)]),
  ];
  // What is low but will last has only its word for a warning.
  const willLast = state === 'low' && (pace.kind === 'lasts' || pace.kind === 'idle');
  const classes = [
    `meter meter-${state}`,
    ...(willLast ? ['meter-lasts'] : []),
    ...(minor ? ['meter-minor'] : []),
  ];
  const isAmountOnly = usedPercent === null && amountWords !== null;
  return (
    <div class={classes.join(' ')}>
      <div class="meter-head">
        <span id={title} class="meter-label">
          {label}
        </span>
        {!(isAmountOnly && state === 'unknown') && <span class="level">{messages.meterState(state)}</span>}
      </div>
      {usedPercent !== null && (
        <Bar
          title={title}
          usedPercent={usedPercent}
          words={messages.list(paceWords === null ? parts : [...parts, paceWords])}
        />
      )}
      {usedPercent === null && !isAmountOnly && (
        // A meter must have a value; this one has none to give.
        <div class="bar bar-unknown" role="img" aria-label={`${label}: ${messages.unknownUse}`} />
      )}
      <div class="meter-foot">
        <div class="meter-words">
          <p title={momentTitle(resetsAt)}>
            <Phrases parts={parts} />
          </p>
          {paceWords !== null && <p class="meter-pace">{paceWords}</p>}
          {reading !== cardReading && <p title={momentTitle(readAt)}>{reading}</p>}
        </div>
        {trend !== null && !minor && <Sparkline trend={trend} />}
      </div>
    </div>
  );
}

/** What the bar's colour and the word beside it say. The forecast counts before the level, but what is used up is used up. */
function stateOf({ level, pace, stale }: WindowView): MeterState {
  if (level === 'exhausted') return 'exhausted';
  if (stale) return 'old';
  if (pace.kind === 'runs-out' || pace.kind === 'tight') return pace.kind;
  return level;
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
