// What a language has to say about the findings of Doctor. Pure.
import type { FindingKind, Repair } from './finding.ts';

export interface AboutFinding {
  /** The program that it is about, as a person calls it. */
  readonly program: string;
  readonly where: string;
  readonly detail: string;
}

export interface FindingWords {
  readonly what: string;
  readonly next: string;
}

export interface FindingTexts {
  /** Where it is about none that can be named. */
  readonly theProgram: string;
  readonly words: Readonly<Record<FindingKind, (about: AboutFinding) => FindingWords>>;
  /** What a repair does, as the label of a button. */
  readonly repairs: Readonly<Record<Repair['kind'], string>>;
}
