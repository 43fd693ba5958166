// Which form of a word a number takes, and how the number itself is written, in each language.
import type { Language } from '../../preload/view.ts';
import { localeOf } from './locale.ts';
import { numbersIn } from './numbers.ts';
import { once } from './once.ts';

interface Plurals {
  /** Only the word. */
  readonly form: (count: number, one: string, other: string) => string;
  /** "1 entry", "1,204 entries". */
  readonly counted: (count: number, one: string, other: string) => string;
}

/** For languages with two forms, as those of the window are. */
export function pluralsOf(language: Language): Plurals {
  const rules = once(() => new Intl.PluralRules(language));
  const numbers = once(() => numbersIn(localeOf(language)));
  const form: Plurals['form'] = (count, one, other) => (rules().select(count) === 'one' ? one : other);
  return { form, counted: (count, one, other) => `${numbers().figure(count)} ${form(count, one, other)}` };
}
