// The tray icon: shows the menu made from the view and passes clicks on. Decides nothing.
import { Menu, type MenuItemConstructorOptions, type Tray } from 'electron/main';
import { nativeImage } from 'electron/common';
import type { View } from '../../preload/view.ts';
import { trayStyle } from './tray-icon.ts';
import { trayMenu, trayTooltip, type MenuItem, type TrayIntents } from './tray-menu.ts';

export interface TrayIcon {
  show(view: View): void;
  destroy(): void;
}

/** @param marked a click has moved the mark to the line that was clicked, as Electron does by itself */
function template(items: readonly MenuItem[], marked: () => void): MenuItemConstructorOptions[] {
  return items.map((item) => {
    if (item.type === 'submenu') return { ...item, submenu: template(item.submenu, marked) };
    if (item.type !== 'radio') return { ...item };
    const click = (): void => {
      marked();
      item.click();
    };
    return { ...item, click };
  });
}

/** At scale factor 1. */
const iconPixels = 22;
const scaleFactors = [1, 2, 3];

/** @param tray that still shows nothing */
export function createTray(tray: Tray, intents: TrayIntents): TrayIcon {
  // On macOS a click shows the menu, as every icon there does; elsewhere the menu has a button or a gesture of its own.
  if (process.platform !== 'darwin')
    tray.on('click', () => {
      intents.open();
    });
  let drawn = '';
  let pictured = '';

  /** Replaces the picture when it would differ. What draws it is loaded on use, after the start. */
  async function picture(view: View): Promise<void> {
    const { drawTrayPicture, trayStateOf } = await import('./tray-picture.ts');
    const state = trayStateOf(view);
    const text = JSON.stringify(state);
    if (text === pictured || tray.isDestroyed()) return;
    pictured = text;
    const image = nativeImage.createEmpty();
    for (const scaleFactor of scaleFactors) {
      const pixels = iconPixels * scaleFactor;
      const buffer = Buffer.from(drawTrayPicture(state, pixels, trayStyle));
      image.addRepresentation({ scaleFactor, width: pixels, height: pixels, buffer });
    }
    if (trayStyle === 'template') image.setTemplateImage(true);
    tray.setImage(image);
  }

  return {
    show(view) {
      if (view.loaded) void picture(view);
      const now = Date.now();
      const items = trayMenu(view, intents, now);
      const tooltip = trayTooltip(view, now);
      // A new menu closes an open one on some desktops, so it is replaced only when a line of it changed.
      const lines = JSON.stringify([items, tooltip]);
      if (lines === drawn) return;
      drawn = lines;
      tray.setToolTip(tooltip);
      const marked = (): void => {
        // Only a new menu takes the mark back where nothing comes of the click.
        drawn = '';
      };
      tray.setContextMenu(Menu.buildFromTemplate(template(items, marked)));
    },
    destroy() {
      tray.destroy();
    },
  };
}
