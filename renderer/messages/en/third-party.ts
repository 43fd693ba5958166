// Texts about providers that files of the person's describe.
import { all } from './lists.ts';

export const thirdPartyMessages = {
  thirdParty: 'third-party',
  thirdPartyFile: 'Described by a file of yours.',
  thirdPartyHosts: (hosts: readonly string[]): string =>
    `Described by a file of yours. Asks only ${all().format(hosts)}.`,
};
