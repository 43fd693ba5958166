// Whether somebody is there to see the figures, as Electron tells. Loaded on use: it talks to the system bus.
import { powerMonitor } from 'electron/main';
import type { Presence } from '../../ports.ts';

const awayAfterSeconds = 10 * 60;

/** @param windowVisible whether the window is open */
export function createPresence(windowVisible: () => boolean): Presence {
  return {
    attention() {
      if (powerMonitor.isOnBatteryPower() || powerMonitor.getSystemIdleTime() > awayAfterSeconds)
        return 'away';
      return windowVisible() ? 'visible' : 'hidden';
    },
    onWake(woken) {
      powerMonitor.on('resume', woken);
    },
  };
}
