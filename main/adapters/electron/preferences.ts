// What the person chose, in electron-store. Never a secret, never anything that cannot be chosen again.
import * as z from 'zod/mini';
import type { Preferences } from '../../ports.ts';

// The store's own schema language would compile code at every start; ours is there anyway.
const preferredShape = z.optional(z.string().check(z.maxLength(32)));
const saidShape = z.array(z.string().check(z.maxLength(400)));

/** @param folder the configuration folder; the file in it is preferences.json */
export async function openPreferences(folder: string): Promise<Preferences> {
  // Loaded on use: not needed to show the tray.
  const { default: Store } = await import('electron-store');
  // Unreadable preferences are started anew, and a value of the wrong kind counts as not chosen.
  const store = new Store<Record<string, unknown>>({
    cwd: folder,
    name: 'preferences',
    clearInvalidConfig: true,
  });
  return {
    preferredProvider: () => preferredShape.safeParse(store.get('preferredProvider')).data,
    setPreferredProvider: (id) => {
      store.set('preferredProvider', id);
    },
    saidAlerts: () => saidShape.safeParse(store.get('saidAlerts')).data ?? [],
    setSaidAlerts: (keys) => {
      store.set('saidAlerts', [...keys]);
    },
  };
}
