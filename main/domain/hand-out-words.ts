// What a person reads when a program has got a key for the first time.
import type { Account } from './account.ts';
import { fullName } from './account-name.ts';
import type { JudgedProgram } from './hand-out.ts';

export function handOutNotice({
  program,
  account,
  provider,
}: {
  readonly program: JudgedProgram | undefined;
  readonly account: Account;
  /** As a person calls it. */
  readonly provider: string;
}): { readonly title: string; readonly body: string } {
  const name = program === undefined ? 'A program that nobody knows' : program.path;
  return {
    title: `${provider}: a key was given out`,
    body: `${name} got the key of ${fullName(account)} for the first time. Rules: gatehouse allow list`,
  };
}
