// What the person chose, in electron-store. Never a secret, never anything that cannot be chosen again.
import type { Preferences } from '../../ports.ts';

interface Stored {
  preferredProvider?: string;
  saidAlerts: string[];
}

/** @param folder the configuration folder; the file in it is preferences.json */
export async function openPreferences(folder: string): Promise<Preferences> {
  // Loaded on use: its schema compiler is not needed to show the tray.
  const { default: Store } = await import('electron-store');
  const store = new Store<Stored>({
    cwd: folder,
    name: 'preferences',
    schema: {
      preferredProvider: { type: 'string', maxLength: 32 },
      saidAlerts: { type: 'array', items: { type: 'string', maxLength: 400 }, default: [] },
    },
    // Unreadable preferences are started anew: they can all be chosen again.
    clearInvalidConfig: true,
  });
  return {
    preferredProvider: () => store.get('preferredProvider'),
    setPreferredProvider: (id) => {
      store.set('preferredProvider', id);
    },
    saidAlerts: () => store.get('saidAlerts'),
    setSaidAlerts: (keys) => {
      store.set('saidAlerts', [...keys]);
    },
  };
}
