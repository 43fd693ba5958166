// The readings of an account's windows as a table for other programs (RFC 4180). Pure.
import type { Point } from './quota-window.ts';

export interface ReadWindow {
  readonly id: string;
  readonly label: string;
  readonly scope: string | null;
  /** Oldest first. */
  readonly points: readonly Point[];
}

const columns = ['account', 'window', 'label', 'scope', 'at', 'used_percent', 'resets_at'];

/** A table program would run what begins like a formula. */
function field(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const moment = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());

/** @param account what a person calls it */
export function historyCsv(account: string, windows: readonly ReadWindow[]): string {
  const rows = windows.flatMap(({ id, label, scope, points }) =>
    points.map(({ at, usedPercent, resetsAt }) => [
      account,
      id,
      label,
      scope ?? '',
      moment(at),
      usedPercent,
      moment(resetsAt),
    ]),
  );
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}
