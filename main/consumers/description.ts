// What a command-line agent reads: which file, for which accounts, and what stands in it.
import type { SignedInAccount } from '../domain/account.ts';
import type { ConsumerId } from '../domain/ids.ts';
import type { JsonChanges } from '../domain/json.ts';

/** Where things are on this machine, as the consumer itself would find them. */
export interface Places {
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface SharedFile {
  path(places: Places): string;
  /** What to write for this account; undefined when its credential does not belong into the file. */
  content(entry: SignedInAccount): JsonChanges | undefined;
  /** Another file of the consumer that can make ours pointless, and the test on its text. */
  readonly overruledBy?: { path(places: Places): string; overrules(text: string): boolean };
}

export interface ConsumerDescription {
  readonly id: ConsumerId;
  readonly label: string;
  readonly file: SharedFile;
}
