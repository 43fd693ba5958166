// Puts the text of an element on the clipboard, as the person could with the keyboard.

/** Selects the text as well, so that it can be copied by hand where this answers false. */
export function copyText(element: Element): boolean {
  getSelection()?.selectAllChildren(element);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor needs a permission, and the window is given none
  return document.execCommand('copy');
}
