// What a person types into a field of the settings: a draft until Enter or leaving the field; only a good one is sent.
import { useSignal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import type { TargetedEvent, TargetedKeyboardEvent } from 'preact';
import type { CallInput } from '../preload/contract.ts';
import type { ProblemView } from '../preload/view.ts';
import { useIntent } from './intent.ts';

/** What a text means: its usual form and what to send, or why it cannot be sent. */
export type Draft =
  { readonly text: string; readonly change: CallInput<'settings.change'> } | { readonly fault: string };

export interface DraftField {
  readonly fault: string | null;
  readonly problem: ProblemView | null;
  /** For the input. */
  readonly props: {
    readonly value: string;
    readonly readOnly: boolean;
    readonly 'aria-invalid': boolean;
    readonly 'aria-busy': boolean;
    readonly onInput: (event: TargetedEvent<HTMLInputElement>) => void;
    readonly onBlur: () => void;
    readonly onKeyDown: (event: TargetedKeyboardEvent<HTMLInputElement>) => void;
  };
}

/**
 * @param shown what main says, in its usual form
 * @param read what was typed, without spaces round it
 */
export function useDraft(shown: string, read: (typed: string) => Draft): DraftField {
  const settings = useIntent('settings.change');
  /** What stands in the field while it is not yet what main says. */
  const typed = useSignal<string | null>(null);
  /** Why is read anew each time, for the language may change meanwhile. */
  const refused = useSignal(false);

  const forget = (): void => {
    typed.value = null;
    refused.value = false;
  };

  // Changed elsewhere, such as by the way back to the usual: what was typed before no longer counts.
  useLayoutEffect(() => {
    if (!settings.busy) forget();
  }, [shown]);

  const faultNow = (): string | null => {
    if (!refused.value || typed.value === null) return null;
    const draft = read(typed.value.trim());
    return 'fault' in draft ? draft.fault : null;
  };
  const fault = faultNow();

  const commit = (): void => {
    if (typed.value === null || settings.busy) return;
    const draft = read(typed.value.trim());
    refused.value = 'fault' in draft;
    if ('fault' in draft) return;
    if (draft.text === shown) forget();
    else void settings.send(draft.change).then(forget);
  };

  return {
    fault,
    problem: settings.problem,
    props: {
      value: typed.value ?? shown,
      readOnly: settings.busy,
      'aria-invalid': fault !== null,
      'aria-busy': settings.busy,
      onInput({ currentTarget }) {
        typed.value = currentTarget.value;
        refused.value = false;
      },
      onBlur: commit,
      onKeyDown(event) {
        if (event.key === 'Enter') commit();
        if (event.key !== 'Escape' || typed.value === null) return;
        // The first Escape takes back what was typed; the next one leaves the page.
        event.stopPropagation();
        forget();
      },
    },
  };
}
