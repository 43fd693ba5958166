// At how much used a notice comes, for each quota by itself: its percents as one text, and the way back to the usual ones.
import { useId } from 'preact/hooks';
import type { ThresholdsView } from '../../preload/view.ts';
import { useDraft, type Draft } from '../draft.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';
import { SettingDetails } from './setting-details.tsx';

export function Thresholds({ thresholds }: { readonly thresholds: readonly ThresholdsView[] }) {
  const hint = useId();
  if (thresholds.length === 0) return null;
  const changed = thresholds.filter(({ usual }) => !usual).map(({ name }) => [name, null] as const);
  return (
    <SettingDetails
      label={messages.thresholds}
      effect={messages.thresholdsEffect}
      {...(changed.length > 0 && { toUsual: { alertAtPercent: Object.fromEntries(changed) } })}
      standing={messages.thresholdsChanged(changed.length)}
    >
      <p id={hint} class="setting-effect">
        {messages.thresholdsHint}
      </p>
      <ul class="thresholds">
        {thresholds.map((each) => (
          <Threshold key={each.name} thresholds={each} hint={hint} />
        ))}
      </ul>
    </SettingDetails>
  );
}

interface ThresholdProps {
  readonly thresholds: ThresholdsView;
  readonly hint: string;
}

function Threshold({ thresholds, hint }: ThresholdProps) {
  const { name, provider, window, percents, usual } = thresholds;
  const quota = messages.thresholdOf(provider, window);
  const field = useId();
  const reset = useIntent('settings.change');
  const draft = useDraft(textOf(percents), (typed) => readPercents(typed, name));
  return (
    <li class="threshold">
      <label class="threshold-name" for={field}>
        {quota}
      </label>
      <input
        {...draft.props}
        id={field}
        class="field field-percents"
        autocomplete="off"
        maxLength={60}
        aria-describedby={hint}
      />
      {usual ? (
        <span class="threshold-usual">{messages.usual}</span>
      ) : (
        <button
          type="button"
          class="quiet-button quiet-button-small threshold-usual"
          aria-label={messages.usualAgainFor(quota)}
          aria-busy={reset.busy}
          onClick={() => {
            if (!reset.busy) void reset.send({ alertAtPercent: { [name]: null } });
          }}
        >
          {messages.usualAgain}
        </button>
      )}
      <p class="field-missing threshold-words" role="status">
        {draft.fault}
      </p>
      <ProblemNote problems={[draft.problem, reset.problem]} />
    </li>
  );
}

function textOf(percents: readonly number[]): string {
  return percents.join(', ');
}

/** Main takes no more for one quota. */
const mostPercents = 6;

/** Commas, spaces and percent signs may stand in any way; nothing at all means no notice. */
function readPercents(typed: string, name: string): Draft {
  const words = typed.split(/[\s,;%]+/).filter((word) => word !== '');
  const percents = [...new Set(words.map(Number))].sort((one, other) => one - other);
  const areGood =
    percents.length <= mostPercents &&
    words.every((word) => /^\d+$/.test(word)) &&
    percents.every((value) => value >= 1 && value <= 100);
  if (!areGood) return { fault: messages.notPercents };
  return { text: textOf(percents), change: { alertAtPercent: { [name]: percents } } };
}
