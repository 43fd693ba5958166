// What happened, by day: one kind of it or all, and only what has the words that are searched for.
import { computed, useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { ActivityEntryView, ProblemView } from '../../preload/view.ts';
import { activityLines, matchingLines, type ActivityLine } from '../activity-lines.ts';
import { useFocusHome } from '../focus.ts';
import { language } from '../language.ts';
import { messages } from '../messages.ts';
import type { ActivityKind } from '../messages/kinds.ts';
import { now } from '../now.ts';
import { ActivityDays } from './activity-days.tsx';
import { ActivityFilter } from './activity-filter.tsx';
import { ProblemNote } from './problem-note.tsx';

export interface ActivityLogProps {
  readonly entries: readonly ActivityEntryView[];
  /** Whether there are older ones. */
  readonly more: boolean;
  /** Whether no more of them can be shown here. */
  readonly isFull: boolean;
  /** Whether more of them are being read, and why they could not be. */
  readonly busy: boolean;
  readonly problem: ProblemView | null;
  readonly onMore: () => void;
}

/** Changes at midnight only, so that the lines are not made anew every minute. */
const today = computed(() => new Date(now.value).setHours(0, 0, 0, 0));

/** What was there before stays the same line, and is not drawn again, until another language is spoken. */
function useLines(entries: readonly ActivityEntryView[], day: number): readonly ActivityLine[] {
  const before = useRef<readonly ActivityLine[]>([]);
  const spoken = useRef(language.value);
  before.current = useMemo(() => {
    const known = spoken.current === language.value ? before.current : [];
    spoken.current = language.value;
    return activityLines(entries, day, known);
  }, [entries, day, language.value]);
  return before.current;
}

export function ActivityLog({ entries, ...end }: ActivityLogProps) {
  const kind = useSignal<ActivityKind>('all');
  const search = useSignal('');
  const field = useRef<HTMLInputElement>(null);
  const lines = useLines(entries, today.value);
  const found = matchingLines(lines, { kind: kind.value, search: search.value });
  const isFiltered = kind.value !== 'all' || search.value.trim() !== '';

  if (entries.length === 0) return <Empty />;
  return (
    <div class="activity-log">
      <ActivityFilter kind={kind} search={search} field={field} />
      <p class="activity-found hint" role="status">
        {isFiltered && messages[end.more ? 'foundSoFar' : 'found'](found.length, entries.length)}
      </p>
      {found.length === 0 && (
        <div class="card activity-none">
          <p>{end.more ? messages.nothingMatchesSoFar : messages.nothingMatchesHint}</p>
          <button
            type="button"
            class="button button-small"
            onClick={() => {
              kind.value = 'all';
              search.value = '';
              field.current?.focus();
            }}
          >
            {messages.showEverything}
          </button>
        </div>
      )}
      {/* Another filter begins anew with the first lines. */}
      <ActivityDays key={`${kind.value} ${search.value}`} lines={found} />
      <End count={entries.length} {...end} />
    </div>
  );
}

function Empty() {
  return (
    <div class="card activity-none">
      <h2 class="provider-title">{messages.nothingHappened}</h2>
      <p>{messages.nothingHappenedHint}</p>
    </div>
  );
}

interface EndProps extends Omit<ActivityLogProps, 'entries'> {
  readonly count: number;
}

/** Where the button was, something takes its place, and the keyboard with it. */
function End({ count, more, isFull, busy, problem, onMore }: EndProps) {
  const { home, onFocusIn } = useFocusHome<HTMLParagraphElement>();
  const canMore = more && !isFull;
  return (
    <div class="activity-end" onFocusIn={onFocusIn}>
      {canMore && (
        <button type="button" class="button" aria-disabled={busy} aria-busy={busy} onClick={onMore}>
          {messages.showMore}
        </button>
      )}
      {!canMore && (
        <p ref={home} class="hint" tabIndex={-1}>
          {more ? messages.tooMany(count) : messages.oldestEntry}
        </p>
      )}
      <ProblemNote problems={[problem]} />
    </div>
  );
}
