// One window on the page History: its course in words, as a chart, and as a table.
import { useSignal } from '@preact/signals';
import type { AccountView, HistoryDays, HistoryView, WindowHistoryView } from '../../preload/view.ts';
import { courseSteps, highestPercent } from '../history-steps.ts';
import { messages } from '../messages.ts';
import type { ChartReading, CourseFacts } from '../messages/kinds.ts';
import { now } from '../now.ts';
import { HistoryChart } from './history-chart.tsx';
import { SettingsSection } from './settings-section.tsx';

export interface HistoryWindowProps {
  readonly window: WindowHistoryView;
  readonly history: HistoryView;
  /** Unix milliseconds: the same for all windows, so that their charts stand below each other. */
  readonly until: number;
  /** Whose it is, while it is still here. */
  readonly account: AccountView | undefined;
}

const dayMs = 86_400_000;

/** As much as was asked for then: by now something else may be. */
export function daysOf({ from, to }: HistoryView): HistoryDays {
  const days = Math.round((to - from) / dayMs);
  if (days <= 1) return 1;
  return days <= 7 ? 7 : 90;
}

/** Drawn again every minute, because what is foreseen is told by the time. */
export function HistoryWindow({ window, history, until, account }: HistoryWindowProps) {
  const pointed = useSignal<ChartReading | null>(null);
  const { label, resets } = window;
  const shown = account?.windows.find(({ id }) => id === window.id);
  const facts: CourseFacts = {
    nowPercent: shown?.usedPercent ?? null,
    highestPercent: highestPercent(window) ?? 0,
    resets: resets.length,
    days: daysOf(history),
    pace: shown === undefined ? null : messages.pace(shown.pace, shown.resetsAt, now.value),
  };
  return (
    <SettingsSection title={label}>
      <div class="setting">
        {/* The chart's name says the same. */}
        <p class="history-words" aria-hidden="true">
          {pointed.value === null ? messages.course(facts) : messages.chartReading(pointed.value)}
        </p>
        <HistoryChart
          window={window}
          from={history.from}
          until={until}
          now={history.to}
          name={messages.courseOf(label, facts)}
          onPoint={(reading) => {
            pointed.value = reading;
          }}
        />
      </div>
      <CourseTable window={window} history={history} />
    </SettingsSection>
  );
}

function CourseTable({ window, history: { from, to } }: Pick<HistoryWindowProps, 'window' | 'history'>) {
  const isOpen = useSignal(false);
  return (
    <details
      class="setting-details history-details"
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open;
      }}
    >
      <summary class="setting-summary history-summary">
        {messages.showTable} <span class="unseen">{messages.tableOf(window.label)}</span>
      </summary>
      {isOpen.value && (
        <div class="history-scroll">
          <table class="history-table" aria-label={window.label}>
            <thead>
              <tr>
                <th scope="col">{messages.tableUpTo}</th>
                <th scope="col">{messages.tableUsed}</th>
                <th scope="col">{messages.tableHighest}</th>
                <th scope="col">{messages.tableResets}</th>
              </tr>
            </thead>
            <tbody>
              {courseSteps(window, from, to).map(({ upTo, usedPercent, highestPercent: highest, resets }) => (
                <tr key={upTo}>
                  <th scope="row">{messages.shortMoment(upTo)}</th>
                  <td>{percentWords(usedPercent)}</td>
                  <td>{percentWords(highest)}</td>
                  <td>{resets}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

function percentWords(percent: number | null): string {
  return percent === null ? messages.notReadThen : messages.tablePercent(percent);
}
