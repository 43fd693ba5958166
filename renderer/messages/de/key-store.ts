// What the window says of the protection of the keys, and of the passphrase, in German.
import type { keyStoreMessages as english } from '../en/key-store.ts';
import type { Texts } from '../texts.ts';
import type { KeyStoreView } from '../../../preload/view.ts';
import type { PassphraseFault } from '../kinds.ts';

const passphraseFaults: Readonly<Record<PassphraseFault, string>> = {
  missing: 'Gib zuerst die Passphrase ein.',
  short: 'Nimm mindestens 8 Zeichen.',
  different: 'Die beiden sind nicht gleich. Gib sie noch einmal ein.',
};

const protections: Readonly<
  Record<KeyStoreView['kind'], { readonly name: string; readonly effect: string }>
> = {
  system: {
    name: 'Schlüsselspeicher des Systems',
    effect: 'Schlüssel werden auf diesem Rechner verschlüsselt und öffnen sich mit deinem Benutzerkonto.',
  },
  passphrase: {
    name: 'Eigene Passphrase',
    effect: 'Für Rechner ohne Schlüsselspeicher. Du gibst sie bei jedem Start von Gatehouse ein.',
  },
  memory: {
    name: 'Nur im Arbeitsspeicher',
    effect:
      'Neue Anmeldungen sind vergessen, wenn Gatehouse endet. Schon gespeicherte Konten bleiben auf der Platte, so geschützt wie bisher.',
  },
};

export const keyStoreMessages: Texts<typeof english> = {
  protection: 'Schutz deiner Schlüssel',
  protectionEffect: 'Was die Schlüssel schützt, die Gatehouse auf diesem Rechner verwahrt.',
  protectionName: (kind: KeyStoreView['kind']): string => protections[kind].name,
  protectionIs: (kind: KeyStoreView['kind'], backend: string | null): string =>
    kind === 'system' && backend !== null
      ? `${protections.system.effect} Hier ist das ${backend}.`
      : protections[kind].effect,
  protectionLocked: 'Sie wurde noch nicht eingegeben.',
  use: 'Nutzen',
  useProtection: (kind: 'system' | 'memory'): string =>
    kind === 'system' ? 'Schlüsselspeicher des Systems nutzen' : 'Nur den Arbeitsspeicher nutzen',
  keepInMemory: 'Bis zum Beenden im Arbeitsspeicher halten',
  useSystem: 'Schlüsselspeicher des Systems nutzen',
  trySystem: 'Schlüsselspeicher des Systems erneut versuchen',
  waysOut: 'Wie es weitergeht',
  memoryBanner: 'Neue Anmeldungen sind vergessen, wenn Gatehouse endet.',
  memoryBannerNext:
    'Schon gespeicherte Konten bleiben auf der Platte. Ist ihr Schutz gerade nicht verfügbar, kann nach dem nächsten Start eine neue Anmeldung nötig sein.',
  changeProtection: 'Anderen Weg wählen',
  enterPassphrase: 'Passphrase eingeben',
  choosePassphrase: 'Passphrase wählen',
  passphraseField: 'Passphrase',
  newPassphraseField: 'Neue Passphrase',
  passphraseAgain: 'Noch einmal dieselbe',
  passphraseHint: 'Die, mit der deine Schlüssel geschützt sind.',
  newPassphraseHint:
    'Mindestens 8 Zeichen. Niemand kann sie wiederherstellen: Ohne sie sind die gespeicherten Schlüssel verloren, und du meldest dich überall erneut an.',
  forgotten: 'Vergessen? Mit neuer Passphrase beginnen…',
  forgottenQuestion: 'Mit neuer Passphrase beginnen?',
  forgottenEffect:
    'Was die alte schützt, bleibt erhalten, aber verschlossen: Bei diesen Konten meldest du dich erneut an. Woran Gatehouse die alte Passphrase erkennt, wird in seinem Ordner mit dem heutigen Datum beiseitegelegt.',
  startAnew: 'Neu beginnen',
  startingAnew: 'Die alte wird beiseitegelegt…',
  passphraseFault: (fault: PassphraseFault): string => passphraseFaults[fault],
  unlock: 'Entsperren',
  unlocking: 'Wird geprüft…',
  savePassphrase: 'Diese Passphrase nutzen',
  savingPassphrase: 'Wird verschlüsselt…',
};
