// Which form of a word a number takes, and how the number itself is written, in each language.
import type { Language } from '../../preload/view.ts';
import { localeOf } from './locale.ts';
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
  const figure = once(() => new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: 2 }));
  const form: Plurals['form'] = (count, one, other) => (rules().select(count) === 'one' ? one : other);
  return { form, counted: (count, one, other) => `${figure().format(count)} ${form(count, one, other)}` };
}
