// What a quota counts where it is not percent, as people read it: money, requests, tokens, credits.
import { messages } from './messages.ts';
import type { Status } from '../broker/protocol.ts';

export type ShownAccount = Status['providers'][number]['accounts'][number];
export type ShownWindow = ShownAccount['windows'][number];

type Amount = NonNullable<ShownWindow['amount']>;

const currencyCode = /^[A-Z]{3}$/;

/** The figures as text, with what they count behind them where that is no currency. */
function writerFor({ unit, currency }: Amount): {
  readonly figure: (value: number) => string;
  readonly noun: string;
} {
  const isMoney = currency !== null && currencyCode.test(currency);
  const format = new Intl.NumberFormat('en', {
    ...(isMoney ? { style: 'currency', currency } : { maximumFractionDigits: 2 }),
  });
  return {
    figure: (value) => format.format(value),
    noun: unit === 'currency' ? '' : ` ${messages.quota.units[unit]}`,
  };
}

/** For example `120 of 300 requests used`; undefined without a figure. */
export function amountText({ amount }: Pick<ShownWindow, 'amount'>): string | undefined {
  if (amount === null) return undefined;
  const { used, limit, left } = amount;
  const { figure, noun } = writerFor(amount);
  const words = messages.quota.amount;
  if (used !== null)
    return words.used(`${figure(used)}${limit === null ? '' : ` of ${figure(limit)}`}${noun}`);
  if (left !== null)
    return words.left(`${figure(left)}${limit === null ? '' : ` of ${figure(limit)}`}${noun}`);
  return limit === null ? undefined : words.limit(`${figure(limit)}${noun}`);
}
