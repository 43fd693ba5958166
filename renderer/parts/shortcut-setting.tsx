// The shortcut that prefers the next provider: a field that takes the keys that are pressed in it, and a button that clears it.
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { SettingsView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { pressedKeys, type PressedKeys } from '../shortcut-keys.ts';
import { ProblemNote } from './problem-note.tsx';

type Fault = Extract<PressedKeys, { readonly kind: 'fault' }>['fault'];

export function ShortcutSetting({ shortcut }: { readonly shortcut: SettingsView['shortcut'] }) {
  const { keys, problem } = shortcut;
  const field = useId();
  const effect = useId();
  const fault = useSignal<Fault | null>(null);
  const settings = useIntent('settings.change');

  const choose = (switchShortcut: string | null): void => {
    fault.value = null;
    if (!settings.busy && switchShortcut !== keys) void settings.send({ switchShortcut });
  };

  return (
    <div class="setting" data-changed={keys === null ? undefined : ''}>
      <div class="setting-line setting-line-number">
        <label class="setting-words setting-label" for={field}>
          {messages.shortcut}
        </label>
        <div class="figure figure-keys">
          <input
            id={field}
            class="field field-keys"
            readOnly
            value={keys ?? ''}
            placeholder={messages.noShortcut}
            aria-describedby={effect}
            aria-invalid={fault.value !== null}
            aria-busy={settings.busy}
            onKeyDown={(event) => {
              const pressed = pressedKeys(event);
              if (pressed.kind === 'none') return;
              event.preventDefault();
              if (pressed.kind === 'fault') fault.value = pressed.fault;
              else choose(pressed.keys);
            }}
            onBlur={() => {
              fault.value = null;
            }}
          />
          {keys !== null && (
            <button
              type="button"
              class="button button-small"
              aria-label={messages.clearShortcutNamed}
              aria-disabled={settings.busy}
              onClick={() => {
                choose(null);
              }}
            >
              {messages.clearShortcut}
            </button>
          )}
        </div>
      </div>
      <p id={effect} class="setting-effect">
        {messages.shortcutEffect} <span class="phrase">{messages.usually(messages.noShortcut)}</span>
      </p>
      <p class="field-missing" role="status">
        {fault.value !== null && messages.shortcutFault(fault.value)}
      </p>
      <ProblemNote problems={[settings.problem ?? problem]} />
    </div>
  );
}
