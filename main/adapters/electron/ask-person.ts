// Asks the person for a yes, and for a program, in dialogs of the app itself.
import { dialog } from 'electron/main';
import type { AskPerson } from '../../ports.ts';
import { answerOf, createQuestionDialogs, hasDisplay } from './question-dialog.ts';

/** The dialog closes with a no when the signal of the question aborts. */
export function createAskPerson(): AskPerson {
  const dialogs = createQuestionDialogs();
  return {
    async ask({ title, detail, confirm }, signal) {
      const question = { message: title, detail, buttons: ['Cancel', confirm] };
      return (await dialogs.ask(question, signal)) === confirm;
    },
  };
}

/** Lets the person say where to save something. Undefined when they would rather not, or nobody could see the dialog. */
export async function chooseSavePath(name: string): Promise<string | undefined> {
  if (!hasDisplay()) return undefined;
  const shown = dialog.showSaveDialog({
    title: 'Save as',
    defaultPath: name,
    properties: ['dontAddToRecent', 'showOverwriteConfirmation'],
  });
  const { filePath } = await answerOf(shown);
  return filePath === '' ? undefined : filePath;
}

/** Lets the person point at a program. Undefined when they would rather not, or nobody could see the dialog. */
export async function chooseProgram(): Promise<string | undefined> {
  if (!hasDisplay()) return undefined;
  const shown = dialog.showOpenDialog({
    title: 'Choose a program to run for events',
    buttonLabel: 'Choose',
    properties: ['openFile', 'showHiddenFiles', 'dontAddToRecent'],
  });
  const { filePaths } = await answerOf(shown);
  return filePaths[0];
}
