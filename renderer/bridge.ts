// The renderer's side of the door: typed calls and pushes; whatever goes wrong comes back as a problem to show.
import type {
  Bridge,
  CallAnswer,
  CallInput,
  CallName,
  Outcome,
  PushName,
  Pushes,
} from '../preload/contract.ts';
import { messages } from './messages.ts';

declare global {
  interface Window {
    /** Set by the preload script; absent when that did not run. */
    readonly gatehouse?: Bridge;
  }
}

export async function ask<Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
): Promise<Outcome<CallAnswer<Name>>> {
  const silent: Outcome<CallAnswer<Name>> = { ok: false, problem: messages.noAnswer };
  try {
    return (await window.gatehouse?.call(name, input)) ?? silent;
  } catch {
    // Main answers failures as values, so a rejection means that main itself is not listening.
    return silent;
  }
}

export function listen<Name extends PushName>(name: Name, listener: (payload: Pushes[Name]) => void): void {
  window.gatehouse?.on(name, listener);
}
