// Why Gatehouse does not start, for somebody who has started it from the desktop and reads no terminal.
import { app, dialog } from 'electron/main';
import { languageOf, type Language } from '../../domain/language.ts';
import { answerOf } from './question-dialog.ts';

/** Nobody may be there, as at a start with the desktop. */
const limitMs = 10 * 60_000;

/** Whether what is written to a terminal is read by nobody. */
export function lacksTerminal(): boolean {
  return ![process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
}

/**
 * Call before Electron is ready, and where there is a display. Electron's own box for errors shows nothing on Linux until
 * then. Resolves when it was closed.
 * @param words in the language of the desktop: the choice of the person has not been read yet
 */
export async function showRefusal(
  words: (language: Language) => { readonly message: string; readonly detail: string },
): Promise<void> {
  await app.whenReady();
  const language = languageOf('system', app.getPreferredSystemLanguages());
  const signal = AbortSignal.timeout(limitMs);
  await answerOf(
    dialog.showMessageBox({ type: 'error', title: 'Gatehouse', buttons: ['OK'], signal, ...words(language) }),
  );
}
