// Amounts of a quota as people type and read them: `5%`, `20000t`. And spans such as `2h`.
import { parsePercent } from '../domain/guard.ts';
import type { LeaseAmount } from '../domain/lease.ts';
import { agentsWords } from './messages-agents.ts';

const tokensPattern = /^\s*(\d+(?:\.\d+)?)\s*(k|m)?\s*t(?:okens?)?\s*$/i;
const mostTokens = 1e15;
const factors: Readonly<Record<string, number>> = { k: 1_000, m: 1_000_000 };

/** Undefined unless it says what it counts: a bare number could be either. */
export function parseAmount(text: string): LeaseAmount | undefined {
  if (/%\s*$/.test(text)) {
    const percent = parsePercent(text);
    return percent === undefined ? undefined : { unit: 'percent', value: percent };
  }
  const [, digits, factor = ''] = tokensPattern.exec(text) ?? [];
  const value = Math.round(Number(digits) * (factors[factor.toLowerCase()] ?? 1));
  return value <= mostTokens ? { unit: 'tokens', value } : undefined;
}

const plainPattern = /^\d+(?:\.\d+)?$/;

/** What was used of a lease; a bare number counts in the unit of the lease, whichever that is. */
export function parseUsed(text: string): LeaseAmount | number | undefined {
  const trimmed = text.trim();
  if (!plainPattern.test(trimmed)) return parseAmount(text);
  const value = Number(trimmed);
  return value <= mostTokens ? value : undefined;
}

/** For example `5%` or `20,000 tokens`. */
export function amountWords({ unit, value }: LeaseAmount): string {
  const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format(value);
  return unit === 'percent' ? `${number}%` : agentsWords.tokens(number);
}

/** What is left, never more than that: beside 5% that were asked for, 4.96% are not 5%. */
export function leftWords({ unit, value }: LeaseAmount): string {
  return amountWords({ unit, value: Math.floor(value * 10) / 10 });
}

const spanPattern = /^\s*(\d+)\s*(s|min|m|h|d)\s*$/i;
const unitMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** For example `2h`, `30min` or `3d`, in milliseconds. */
export function parseSpanMs(text: string): number | undefined {
  const [, digits, unit = ''] = spanPattern.exec(text) ?? [];
  const each = unitMs[unit.toLowerCase()];
  return digits === undefined || each === undefined ? undefined : Number(digits) * each;
}
