// The words for failures of the running app, its agents and hand-outs, in each language. Commands stay as they are typed.
import type { FailureWordsOf } from './failure-words-shape.ts';

export const englishBrokerFailures: FailureWordsOf<'broker'> = {
  'broker/bad-request': () => ({
    what: 'Gatehouse cannot do what was asked.',
    next: 'See the --help of the command; it is the one that came with the app.',
  }),
  'broker/cancelled': () => ({
    what: 'Gatehouse was told to stop in the middle of it.',
    next: 'Start it again whenever you like; what was done before it stopped is done.',
  }),
  'broker/not-granted': () => ({
    what: 'The running Gatehouse does not accept this caller.',
    next: 'Run the command as the user who started the app.',
  }),
  'broker/busy': () => ({ what: 'The running Gatehouse is busy.', next: 'Try again in a moment.' }),
  'broker/not-running': () => ({
    what: 'Gatehouse is not running.',
    next: 'Start it on your desktop, or run: gatehouse open',
  }),
  'broker/silent': () => ({
    what: 'Gatehouse is running but does not answer.',
    next: 'Wait a moment and try again; if it stays so, end the gatehouse-app process and start it again.',
  }),
  'broker/version-mismatch': () => ({
    what: 'The running Gatehouse is of another version than this command.',
    next: 'Quit it (gatehouse quit) and start it again.',
  }),
  'broker/not-permitted': () => ({
    what: 'Gatehouse does not let an agent do this.',
    next: 'Do it in a terminal of your own, outside of gatehouse run and without what gatehouse env has set.',
  }),
  'broker/no-such-lease': () => ({
    what: 'Gatehouse knows no such lease, or it is not this caller’s.',
    next: 'List those that there are: gatehouse lease list',
  }),
  'broker/lease-ended': () => ({
    what: 'The lease has ended, so Gatehouse gives out nothing more for it.',
    next: 'Where gatehouse env was used, say unset GATEHOUSE_GRANT first. Start the command again with: gatehouse run',
  }),
  'broker/unknown-caller': () => ({
    what: 'The system does not tell Gatehouse that this process belongs to the caller.',
    next: 'Name the pid of the command itself or of one of its ancestors, or hold the lease open instead.',
  }),
  'broker/hand-out-denied': (subject) => ({
    what: `Gatehouse did not give ${subject} the key, because nobody allowed it.`,
    next: 'Start it again and answer the question of Gatehouse, or allow it beforehand: gatehouse allow',
  }),
  'broker/not-confirmed': () => ({
    what: 'Gatehouse has changed nothing, because nobody said yes to it.',
    next: 'Start it again and say yes when you are asked, on the desktop or at the terminal of gatehouse serve.',
  }),
  'broker/locked': () => ({
    what: 'Gatehouse is locked, so no key is given out.',
    next: 'Unlock it in the tray, or run: gatehouse unlock',
  }),
  'broker/no-such-program': (subject) => ({
    what: `Gatehouse finds no program ${subject} here.`,
    next: 'Check its spelling and the PATH.',
  }),
  'broker/not-acceptable': (subject) => ({
    what: `Gatehouse has no such account that ${subject} can use.`,
    next: 'Leave --account and --provider out, or name one that it can use.',
  }),
  'broker/no-window': () => ({
    what: 'The running Gatehouse has no window: it was started without one, by gatehouse serve.',
    next: 'Use the command line, for example: gatehouse auth status',
  }),
  'broker/not-served': () => ({
    what: 'Gatehouse without a window (gatehouse serve) did not start.',
    next: 'Put right what it says, then start it again.',
  }),
  'broker/not-listening': () => ({
    what: 'Commands and agents cannot reach Gatehouse: its local service did not start.',
    next: 'Check free space and permissions. Gatehouse tries again by itself each minute.',
  }),
};

export const germanBrokerFailures: FailureWordsOf<'broker'> = {
  'broker/bad-request': () => ({
    what: 'Gatehouse kann nicht tun, was verlangt wurde.',
    next: 'Sieh in die Hilfe des Befehls (--help); es ist der, der mit der App kam.',
  }),
  'broker/cancelled': () => ({
    what: 'Gatehouse wurde mittendrin angehalten.',
    next: 'Starte es erneut, wann immer du möchtest; was vorher erledigt war, bleibt erledigt.',
  }),
  'broker/not-granted': () => ({
    what: 'Das laufende Gatehouse lässt diesen Aufrufer nicht zu.',
    next: 'Führe den Befehl als der Benutzer aus, der die App gestartet hat.',
  }),
  'broker/busy': () => ({
    what: 'Das laufende Gatehouse ist beschäftigt.',
    next: 'Versuche es gleich noch einmal.',
  }),
  'broker/not-running': () => ({
    what: 'Gatehouse läuft nicht.',
    next: 'Starte es auf deinem Desktop, oder rufe auf: gatehouse open',
  }),
  'broker/silent': () => ({
    what: 'Gatehouse läuft, antwortet aber nicht.',
    next: 'Warte kurz und versuche es erneut; bleibt es so, beende den Prozess gatehouse-app und starte ihn neu.',
  }),
  'broker/version-mismatch': () => ({
    what: 'Das laufende Gatehouse hat eine andere Version als dieser Befehl.',
    next: 'Beende es (gatehouse quit) und starte es neu.',
  }),
  'broker/not-permitted': () => ({
    what: 'Gatehouse lässt einen Agenten das nicht tun.',
    next: 'Tu es in einem eigenen Terminal, außerhalb von gatehouse run und ohne das, was gatehouse env gesetzt hat.',
  }),
  'broker/no-such-lease': () => ({
    what: 'Gatehouse kennt keine solche Zuteilung, oder sie gehört nicht diesem Aufrufer.',
    next: 'Sieh nach, welche es gibt: gatehouse lease list',
  }),
  'broker/lease-ended': () => ({
    what: 'Die Zuteilung ist beendet; Gatehouse gibt dafür nichts mehr heraus.',
    next: 'Wo gatehouse env benutzt wurde, sage zuerst unset GATEHOUSE_GRANT. Starte den Befehl erneut mit: gatehouse run',
  }),
  'broker/unknown-caller': () => ({
    what: 'Das System bestätigt Gatehouse nicht, dass dieser Prozess dem Aufrufer gehört.',
    next: 'Nenne die PID des Befehls selbst oder eines Vorfahren, oder halte die Zuteilung stattdessen offen.',
  }),
  'broker/hand-out-denied': (subject) => ({
    what: `Gatehouse hat ${subject} den Schlüssel nicht gegeben, weil es niemand erlaubt hat.`,
    next: 'Starte es erneut und beantworte die Frage von Gatehouse, oder erlaube es vorher: gatehouse allow',
  }),
  'broker/not-confirmed': () => ({
    what: 'Gatehouse hat nichts geändert, weil niemand Ja dazu gesagt hat.',
    next: 'Starte es erneut und sag Ja, wenn du gefragt wirst: auf dem Desktop oder im Terminal von gatehouse serve.',
  }),
  'broker/locked': () => ({
    what: 'Gatehouse ist gesperrt; es wird kein Schlüssel herausgegeben.',
    next: 'Entsperre es über das Symbol in der Leiste, oder rufe auf: gatehouse unlock',
  }),
  'broker/no-such-program': (subject) => ({
    what: `Gatehouse findet hier kein Programm ${subject}.`,
    next: 'Prüfe die Schreibweise und den PATH.',
  }),
  'broker/not-acceptable': (subject) => ({
    what: `Gatehouse hat kein solches Konto, das ${subject} nutzen kann.`,
    next: 'Lass --account und --provider weg, oder nenne eines, das es nutzen kann.',
  }),
  'broker/no-window': () => ({
    what: 'Das laufende Gatehouse hat kein Fenster: Es wurde mit gatehouse serve ohne eines gestartet.',
    next: 'Nutze die Befehlszeile, zum Beispiel: gatehouse auth status',
  }),
  'broker/not-served': () => ({
    what: 'Gatehouse ohne Fenster (gatehouse serve) ist nicht gestartet.',
    next: 'Behebe, was es nennt, und starte es erneut.',
  }),
  'broker/not-listening': () => ({
    what: 'Befehle und Agenten erreichen Gatehouse nicht: Sein lokaler Dienst ist nicht gestartet.',
    next: 'Prüfe freien Speicherplatz und Rechte. Gatehouse versucht es jede Minute von selbst erneut.',
  }),
};
