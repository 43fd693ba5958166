// What a quota counts where it is not percent, as a terminal says it.
import { amountWords } from '../domain/amount-words.ts';
import { messages } from './messages.ts';
import type { Status } from '../broker/protocol.ts';

export type ShownAccount = Status['providers'][number]['accounts'][number];
export type ShownWindow = ShownAccount['windows'][number];

/** For example `120 of 300 requests used`, or that there is no limit; undefined without a figure. */
export function amountText({
  amount,
  unlimited,
}: Pick<ShownWindow, 'amount' | 'unlimited'>): string | undefined {
  if (unlimited) return messages.quota.unlimited;
  return amount === null ? undefined : amountWords('en', amount);
}
