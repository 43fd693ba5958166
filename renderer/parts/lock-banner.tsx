// Stands above everything while no keys are given out, with the way to give them out again.
import type { RefObject } from 'preact';
import { useFocusHome } from '../focus.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { Warning } from './icons.tsx';
import { ProblemNote } from './problem-note.tsx';

export interface LockBannerProps {
  readonly locked: boolean;
  /** Takes the focus when the banner goes with the button that had it. */
  readonly page: RefObject<HTMLElement | null>;
}

export function LockBanner({ locked, page }: LockBannerProps) {
  const lock = useIntent('lock.set');
  const { onFocusIn } = useFocusHome(page);
  return (
    <div class="banner-place" onFocusIn={onFocusIn}>
      <div class={locked ? 'banner' : undefined}>
        <div class="notes" role="status">
          {locked && (
            <div class="note">
              <Warning />
              <p class="note-text">
                <strong>{messages.locked}</strong> {messages.lockedNext}
              </p>
            </div>
          )}
        </div>
        <ProblemNote problems={[locked ? lock.problem : null]} />
        {locked && (
          <div class="actions">
            <button
              type="button"
              class="button button-small"
              aria-disabled={lock.busy}
              aria-busy={lock.busy}
              onClick={() => {
                if (!lock.busy) void lock.send({ on: false });
              }}
            >
              {messages.unlockAgents}
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
