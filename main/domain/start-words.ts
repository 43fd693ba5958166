// The words by which a start of the app says that no person has asked for its window. Pure.

/** The desktop starts it at login, maybe before its panel is there. */
export const hiddenWord = '--hidden';
/** A command needs it. */
export const commandWord = '--for-command';

/** @param words of the start */
export function asksForWindow(words: readonly string[]): boolean {
  return !words.includes(hiddenWord) && !words.includes(commandWord);
}
