// What can be wrong with a provider package, and what a person reads about it. Pure.
import type { PhrasePattern } from './phrases-german-facts.ts';

const english = {
  unreadable: () => 'cannot be read',
  'file-name': () => 'must be named in lower case, with letters, digits, - and _, and end in .json',
  'too-many-files': (most: string) => `is one too many; ${most} are read`,
  'too-large': (most: string) => `must be at most ${most} KiB`,
  'not-text': () => 'must be UTF-8',
  'no-json': () => 'must be JSON; what stands here is none',
  'too-deep': () => 'must not lie so deep',
  twice: () => 'must not stand there twice',
  unknown: (known: string) => `is no field; the fields here are ${known}`,
  missing: (field: string) => `must have the field ${field}`,
  object: () => 'must be an object: { … }',
  list: (most: string) => `must be a list with 1 to ${most} entries`,
  text: () => 'must be a text in quotes',
  number: (range: string) => `must be a whole number from ${range}`,
  choice: (choices: string) => `must be one of ${choices}`,
  schema: () => 'must be 1',
  id: () => 'must be a lower-case word of letters, digits and -, at most 32 characters',
  reserved: (name: string) => `belongs to ${name}, which Gatehouse has already`,
  'taken-by-file': (file: string) => `is described by ${file} already`,
  label: () =>
    "must have 2 to 40 letters, digits, blanks and . & + ' ( ) - in it, and begin with a letter or digit",
  scripts: () => 'must not mix scripts whose letters look alike',
  site: () => 'must be a site as text, like console.example.com',
  host: () =>
    'must be a name like api.example.com: lower case, no IP address, no port, no localhost, no xn--',
  'github-host': () => 'must be a company’s own address at GitHub, like acme.ghe.com',
  https: () => 'must begin with https://',
  address: () => 'must be a plain address: no user, no port, no #, no blanks, no ..',
  'host-not-listed': (hosts: string) => `must lie on a host of this file: ${hosts}`,
  hint: () => 'must be 1 to 40 characters that can be seen',
  'key-start': () => 'must be at most 40 letters, digits and . _ -',
  'key-start-taken': (vendor: string) => `is how keys of ${vendor} start`,
  length: () => 'must be two whole numbers from 8 to 300, the smaller one first',
  header: () => 'must be bearer, authorization, api-key, or a name that starts with x-',
  'answer-field': () => 'must be the name of a field of the answer',
  pointer: () => 'must be a JSON pointer like /data/used, eight steps at most',
  figures: () => 'must say at least used or remaining',
  currency: () => 'must be three capital letters like USD, and stand there exactly with the unit currency',
} as const;

export type PackageProblemCode = keyof typeof english;
type Words = Readonly<Record<PackageProblemCode, (about: string) => string>>;

const german: Words = {
  unreadable: () => 'lässt sich nicht lesen',
  'file-name': () => 'muss klein geschrieben sein, aus Buchstaben, Ziffern, - und _, und auf .json enden',
  'too-many-files': (most) => `ist eine zu viel; gelesen werden ${most}`,
  'too-large': (most) => `darf höchstens ${most} KiB groß sein`,
  'not-text': () => 'muss UTF-8 sein',
  'no-json': () => 'muss JSON sein; was hier steht, ist keines',
  'too-deep': () => 'darf nicht so tief liegen',
  twice: () => 'darf nicht zweimal dastehen',
  unknown: (known) => `ist kein Feld; die Felder hier sind ${known}`,
  missing: (field) => `braucht das Feld ${field}`,
  object: () => 'muss ein Objekt sein: { … }',
  list: (most) => `muss eine Liste mit 1 bis ${most} Einträgen sein`,
  text: () => 'muss ein Text in Anführungszeichen sein',
  number: (range) => `muss eine ganze Zahl sein, ${range.replace(' to ', ' bis ')}`,
  choice: (choices) => `muss eines davon sein: ${choices}`,
  schema: () => 'muss 1 sein',
  id: () => 'muss ein klein geschriebenes Wort aus Buchstaben, Ziffern und - sein, höchstens 32 Zeichen',
  reserved: (name) => `gehört zu ${name}, das Gatehouse schon hat`,
  'taken-by-file': (file) => `steht schon in ${file}`,
  label: () =>
    "muss 2 bis 40 Zeichen haben: Buchstaben, Ziffern, Leerzeichen und . & + ' ( ) -, am Anfang ein Buchstabe oder eine Ziffer",
  scripts: () => 'darf keine Schriften mischen, deren Buchstaben sich gleichen',
  site: () => 'muss eine Seite als Text sein, etwa console.example.com',
  host: () =>
    'muss ein Name wie api.example.com sein: klein geschrieben, keine IP-Adresse, kein Port, kein localhost, kein xn--',
  'github-host': () => 'muss die eigene Adresse einer Firma bei GitHub sein, etwa acme.ghe.com',
  https: () => 'muss mit https:// anfangen',
  address: () =>
    'muss eine einfache Adresse sein: kein Benutzer, kein Port, kein #, keine Leerzeichen, kein ..',
  'host-not-listed': (hosts) => `muss auf einem Host dieser Datei liegen: ${hosts}`,
  hint: () => 'muss 1 bis 40 sichtbare Zeichen haben',
  'key-start': () => 'darf höchstens 40 Buchstaben, Ziffern und . _ - haben',
  'key-start-taken': (vendor) => `so fangen Schlüssel von ${vendor} an`,
  length: () => 'muss aus zwei ganzen Zahlen von 8 bis 300 bestehen, die kleinere zuerst',
  header: () => 'muss bearer, authorization, api-key oder ein Name sein, der mit x- anfängt',
  'answer-field': () => 'muss der Name eines Feldes der Antwort sein',
  pointer: () => 'muss ein JSON-Zeiger wie /data/used sein, höchstens acht Schritte',
  figures: () => 'braucht mindestens used oder remaining',
  currency: () =>
    'muss aus drei Großbuchstaben wie USD bestehen, und genau dann dastehen, wenn die Einheit currency ist',
};

export interface PackageProblem {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** The way to it, like `quota.windows[0].unit`; empty for the whole file. */
  readonly field: string;
  readonly code: PackageProblemCode;
  /** What its words need: names, a range. */
  readonly about: string;
}

/** What is expected there: `must begin with https://`. */
export function packageProblemWords({ code, about }: Pick<PackageProblem, 'code' | 'about'>): string {
  return english[code](about);
}

/** `7:12 check.url: must begin with https://`. In English; the phrase book has it in other languages. */
export function packageProblemText(problem: PackageProblem): string {
  const { line, column, field } = problem;
  return `${String(line)}:${String(column)} ${field === '' ? '' : `${field}: `}${packageProblemWords(problem)}`;
}

/** Stands for what is put into a sentence while its pattern is made. */
const gap = '\u0000';

function isCode(code: string): code is PackageProblemCode {
  return Object.hasOwn(english, code);
}

/** The sentences in German, by the English ones; `about` is the same in both. */
export const germanPackagePatterns: readonly PhrasePattern[] = [
  [/^(\d+:\d+(?: [^ ]+:)?) (.+)$/, (place, said) => `${place} ${said}`],
  ...Object.keys(english)
    .filter(isCode)
    .map((code): PhrasePattern => {
      const escaped = english[code](gap).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
      return [new RegExp(`^${escaped.replace(gap, '(.+)')}$`), (about = '') => german[code](about)];
    }),
];
