// A question that a person answers with yes or no in a dialog of the app itself.

export interface YesNoQuestion {
  readonly title: string;
  readonly detail: string;
  /** The button that means yes. */
  readonly confirm: string;
}

/** A dialog is as wide as its longest word, and must not be wider than the screen. */
const lineOfDialog = /.{1,80}/gu;

/** The text in pieces that a dialog shows whole. */
export function dialogLines(text: string): readonly string[] {
  return text.match(lineOfDialog) ?? [];
}
