// Dialogs of the app itself: no page, no channel and no command line can answer one.
import { dialog, screen } from 'electron/main';
import type { AskPerson } from '../../ports.ts';

/** Whoever is there has read it by then; nobody is asked for an answer hours later. */
const answerLimitMs = 60_000;
/** A program that asks and asks must not keep the person busy. */
const mostWaiting = 3;

const awakeEveryMs = 100;

const dialogTitle = 'Gatehouse asks';

type Question = Parameters<AskPerson['ask']>[0];

const never = new AbortController().signal;

function hasDisplay(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const isThere = process.platform !== 'linux' || DISPLAY !== undefined || WAYLAND_DISPLAY !== undefined;
  return isThere && screen.getAllDisplays().length > 0;
}

/**
 * Waits for a dialog. Its answer comes from outside of Node's event loop, which sleeps through it: what follows would wait
 * for the next thing that happens to wake the loop. So the loop is kept awake until the answer has got into it.
 */
async function answerOf<Answer>(shown: Promise<Answer>): Promise<Answer> {
  const awake = setInterval(() => undefined, awakeEveryMs);
  try {
    return await shown;
  } finally {
    await new Promise(setImmediate);
    clearInterval(awake);
  }
}

/** The dialog closes with a no when the signal of the question aborts. */
export function createAskPerson(): AskPerson {
  let asking: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  async function show({ title, detail, confirm }: Question, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted || !hasDisplay()) return false;
    const buttons = ['Cancel', confirm];
    const closing = new AbortController();
    const close = (): void => {
      closing.abort();
    };
    const limit = setTimeout(close, answerLimitMs);
    signal.addEventListener('abort', close);
    const shown = dialog.showMessageBox({
      type: 'warning',
      title: dialogTitle,
      message: title,
      detail,
      buttons,
      defaultId: 0,
      cancelId: 0,
      noLink: true,
      signal: closing.signal,
    });
    const { response } = await answerOf(shown).finally(() => {
      clearTimeout(limit);
      signal.removeEventListener('abort', close);
    });
    return buttons[response] === confirm;
  }

  return {
    async ask(question: Question, signal: AbortSignal = never): Promise<boolean> {
      if (waiting >= mostWaiting) return false;
      waiting += 1;
      const answer = asking.then(() => show(question, signal));
      asking = answer.catch(() => undefined);
      try {
        return await answer;
      } finally {
        waiting -= 1;
      }
    },
  };
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
