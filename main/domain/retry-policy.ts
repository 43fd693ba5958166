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
/** However long it was away, keys come within half a minute of its return (reliability RF-12). */
const longOfflinePauseMs = 20 * secondMs;
const firstPauseMs = 60 * secondMs;
/** Whatever stands in the way to the provider goes away without a word, for example when the person has signed in there. */
const longestNetworkPauseMs = 300 * secondMs;
const longestPauseMs = 3_600_000;
/** A provider that asks for years has made a mistake (reliability QP-01). */
const longestAskedMs = 6 * 3_600_000;

/** How long the provider has asked to be left alone, from now on. */
export function askedPauseMs({ now, retryAt = now }: Pick<RetryInput, 'now' | 'retryAt'>): number {
  return Math.min(Math.max(retryAt - now, 0), longestAskedMs);
}

/** Unix milliseconds; no try is made before. */
export function nextTryAt(input: RetryInput): number {
  const { now, code, inRow, random } = input;
  const spread = 1 + random / 2;
  if (code === 'network/offline')
    return now + (inRow <= offlineTriesInRow ? offlinePauseMs : longOfflinePauseMs) * spread;
  const longestMs = code.startsWith('network/') ? longestNetworkPauseMs : longestPauseMs;
  const pauseMs = Math.min(firstPauseMs * 2 ** Math.min(inRow - 1, 10), longestMs) * spread;
  return now + Math.max(pauseMs, askedPauseMs(input));
}
