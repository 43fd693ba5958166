// What the window draws of the history of one shared file: its versions, what each changed, and what stood there before us.
import type { ProblemView } from './view-problem.ts';

export type FileLineView =
  | { readonly kind: 'same' | 'old' | 'new'; readonly text: string }
  /** So many lines that are the same in both. */
  | { readonly kind: 'folded'; readonly count: number };

export type FileWriterView =
  | { readonly kind: 'gatehouse' }
  | { readonly kind: 'program'; readonly name: string }
  /** Another program, and nobody knows which. */
  | { readonly kind: 'unknown' };

export type FileStepView =
  /** The oldest that is kept, as a whole; `more`: so many lines are left out. */
  | { readonly kind: 'first'; readonly lines: readonly FileLineView[]; readonly more: number }
  /** Against the one before; `added` and `removed` count all lines, also those that are left out. */
  | {
      readonly kind: 'changed';
      readonly lines: readonly FileLineView[];
      readonly more: number;
      readonly added: number;
      readonly removed: number;
    }
  /** Nothing that is shown differs from the one before. */
  | { readonly kind: 'alike' }
  /** The file was taken away. */
  | { readonly kind: 'gone' };

export interface FileVersionView {
  /** Unix milliseconds. */
  readonly at: number;
  readonly by: FileWriterView;
  readonly step: FileStepView;
}

export interface FileHistoryView {
  readonly path: string;
  /** The programs that read it; all of them are meant when it is put back. */
  readonly readers: readonly string[];
  /** The newest first; every secret is replaced by its fingerprint. */
  readonly versions: readonly FileVersionView[];
  /** So many more are kept and cannot be opened now. */
  readonly sealed: number;
  /** `closed`: nothing can be opened or kept now. `memory`: no version is kept. */
  readonly keyStore: 'open' | 'closed' | 'memory';
  /** What stood there before our first touch, Unix milliseconds of which; null: it is as it was, or was never touched. */
  readonly original: { readonly at: number; readonly existed: boolean } | null;
}

/** What became of a file that was to be as it was before our first touch. */
export interface FileRestoredView {
  /**
   * `removed`: there was none before. `unchanged`: it stood there as it was before. `untouched`: we never wrote it, or put it
   * back already. `spent`: left as it is, because an older sign-in would be put back that may be spent.
   */
  readonly outcome: 'restored' | 'removed' | 'unchanged' | 'untouched' | 'spent' | 'failed';
  readonly problem: ProblemView | null;
}
