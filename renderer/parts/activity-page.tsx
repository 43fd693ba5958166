// The page Activity, in place of the accounts: reads when it opens and when it is seen again, and shows what happened.
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import type { ActivityView, ForeignWriteView, ProblemView, SharedFileView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { now, readTime } from '../now.ts';
import { ActivityHead } from './activity-head.tsx';
import { ActivityLog } from './activity-log.tsx';
import { FileHistories } from './file-histories.tsx';
import { PageFrame } from './page-frame.tsx';
import { SettingDetails } from './setting-details.tsx';

/** As many as are drawn at once, and no window shows at a time. */
const firstLimit = 100;
const furtherLimit = 300;
/** As many as can be asked for. */
const mostLimit = 1000;

interface Read extends ActivityView {
  readonly at: number;
  readonly limit: number;
}

export interface ActivityPageProps {
  /** The shared files. */
  readonly files: readonly SharedFileView[];
  /** The one of them whose history the page was opened for. */
  readonly file: string | null;
}

export function ActivityPage({ files, file }: ActivityPageProps) {
  const get = useIntent('activity.get');
  /** The same for more of it, whose fault is said where it was asked for. */
  const further = useIntent('activity.get');
  const furtherProblem = useSignal<ProblemView | null>(null);
  /** What was read last, which stays in sight while it is read again or could not be. */
  const read = useSignal<Read | null>(null);

  const request = (by: typeof get, limit: number): void => {
    if (get.busy || further.busy) return;
    void by.request({ limit }).then((outcome) => {
      if (!outcome.ok) {
        if (by === further) furtherProblem.value = outcome.problem;
        return;
      }
      readTime();
      // What could not be read further then may be read now.
      furtherProblem.value = null;
      read.value = { ...outcome.value, limit, at: now.peek() };
    });
  };
  const again = (): void => {
    request(get, read.peek()?.limit ?? firstLimit);
  };
  useEffect(again, []);
  // Ends with the page itself: what another effect leaves behind is cleared only once the next page has been painted.
  useLayoutEffect(() => {
    const seenAgain = (): void => {
      if (document.visibilityState === 'visible') again();
    };
    document.addEventListener('visibilitychange', seenAgain);
    return () => {
      document.removeEventListener('visibilitychange', seenAgain);
    };
  }, []);

  const last = read.value;
  return (
    <PageFrame title={messages.page('activity')} fromTop={file === null}>
      <ActivityHead
        readAt={last?.at ?? null}
        busy={get.busy || further.busy}
        problem={get.problem}
        onRefresh={again}
      />
      {last === null && get.problem === null && <Loading />}
      <div class="card settings activity-files">
        {last !== null && last.foreignWrites.length > 0 && <ForeignWrites writes={last.foreignWrites} />}
        <FileHistories files={files} target={file} />
      </div>
      {last !== null && (
        <ActivityLog
          entries={last.entries}
          more={last.more}
          isFull={last.limit >= mostLimit}
          busy={get.busy || further.busy}
          problem={furtherProblem.value}
          onMore={() => {
            request(further, Math.min(last.limit + furtherLimit, mostLimit));
          }}
        />
      )}
    </PageFrame>
  );
}

function Loading() {
  return (
    <div class="activity-loading blanks" aria-busy="true">
      <p class="unseen" role="status">
        {messages.readingActivity}
      </p>
      <div class="card" aria-hidden="true">
        {[1, 2, 3].map((place) => (
          <div key={place} class="blank blank-line" />
        ))}
      </div>
    </div>
  );
}

/** Drawn again every minute, alone; closed, because what happened is more than a list of files. */
function ForeignWrites({ writes }: { readonly writes: readonly ForeignWriteView[] }) {
  return (
    <SettingDetails
      label={messages.foreignWrites}
      effect={messages.foreignWritesEffect}
      standing={messages.foreignWriteCount(writes.length)}
    >
      <ul class="activity-writes">
        {writes.map((write) => (
          <li key={write.path}>
            <p class="path">{write.path}</p>
            <p class="setting-effect" title={messages.activityMoment(write.at)}>
              {messages.foreignWrite(write, now.value)}
            </p>
          </li>
        ))}
      </ul>
    </SettingDetails>
  );
}
