// What dialogs of the system say beside the question itself.
import type { Language } from '../../domain/language.ts';

interface DialogWords {
  readonly asks: string;
  readonly cancel: string;
  readonly saveAs: string;
  readonly chooseSettings: string;
  readonly chooseProgram: string;
  readonly choose: string;
}

export const dialogWords: Readonly<Record<Language, DialogWords>> = {
  en: {
    asks: 'Gatehouse asks',
    cancel: 'Cancel',
    saveAs: 'Save as',
    chooseSettings: 'Choose a file with settings',
    chooseProgram: 'Choose a program to run for events',
    choose: 'Choose',
  },
  de: {
    asks: 'Gatehouse fragt',
    cancel: 'Abbrechen',
    saveAs: 'Speichern unter',
    chooseSettings: 'Datei mit Einstellungen auswählen',
    chooseProgram: 'Programm auswählen, das bei Ereignissen läuft',
    choose: 'Auswählen',
  },
};
