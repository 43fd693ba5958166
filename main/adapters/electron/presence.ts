// Whether somebody is there to see the figures, and whether there is a network, as Electron tells. Loaded on use: it talks
// to the system bus.
import { net, powerMonitor } from 'electron/main';
import type { Presence, ScreenLock } from '../../ports.ts';

const awayAfterSeconds = 10 * 60;

/** @param windowVisible whether the window is open */
export function createPresence(windowVisible: () => boolean): Presence {
  return {
    attention() {
      if (powerMonitor.isOnBatteryPower()) return 'away';
      // A locked screen counts as well.
      if (['idle', 'locked'].includes(powerMonitor.getSystemIdleState(awayAfterSeconds))) return 'away';
      return windowVisible() ? 'visible' : 'hidden';
    },
    online: () => net.isOnline(),
    onChange(changed) {
      powerMonitor.on('suspend', () => {
        changed('asleep');
      });
      powerMonitor.on('resume', () => {
        changed('woken');
      });
      const attention = (): void => {
        changed('attention');
      };
      // Told on macOS and Windows; elsewhere the next reading finds out.
      powerMonitor.on('on-battery', attention);
      powerMonitor.on('on-ac', attention);
      powerMonitor.on('lock-screen', attention);
      powerMonitor.on('unlock-screen', attention);
    },
  };
}

export interface ScreenLockParts {
  readonly platform: NodeJS.Platform;
  /** adapters/node/desktop-screen-lock.ts; used on Linux. */
  readonly desktop: ScreenLock;
}

/** Through Electron on macOS and Windows; it tells nothing on Linux. */
export function createScreenLock({ platform, desktop }: ScreenLockParts): ScreenLock {
  if (platform === 'linux') return desktop;
  return {
    listen(locked) {
      powerMonitor.on('lock-screen', locked);
      return () => {
        powerMonitor.off('lock-screen', locked);
      };
    },
  };
}
