// The words that bend with a number, in English, and percents.
import { once } from '../once.ts';
import { localeOf } from '../locale.ts';
import { numbersIn } from '../numbers.ts';
import { pluralsOf } from '../plurals.ts';

export const { form, counted } = pluralsOf('en');

const numbers = once(() => numbersIn(localeOf('en')));

/** "42%" of 42, with at most one decimal. */
export function percent(value: number): string {
  return numbers().percent(value);
}
