// All providers that the person wants to see, and below them the names of those that take no room.
import { useEffect, useRef } from 'preact/hooks';
import type { ProviderView, View } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { shownProvider } from '../state.ts';
import { ProblemNote } from './problem-note.tsx';
import { ProviderSection } from './provider-section.tsx';

/** Hidden and without anything to show; what has an account, or something under way, is always drawn. */
export function isHidden({ id, accounts, signIn, problem }: ProviderView, { settings }: View): boolean {
  return (
    settings.hiddenProviders.includes(id) && accounts.length === 0 && signIn === null && problem === null
  );
}

export interface ProviderListProps {
  readonly view: View;
  /** Whether something beside the list offers all of them already. */
  readonly areAllOffered?: boolean;
}

export function ProviderList({ view: current, areAllOffered = false }: ProviderListProps) {
  const { providers, selection, switching, settings } = current;
  const change = useIntent('settings.change');
  const list = useRef<HTMLDivElement>(null);
  /** The one that was asked for, until it is there. */
  const awaited = useRef<string | null>(null);
  const asked = shownProvider.value?.provider ?? null;
  const hidden = providers.filter((each) => isHidden(each, current));
  const drawn = providers.filter((each) => !hidden.includes(each));

  const show = (ids: readonly string[]): void => {
    const left = settings.hiddenProviders.filter((id) => !ids.includes(id));
    void change.send({ hiddenProviders: [...left] });
  };

  // Whoever asks for a hidden one, by the tray or the command line, wants it back.
  const askedHidden = hidden.some(({ id }) => id === asked);
  useEffect(() => {
    if (askedHidden && asked !== null) show([asked]);
  }, [askedHidden]);

  // The button has gone with what it showed.
  useEffect(() => {
    const id = awaited.current;
    if (id === null || hidden.some((each) => each.id === id)) return;
    awaited.current = null;
    list.current?.querySelector<HTMLElement>(`[data-provider="${CSS.escape(id)}"] .provider-title`)?.focus();
  });

  return (
    <div ref={list} class="providers">
      {drawn.map((provider) => (
        <ProviderSection
          key={provider.id}
          provider={provider}
          selection={selection}
          isSwitching={switching.running !== null}
        />
      ))}
      {hidden.length > 0 && !areAllOffered && (
        <div class="hidden-providers">
          <span id="hidden-providers-name">{messages.moreProviders}</span>
          <ul aria-labelledby="hidden-providers-name">
            {hidden.map(({ id, label }) => (
              <li key={id}>
                <button
                  type="button"
                  class="quiet-button quiet-button-small"
                  aria-label={messages.showProvider(label)}
                  aria-disabled={change.busy}
                  onClick={() => {
                    if (change.busy) return;
                    awaited.current = id;
                    show([id]);
                  }}
                >
                  {label}
                </button>
              </li>
            ))}
          </ul>
          <ProblemNote problems={[change.problem]} />
        </div>
      )}
    </div>
  );
}
