// The page History: the course of each window of an account over a day, a week or three months, and its way into a file.
import { useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import type { AccountView, HistoryDays, HistoryView, View } from '../../preload/view.ts';
import { accountName } from '../account-name.ts';
import { useFocusHome } from '../focus.ts';
import { useHistory } from '../history-reading.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { now } from '../now.ts';
import { Clock } from './icons.tsx';
import { daysOf, HistoryWindow } from './history-window.tsx';
import { PageFrame } from './page-frame.tsx';
import { ProblemNote } from './problem-note.tsx';

/** An account that has meters. */
interface Metered {
  readonly account: AccountView;
  readonly name: string;
  /** Whether it is the one that a person looks for first. */
  readonly isFirst: boolean;
}

function meteredOf({ providers }: View): readonly Metered[] {
  return providers.flatMap(({ label, preferred, accounts }) =>
    accounts
      .filter(({ metered }) => metered)
      .map((account) => ({
        account,
        name: messages.historyAccountOf(label, accountName(account, accounts)),
        isFirst: preferred && account.active,
      })),
  );
}

export function HistoryPage({ view }: { readonly view: View }) {
  const picked = useSignal<string | null>(null);
  const metered = meteredOf(view);
  const shown =
    metered.find(({ account }) => account.id === picked.value) ??
    metered.find(({ isFirst }) => isFirst) ??
    metered[0];
  return (
    <PageFrame title={messages.page('history')} fromTop>
      {shown === undefined ? (
        <p class="hint">{messages.noMetered}</p>
      ) : (
        <Histories
          metered={metered}
          account={shown.account}
          onPicked={(id) => {
            picked.value = id;
          }}
        />
      )}
    </PageFrame>
  );
}

interface HistoriesProps {
  readonly metered: readonly Metered[];
  readonly account: AccountView;
  readonly onPicked: (account: string) => void;
}

function Histories({ metered, account, onPicked }: HistoriesProps) {
  const days = useSignal<HistoryDays>(7);
  const { seen, busy, isSlow, problem, again } = useHistory(account.id, days.value, account.readAt);
  const { home, onFocusIn } = useFocusHome<HTMLDivElement>();
  const owner = metered.find((each) => each.account.id === seen?.account)?.account;
  return (
    <>
      <div
        ref={home}
        class="history-head"
        role="group"
        aria-label={messages.page('history')}
        tabIndex={-1}
        onFocusIn={onFocusIn}
      >
        <p class="hint">{messages.historyEffect}</p>
        {metered.length > 1 && <AccountChoice metered={metered} chosen={account.id} onPicked={onPicked} />}
        <SpanChoice
          chosen={days.value}
          onChosen={(next) => {
            days.value = next;
          }}
        />
        <Foot account={account} days={days.value} isSlow={isSlow} />
        <ProblemNote problems={[problem]} />
        {problem !== null && (
          <button type="button" class="button button-small history-again" onClick={again}>
            {messages.loadAgain}
          </button>
        )}
      </div>
      {seen === null ? isSlow && <Blank /> : <Seen history={seen} account={owner} busy={busy} />}
    </>
  );
}

interface AccountChoiceProps {
  readonly metered: readonly Metered[];
  readonly chosen: string;
  readonly onPicked: (account: string) => void;
}

function AccountChoice({ metered, chosen, onPicked }: AccountChoiceProps) {
  const field = useId();
  return (
    <div class="choice">
      <label class="choice-label" for={field}>
        {messages.historyAccount}
      </label>
      <select
        id={field}
        class="field field-select"
        value={chosen}
        onChange={({ currentTarget }) => {
          onPicked(currentTarget.value);
        }}
      >
        {metered.map(({ account: { id }, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

const spans: readonly HistoryDays[] = [1, 7, 90];

interface SpanChoiceProps {
  readonly chosen: HistoryDays;
  readonly onChosen: (days: HistoryDays) => void;
}

function SpanChoice({ chosen, onChosen }: SpanChoiceProps) {
  const name = useId();
  return (
    <div class="choice">
      <span id={name} class="choice-label">
        {messages.historySpan}
      </span>
      <div class="segments" role="radiogroup" aria-labelledby={name}>
        {spans.map((days) => (
          <label key={days} class="segment">
            <input
              type="radio"
              class="segment-input"
              name={name}
              value={days}
              checked={days === chosen}
              onChange={() => {
                onChosen(days);
              }}
            />
            <span class="segment-face">{messages.historySpanOf(days)}</span>
          </label>
        ))}
      </div>
    </div>
  );
}

interface FootProps {
  readonly account: AccountView;
  readonly days: HistoryDays;
  readonly isSlow: boolean;
}

/** How old it is, and the way into a file. Drawn again every minute, alone. */
function Foot({ account: { id, readAt, source }, days, isSlow }: FootProps) {
  const exported = useIntent('history.export');
  const savedAs = useSignal<string | null>(null);
  useEffect(() => {
    savedAs.value = null;
  }, [id, days]);
  return (
    <>
      <div class="undo-line">
        {/* Only what happens is announced: the age changes every minute. */}
        <p class="unseen" role="status">
          {isSlow && messages.readingHistory}
        </p>
        <div class="looked">
          {(isSlow || readAt !== null) && (
            <div class="serving">
              <Clock />
              <p class="note-text" aria-hidden={isSlow}>
                {isSlow || readAt === null
                  ? messages.readingHistory
                  : messages.read(readAt, source, now.value)}
              </p>
            </div>
          )}
        </div>
        <button
          type="button"
          class="button button-small"
          aria-disabled={exported.busy}
          aria-busy={exported.busy}
          onClick={() => {
            if (exported.busy) return;
            savedAs.value = null;
            void exported.request({ account: id, days }).then((outcome) => {
              if (outcome.ok) savedAs.value = outcome.value.path;
            });
          }}
        >
          {messages.exportHistory}
        </button>
      </div>
      <p class="hint passing" role="status">
        {savedAs.value !== null && messages.exportedHistory(savedAs.value)}
      </p>
      <ProblemNote problems={[exported.problem]} />
    </>
  );
}

interface SeenProps {
  readonly history: HistoryView;
  readonly account: AccountView | undefined;
  readonly busy: boolean;
}

function Seen({ history, account, busy }: SeenProps) {
  const { windows, to } = history;
  const until = Math.max(to, ...windows.map(({ forecast }) => forecast?.at.at(-1) ?? to));
  return (
    <div class="history-windows" aria-busy={busy}>
      {windows.length === 0 && <p class="hint">{messages.noReadings(daysOf(history))}</p>}
      {windows.map((window) => (
        <HistoryWindow key={window.id} window={window} history={history} until={until} account={account} />
      ))}
    </div>
  );
}

/** Stands where the charts will be; the status line says what it waits for. */
function Blank() {
  return (
    <div class="provider" aria-hidden="true">
      <div class="blank blank-title" />
      <div class="card">
        <div class="blank blank-line" />
        <div class="blank blank-chart" />
      </div>
    </div>
  );
}
