// What stands in notices, by language: the pieces of a sentence that alert-words.ts puts together. Pure.
import { counted, wholePercent } from './language-forms.ts';
import type { Language } from './language.ts';

/** A length of time in the largest units that help. */
export type Duration =
  | { readonly kind: 'minutes'; readonly minutes: number }
  | { readonly kind: 'hours'; readonly hours: number; readonly minutes: number }
  | { readonly kind: 'days'; readonly days: number };

export interface AlertTexts {
  readonly resetsIn: (left: Duration) => string;
  readonly used: (window: string, percent: number) => string;
  readonly usedUp: (window: string) => string;
  readonly runsOutIn: (window: string, left: Duration) => string;
  readonly windowResetsIn: (window: string, left: Duration) => string;
  readonly windowReset: (window: string) => string;
  readonly signInEnded: string;
  readonly signInEndsIn: (days: number) => string;
  readonly signInFails: string;
  readonly switchedTo: (provider: string) => string;
  readonly planEnded: string;
  readonly planSmaller: string;
  readonly manyUsedUp: (count: number) => string;
  readonly manyLow: (count: number) => string;
  readonly manyReset: (count: number) => string;
  readonly manyThings: (count: number) => string;
  readonly more: (count: number) => string;
  /** The buttons of a notice. */
  readonly switchButton: (label: string) => string;
  readonly snoozeButton: string;
}

function englishDuration(duration: Duration): string {
  switch (duration.kind) {
    case 'minutes':
      return `${duration.minutes} min`;
    case 'hours':
      return duration.minutes === 0 ? `${duration.hours} h` : `${duration.hours} h ${duration.minutes} min`;
    case 'days':
      return counted('en', duration.days, 'day', 'days');
  }
}

/** As it stands after "in". */
function germanDuration(duration: Duration): string {
  switch (duration.kind) {
    case 'minutes':
      return `${duration.minutes} Min.`;
    case 'hours':
      return duration.minutes === 0
        ? `${duration.hours} Std.`
        : `${duration.hours} Std. ${duration.minutes} Min.`;
    case 'days':
      return counted('de', duration.days, 'Tag', 'Tagen');
  }
}

export const alertTexts: Readonly<Record<Language, AlertTexts>> = {
  en: {
    resetsIn: (left) => `resets in ${englishDuration(left)}`,
    used: (window, percent) => `${window.toLowerCase()} quota ${wholePercent('en', percent)} used`,
    usedUp: (window) => `${window.toLowerCase()} quota used up`,
    runsOutIn: (window, left) => `${window.toLowerCase()} quota runs out in about ${englishDuration(left)}`,
    windowResetsIn: (window, left) => `${window.toLowerCase()} quota resets in ${englishDuration(left)}`,
    windowReset: (window) => `${window.toLowerCase()} quota has been reset`,
    signInEnded: 'sign-in has ended',
    signInEndsIn: (days) => (days === 1 ? 'sign-in ends within a day' : `sign-in ends in ${days} days`),
    signInFails: 'the sign-in does not work',
    switchedTo: (provider) => `Switched to ${provider}`,
    planEnded: 'the paid plan has ended',
    planSmaller: 'the plan has become smaller',
    manyUsedUp: (count) => `${count} quotas are used up`,
    manyLow: (count) => `${count} quotas are running low`,
    manyReset: (count) => `${count} quotas have been reset`,
    manyThings: (count) => `${count} things to know about your subscriptions`,
    more: (count) => `and ${count} more`,
    switchButton: (label) => `Switch to ${label}`,
    snoozeButton: 'Snooze',
  },
  de: {
    resetsIn: (left) => `erneuert sich in ${germanDuration(left)}`,
    used: (window, percent) => `Kontingent „${window}“ zu ${wholePercent('de', percent)} genutzt`,
    usedUp: (window) => `Kontingent „${window}“ aufgebraucht`,
    runsOutIn: (window, left) => `Kontingent „${window}“ in etwa ${germanDuration(left)} aufgebraucht`,
    windowResetsIn: (window, left) => `Kontingent „${window}“ erneuert sich in ${germanDuration(left)}`,
    windowReset: (window) => `Kontingent „${window}“ hat sich erneuert`,
    signInEnded: 'Die Anmeldung ist abgelaufen',
    signInEndsIn: (days) =>
      days === 1 ? 'Die Anmeldung endet binnen eines Tages' : `Die Anmeldung endet in ${days} Tagen`,
    signInFails: 'Die Anmeldung funktioniert nicht',
    switchedTo: (provider) => `Zu ${provider} gewechselt`,
    planEnded: 'Der bezahlte Plan ist abgelaufen',
    planSmaller: 'Der Plan ist kleiner geworden',
    manyUsedUp: (count) => `${count} Kontingente sind aufgebraucht`,
    manyLow: (count) => `${count} Kontingente gehen zur Neige`,
    manyReset: (count) => `${count} Kontingente haben sich erneuert`,
    manyThings: (count) => `${count} Neuigkeiten zu deinen Abos`,
    more: (count) => `und ${count} weitere`,
    switchButton: (label) => `Zu ${label} wechseln`,
    snoozeButton: 'Später',
  },
};
