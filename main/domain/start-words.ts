// The words by which a start of the app says who asked for it, where it was no person. Pure.

/** The desktop starts it at login, maybe before its panel is there. */
export const hiddenWord = '--hidden';
/** A command needs it. */
export const commandWord = '--for-command';

/** Whether an app that runs already is to show its window. @param words of the start that found it */
export function asksForWindow(words: readonly string[]): boolean {
  return !words.includes(hiddenWord) && !words.includes(commandWord);
}
