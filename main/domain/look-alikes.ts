// Names that a person would take for each other: what looks alike in another script, with other digits or without its gaps
// becomes the same. Pure.

/** By Latin letter what can be mistaken for it: Cyrillic, Greek, the dotless i, and digits and strokes. */
const alike: Readonly<Record<string, string>> = {
  a: '\u0430\u03b1',
  b: '\u0432\u03b2',
  c: '\u0441',
  d: '\u0501',
  e: '\u0435\u044d\u03b5' + '3',
  h: '\u04bb\u043d',
  i: '\u0456\u03b9\u0131',
  j: '\u0458',
  k: '\u043a\u03ba',
  l: '\u04cf' + '1|!',
  m: '\u043c',
  n: '\u03b7',
  o: '\u043e\u03bf' + '0',
  p: '\u0440\u03c1',
  q: '\u051b',
  r: '\u0433',
  s: '\u0455' + '5',
  t: '\u0442\u03c4',
  u: '\u03c5',
  v: '\u0475\u03bd',
  w: '\u0461\u03c9',
  x: '\u0445\u03c7',
  y: '\u0443\u03b3',
};
const latinOf = new Map(
  Object.entries(alike).flatMap(([latin, others]) => Array.from(others, (other) => [other, latin] as const)),
);

/** What is left of a word when only its looks count. */
function looksOf(word: string): string {
  const plain = word.normalize('NFKD').toLowerCase().replaceAll(/\p{M}/gu, '');
  const latin = Array.from(plain, (character) => latinOf.get(character) ?? character).join('');
  // A large I and a small l are one stroke each.
  return latin.replaceAll('rn', 'm').replaceAll('vv', 'w').replaceAll('i', 'l');
}

function wordsOf(name: string): readonly string[] {
  return name.split(/[^\p{L}\p{M}\p{N}|!]+/u).filter((word) => word !== '');
}

/** Whether a person could take one for the other. */
export function lookAlike(one: string, other: string): boolean {
  return looksOf(wordsOf(one).join('')) === looksOf(wordsOf(other).join(''));
}

/** Whether the name begins with that other name, or with what looks like it, as words of their own: `Acme (beta)`. */
export function beginsLike(name: string, other: string): boolean {
  const words = wordsOf(name);
  return words.some((_word, index) => lookAlike(words.slice(0, index + 1).join(' '), other));
}

/** Scripts that stand together in one name and cannot be mistaken for each other. */
const together =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Latin}]*$/u;
const alone = [/^\p{Script=Cyrillic}*$/u, /^\p{Script=Greek}*$/u];
/** Letters of phoneticians and of small capitals look like plain ones and are in no name. */
const odd = /[\u0180-\u02ff\u1d00-\u1dbf\u2c60-\u2c7f\ua720-\ua7ff]/;

/** Whether its letters may stand together in one name: Latin and Cyrillic ones may not. */
export function isOfOneScript(name: string): boolean {
  const letters = name.replaceAll(/[^\p{L}]/gu, '');
  return !odd.test(letters) && [together, ...alone].some((script) => script.test(letters));
}
