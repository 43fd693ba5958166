// When a refresh that failed is tried again. Pure.
import type { FailureCode } from './failure.ts';

export interface RetryInput {
  /** Unix milliseconds. */
  readonly now: number;
  readonly code: FailureCode;
  /** Failures in a row, this one included. */
  readonly inRow: number;
  /** Unix milliseconds; when the provider asked to be left alone until. */
  readonly retryAt?: number;
  /** 0 to 1. So that many accounts, or many computers, do not come back in the same moment. */
  readonly random: number;
}

const secondMs = 1_000;
/** The network comes back any moment, for example after a sleep, and a try without it costs the provider nothing. */
const offlinePauseMs = 10 * secondMs;
const offlineTriesInRow = 30;
const firstPauseMs = 60 * secondMs;
const longestPauseMs = 3_600_000;

/** Unix milliseconds; no try is made before. */
export function nextTryAt({ now, code, inRow, retryAt, random }: RetryInput): number {
  const spread = 1 + random / 2;
  if (code === 'network/offline' && inRow <= offlineTriesInRow) return now + offlinePauseMs * spread;
  const pauseMs = Math.min(firstPauseMs * 2 ** Math.min(inRow - 1, 10), longestPauseMs) * spread;
  return Math.max(now + pauseMs, retryAt ?? 0);
}
