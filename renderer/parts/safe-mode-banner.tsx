// Stands above everything while nothing goes on by itself, with the way to have it go on again.
import type { RefObject } from 'preact';
import type { ProblemView } from '../../preload/view.ts';
import { useFocusHome } from '../focus.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';

export interface SafeModeBannerProps {
  /** Null outside safe mode. */
  readonly problem: ProblemView | null;
  /** Takes the focus when the banner goes with the button that had it. */
  readonly page: RefObject<HTMLElement | null>;
}

export function SafeModeBanner({ problem, page }: SafeModeBannerProps) {
  const end = useIntent('safeMode.end');
  const { onFocusIn } = useFocusHome(page);
  return (
    <div class="banner-place" onFocusIn={onFocusIn}>
      <div class={problem === null ? undefined : 'banner'}>
        <ProblemNote problems={[problem]} />
        <ProblemNote problems={[problem === null ? null : end.problem]} />
        {problem !== null && (
          <div class="actions">
            <button
              type="button"
              class="button button-small"
              aria-disabled={end.busy}
              aria-busy={end.busy}
              onClick={() => {
                if (!end.busy) void end.send({});
              }}
            >
              {messages.startNormally}
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
