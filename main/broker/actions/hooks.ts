// What the local service can have done with programs that are run for events.
import type { HookEvent, HookEventName } from '../../domain/hook-event.ts';
import type { HooksAnswer } from '../protocol/hooks.ts';
import type { HookActions } from '../routes/hooks.ts';
import type { ViewAtHand } from './shown.ts';

export interface HookParts {
  readonly hooks: {
    /** Looks at every program as it is now; the view says what was found. */
    list(): Promise<unknown>;
    /**
     * Asks the person in a dialog of the app first, until the signal says that nobody waits for the answer any more.
     * @throws Failure `hook/unsuitable`, `hook/refused`
     */
    add(event: HookEventName, program: string, signal: AbortSignal): Promise<void>;
    remove(event: HookEventName, program: string): Promise<void>;
    exampleEvent(event: HookEventName): HookEvent;
  };
}

export function hookActions({ hooks }: HookParts, { view, loadedView }: ViewAtHand): HookActions {
  const answer = (): HooksAnswer => ({ schema: 1, hooks: [...view().settings.hooks] });
  return {
    async list() {
      await loadedView();
      await hooks.list();
      return answer();
    },
    async add(event, program, signal) {
      await loadedView();
      await hooks.add(event, program, signal);
      return answer();
    },
    async remove(event, program) {
      await loadedView();
      await hooks.remove(event, program);
      return answer();
    },
    async example(event) {
      await loadedView();
      return hooks.exampleEvent(event);
    },
  };
}
