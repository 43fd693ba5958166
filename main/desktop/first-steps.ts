// What the first steps of a new person look at and have done, beside what the other pages do.
import type { FoundLoginsView, TakenLoginView, TerminalView } from '../../preload/view.ts';

export interface FirstSteps {
  /** Logins and keys that stand on this computer already; takes a moment. */
  findLogins(): Promise<FoundLoginsView>;
  /** One result each. @param only their ids @throws Failure `broker/bad-request` for one that is not there */
  takeLogins(only: readonly string[]): Promise<readonly TakenLoginView[]>;
  /** Shows a notice that says nothing, so that the person sees whether notices reach them. */
  tryNotice(): void;
  /** Whether a terminal finds `gatehouse`. @throws Failure `storage/unreadable` */
  terminal(): Promise<TerminalView>;
  /** Makes the link by which it does, or takes it away. @throws Failure `storage/not-ours`, `storage/write-failed` */
  linkTerminal(on: boolean): Promise<TerminalView>;
}
