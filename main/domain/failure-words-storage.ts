// The words for failures of the key store and of files, in each language. Commands stay as they are typed.
import type { FailureWordsOf } from './failure-words-shape.ts';

export const englishStorageFailures: FailureWordsOf<'storage'> = {
  'storage/key-store-missing': (subject) => ({
    what: `There is no key store to protect the keys of ${subject}, so nothing was written.`,
    next: 'Start a Secret Service such as gnome-keyring (or KWallet), then try again.',
  }),
  'storage/key-store-locked': (subject) => ({
    what: `The key store is locked, so the keys of ${subject} cannot be used.`,
    next: 'Unlock the keyring, then try again.',
  }),
  'storage/key-store-silent': (subject) => ({
    what: `The key store does not answer, so the keys of ${subject} cannot be used.`,
    next: 'Restart the Secret Service (for example gnome-keyring-daemon), then try again.',
  }),
  'storage/key-store-changed': (subject) => ({
    what: `The keys of ${subject} were encrypted with another key store; they were left as they are.`,
    next: 'Start the key store named here again, or sign in once more.',
  }),
  'storage/key-store-passphrase': (subject) => ({
    what: `The keys of ${subject} are protected by your passphrase.`,
    next: 'Enter it in the window, or run: gatehouse auth unlock',
  }),
  'storage/passphrase-wrong': (subject) => ({
    what: `This is not the passphrase of ${subject}.`,
    next: 'Enter it again; nothing was changed.',
  }),
  'storage/newer-schema': (subject) => ({
    what: `${subject} was written by a newer Gatehouse and was left untouched.`,
    next: 'Update Gatehouse.',
  }),
  'storage/read-only': (subject) => ({
    what: `A newer Gatehouse has written ${subject}, so it is only read: accounts serve while their keys last, and nothing is renewed.`,
    next: 'Update Gatehouse, or quit it and put the copy of before in the place of the file.',
  }),
  'storage/unreadable': (subject) => ({
    what: `${subject} cannot be read as what it should be; it was left untouched.`,
    next: 'Repair or move the file away, then try again.',
  }),
  'storage/conflict': (subject) => ({
    what: `Another program changed ${subject} at the same moment; nothing of it was overwritten.`,
    next: 'Try again.',
  }),
  'storage/lock-held': (subject) => ({
    what: `Another program is working on ${subject} and did not finish in time, so nothing was done.`,
    next: 'Wait until the program in brackets is done, or end it, then try again.',
  }),
  'storage/refused-path': (subject) => ({
    what: `${subject} is not a plain file of your own, so Gatehouse does not write there.`,
    next: 'Make it a regular file that you own, in a folder that you own.',
  }),
  'storage/managed-elsewhere': (subject) => ({
    what: `${subject} keeps a sign-in of its own elsewhere, so Gatehouse does not write its file.`,
    next: 'Take cli_auth_credentials_store out of its settings, or sign that program out first, to use the file.',
  }),
  'storage/not-ours': (subject) => ({
    what: `${subject} was not made by Gatehouse, so it stays as it is.`,
    next: 'Move it away or give it another name, then try again.',
  }),
  'storage/write-failed': (subject) => ({
    what: `${subject} could not be written; what was there before is intact.`,
    next: 'Check free space and permissions, then try again.',
  }),
};

export const germanStorageFailures: FailureWordsOf<'storage'> = {
  'storage/key-store-missing': (subject) => ({
    what: `Es gibt keinen Schlüsselspeicher, der die Schlüssel von ${subject} schützt; es wurde nichts geschrieben.`,
    next: 'Starte einen Secret Service wie gnome-keyring (oder KWallet) und versuche es erneut.',
  }),
  'storage/key-store-locked': (subject) => ({
    what: `Der Schlüsselspeicher ist gesperrt; die Schlüssel von ${subject} lassen sich nicht nutzen.`,
    next: 'Entsperre den Schlüsselbund und versuche es erneut.',
  }),
  'storage/key-store-silent': (subject) => ({
    what: `Der Schlüsselspeicher antwortet nicht; die Schlüssel von ${subject} lassen sich nicht nutzen.`,
    next: 'Starte den Secret Service neu (zum Beispiel gnome-keyring-daemon) und versuche es erneut.',
  }),
  'storage/key-store-changed': (subject) => ({
    what: `Die Schlüssel von ${subject} wurden mit einem anderen Schlüsselspeicher verschlüsselt; sie blieben, wie sie sind.`,
    next: 'Starte den hier genannten Schlüsselspeicher wieder, oder melde dich neu an.',
  }),
  'storage/key-store-passphrase': (subject) => ({
    what: `Die Schlüssel von ${subject} sind mit deiner Passphrase geschützt.`,
    next: 'Gib sie im Fenster ein, oder rufe auf: gatehouse auth unlock',
  }),
  'storage/passphrase-wrong': (subject) => ({
    what: `Das ist nicht die Passphrase von ${subject}.`,
    next: 'Gib sie erneut ein; es wurde nichts geändert.',
  }),
  'storage/newer-schema': (subject) => ({
    what: `${subject} wurde von einem neueren Gatehouse geschrieben und blieb unberührt.`,
    next: 'Aktualisiere Gatehouse.',
  }),
  'storage/read-only': (subject) => ({
    what: `${subject} hat ein neueres Gatehouse geschrieben; die Datei wird nur gelesen: Konten dienen, solange ihre Schlüssel gelten, und nichts wird erneuert.`,
    next: 'Aktualisiere Gatehouse, oder beende es und lege die Kopie von vorher an die Stelle der Datei.',
  }),
  'storage/unreadable': (subject) => ({
    what: `${subject} lässt sich nicht als das lesen, was es sein sollte, und blieb unberührt.`,
    next: 'Repariere die Datei oder lege sie woanders ab, und versuche es erneut.',
  }),
  'storage/conflict': (subject) => ({
    what: `Ein anderes Programm hat ${subject} im selben Moment geändert; davon wurde nichts überschrieben.`,
    next: 'Versuche es erneut.',
  }),
  'storage/lock-held': (subject) => ({
    what: `Ein anderes Programm arbeitet an ${subject} und wurde nicht rechtzeitig fertig; es wurde nichts getan.`,
    next: 'Warte, bis das Programm in den Klammern fertig ist, oder beende es, und versuche es erneut.',
  }),
  'storage/refused-path': (subject) => ({
    what: `${subject} ist keine einfache Datei von dir; Gatehouse schreibt dort nicht.`,
    next: 'Mach daraus eine gewöhnliche Datei, die dir gehört, in einem Ordner, der dir gehört.',
  }),
  'storage/managed-elsewhere': (subject) => ({
    what: `${subject} verwaltet eine eigene Anmeldung an anderer Stelle; Gatehouse schreibt seine Datei nicht.`,
    next: 'Nimm cli_auth_credentials_store aus den Einstellungen, oder melde das Programm zuerst ab, um die Datei zu nutzen.',
  }),
  'storage/not-ours': (subject) => ({
    what: `${subject} stammt nicht von Gatehouse und bleibt deshalb, wie es ist.`,
    next: 'Verschiebe es oder benenne es um, und versuche es dann noch einmal.',
  }),
  'storage/write-failed': (subject) => ({
    what: `${subject} ließ sich nicht schreiben; was vorher da war, ist unversehrt.`,
    next: 'Prüfe den freien Speicherplatz und die Rechte, und versuche es erneut.',
  }),
};
