// Die Texte zu Werten, die nur mit dem Schlüssel des Programms kommen, das eine Anmeldung verwahrt.
import type { borrowingMessages as english } from '../en/borrowing.ts';
import type { Texts } from '../texts.ts';

export const borrowingMessages: Texts<typeof english> = {
  figuresFromProgramKey: (program: string | null): string =>
    `Werte kommen, sobald Gatehouse mit dem Schlüssel von ${program ?? 'seinem Programm'} fragen darf.`,
  seeProgramKey: 'Ansehen',
  seeProgramKeyFor: (account: string): string => `Ansehen, damit ${account} Werte hat`,
};
