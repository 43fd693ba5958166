// The top of the page Activity: how old what it shows is, reading it again, and a look through the whole log.
import { useSignal } from '@preact/signals';
import type { AuditVerdictView, ProblemView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { now } from '../now.ts';
import { Check, Warning } from './icons.tsx';
import { ProblemNote } from './problem-note.tsx';

export interface ActivityHeadProps {
  /** Unix milliseconds; null until there is something to show. */
  readonly readAt: number | null;
  readonly busy: boolean;
  readonly problem: ProblemView | null;
  readonly onRefresh: () => void;
}

export function ActivityHead({ readAt, busy, problem, onRefresh }: ActivityHeadProps) {
  const verify = useIntent('activity.verify');
  /** What the last look through the log came to. */
  const verdict = useSignal<AuditVerdictView | null>(null);

  const check = (): void => {
    if (verify.busy) return;
    verdict.value = null;
    void verify.request({}).then((outcome) => {
      if (outcome.ok) verdict.value = outcome.value;
    });
  };

  return (
    <div class="activity-head">
      <p class="hint">{messages.activityEffect}</p>
      <div class="undo-line">
        <ReadAt at={readAt} />
        <div class="actions">
          <button
            type="button"
            class="button button-small"
            aria-disabled={verify.busy}
            aria-busy={verify.busy}
            onClick={check}
          >
            {messages.checkLog}
          </button>
          <button
            type="button"
            class="button button-small"
            aria-disabled={busy}
            aria-busy={busy}
            onClick={onRefresh}
          >
            {messages.refreshActivity}
          </button>
        </div>
      </div>
      <Verdict verdict={verdict.value} busy={verify.busy} />
      <ProblemNote problems={[problem, verify.problem]} />
    </div>
  );
}

/** Drawn again every minute, alone; not a live region, which would speak as often. */
function ReadAt({ at }: { readonly at: number | null }) {
  return <p class="activity-read hint">{at !== null && messages.activityRead(at, now.value)}</p>;
}

interface VerdictProps {
  readonly verdict: AuditVerdictView | null;
  readonly busy: boolean;
}

function Verdict({ verdict, busy }: VerdictProps) {
  return (
    <div class="activity-verdict" role="status">
      {busy && <p class="hint">{messages.checkingLog}</p>}
      {verdict?.kind === 'whole' && (
        <div class="serving">
          <Check />
          <p class="note-text">{messages.logWhole(verdict.entries, verdict.sealedUpTo)}</p>
        </div>
      )}
      {verdict?.kind === 'broken' && <Broken words={messages.logBroken(verdict)} />}
    </div>
  );
}

function Broken({ words: [what, meaning] }: { readonly words: readonly [what: string, meaning: string] }) {
  return (
    <div class="note note-urgent">
      <Warning />
      <p class="note-text">
        <strong>{what}</strong> {meaning}
      </p>
    </div>
  );
}
