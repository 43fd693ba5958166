// Quota as lines for people: bars, what is foreseen, how old a figure is and where it came from.
import type { QuotaAnswer, Status } from '../broker/protocol.ts';
import { labelColumn, nameOf, paceText, problemText, resetText } from './account-text.ts';
import { amountText, type ShownAccount, type ShownWindow } from './amount-text.ts';
import { countText } from './count-text.ts';
import { messages } from './messages.ts';
import { wrapped } from './terminal.ts';
import { ageText, spanText } from './time-text.ts';

const barCells = 10;
const indent = '  ';

/** What the bar of a quota is drawn with. */
export interface BarStyle {
  readonly before: string;
  readonly full: string;
  readonly empty: string;
  readonly after: string;
}
export const plainBar: BarStyle = { before: '[', full: '#', empty: '.', after: ']' };
export const unicodeBar: BarStyle = { before: '', full: '▰', empty: '▱', after: '' };

export type ShownProvider = Pick<Status['providers'][number], 'id' | 'label'>;

export interface QuotaLook {
  /** Unix milliseconds. */
  readonly now: number;
  readonly style: BarStyle;
  readonly width: number;
}

/** Ten cells; a rest that is not nothing has one, and what is not whole lacks one. */
function bar(leftPercent: number, { before, full, empty, after }: BarStyle): string {
  const rounded = Math.round((leftPercent * barCells) / 100);
  const least = leftPercent > 0 ? 1 : 0;
  const most = leftPercent < 100 ? barCells - 1 : barCells;
  const cells = Math.min(Math.max(rounded, least), most);
  return `${before}${full.repeat(cells)}${empty.repeat(barCells - cells)}${after}`;
}

/** The parts behind each other with commas, on further rows where they do not fit. */
function flowed(first: string, parts: readonly string[], hanging: string, width: number): string[] {
  const rows: string[] = [];
  let row = first;
  for (const part of parts) {
    const longer = `${row}, ${part}`;
    if (longer.length < width) row = longer;
    else {
      rows.push(`${row},`);
      row = hanging + part;
    }
  }
  return [...rows, row];
}

/** When a figure was read, where, and whether it may be out of date. */
export function readingText(
  {
    readAt,
    source,
    stale,
  }: { readonly readAt: number; readonly source: string | null; readonly stale: boolean },
  now: number,
): string {
  const { read, stale: mark } = messages.quota;
  return `${read(ageText(readAt, now), source)}${stale ? mark : ''}`;
}

interface ShownLabel {
  readonly window: ShownWindow;
  readonly label: string;
}

/** What limits the whole account, then what limits a part of it, indented, then what may be spent beyond the plan. */
function inOrder(windows: readonly ShownWindow[]): readonly ShownLabel[] {
  const [whole, parts, beyond] = [
    windows.filter(({ scope, beyondPlan }) => scope === null && !beyondPlan),
    windows.filter(({ scope, beyondPlan }) => scope !== null && !beyondPlan),
    windows.filter(({ beyondPlan }) => beyondPlan),
  ];
  return [
    ...whole.map((window) => ({ window, label: window.label })),
    ...parts.map((window) => ({ window, label: indent + window.label })),
    ...beyond.map((window) => ({ window, label: window.label })),
  ];
}

function windowRows(
  { window, label }: ShownLabel,
  column: number,
  reading: string | undefined,
  { now, style, width }: QuotaLook,
): string[] {
  const leftPercent = window.unlimited ? null : window.leftPercent;
  const amount = amountText(window);
  const left =
    leftPercent === null
      ? (amount ?? messages.account.unknown)
      : `${bar(leftPercent, style)} ${messages.quota.left(Math.ceil(leftPercent))}`;
  const own = readingText(window, now);
  const parts = [
    leftPercent === null ? undefined : amount,
    resetText(window, now),
    paceText(window, now),
    own === reading ? undefined : own,
  ].filter((part) => part !== undefined);
  const hanging = ' '.repeat(indent.length + column + 1);
  return flowed(`${indent}${label.padEnd(column)} ${left}`, parts, hanging, width);
}

function quotaRows(account: ShownAccount, look: QuotaLook): string[] {
  const { unmetered, unread, figures } = messages.quota;
  const { windows, readAt, source, metered, figuresFrom } = account;
  const shown = inOrder(windows);
  const column = labelColumn(shown.map(({ label }) => label));
  const stale = windows.length > 0 && windows.every((window) => window.stale);
  const reading = readAt === null ? undefined : readingText({ readAt, source, stale }, look.now);
  const below = [
    metered ? (reading ?? unread) : unmetered,
    figuresFrom === null ? undefined : figures[figuresFrom],
    problemText(account),
  ].filter((text) => text !== undefined);
  return [
    ...shown.flatMap((each) => windowRows(each, column, reading, look)),
    ...below.flatMap((text) => wrapped(text, look.width, indent)),
  ];
}

/** Accounts that are used up say nothing about the others. */
function workLeft(hours: number | null, accounts: string, unknown: number): string {
  const words = messages.quota.headroom;
  if (hours === null || (hours === 0 && unknown > 0)) return words.unknown;
  return hours === 0 ? words.nothing(accounts) : words.left(hours, accounts, unknown);
}

/** How long the work can go on over all accounts, and what is filled again next; undefined where nothing is metered. */
export function headroomText(
  { hoursLeft, known, unknown, nextRefill }: QuotaAnswer['headroom'],
  now: number,
): string | undefined {
  if (known + unknown === 0) return undefined;
  const words = messages.quota.headroom;
  const accounts = countText(known, 'account', 'accounts');
  const left = workLeft(hoursLeft, accounts, unknown);
  if (nextRefill === null || nextRefill.at <= now) return `${left}.`;
  const { provider, window, account, at } = nextRefill;
  // In the middle of a sentence; an abbreviation keeps its letters.
  const label = window.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  return `${left}; ${words.refill(`${provider} ${label}`, account, spanText(at, now))}.`;
}

/** What `auth quota` prints of these providers. */
export function quotaText(
  { selection, accounts }: QuotaAnswer,
  providers: readonly ShownProvider[],
  look: QuotaLook,
): string {
  const lines = providers.flatMap(({ id, label }) => {
    const own = accounts.filter(({ provider }) => provider === id);
    if (own.length === 0) return [`${label}: ${messages.account.none}`];
    return own.flatMap((account) => [
      ...wrapped(`${label}: ${nameOf(account, own.length > 1, look.now)}`, look.width),
      ...quotaRows(account, look),
    ]);
  });
  return [...wrapped(selection.reason, look.width), ...lines].join('\n');
}
