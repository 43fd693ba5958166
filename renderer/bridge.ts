// The renderer's side of the door: typed calls and pushes; whatever goes wrong comes back as a problem to show.
import type {
  Bridge,
  CallAnswer,
  CallInput,
  CallName,
  Outcome,
  PushName,
  Pushes,
  Text,
} from '../preload/contract.ts';
import type { ProblemView } from '../preload/view.ts';
import { messages } from './messages.ts';

declare global {
  interface Window {
    /** Set by the preload script; absent when that did not run. */
    readonly gatehouse?: Bridge;
  }
}

/** Its words are read where they are drawn: it may stay in sight while the language changes. */
const noAnswer: ProblemView = {
  code: 'internal',
  get what() {
    return messages.noAnswer.what;
  },
  get next() {
    return messages.noAnswer.next;
  },
};

/** The compiler takes our word for it: the other end is made from the same contract. */
function valueOf<Value>(text: Text<Value>): Value;
function valueOf(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return value;
}

export async function ask<Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
): Promise<Outcome<CallAnswer<Name>>> {
  const silent: Outcome<CallAnswer<Name>> = { ok: false, problem: noAnswer };
  try {
    const text = await window.gatehouse?.call(name, input);
    return text === undefined ? silent : valueOf(text);
  } catch {
    // Main answers failures as values, so a rejection means that main itself is not listening.
    return silent;
  }
}

export function listen<Name extends PushName>(name: Name, listener: (payload: Pushes[Name]) => void): void {
  window.gatehouse?.on(name, (text) => {
    listener(valueOf(text));
  });
}
