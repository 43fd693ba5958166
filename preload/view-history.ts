// What the window draws of the past of an account's windows, and of what is foreseen for them.

/** Where the use of a window is going, as lines from now on; every array is as long as `at`. */
export interface ForecastBandView {
  /** Unix milliseconds, ascending; the first is now. */
  readonly at: readonly number[];
  /** Used percent, 0–100: with a probability of 80 % between `low` and `high`. */
  readonly low: readonly number[];
  readonly likely: readonly number[];
  readonly high: readonly number[];
}

export interface WindowHistoryView {
  readonly id: string;
  readonly label: string;
  /** The model or feature that it limits; null when it limits the whole account. */
  readonly scope: string | null;
  /** Unix milliseconds, ascending. */
  readonly at: readonly number[];
  /** Used percent, as many as `at`; null: nothing is known from here to the next. */
  readonly used: readonly (number | null)[];
  /** Unix milliseconds of the resets within that time. */
  readonly resets: readonly number[];
  /** Null where nothing can be foreseen. */
  readonly forecast: ForecastBandView | null;
}

export interface HistoryView {
  readonly account: string;
  /** Unix milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Those without a reading in that time are left out. */
  readonly windows: readonly WindowHistoryView[];
}

/** How much of it is shown. */
export type HistoryDays = 1 | 7 | 90;
