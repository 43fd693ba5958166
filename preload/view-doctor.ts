// What the window draws of Doctor: whose identity each program uses, what is found, and what was repaired.

/** Whose identity a program uses now, and why. */
export interface IdentityView {
  readonly consumer: string;
  readonly label: string;
  readonly by: 'file' | 'environment' | 'keyring' | 'helper' | 'nobody';
  /** As a person recognises it; null when it cannot be told. */
  readonly identity: string | null;
  /** The account's id, when it is one of those here. */
  readonly account: string | null;
  readonly where: string | null;
  readonly why: string;
}

export interface FindingView {
  readonly id: string;
  readonly kind: string;
  /** The program that it is about, as a person calls it. */
  readonly program: string | null;
  readonly severity: 'problem' | 'warning';
  readonly what: string;
  readonly next: string;
  readonly where: string;
  readonly line: number | null;
  readonly fix: { readonly label: string; readonly changesFile: boolean } | null;
}

/** A file of the person's that a fix has changed and that can be put back. */
export interface RepairedView {
  readonly id: string;
  readonly path: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** What Doctor finds now. */
export interface DoctorView {
  /** Unix milliseconds. */
  readonly at: number;
  readonly identities: readonly IdentityView[];
  readonly findings: readonly FindingView[];
  /** Changes of earlier fixes that can be taken back. */
  readonly repaired: readonly RepairedView[];
}
