// The tray icon: shows the menu made from the view and passes clicks on. Decides nothing.
import { Menu, Tray, type MenuItemConstructorOptions } from 'electron/main';
import { nativeImage } from 'electron/common';
import type { View } from '../../preload/view.ts';
import { trayMenu, trayTooltip, type MenuItem, type TrayIntents } from './tray-menu.ts';

export interface TrayIcon {
  show(view: View): void;
  destroy(): void;
}

function template(items: readonly MenuItem[]): MenuItemConstructorOptions[] {
  return items.map((item) =>
    item.type === 'submenu' ? { ...item, submenu: template(item.submenu) } : { ...item },
  );
}

/** @param iconPath a PNG; `@2x` and `@3x` beside it are found by Electron */
export function createTray(iconPath: string, intents: TrayIntents): TrayIcon {
  const image = nativeImage.createFromPath(iconPath);
  if (process.platform === 'darwin') image.setTemplateImage(true);
  const tray = new Tray(image);
  let drawn = '';
  return {
    show(view) {
      const items = trayMenu(view, intents);
      const tooltip = trayTooltip(view);
      // A new menu closes an open one on some desktops, so it is replaced only when a line of it changed.
      const lines = JSON.stringify([items, tooltip]);
      if (lines === drawn) return;
      drawn = lines;
      tray.setToolTip(tooltip);
      tray.setContextMenu(Menu.buildFromTemplate(template(items)));
    },
    destroy() {
      tray.destroy();
    },
  };
}
