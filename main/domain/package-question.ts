// The question before a provider from a file is used: which file, which provider, which hosts.
import type { ProviderPackage } from './provider-package.ts';
import { packagePath } from './known-package.ts';
import type { Language } from './language.ts';
import type { YesNoQuestion } from './yes-no-question.ts';

interface Words {
  readonly title: (label: string) => string;
  readonly file: (path: string) => string;
  readonly hash: (beginning: string) => string;
  readonly hosts: (hosts: string) => string;
  readonly before: (hosts: string) => string;
  readonly keysFrom: (site: string) => string;
  readonly github: (host: string) => string;
  readonly sent: Readonly<Record<ProviderPackage['kind'], string>>;
  readonly warning: string;
  readonly confirm: string;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    title: (label) => `Use the third-party provider “${label}”?`,
    file: (path) => `Described by: ${path}`,
    hash: (beginning) => `SHA-256 begins with ${beginning}`,
    hosts: (hosts) => `Asks only: ${hosts}`,
    before: (hosts) => `Until now it asked: ${hosts}`,
    keysFrom: (site) => `Keys come from: ${site}`,
    github: (host) => `A company’s own GitHub: ${host}`,
    sent: {
      keys: 'Its keys, also those you entered before, are sent to these hosts. Gatehouse has not checked the file.',
      github:
        'You sign in there, and its tokens are sent to these hosts. Gatehouse has not checked whose GitHub it is.',
    },
    warning: 'Allow it only if you know where the file comes from.',
    confirm: 'Allow',
  },
  de: {
    title: (label) => `Den Anbieter „${label}“ von Dritten benutzen?`,
    file: (path) => `Beschrieben in: ${path}`,
    hash: (beginning) => `SHA-256 beginnt mit ${beginning}`,
    hosts: (hosts) => `Fragt nur: ${hosts}`,
    before: (hosts) => `Bisher fragte es: ${hosts}`,
    keysFrom: (site) => `Schlüssel kommen von: ${site}`,
    github: (host) => `Das eigene GitHub einer Firma: ${host}`,
    sent: {
      keys: 'Seine Schlüssel, auch früher eingegebene, gehen an diese Hosts. Gatehouse hat die Datei nicht geprüft.',
      github:
        'Du meldest dich dort an, und die Tokens gehen an diese Hosts. Gatehouse hat nicht geprüft, wessen GitHub es ist.',
    },
    warning: 'Erlaube es nur, wenn du weißt, woher die Datei kommt.',
    confirm: 'Erlauben',
  },
};

const shownHashCharacters = 12;
/** A dialog is as wide as its longest word, and must not be wider than the screen. */
const tooLongWord = /\S{80}(?=\S)/g;

/** @param before the hosts of the file as it was approved before, where it was */
export function packageQuestion(
  {
    file,
    hash,
    before,
  }: { readonly file: string; readonly hash: string; readonly before?: readonly string[] },
  described: ProviderPackage,
  language: Language,
): YesNoQuestion {
  const said = words[language];
  const { kind, label, hosts } = described;
  const asks = hosts.join(', ');
  const asked = before?.join(', ') ?? asks;
  return {
    title: said.title(label),
    detail: [
      said.file(packagePath(file)),
      said.hash(hash.slice(0, shownHashCharacters)),
      said.hosts(asks),
      ...(asked === asks ? [] : [said.before(asked)]),
      described.kind === 'keys' ? said.keysFrom(described.keysFrom) : said.github(described.host),
      '',
      said.sent[kind],
      said.warning,
    ]
      .join('\n')
      .replaceAll(tooLongWord, '$&\n'),
    confirm: said.confirm,
  };
}
