// One shortcut of the whole desktop, as Electron asks the system for it.
import { app, globalShortcut } from 'electron/main';
import type { Shortcuts } from '../../ports.ts';

/** There no program gets a key that another one has the focus for, unless the desktop has a portal for it. */
const isWayland = process.env['XDG_SESSION_TYPE'] === 'wayland';

/** Once the app is ready. It is given back when the app ends. */
export function createShortcuts(): Shortcuts {
  let held: string | null = null;

  function release(): void {
    if (held !== null) globalShortcut.unregister(held);
    held = null;
  }

  /** Some systems say yes to what another program has already: only asking again tells. */
  function isRefused(accelerator: string, pressed: () => void): boolean {
    try {
      return !(globalShortcut.register(accelerator, pressed) && globalShortcut.isRegistered(accelerator));
    } catch {
      // No accelerator at all.
      return true;
    }
  }

  app.once('will-quit', release);
  return {
    set(accelerator, pressed) {
      release();
      if (accelerator === null) return 'set';
      if (isRefused(accelerator, pressed)) return isWayland ? 'none' : 'taken';
      held = accelerator;
      return 'set';
    },
  };
}
