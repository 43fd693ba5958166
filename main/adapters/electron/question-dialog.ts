// Questions in dialogs of the app itself, one after the other: no page, no channel and no command line can answer one.
import { dialog, screen } from 'electron/main';
import type { Language } from '../../domain/language.ts';
import { dialogWords } from './dialog-words.ts';

/** Whoever is there has read it by then; nobody is asked for an answer hours later. */
const answerLimitMs = 60_000;
/** A program that asks and asks must not keep the person busy. */
const mostWaiting = 3;

const awakeEveryMs = 100;

export interface DialogQuestion {
  readonly message: string;
  readonly detail: string;
  /** The first one changes nothing: it is what Enter and closing the dialog mean. */
  readonly buttons: readonly string[];
}

export interface QuestionDialogs {
  /** The button that was pressed; undefined when there was no answer in time, nobody to ask, or the signal has aborted. */
  ask(question: DialogQuestion, signal?: AbortSignal): Promise<string | undefined>;
}

export function hasDisplay(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const isThere = process.platform !== 'linux' || DISPLAY !== undefined || WAYLAND_DISPLAY !== undefined;
  return isThere && screen.getAllDisplays().length > 0;
}

/**
 * Waits for a dialog. Its answer comes from outside of Node's event loop, which sleeps through it: what follows would wait
 * for the next thing that happens to wake the loop. So the loop is kept awake until the answer has got into it.
 */
export async function answerOf<Answer>(shown: Promise<Answer>): Promise<Answer> {
  const awake = setInterval(() => undefined, awakeEveryMs);
  try {
    return await shown;
  } finally {
    await new Promise(setImmediate);
    clearInterval(awake);
  }
}

async function show(
  { message, detail, buttons }: DialogQuestion,
  title: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  if (signal?.aborted === true || !hasDisplay()) return undefined;
  const closing = new AbortController();
  const close = (): void => {
    closing.abort();
  };
  const limit = setTimeout(close, answerLimitMs);
  signal?.addEventListener('abort', close);
  const shown = dialog.showMessageBox({
    type: 'warning',
    title,
    message,
    detail,
    buttons: [...buttons],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
    signal: closing.signal,
  });
  const { response } = await answerOf(shown).finally(() => {
    clearTimeout(limit);
    signal?.removeEventListener('abort', close);
  });
  // A dialog that was closed from here answers like one that the person has closed.
  return closing.signal.aborted ? undefined : buttons[response];
}

/**
 * Those who ask here wait for each other; who comes when too many wait is not answered.
 * @param language of the title
 */
export function createQuestionDialogs(language: () => Language): QuestionDialogs {
  let asking: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  return {
    async ask(question, signal) {
      if (waiting >= mostWaiting) return undefined;
      waiting += 1;
      const answer = asking.then(() => show(question, dialogWords[language()].asks, signal));
      asking = answer.catch(() => undefined);
      try {
        return await answer;
      } finally {
        waiting -= 1;
      }
    },
  };
}
