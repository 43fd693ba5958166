// Stands above everything while keys cannot be kept, with the ways out, and while they are kept in memory only.
import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { KeyStoreView } from '../../preload/view.ts';
import { useFocusHome } from '../focus.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { passphraseAsked } from '../state.ts';
import { Warning } from './icons.tsx';
import { PassphraseForm } from './passphrase-form.tsx';
import { ProblemNote } from './problem-note.tsx';

export interface KeyStoreBannerProps {
  readonly keyStore: KeyStoreView;
  /** Takes the focus when the banner goes with the control that had it. */
  readonly page: RefObject<HTMLElement | null>;
  /** Null while the settings cannot be shown. */
  readonly onSettings: ((from: HTMLElement) => void) | null;
}

export function KeyStoreBanner({ keyStore, page, onSettings }: KeyStoreBannerProps) {
  const { kind, problem } = keyStore;
  const { onFocusIn } = useFocusHome(page);
  return (
    <div class="banner-place" onFocusIn={onFocusIn}>
      <div class={problem === null ? undefined : 'banner'}>
        <ProblemNote problems={[problem]} />
        {problem !== null && <WaysOut keyStore={keyStore} />}
      </div>
      <div class={problem === null && kind === 'memory' ? 'banner' : undefined}>
        <div class="notes" role="status">
          {problem === null && kind === 'memory' && (
            <div class="note">
              <Warning />
              <p class="note-text">
                <strong>{messages.memoryBanner}</strong> {messages.memoryBannerNext}
              </p>
            </div>
          )}
        </div>
        {problem === null && kind === 'memory' && onSettings !== null && (
          <div class="actions">
            <button
              type="button"
              class="button button-small"
              onClick={({ currentTarget }) => {
                onSettings(currentTarget);
              }}
            >
              {messages.changeProtection}
            </button>
          </div>
        )}
      </div>
    </div>
  );
}

function WaysOut({ keyStore: { kind, passphrase } }: { readonly keyStore: KeyStoreView }) {
  /** Only this helps then, so that it need not be asked for. */
  const needed = kind === 'passphrase' && passphrase !== 'open';
  /** How often the passphrase was asked for; none once its form is closed. */
  const entering = useSignal(0);
  const button = useRef<HTMLButtonElement>(null);
  const returned = useRef(false);
  const choose = useIntent('keyStore.choose');

  // An account below needs it.
  const asked = passphraseAsked.value;
  const known = useRef(asked);
  useLayoutEffect(() => {
    if (known.current === asked) return;
    known.current = asked;
    entering.value += 1;
  }, [asked]);

  // Back from the form, the keyboard goes on from where it was asked for.
  useLayoutEffect(() => {
    if (returned.current) button.current?.focus();
    returned.current = entering.value > 0;
  }, [entering.value]);

  const ways = [
    ...(kind === 'memory' ? [] : [{ kind: 'memory', label: messages.keepInMemory } as const]),
    { kind: 'system', label: kind === 'system' ? messages.trySystem : messages.useSystem } as const,
  ];
  const open = needed || entering.value > 0;
  return (
    <>
      {open && (
        <PassphraseForm
          isNew={passphrase === 'none'}
          asked={entering.value}
          onClosed={
            needed
              ? null
              : () => {
                  entering.value = 0;
                }
          }
        />
      )}
      <ProblemNote problems={[choose.problem]} />
      <div class="actions" role="group" aria-label={messages.waysOut}>
        {!open && (
          <button
            ref={button}
            type="button"
            class="button button-small"
            onClick={() => {
              entering.value = 1;
            }}
          >
            {passphrase === 'none' ? messages.choosePassphrase : messages.enterPassphrase}
          </button>
        )}
        {ways.map((way) => (
          <button
            key={way.kind}
            type="button"
            class="button button-small"
            aria-disabled={choose.busy}
            onClick={() => {
              if (!choose.busy) void choose.send({ kind: way.kind });
            }}
          >
            {way.label}
          </button>
        ))}
      </div>
    </>
  );
}
