// What the window draws of something that went wrong.

/** A sentence on what happened and one on what to do next. */
export interface ProblemView {
  readonly code: string;
  readonly what: string;
  readonly next: string;
}
