// The words that bend with a number, in German, and percents.
import { once } from '../once.ts';
import { localeOf } from '../locale.ts';
import { numbersIn } from '../numbers.ts';
import { pluralsOf } from '../plurals.ts';

export const { form, counted } = pluralsOf('de');

const numbers = once(() => numbersIn(localeOf('de')));

/** "42 %" of 42, with at most one decimal. */
export function percent(value: number): string {
  return numbers().percent(value);
}
