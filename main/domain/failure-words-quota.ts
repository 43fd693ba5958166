// The words for failures about quota, and about which account serves, in each language. Commands stay as they are typed.
import type { FailureWordsOf } from './failure-words-shape.ts';

export const englishQuotaFailures: FailureWordsOf<'quota' | 'selection'> = {
  'quota/not-known': (subject) => ({
    what: `It is not known how much of the quota of ${subject} is left.`,
    next: 'Run: gatehouse auth quota --now. To go on without knowing, add --allow-unknown.',
  }),
  'quota/too-little-left': (subject) => ({
    what: `Less of the quota of ${subject} is left than was asked for.`,
    next: 'Wait for the reset, or switch with: gatehouse auth switch',
  }),
  'quota/exceeded': (subject) => ({
    what: `${subject} has less left than this needs.`,
    next: 'Wait for the reset (--wait), ask for less (--estimate), or use another account (--account).',
  }),
  'quota/concurrent-limit': (subject) => ({
    what: `As many agents as allowed use ${subject} already.`,
    next: 'Wait until one ends (--wait), or allow more in the settings.',
  }),
  'quota/daily-limit': (subject) => ({
    what: `What you allow ${subject} for one day is used up.`,
    next: 'Wait until midnight, allow more in the settings, or use another account (--account).',
  }),
  'quota/not-found': (subject) => ({
    what: `${subject} has no quota that is counted this way.`,
    next: 'Give the estimate in percent, as in --estimate 5%.',
  }),
  'quota/subscription-ended': (subject) => ({
    what: `The subscription of ${subject} has ended.`,
    next: 'Renew it at the provider, or use another account (--account).',
  }),
  'selection/unknown-provider': (subject) => ({
    what: `There is no provider called ${subject}.`,
    next: 'Use one of the names that gatehouse auth providers lists.',
  }),
  'selection/unknown-account': (subject) => ({
    what: `There is no account called ${subject}.`,
    next: 'Use one of the names that gatehouse auth status lists.',
  }),
  'selection/several-accounts': (subject) => ({
    what: `${subject} has more than one account.`,
    next: 'Name one with --account, as gatehouse auth status lists them.',
  }),
  'selection/no-valid-auth': (subject) => ({
    what: `No account can be used now: ${subject}.`,
    next: 'Sign in, allow falling back in the settings, or wait for the reset.',
  }),
  'selection/unproved': (subject) => ({
    what: `Nothing was switched: whether the sign-in of ${subject} works could not be found out.`,
    next: 'Try again in a moment, or add --unchecked to: gatehouse auth switch',
  }),
  'selection/busy': (subject) => ({
    what: `Nothing was switched: ${subject} is in the middle of another switch.`,
    next: 'Wait until it is through, then try again.',
  }),
  'selection/nothing-to-undo': (subject) => ({
    what: `${subject} knows of no switch that could be undone.`,
    next: 'See what is in use: gatehouse auth status',
  }),
  'selection/changed-since': (subject) => ({
    what: `Nothing was undone: somebody else has written ${subject} since the switch.`,
    next: 'Look at it, then switch to the account that you want: gatehouse auth switch',
  }),
  'selection/unfinished': (subject) => ({
    what: `A switch was cut off and could be neither finished nor undone yet, because of ${subject}.`,
    next: 'Repair that; Gatehouse tries again when you open its window. Until then nothing is switched.',
  }),
  'selection/no-shortcuts': (subject) => ({
    what: `This desktop (Wayland) gives programs no shortcut that works everywhere, so ${subject} does nothing.`,
    next: 'Bind a key to gatehouse auth switch in the settings of the desktop instead.',
  }),
  'selection/shortcut-taken': (subject) => ({
    what: `The shortcut ${subject} belongs to another program or is none, so it does nothing here.`,
    next: 'Choose another one in the settings.',
  }),
};

export const germanQuotaFailures: FailureWordsOf<'quota' | 'selection'> = {
  'quota/not-known': (subject) => ({
    what: `Es ist nicht bekannt, wie viel vom Kontingent von ${subject} übrig ist.`,
    next: 'Rufe auf: gatehouse auth quota --now. Um ohne dieses Wissen weiterzumachen, ergänze --allow-unknown.',
  }),
  'quota/too-little-left': (subject) => ({
    what: `Vom Kontingent von ${subject} ist weniger übrig, als verlangt wurde.`,
    next: 'Warte, bis es sich erneuert, oder wechsle mit: gatehouse auth switch',
  }),
  'quota/exceeded': (subject) => ({
    what: `Bei ${subject} ist weniger übrig, als hierfür nötig ist.`,
    next: 'Warte, bis es sich erneuert (--wait), verlange weniger (--estimate), oder nimm ein anderes Konto (--account).',
  }),
  'quota/concurrent-limit': (subject) => ({
    what: `${subject} wird schon von so vielen Agenten genutzt, wie erlaubt sind.`,
    next: 'Warte, bis einer fertig ist (--wait), oder erlaube in den Einstellungen mehr.',
  }),
  'quota/daily-limit': (subject) => ({
    what: `Was du ${subject} für einen Tag erlaubst, ist aufgebraucht.`,
    next: 'Warte bis Mitternacht, erlaube in den Einstellungen mehr, oder nimm ein anderes Konto (--account).',
  }),
  'quota/not-found': (subject) => ({
    what: `${subject} hat kein Kontingent, das so gezählt wird.`,
    next: 'Gib die Schätzung in Prozent an, wie in --estimate 5%.',
  }),
  'quota/subscription-ended': (subject) => ({
    what: `Das Abo von ${subject} ist abgelaufen.`,
    next: 'Verlängere es beim Anbieter, oder nimm ein anderes Konto (--account).',
  }),
  'selection/unknown-provider': (subject) => ({
    what: `Es gibt keinen Anbieter namens ${subject}.`,
    next: 'Nimm einen der Namen, die gatehouse auth providers nennt.',
  }),
  'selection/unknown-account': (subject) => ({
    what: `Es gibt kein Konto namens ${subject}.`,
    next: 'Nimm einen der Namen, die gatehouse auth status nennt.',
  }),
  'selection/several-accounts': (subject) => ({
    what: `${subject} hat mehr als ein Konto.`,
    next: 'Nenne eines mit --account, so wie gatehouse auth status es nennt.',
  }),
  'selection/no-valid-auth': (subject) => ({
    what: `Gerade ist kein Konto nutzbar: ${subject}.`,
    next: 'Melde dich an, erlaube in den Einstellungen das Ausweichen, oder warte, bis sich das Kontingent erneuert.',
  }),
  'selection/unproved': (subject) => ({
    what: `Es wurde nicht gewechselt: Ob die Anmeldung von ${subject} funktioniert, ließ sich nicht klären.`,
    next: 'Versuche es gleich noch einmal, oder ergänze --unchecked bei: gatehouse auth switch',
  }),
  'selection/busy': (subject) => ({
    what: `Es wurde nicht gewechselt: Bei ${subject} läuft noch ein anderer Wechsel.`,
    next: 'Warte, bis er fertig ist, und versuche es erneut.',
  }),
  'selection/nothing-to-undo': (subject) => ({
    what: `Bei ${subject} gibt es keinen Wechsel, der sich zurücknehmen ließe.`,
    next: 'Sieh nach, was in Gebrauch ist: gatehouse auth status',
  }),
  'selection/changed-since': (subject) => ({
    what: `Es wurde nichts zurückgenommen: ${subject} wurde seit dem Wechsel von jemand anderem geschrieben.`,
    next: 'Sieh es dir an, und wechsle dann zu dem Konto, das du möchtest: gatehouse auth switch',
  }),
  'selection/unfinished': (subject) => ({
    what: `Ein Wechsel wurde unterbrochen und ließ sich wegen ${subject} noch nicht beenden oder zurücknehmen.`,
    next: 'Behebe das; Gatehouse versucht es erneut, wenn du sein Fenster öffnest. Bis dahin wird nicht gewechselt.',
  }),
  'selection/no-shortcuts': (subject) => ({
    what: `Dieser Desktop (Wayland) gibt Programmen kein Tastenkürzel, das überall gilt; ${subject} bewirkt nichts.`,
    next: 'Lege in den Einstellungen des Desktops eine Taste auf gatehouse auth switch.',
  }),
  'selection/shortcut-taken': (subject) => ({
    what: `Das Tastenkürzel ${subject} gehört einem anderen Programm oder ist keines; hier bewirkt es nichts.`,
    next: 'Wähle in den Einstellungen ein anderes.',
  }),
};
