// Accounts and their quota as lines for people.
import { fullName } from '../domain/account-name.ts';
import type { ProvidersAnswer, QuotaAnswer, Status } from '../broker/protocol.ts';
import { messages } from './messages.ts';

type Account = Status['providers'][number]['accounts'][number];
type Window = Account['windows'][number];

/** The owner of keys that no other program keeps. */
const ours: Account['keys']['owner'] = 'gatehouse';
const minuteMs = 60_000;
const barCells = 10;
const labelWidth = 10;

/** What the bar of a quota is drawn with. */
export interface BarStyle {
  readonly before: string;
  readonly full: string;
  readonly empty: string;
  readonly after: string;
}
export const plainBar: BarStyle = { before: '[', full: '#', empty: '.', after: ']' };
export const unicodeBar: BarStyle = { before: '', full: '▰', empty: '▱', after: '' };

/** Days, hours and minutes of a span, without the rests that nobody needs. */
function partsOf(minutes: number): { days: number; hours: number; minutes: number } {
  return {
    days: Math.floor(minutes / 1440),
    hours: Math.floor((minutes % 1440) / 60),
    minutes: minutes % 60,
  };
}

function spanText(until: number, now: number): string {
  const { days, hours, minutes } = partsOf(Math.round((until - now) / minuteMs));
  const { span } = messages;
  return days > 0
    ? `${span.days(days)} ${span.hours(hours)}`
    : `${span.hours(hours)} ${span.minutes(minutes)}`;
}

function resetText(resetsAt: number | null, now: number): string {
  if (resetsAt === null || resetsAt <= now) return '';
  return messages.account.resetsIn(spanText(resetsAt, now));
}

/** A reading of the future, after the clock was set back, counts as one of now. */
export function ageText(readAt: number, now: number): string {
  const { days, hours, minutes } = partsOf(Math.floor(Math.max(0, now - readAt) / minuteMs));
  const { span } = messages;
  if (days > 0) return span.ago(span.days(days));
  if (hours > 0) return span.ago(span.hours(hours));
  return minutes > 0 ? span.ago(span.minutes(minutes)) : span.now;
}

/** The account with its plan; the one in use is marked only where there is a choice. */
function nameOf({ plan, active, ...account }: Account, several: boolean): string {
  return `${fullName(account)}${plan === null ? '' : `, ${plan}`}${several && active ? messages.account.inUse : ''}`;
}

function problemLines({ problem }: Account): string[] {
  return problem === null ? [] : [`  ! ${problem.what} ${problem.next}`];
}

/** Who keeps the keys, under which key store, how long they last and who renewed them. */
function keysLine({ keys }: Account, now: number): string {
  const { keptHere, keptBy, byProgram, obtained, renewed, expires, expired, signInEnds, signInEnded } =
    messages.account;
  const { owner, backend, expiresAt, signInEndsAt, renewedAt, renewedBy } = keys;
  const keeper = owner === ours ? keptHere : keptBy(owner);
  const isRenewable = expiresAt !== null || signInEndsAt !== null;
  const ends = (at: number, soon: typeof expires, past: typeof expired): string =>
    at > now ? soon(spanText(at, now)) : past(ageText(at, now));
  const parts = [
    `${keeper}${backend === null ? '' : ` (${backend})`}`,
    ...(renewedAt === null
      ? []
      : [`${(isRenewable ? renewed : obtained)(ageText(renewedAt, now))}${byProgram(renewedBy)}`]),
    ...(expiresAt === null ? [] : [ends(expiresAt, expires, expired)]),
    ...(signInEndsAt === null ? [] : [ends(signInEndsAt, signInEnds, signInEnded)]),
  ];
  return `  ${parts.join(', ')}`;
}

/** What `auth status` prints: first which account serves now and why. */
export function statusText({ providers, preferred, selection, problems }: Status, now: number): string {
  const { none, preferred: mark, unknown, used } = messages.account;
  const lines = providers.flatMap((provider) => {
    const head = `${provider.label}${provider.id === preferred ? mark : ''}`;
    if (provider.accounts.length === 0) return [`${head}: ${none}`];
    return provider.accounts.flatMap((account) => [
      `${head}: ${nameOf(account, provider.accounts.length > 1)}`,
      keysLine(account, now),
      ...account.windows.map(
        ({ label, usedPercent, resetsAt }) =>
          `  ${label.padEnd(labelWidth)} ${usedPercent === null ? unknown : used(usedPercent)}${resetText(resetsAt, now)}`,
      ),
      ...problemLines(account),
    ]);
  });
  return [selection.reason, ...lines, ...problems.map(({ what, next }) => `! ${what} ${next}`)].join('\n');
}

/** Ten cells; a rest that is not nothing has one, and what is not whole lacks one. */
function bar(leftPercent: number, { before, full, empty, after }: BarStyle): string {
  const rounded = Math.round((leftPercent * barCells) / 100);
  const least = leftPercent > 0 ? 1 : 0;
  const most = leftPercent < 100 ? barCells - 1 : barCells;
  const cells = Math.min(Math.max(rounded, least), most);
  return `${before}${full.repeat(cells)}${empty.repeat(barCells - cells)}${after}`;
}

function windowLine(
  { label, leftPercent, resetsAt }: Window,
  width: number,
  now: number,
  style: BarStyle,
): string {
  const left =
    leftPercent === null
      ? messages.account.unknown
      : `${bar(leftPercent, style)} ${messages.quota.left(Math.ceil(leftPercent))}`;
  return `  ${label.padEnd(width)} ${left}${resetText(resetsAt, now)}`;
}

function quotaLines(account: Account, now: number, style: BarStyle): string[] {
  const { unmetered, unread, read } = messages.quota;
  const width = Math.max(labelWidth, ...account.windows.map(({ label }) => label.length));
  const reading = account.readAt === null ? unread : read(ageText(account.readAt, now), account.source);
  return [
    ...account.windows.map((window) => windowLine(window, width, now, style)),
    `  ${account.metered ? reading : unmetered}`,
    ...problemLines(account),
  ];
}

/** What `auth quota` prints of these providers. */
export function quotaText(
  { selection, accounts }: QuotaAnswer,
  providers: ProvidersAnswer['providers'],
  now: number,
  style: BarStyle,
): string {
  const lines = providers.flatMap(({ id, label }) => {
    const own = accounts.filter(({ provider }) => provider === id);
    if (own.length === 0) return [`${label}: ${messages.account.none}`];
    return own.flatMap((account) => [
      `${label}: ${nameOf(account, own.length > 1)}`,
      ...quotaLines(account, now, style),
    ]);
  });
  return [selection.reason, ...lines].join('\n');
}
