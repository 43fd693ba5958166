// What the history of a shared file says: who wrote it, what that changed, and how it comes to what stood there before.
import type { fileHistoryMessages as english } from '../en/file-history.ts';
import type { Texts } from '../texts.ts';
import type { FileRestoredView, FileStepView, FileWriterView } from '../../../preload/view.ts';
import { all } from './lists.ts';
import { shortMoment } from './time.ts';
import { counted } from './words.ts';

const writer = (by: FileWriterView): string => {
  if (by.kind === 'program') return by.name;
  return by.kind === 'gatehouse' ? 'Gatehouse' : 'Ein anderes Programm';
};

const restored: Readonly<Record<Exclude<FileRestoredView['outcome'], 'spent' | 'failed'>, string>> = {
  restored: 'Die Datei ist wieder wie vor Gatehouse, Byte für Byte, und ausgeschaltet.',
  removed: 'Die Datei ist weg, wie vor Gatehouse, und ausgeschaltet.',
  unchanged: 'Die Datei war schon wie vor Gatehouse. Sie ist jetzt ausgeschaltet.',
  untouched: 'Gatehouse hat dort nichts geschrieben, also wurde nichts zurückgelegt.',
};

type Step = FileStepView['kind'];

const steps: Readonly<Record<Exclude<Step, 'changed'>, string>> = {
  first: 'älteste Fassung',
  alike: 'keine sichtbare Änderung',
  gone: 'entfernt',
};

const stepWords: Readonly<Record<Exclude<Step, 'changed'> | 'empty', string>> = {
  first: 'Die älteste Fassung, die aufbewahrt wird, als Ganzes:',
  alike: 'An dem, was hier steht, hat sich nichts geändert, nur an Leerzeichen oder Zeilenenden.',
  gone: 'Die Datei wurde entfernt.',
  empty: 'Die Datei war leer.',
};

export const fileHistoryMessages: Texts<typeof english> = {
  fileHistory: 'Dateiverlauf',
  fileHistoryEffect:
    'Wer die geteilten Dateien geändert hat, was sich geändert hat und wie du zurückbekommst, was vorher dort stand.',
  fileHistoryCount: (count) => counted(count, 'Datei', 'Dateien'),
  showFileHistory: 'Verlauf',
  showFileHistoryOf: (file) => `Verlauf von ${file}`,
  readingFileHistory: 'Verlauf wird gelesen…',
  readFileHistoryAgain: 'Noch einmal versuchen',

  fileVersions: (path) => `Fassungen von ${path}`,
  fileVersionMoment: (at) => shortMoment().format(at),
  fileWriter: writer,
  fileStep: (kind) => steps[kind],
  fileStepWords: (kind) => stepWords[kind],
  fileLinesChanged: (came, went) =>
    [
      came > 0 && `${counted(came, 'Zeile', 'Zeilen')} neu`,
      went > 0 && `${counted(went, 'Zeile', 'Zeilen')} weg`,
    ]
      .filter((part) => part !== false)
      .join(', '),
  fileChangeRegion: (by, at) => `Änderung von ${writer(by)}, ${shortMoment().format(at)}`,
  foldedLines: (count) => counted(count, 'unveränderte Zeile', 'unveränderte Zeilen'),
  moreFileLines: (count) => `${counted(count, 'weitere Zeile wird', 'weitere Zeilen werden')} nicht gezeigt.`,
  fileSecretsReplaced:
    'Schlüssel sind durch ein kurzes Zeichen ersetzt; das gleiche Zeichen steht für den gleichen Schlüssel.',

  noFileVersions: 'Noch ist keine Fassung aufbewahrt. Die nächste Änderung an dieser Datei wird die erste.',
  fileVersionsInMemory:
    'Solange Schlüssel nur im Arbeitsspeicher liegen, werden keine Fassungen von Dateien aufbewahrt.',
  fileVersionsClosed: (sealed) =>
    sealed === 0
      ? 'Der Schlüsselspeicher ist zu. Deshalb kann keine Fassung dieser Datei aufbewahrt oder gezeigt werden.'
      : `Der Schlüsselspeicher ist zu. Öffne ihn, um ${counted(sealed, 'Fassung', 'Fassungen')} zu sehen.`,
  fileVersionsLost: (sealed) =>
    `${counted(sealed, 'Fassung ist', 'Fassungen sind')} mit einem Schlüssel versiegelt, den es nicht mehr gibt, und nicht lesbar.`,
  toKeyStore: 'Einstellungen des Schlüsselspeichers öffnen',

  fileOriginal: ({ at, existed }) =>
    existed
      ? `Gatehouse hat hier zuerst am ${shortMoment().format(at)} geschrieben. Was vorher dort stand, ist aufbewahrt.`
      : `Gatehouse hat hier zuerst am ${shortMoment().format(at)} geschrieben. Vorher gab es keine Datei.`,
  noFileOriginal: 'In dieser Datei steht nichts von Gatehouse, also gibt es nichts zurückzulegen.',
  restoreFile: 'Zurücklegen, was vor Gatehouse dort stand',
  restoreFileNamed: (path) => `Zurücklegen, was vor Gatehouse dort stand: ${path}`,
  restoreFileQuestion: (path) => `${path} zurücklegen?`,
  restoreFileEffect: (existed, readers) =>
    (existed
      ? 'Die Datei wird wieder so, wie sie war, bevor Gatehouse sie zum ersten Mal geschrieben hat, Byte für Byte. Was jetzt dort steht, wird ersetzt.'
      : 'Vor Gatehouse gab es keine Datei, deshalb wird sie entfernt.') +
    ` In den Einstellungen wird sie ausgeschaltet, Gatehouse schreibt sie also nicht mehr für ${all().format(readers)}. Deine Konten hier bleiben.`,
  restoreFileYes: 'Zurücklegen',
  restoringFile: 'Wird zurückgelegt…',
  restoreSpentEffect: (readers) =>
    `Dort stünde wieder die ältere Anmeldung. Der Anbieter lehnt sie vielleicht ab; dann brauchst du für ${all().format(readers)} eine neue Anmeldung.`,
  restoreSpentYes: 'Trotzdem zurücklegen',
  restoreFailedHint: 'Die Datei ist schon ausgeschaltet; was in ihr steht, hat sich nicht geändert.',
  restoredFile: (outcome) => (outcome === 'spent' || outcome === 'failed' ? '' : restored[outcome]),
  switchFileOn: 'In den Einstellungen wieder einschalten',
};
