// What is said about a command line that cannot be understood, without the words that were given: one of them may be a key.
import { Failure } from '../domain/failure.ts';

/** A misspelt verb or option, or a small number; nothing that a key looks like. */
const plain = /^(?:-{0,2}[a-z]+(?:-[a-z]+)*|\d{1,6})$/;
const mostPlain = 24;

const safe = (word: string): string => (word.length <= mostPlain && plain.test(word) ? word : '…');

/** Where commander repeats a word: in each, what stands before it, the word, and what stands behind it. */
const repeating: readonly RegExp[] = [
  /^(error: unknown (?:option|command) ')([^]*)('(?:\n\(Did you mean [^']*\?\))?\s*)$/,
  /^(error: option '[^']*' argument ')([^]*)(' is invalid\.[^']*)$/,
  /^(error: command-argument value ')([^]*)(' is invalid for argument '[^']*'\.[^']*)$/,
];

/** @param message as commander makes it */
export function withoutGivenWords(message: string): string {
  const found = repeating.map((pattern) => pattern.exec(message)).find((each) => each !== null);
  if (found != null) {
    const [, before = '', word = '', behind = ''] = found;
    return `${before}${safe(word)}${behind}`;
  }
  return message.replace(
    /^(error: too many arguments[^.]*\. Expected \d+ arguments? but got \d+): [^]*$/,
    '$1.\n',
  );
}

/** The same for a program. @param message as commander makes it; where it only showed its help, it has brackets around it */
export function usageFailure(message: string): Failure {
  const said = withoutGivenWords(message)
    .replace(/^error: /, '')
    .trim();
  return new Failure('broker/bad-request', said.startsWith('(') ? {} : { detail: said });
}
