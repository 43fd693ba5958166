// A question that a person answers with yes or no in a dialog of the app itself.

export interface YesNoQuestion {
  readonly title: string;
  readonly detail: string;
  /** The button that means yes. */
  readonly confirm: string;
}
