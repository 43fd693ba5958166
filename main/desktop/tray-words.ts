// What tray menu and tooltip say, by language. A `moment` is as moment-words.ts says it. Pure.
import { counted, wholePercent } from '../domain/language-forms.ts';
import type { Language } from '../domain/language.ts';
import type { SelectionView } from '../../preload/view.ts';

export interface TrayWords {
  readonly used: (percent: number) => string;
  readonly useUnknown: string;
  readonly unlimited: string;
  readonly runsOut: (moment: string) => string;
  readonly mayRunOut: (moment: string) => string;
  readonly resets: (moment: string) => string;
  readonly read: (moment: string) => string;
  readonly moreLimits: (count: number) => string;
  readonly morePrograms: (count: number) => string;
  readonly show: string;
  readonly forget: (account: string) => string;
  /** @param programs that are signed out with it */
  readonly signOut: (account: string, programs: readonly string[]) => string;
  readonly use: (account: string) => string;
  readonly prefer: (provider: string) => string;
  readonly lock: string;
  readonly unlock: string;
  readonly startNormally: string;
  readonly open: string;
  readonly quit: string;
  readonly strategy: string;
  readonly undo: (title: string) => string;
  /** What an account that stands in does; null while the wanted one serves. */
  readonly phases: Readonly<Record<SelectionView['phase'], string | null>>;
  readonly waitsFor: (limits: readonly string[]) => string;
  readonly backAbout: (moment: string) => string;
  readonly switchingTo: (to: string) => string;
  readonly undoing: (to: string) => string;
  /** @param account null where it is not here any more */
  readonly keepsAccount: (program: string, pid: number, account: string | null) => string;
}

const english: TrayWords = {
  used: (percent) => `${wholePercent('en', percent)} used`,
  useUnknown: 'use unknown',
  unlimited: 'unlimited',
  runsOut: (moment) => `runs out ${moment}`,
  mayRunOut: (moment) => `may run out ${moment}`,
  resets: (moment) => `resets ${moment}`,
  read: (moment) => `read ${moment}`,
  moreLimits: (count) => counted('en', count, 'more limit', 'more limits'),
  morePrograms: (count) => counted('en', count, 'more program', 'more programs'),
  show: 'Show',
  forget: (account) => `Forget ${account}`,
  signOut: (account, programs) => `Sign out of ${[account, ...programs].join(' and ')}`,
  use: (account) => `Use ${account}`,
  prefer: (provider) => `Prefer ${provider}`,
  lock: 'Lock',
  unlock: 'Unlock',
  startNormally: 'Start normally',
  open: 'Open Gatehouse',
  quit: 'Quit',
  strategy: 'Strategy',
  undo: (title) => `Undo switch: ${title}`,
  phases: { primary: null, draining: 'stands in early', fallback: 'stands in', held: 'still stands in' },
  waitsFor: (limits) => `Waits for ${limits.join(', ')}`,
  backAbout: (moment) => `back about ${moment}`,
  switchingTo: (to) => `Switching to ${to}…`,
  undoing: (to) => `Undoing ${to}…`,
  keepsAccount: (program, pid, account) =>
    `${program}, pid ${String(pid)}, keeps ${account ?? 'the account before'} until it restarts`,
};

const german: TrayWords = {
  used: (percent) => `${wholePercent('de', percent)} genutzt`,
  useUnknown: 'Nutzung unbekannt',
  unlimited: 'unbegrenzt',
  runsOut: (moment) => `aufgebraucht ${moment}`,
  mayRunOut: (moment) => `vielleicht aufgebraucht ${moment}`,
  resets: (moment) => `erneuert sich ${moment}`,
  read: (moment) => `gelesen ${moment}`,
  moreLimits: (count) => counted('de', count, 'weiteres Limit', 'weitere Limits'),
  morePrograms: (count) => counted('de', count, 'weiteres Programm', 'weitere Programme'),
  show: 'Anzeigen',
  forget: (account) => `${account} vergessen`,
  signOut: (account, programs) => `${[account, ...programs].join(' und ')} abmelden`,
  use: (account) => `${account} nutzen`,
  prefer: (provider) => `${provider} bevorzugen`,
  lock: 'Sperren',
  unlock: 'Entsperren',
  startNormally: 'Normal starten',
  open: 'Gatehouse öffnen',
  quit: 'Beenden',
  strategy: 'Strategie',
  undo: (title) => `Wechsel zurücknehmen: ${title}`,
  phases: {
    primary: null,
    draining: 'springt früh ein',
    fallback: 'springt ein',
    held: 'springt noch ein',
  },
  waitsFor: (limits) => `Wartet auf ${limits.join(', ')}`,
  backAbout: (moment) => `zurück etwa ${moment}`,
  switchingTo: (to) => `Wechsel zu ${to}…`,
  undoing: (to) => `${to} wird zurückgenommen…`,
  keepsAccount: (program, pid, account) =>
    `${program}, PID ${String(pid)}, behält ${account ?? 'das vorige Konto'} bis zum Neustart`,
};

export const trayWords: Readonly<Record<Language, TrayWords>> = { en: english, de: german };
