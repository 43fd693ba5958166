// What texts are asked about, alike in every language.
import type { FirstRunStep, HistoryDays, SettingsView, WindowView } from '../../preload/view.ts';

export const activityKinds = ['all', 'sign-ins', 'switches', 'hand-outs', 'agents', 'rules'] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** What a meter says in a word: its level, or what is foreseen where that is worse, or that it is old. */
export type MeterState = WindowView['level'] | 'tight' | 'runs-out' | 'old';

export type NumberName = keyof SettingsView['numbers'];

export type PassphraseFault = 'missing' | 'short' | 'different';

/** A window's course in a few figures. */
export interface CourseFacts {
  /** Null where it is not known. */
  readonly nowPercent: number | null;
  readonly highestPercent: number;
  readonly resets: number;
  readonly days: HistoryDays;
  /** What is foreseen, in words; null where nothing is. */
  readonly pace: string | null;
}

/** What stands at one moment of a chart. */
export type ChartReading =
  /** `highest`: of the day that ends there. */
  | { readonly kind: 'read' | 'highest'; readonly at: number; readonly usedPercent: number }
  | {
      readonly kind: 'foreseen';
      readonly at: number;
      readonly lowPercent: number;
      readonly likelyPercent: number;
      readonly highPercent: number;
    }
  | { readonly kind: 'unknown'; readonly at: number };

/** A step of the first steps. */
export type FirstStepName = Exclude<FirstRunStep, 'new' | 'done'>;
