// Die Texte zu Anbietern, die eine Datei der Person beschreibt.
import type { thirdPartyMessages as english } from '../en/third-party.ts';
import type { Texts } from '../texts.ts';
import { all } from './lists.ts';

export const thirdPartyMessages: Texts<typeof english> = {
  thirdParty: 'von Dritten',
  thirdPartyFile: 'Beschrieben in einer Datei von dir.',
  thirdPartyHosts: (hosts: readonly string[]): string =>
    `Beschrieben in einer Datei von dir. Fragt nur ${all().format(hosts)}.`,
};
