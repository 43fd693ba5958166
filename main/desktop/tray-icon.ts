// The tray icon before anything is known: it makes itself known to the desktop while the code behind it is loaded.
import { Tray } from 'electron/main';
import { nativeImage } from 'electron/common';

/** As the desktop draws the icon: macOS takes its shape alone. */
export const trayStyle = process.platform === 'darwin' ? 'template' : 'color';

/** @param iconPath a PNG; `@2x` and `@3x` beside it are found by Electron */
export function createTrayIcon(iconPath: string): Tray {
  const initial = nativeImage.createFromPath(iconPath);
  if (trayStyle === 'template') initial.setTemplateImage(true);
  return new Tray(initial);
}
