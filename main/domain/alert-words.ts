// The texts of notices: one for a single alert, one for several that arose together. Pure.
import type { Alert } from './alert-policy.ts';
import { describeFailure } from './failure-words.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export interface NoticeText {
  readonly title: string;
  readonly body: string;
}

export interface AlertNames {
  readonly provider: string;
  /** What a person recognises the account by. */
  readonly account: string;
}

/** For example `2 h 10 min`; never less than a minute. */
function durationWords(durationMs: number): string {
  const minutes = Math.max(1, Math.round(durationMs / minuteMs));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.round(durationMs / dayMs)} days`;
}

function resetWords(resetsAt: number | null, now: number): string {
  return resetsAt === null || resetsAt <= now ? '' : ` · resets in ${durationWords(resetsAt - now)}`;
}

function endWords(endsAt: number, now: number): string {
  if (endsAt <= now) return 'sign-in has ended';
  const days = Math.ceil((endsAt - now) / dayMs);
  return days === 1 ? 'sign-in ends within a day' : `sign-in ends in ${days} days`;
}

/**
 * @param now Unix milliseconds
 */
function alertText(alert: Alert, { provider, account }: AlertNames, now: number): NoticeText {
  const text = (what: string, more = ''): NoticeText => ({
    title: `${provider}: ${what}`,
    body: `${account}${more}`,
  });
  switch (alert.kind) {
    case 'threshold': {
      const { label, usedPercent, resetsAt } = alert.window;
      const used = alert.thresholdPercent >= 100 ? 'used up' : `${Math.floor(usedPercent ?? 0)}% used`;
      return text(`${label.toLowerCase()} quota ${used}`, resetWords(resetsAt, now));
    }
    case 'forecast': {
      const { label, resetsAt } = alert.window;
      const left = durationWords(alert.usedUpAt - now);
      return text(`${label.toLowerCase()} quota runs out in about ${left}`, resetWords(resetsAt, now));
    }
    case 'reset-soon':
      return text(
        `${alert.window.label.toLowerCase()} quota resets in ${durationWords(alert.resetsAt - now)}`,
      );
    case 'reset':
      return text(`${alert.window.label.toLowerCase()} quota has been reset`);
    case 'sign-in-ends':
      return text(endWords(alert.endsAt, now));
    case 'refresh-failing': {
      const { what, next } = describeFailure(alert.failure);
      return { title: `${provider}: the sign-in does not work`, body: `${what} ${next}` };
    }
    case 'switched':
      return { title: `Switched to ${provider}`, body: alert.reason };
    case 'plan-changed':
      return text(alert.change === 'ended' ? 'the paid plan has ended' : 'the plan has become smaller');
  }
}

const isUsedUp = (alert: Alert): boolean => alert.kind === 'threshold' && alert.thresholdPercent >= 100;
const isLow = (alert: Alert): boolean => alert.kind === 'threshold' || alert.kind === 'forecast';

function groupTitle(alerts: readonly Alert[]): string {
  const count = alerts.length;
  if (alerts.every(isUsedUp)) return `${count} quotas are used up`;
  if (alerts.every(isLow)) return `${count} quotas are running low`;
  if (alerts.every(({ kind }) => kind === 'reset')) return `${count} quotas have been reset`;
  return `${count} things to know about your subscriptions`;
}

/** More lines than that nobody reads in a notice. */
const mostLines = 4;

/**
 * One notice for all of them, with a line for each of the first few.
 * @param alerts at least one
 * @param now Unix milliseconds
 */
export function noticeText(
  alerts: readonly Alert[],
  namesOf: (alert: Alert) => AlertNames,
  now: number,
): NoticeText {
  const texts = alerts.map((alert) => ({ alert, ...alertText(alert, namesOf(alert), now) }));
  const [only, second] = texts;
  if (only !== undefined && second === undefined) return { title: only.title, body: only.body };
  const shown = texts.length > mostLines ? texts.slice(0, mostLines - 1) : texts;
  const lines = shown.map(({ alert, title }) =>
    alert.kind === 'switched' ? `${title}. ${alert.reason}` : `${title} (${namesOf(alert).account})`,
  );
  const more = texts.length - shown.length;
  const body = [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
  return { title: groupTitle(alerts), body };
}
