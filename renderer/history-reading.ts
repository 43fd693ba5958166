// Reads the history of an account: whenever what is asked for changes, the newest request wins, the last answer stays.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { HistoryDays, HistoryView, ProblemView } from '../preload/view.ts';
import { ask } from './bridge.ts';
import { language } from './language.ts';

export interface HistoryReading {
  /** The last answer; what was asked for may be another one by now. Null before the first. */
  readonly seen: HistoryView | null;
  readonly busy: boolean;
  /** It takes so long that it is worth a word. */
  readonly isSlow: boolean;
  readonly problem: ProblemView | null;
  readonly again: () => void;
}

const slowMs = 300;

/** @param readAt Unix milliseconds of the account's last reading: a new one is a reason to read again */
export function useHistory(account: string, days: HistoryDays, readAt: number | null): HistoryReading {
  const seen = useSignal<HistoryView | null>(null);
  const problem = useSignal<ProblemView | null>(null);
  const busy = useSignal(false);
  const isSlow = useSignal(false);
  const newest = useRef(0);

  const read = (): (() => void) => {
    newest.current += 1;
    const own = newest.current;
    busy.value = true;
    problem.value = null;
    const slow = window.setTimeout(() => {
      if (own === newest.current) isSlow.value = true;
    }, slowMs);
    const end = (): void => {
      window.clearTimeout(slow);
      if (own === newest.current) isSlow.value = false;
    };
    void ask('history.get', { account, days }).then((outcome) => {
      end();
      if (own !== newest.current) return;
      busy.value = false;
      if (outcome.ok) seen.value = outcome.value;
      else problem.value = outcome.problem;
    });
    return end;
  };
  // Main names the windows in the language that it last told.
  useEffect(read, [account, days, readAt, language.value]);
  useEffect(
    () => () => {
      newest.current += 1;
    },
    [],
  );

  // The figures of one account must not stand under the name of another.
  const isOther = seen.value?.account !== account && (problem.value !== null || isSlow.value);
  return {
    seen: isOther ? null : seen.value,
    busy: busy.value,
    isSlow: isSlow.value,
    problem: problem.value,
    again: () => {
      read();
    },
  };
}
