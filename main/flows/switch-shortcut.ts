// One press of the shortcut prefers the next provider that has an account.
import { Failure } from '../domain/failure.ts';
import type { ProviderId } from '../domain/ids.ts';
import type { Shortcuts } from '../ports.ts';
import type { State } from '../state/state.ts';
import type { Store } from '../state/store.ts';

export interface SwitchShortcutParts {
  readonly store: Store;
  readonly shortcuts: Shortcuts;
  /** The provider that is preferred now. */
  readonly preferred: (state: State) => ProviderId | undefined;
  /** In the order of the list. */
  readonly providers: readonly { readonly id: ProviderId }[];
  /** What comes of it is in the state. */
  readonly prefer: (provider: ProviderId) => void;
}

/** Follows the setting from now on; returns the function that ends it. */
export function followShortcut({
  store,
  shortcuts,
  preferred,
  providers,
  prefer,
}: SwitchShortcutParts): () => void {
  let held: string | null = null;

  function press(): void {
    const state = store.state();
    const usable = providers.filter(({ id }) => state.accounts.some(({ provider }) => provider === id));
    const place = usable.findIndex(({ id }) => id === preferred(state));
    const next = usable[(place + 1) % usable.length];
    if (next !== undefined && next.id !== preferred(state)) prefer(next.id);
  }

  function hold({ settings, problems }: State): void {
    const { switchShortcut: wanted } = settings;
    if (wanted === held) return;
    held = wanted;
    const outcome = shortcuts.set(wanted, press);
    if (outcome !== 'set') {
      const code = outcome === 'taken' ? 'selection/shortcut-taken' : 'selection/no-shortcuts';
      const failure = new Failure(code, { subject: wanted ?? '' });
      store.dispatch({ type: 'problem.found', about: 'shortcut', failure: failure.toValue() });
    } else if (problems.has('shortcut')) store.dispatch({ type: 'problem.gone', about: 'shortcut' });
  }

  hold(store.state());
  const unsubscribe = store.subscribe((state, event) => {
    if (event.type === 'settings.changed') hold(state);
  });
  return () => {
    unsubscribe();
    shortcuts.set(null, () => undefined);
  };
}
