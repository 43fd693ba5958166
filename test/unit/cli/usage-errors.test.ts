// A command line that cannot be understood is answered without what may be a key in it, and still helps with a slip of the pen.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutGivenWords } from '../../../main/cli/usage-errors.ts';
import { anyText } from '../../fakes/any-text.ts';

test.each([
  ["error: unknown command 'frobnicate'\n", "error: unknown command 'frobnicate'\n"],
  ["error: unknown command 'sk-canary0123'\n", "error: unknown command '…'\n"],
  [
    "error: unknown option '--profider'\n(Did you mean --provider?)\n",
    "error: unknown option '--profider'\n(Did you mean --provider?)\n",
  ],
  ["error: unknown option '--key=sk-canary0123'\n", "error: unknown option '…'\n"],
  ["error: unknown option '-sk-canary0123'\n", "error: unknown option '…'\n"],
  [
    "error: option '--limit <n>' argument '0' is invalid. Allowed are 1 to 500.\n",
    "error: option '--limit <n>' argument '0' is invalid. Allowed are 1 to 500.\n",
  ],
  [
    "error: option '--use <way>' argument 'canary_0123' is invalid. Allowed choices are a, b.\n",
    "error: option '--use <way>' argument '…' is invalid. Allowed choices are a, b.\n",
  ],
  [
    "error: command-argument value 'canary_0123' is invalid for argument 'name'.\n",
    "error: command-argument value '…' is invalid for argument 'name'.\n",
  ],
  [
    "error: too many arguments for 'login'. Expected 0 arguments but got 1: sk-canary0123.\n",
    "error: too many arguments for 'login'. Expected 0 arguments but got 1.\n",
  ],
  [
    "error: required option '--provider <name>' not specified\n",
    "error: required option '--provider <name>' not specified\n",
  ],
])('%j', (message, said) => {
  expect(withoutGivenWords(message)).toBe(said);
});

test('a key is gone wherever commander repeats a word, whatever stands in it', () => {
  const key = anyText({ maxLength: 20 }).map((text) => `Zq9'${text}'9qZ`);
  fc.assert(
    fc.property(key, (word) => {
      const messages = [
        `error: unknown command '${word}'\n`,
        `error: unknown option '--${word}'\n(Did you mean --key?)\n`,
        `error: option '--use <way>' argument '${word}' is invalid. Allowed choices are a, b.\n`,
        `error: command-argument value '${word}' is invalid for argument 'name'.\n`,
        `error: too many arguments for 'login'. Expected 0 arguments but got 1: ${word}.\n`,
      ];
      expect(messages.map(withoutGivenWords).filter((said) => /Zq9|9qZ/.test(said))).toEqual([]);
    }),
  );
});
