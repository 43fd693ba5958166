// Asks the person for a yes, and for a program, in dialogs of the app itself.
import { dialog, type OpenDialogOptions } from 'electron/main';
import type { Language } from '../../domain/language.ts';
import type { AskPerson } from '../../ports.ts';
import { dialogWords } from './dialog-words.ts';
import { answerOf, createQuestionDialogs, hasDisplay } from './question-dialog.ts';

/**
 * The dialog closes with a no when the signal of the question aborts.
 * @param language of what stands beside the question, asked for each dialog
 */
export function createAskPerson(language: () => Language): AskPerson {
  const dialogs = createQuestionDialogs(language);
  return {
    async ask({ title, detail, confirm }, signal) {
      const question = { message: title, detail, buttons: [dialogWords[language()].cancel, confirm] };
      return (await dialogs.ask(question, signal)) === confirm;
    },
  };
}

export interface FileDialogs {
  /** Lets the person say where to save something. Undefined when they would rather not, or nobody could see the dialog. */
  readonly chooseSavePath: (name: string) => Promise<string | undefined>;
  /** Lets the person choose a file with settings. Undefined as above. */
  readonly chooseSettingsFile: () => Promise<string | undefined>;
  /** Lets the person point at a program. Undefined as above. */
  readonly chooseProgram: () => Promise<string | undefined>;
}

/** @param language of the titles, asked for each dialog */
export function createFileDialogs(language: () => Language): FileDialogs {
  async function chosen(options: OpenDialogOptions): Promise<string | undefined> {
    if (!hasDisplay()) return undefined;
    const { filePaths } = await answerOf(dialog.showOpenDialog(options));
    return filePaths[0];
  }

  return {
    async chooseSavePath(name) {
      if (!hasDisplay()) return undefined;
      const shown = dialog.showSaveDialog({
        title: dialogWords[language()].saveAs,
        defaultPath: name,
        properties: ['dontAddToRecent', 'showOverwriteConfirmation'],
      });
      const { filePath } = await answerOf(shown);
      return filePath === '' ? undefined : filePath;
    },
    chooseSettingsFile() {
      const { chooseSettings, choose } = dialogWords[language()];
      return chosen({
        title: chooseSettings,
        buttonLabel: choose,
        filters: [
          { name: 'JSON', extensions: ['json'] },
          { name: '*', extensions: ['*'] },
        ],
        properties: ['openFile', 'dontAddToRecent'],
      });
    },
    chooseProgram() {
      const { chooseProgram, choose } = dialogWords[language()];
      return chosen({
        title: chooseProgram,
        buttonLabel: choose,
        properties: ['openFile', 'showHiddenFiles', 'dontAddToRecent'],
      });
    },
  };
}
