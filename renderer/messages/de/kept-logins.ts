// Die Texte zu Anmeldungen, die ein Programm für sich verwahrt.
import type { keptLoginMessages as english } from '../en/kept-logins.ts';
import type { Texts } from '../texts.ts';

export const keptLoginMessages: Texts<typeof english> = {
  keptWithoutFigures: (program: string): string =>
    `${program} verwahrt diese Anmeldung. Gatehouse kann ihr Kontingent nicht lesen.`,
};
