// What the first steps draw beside the settings: logins that are on this computer already, and the command line.
import type { ProblemView } from './view-problem.ts';

/** A login or key that stands on this computer already. */
export interface FoundLoginView {
  /** The same each time. */
  readonly id: string;
  /** `login`: its program keeps it, and goes on doing so. `api-key`: it is kept here as well. */
  readonly kind: 'login' | 'api-key';
  /** As a person calls it. */
  readonly provider: string;
  /** An e-mail address, or a key as its ends. */
  readonly label: string;
  readonly organization: string | null;
  readonly plan: string | null;
  /** The program whose it is, or whose settings hold it. */
  readonly owner: string;
  /** Files or variables. */
  readonly where: readonly string[];
  /** Whether it is an account here already. */
  readonly state: 'new' | 'known';
}

export interface FoundLoginsView {
  readonly logins: readonly FoundLoginView[];
  /** What cannot be looked at on this computer, each as a sentence. */
  readonly unseen: readonly string[];
}

/** What became of one that was to be taken over. */
export interface TakenLoginView {
  readonly id: string;
  readonly outcome: 'taken' | 'known' | 'failed';
  readonly problem: ProblemView | null;
}

/** Whether a terminal finds `gatehouse`, and how it can. */
export interface TerminalView {
  /** Where it is found; null when it is not. */
  readonly found: string | null;
  /** The link that can be made here; null where none can. `taken`: what stands in its place is not ours. */
  readonly link: { readonly path: string; readonly kind: 'absent' | 'ours' | 'taken' } | null;
  /** What does the same by hand; null where nothing can. */
  readonly command: string | null;
}
