// What became of a shared file that was to be as it was before our first touch.
import type { FailureValue } from './failure.ts';

export interface RestoredFile {
  readonly id: string;
  readonly path: string;
  /**
   * `removed`: there was none before. `unchanged`: it stood there as it was before. `untouched`: we never wrote it.
   */
  readonly outcome: 'restored' | 'removed' | 'unchanged' | 'untouched' | 'failed';
  readonly failure?: FailureValue;
}
