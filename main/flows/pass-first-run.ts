// Whoever has accounts when the app starts needs no first steps, also when the last account goes later.
import type { SettingsChanges } from '../domain/settings.ts';
import type { State } from '../state/state.ts';
import type { Store } from '../state/store.ts';

export interface FirstRunParts {
  readonly store: Store;
  readonly changeSettings: (changes: SettingsChanges) => void | Promise<void>;
}

/** Looks once, when the stored accounts have been read. @throws what changing the settings throws */
export function passFirstRun({ store, changeSettings }: FirstRunParts): void {
  const look = ({ loaded, accounts, settings }: State): boolean => {
    if (!loaded) return false;
    if (accounts.length > 0 && settings.firstRun === 'new') void changeSettings({ firstRun: 'done' });
    return true;
  };
  if (look(store.state())) return;
  const unsubscribe = store.subscribe((state) => {
    if (!state.loaded) return;
    // First, for changing the settings is told here as well.
    unsubscribe();
    look(state);
  });
}
