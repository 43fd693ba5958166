// What became of a shared file that was to be as it was before our first touch.
import type { FailureValue } from './failure.ts';

export interface RestoredFile {
  readonly id: string;
  readonly path: string;
  /**
   * `removed`: there was none before. `unchanged`: it stood there as it was before. `untouched`: we never wrote it.
   * `spent`: left as it is, because what stood there before is an older sign-in of an account that is here.
   */
  readonly outcome: 'restored' | 'removed' | 'unchanged' | 'untouched' | 'spent' | 'failed';
  readonly failure?: FailureValue;
}
