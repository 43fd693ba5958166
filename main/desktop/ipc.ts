// The door's main side: every call of the contract, checked for sender and shape, run, answered as a value.
import { ipcMain, type IpcMainInvokeEvent } from 'electron/main';
import * as z from 'zod/mini';
import { Failure, toFailure } from '../domain/failure.ts';
import type { Language } from '../domain/language.ts';
import { problemView } from '../state/problem-view.ts';
import {
  calls,
  type CallAnswer,
  type CallInput,
  type CallName,
  type Outcome,
} from '../../preload/contract.ts';
import { callNames } from '../../preload/names.ts';

export type Handlers = {
  readonly [Name in CallName]: (input: CallInput<Name>) => Promise<CallAnswer<Name>> | CallAnswer<Name>;
};

export interface DoorParts {
  readonly handlers: Handlers;
  readonly owns: (frame: Electron.WebFrameMain | null) => boolean;
  /** Of the words for what fails. */
  readonly language: () => Language;
  /** Takes the names of accounts out of an answer, where they are to be hidden. */
  readonly shown: <Value>(value: Value) => Value;
  readonly warn: (message: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** The contract's schemas, with the link between a call's name and its input kept for the compiler. */
const schemas: { readonly [Name in CallName]: z.core.$ZodType<CallInput<Name>> } = calls;

export function openDoor({ handlers, owns, language, shown, warn }: DoorParts): void {
  const register = <Name extends CallName>(name: Name, handler: Handlers[Name]): void => {
    ipcMain.handle(
      name,
      async (event: IpcMainInvokeEvent, input: unknown): Promise<Outcome<CallAnswer<Name>>> => {
        try {
          if (!owns(event.senderFrame)) throw new Failure('broker/not-granted');
          const parsed = z.safeParse(schemas[name], input);
          if (!parsed.success) throw new Failure('broker/bad-request', { detail: name });
          const value = await handler(parsed.data);
          // The view was made without them, and the window sends parts of it back.
          return { ok: true, value: name === 'view.get' ? value : shown(value) };
        } catch (thrown) {
          const failure = toFailure(thrown);
          warn('call failed', { name, failure });
          return { ok: false, problem: shown(problemView(failure.toValue(), language())) };
        }
      },
    );
  };
  for (const name of callNames) register(name, handlers[name]);
}
