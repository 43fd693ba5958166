// The settings' section on what protects the keys: which of three ways is in use, and the change to another.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { KeyStoreView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { PassphraseForm } from './passphrase-form.tsx';
import { ProblemNote } from './problem-note.tsx';
import { SettingsSection } from './settings-section.tsx';

export interface KeyStoreSettingsProps {
  readonly keyStore: KeyStoreView;
  /** Whether the settings were opened for this section. */
  readonly isTarget: boolean;
}

export function KeyStoreSettings({ keyStore, isTarget }: KeyStoreSettingsProps) {
  return (
    <SettingsSection title={messages.protection} effect={messages.protectionEffect} isTarget={isTarget}>
      <ChosenWay keyStore={keyStore} kind="system" />
      <PassphraseWay keyStore={keyStore} />
      <ChosenWay keyStore={keyStore} kind="memory" />
    </SettingsSection>
  );
}

interface WayProps {
  readonly keyStore: KeyStoreView;
}

/** A way that needs nothing but the choice. */
function ChosenWay({ keyStore, kind }: WayProps & { readonly kind: 'system' | 'memory' }) {
  const choose = useIntent('keyStore.choose');
  const isInUse = keyStore.kind === kind;
  return (
    <Way
      keyStore={keyStore}
      kind={kind}
      action={
        isInUse ? null : (
          <button
            type="button"
            class="button button-small"
            aria-label={messages.useProtection(kind)}
            aria-disabled={choose.busy}
            aria-busy={choose.busy}
            onClick={() => {
              if (!choose.busy) void choose.send({ kind });
            }}
          >
            {messages.use}
          </button>
        )
      }
    >
      <ProblemNote problems={[isInUse ? keyStore.problem : choose.problem]} />
    </Way>
  );
}

function PassphraseWay({ keyStore }: WayProps) {
  const entering = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const returned = useRef(false);
  const isInUse = keyStore.kind === 'passphrase';
  const isLocked = isInUse && keyStore.passphrase === 'locked';
  const isClosed = isInUse && keyStore.passphrase !== 'open';

  // Back from the form, the keyboard goes on from where it was asked for.
  useLayoutEffect(() => {
    if (returned.current) button.current?.focus();
    returned.current = entering.value;
  }, [entering.value]);

  return (
    <Way
      keyStore={keyStore}
      kind="passphrase"
      action={
        (!isInUse || isClosed) &&
        !entering.value && (
          <button
            ref={button}
            type="button"
            class="button button-small"
            onClick={() => {
              entering.value = true;
            }}
          >
            {keyStore.passphrase === 'none' ? messages.choosePassphrase : messages.enterPassphrase}
          </button>
        )
      }
    >
      {isLocked && <p class="setting-effect">{messages.protectionLocked}</p>}
      <ProblemNote problems={[isInUse && !entering.value ? keyStore.problem : null]} />
      {entering.value && (
        <PassphraseForm
          isNew={keyStore.passphrase === 'none'}
          asked={1}
          onClosed={() => {
            entering.value = false;
          }}
        />
      )}
    </Way>
  );
}

interface WayFrameProps extends WayProps {
  readonly kind: KeyStoreView['kind'];
  readonly action: ComponentChildren;
  readonly children: ComponentChildren;
}

function Way({ keyStore, kind, action, children }: WayFrameProps) {
  const name = useId();
  return (
    <div
      class="setting"
      role="group"
      aria-labelledby={name}
      data-changed={keyStore.kind === kind && kind !== 'system' ? '' : undefined}
    >
      <div class="setting-line setting-line-way">
        <div class="setting-words">
          <p id={name} class="setting-label">
            {messages.protectionName(kind)}
          </p>
          <p class="setting-effect">{messages.protectionIs(kind, keyStore.backend)}</p>
        </div>
        {keyStore.kind === kind && <span class="badge badge-main">{messages.inUse}</span>}
        {action}
      </div>
      {children}
    </div>
  );
}
