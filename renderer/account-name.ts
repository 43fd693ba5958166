// What an account is called where its label alone does not tell it from another.
import type { AccountView } from '../preload/view.ts';
import { messages } from './messages.ts';

/** @param all the accounts of its provider */
export function accountName({ id, label, organization }: AccountView, all: readonly AccountView[]): string {
  const isAlone = all.every((other) => other.id === id || other.label !== label);
  return isAlone || organization === null ? label : messages.accountOf(label, organization);
}
