// What the page Doctor says, in German.
import type { doctorMessages as english } from '../en/doctor.ts';
import type { Texts } from '../texts.ts';
import type { DoctorView, FindingView, IdentityView } from '../../../preload/view.ts';
import { all } from './lists.ts';
import { ago } from './time.ts';
import { counted } from './words.ts';

const severities: Readonly<Record<FindingView['severity'], string>> = {
  problem: 'Problem',
  warning: 'Warnung',
};

const sources: Readonly<Record<IdentityView['by'], string>> = {
  file: 'Aus der eigenen Datei',
  environment: 'Aus der Umgebung',
  keyring: 'Aus dem Schlüsselspeicher',
  helper: 'Von einem Hilfsprogramm',
  nobody: 'Abgemeldet',
};

function summary({ findings }: DoctorView): string {
  const problems = findings.filter(({ severity }) => severity === 'problem').length;
  const warnings = findings.length - problems;
  const parts = [
    ...(problems === 0 ? [] : [counted(problems, 'Problem', 'Probleme')]),
    ...(warnings === 0 ? [] : [counted(warnings, 'Warnung', 'Warnungen')]),
  ];
  return parts.length === 0 ? 'Nichts gefunden' : `${all().format(parts)} gefunden`;
}

export const doctorMessages: Texts<typeof english> = {
  doctor: 'Diagnose',
  doctorEffect:
    'Welche Anmeldung deine Programme in der Befehlszeile wirklich nutzen und warum eines eine andere nutzt, als du denkst.',
  doctorAgain: 'Erneut prüfen',
  looking: 'Programme, Dateien und Einstellungen werden geprüft…',
  looked: (seen: DoctorView, now: number): string => `${summary(seen)}, geprüft ${ago(seen.at, now)}`,
  findings: 'Befunde',
  nothingFound: 'Nichts gefunden: Jedes Programm nutzt die Anmeldung, die es soll.',
  severity: (severity: FindingView['severity']): string => severities[severity],
  findingPlace: (where: string, line: number | null): string =>
    line === null ? where : `${where}, Zeile ${line}`,
  fixNamed: (label: string, what: string): string => `${label}: ${what}`,
  fixQuestion:
    'Diese Datei ändern? Sie lässt sich danach zurücksetzen, außer die Anmeldung darin ist verbraucht.',
  readingChange: 'Es wird gelesen, was sich ändern würde…',
  fixing: 'Wird repariert…',
  close: 'Schließen',
  repaired: 'Durch Reparatur geändert',
  repairedEffect: 'Beim Zurücksetzen wird die Datei Byte für Byte wieder wie zuvor.',
  repairedAt: (at: number, now: number): string => `Geändert ${ago(at, now)}`,
  putBack: 'Zurücksetzen',
  putBackNamed: (path: string): string => `${path} zurücksetzen`,
  identities: 'Als wer jedes Programm arbeitet',
  identitySource: (by: IdentityView['by']): string => sources[by],
  identity: ({ by, identity }: IdentityView): string =>
    identity ?? (by === 'nobody' ? 'Niemand' : 'Nicht festzustellen'),
  noAccountHere: 'Kein Konto in Gatehouse',
};
