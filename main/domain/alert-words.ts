// The texts of notices: one for a single alert, one for several that arose together. Pure.
import type { Alert } from './alert-policy.ts';
import { alertTexts, type Duration } from './alert-texts.ts';
import { describeFailure } from './failure-words.ts';
import type { Language } from './language.ts';
import { phrase } from './phrases.ts';

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;

export interface NoticeText {
  readonly title: string;
  readonly body: string;
}

export interface AlertNames {
  readonly provider: string;
  /** What a person recognises the account by. */
  readonly account: string;
}

/** Never less than a minute. */
function durationOf(durationMs: number): Duration {
  const minutes = Math.max(1, Math.round(durationMs / minuteMs));
  if (minutes < 60) return { kind: 'minutes', minutes };
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return { kind: 'hours', hours, minutes: minutes % 60 };
  return { kind: 'days', days: Math.round(durationMs / dayMs) };
}

/**
 * @param now Unix milliseconds
 */
function alertText(
  alert: Alert,
  { provider, account }: AlertNames,
  now: number,
  language: Language,
): NoticeText {
  const words = alertTexts[language];
  const text = (what: string, more = ''): NoticeText => ({
    title: `${provider}: ${what}`,
    body: `${account}${more}`,
  });
  const reset = (resetsAt: number | null): string =>
    resetsAt === null || resetsAt <= now ? '' : ` · ${words.resetsIn(durationOf(resetsAt - now))}`;
  const label = 'window' in alert ? phrase(language, alert.window.label) : '';
  switch (alert.kind) {
    case 'threshold': {
      const { usedPercent, resetsAt } = alert.window;
      const used = alert.thresholdPercent >= 100 ? words.usedUp(label) : words.used(label, usedPercent ?? 0);
      return text(used, reset(resetsAt));
    }
    case 'forecast':
      return text(words.runsOutIn(label, durationOf(alert.usedUpAt - now)), reset(alert.window.resetsAt));
    case 'reset-soon':
      return text(words.windowResetsIn(label, durationOf(alert.resetsAt - now)));
    case 'reset':
      return text(words.windowReset(label));
    case 'sign-in-ends': {
      const days = Math.ceil((alert.endsAt - now) / dayMs);
      return text(alert.endsAt <= now ? words.signInEnded : words.signInEndsIn(days));
    }
    case 'refresh-failing': {
      const { what, next } = describeFailure(alert.failure, language);
      return { title: text(words.signInFails).title, body: `${what} ${next}` };
    }
    case 'switched':
      return { title: words.switchedTo(provider), body: alert.reason };
    case 'plan-changed':
      return text(alert.change === 'ended' ? words.planEnded : words.planSmaller);
  }
}

const isUsedUp = (alert: Alert): boolean => alert.kind === 'threshold' && alert.thresholdPercent >= 100;
const isLow = (alert: Alert): boolean => alert.kind === 'threshold' || alert.kind === 'forecast';

function groupTitle(alerts: readonly Alert[], language: Language): string {
  const { manyUsedUp, manyLow, manyReset, manyThings } = alertTexts[language];
  const count = alerts.length;
  if (alerts.every(isUsedUp)) return manyUsedUp(count);
  if (alerts.every(isLow)) return manyLow(count);
  if (alerts.every(({ kind }) => kind === 'reset')) return manyReset(count);
  return manyThings(count);
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
  language: Language = 'en',
): NoticeText {
  const texts = alerts.map((alert) => ({ alert, ...alertText(alert, namesOf(alert), now, language) }));
  const [only, second] = texts;
  if (only !== undefined && second === undefined) return { title: only.title, body: only.body };
  const shown = texts.length > mostLines ? texts.slice(0, mostLines - 1) : texts;
  const lines = shown.map(({ alert, title }) =>
    alert.kind === 'switched' ? `${title}. ${alert.reason}` : `${title} (${namesOf(alert).account})`,
  );
  const more = texts.length - shown.length;
  const body = [...lines, ...(more > 0 ? [alertTexts[language].more(more)] : [])].join('\n');
  return { title: groupTitle(alerts, language), body };
}
