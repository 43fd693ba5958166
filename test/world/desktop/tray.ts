// The tray as a person at it would use it: which items are there, what they show, and clicking through their menus.
import { writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { SessionBus, type Wait } from './bus.ts';
import { clickEntry, readMenu, waitForEntry, type MenuAddress, type MenuEntry } from './menu.ts';
import { drawTray } from './picture.ts';
import { toPng, type Pixmap } from './png.ts';

export interface TrayItem {
  service: string;
  path: string;
  id: string;
  title: string;
  status: string;
  tooltip: { title: string; text: string };
  /** The name or path of an icon file, where the item gives one in place of pixels. */
  iconName: string;
  menu: string;
}

const watcher = 'org.kde.StatusNotifierWatcher';
const itemFace = 'org.kde.StatusNotifierItem';

const Items = z.array(z.string());
const Tooltip = z.tuple([z.string(), z.unknown(), z.string(), z.string()]);
const Pixmaps = z.array(z.tuple([z.number(), z.number(), z.instanceof(Buffer)]));
const Text = z.string();

/** Close it (or hold it with `using`), else the connection keeps the process alive. */
export class Tray {
  private readonly bus = new SessionBus();

  [Symbol.dispose](): void {
    this.bus[Symbol.dispose]();
  }

  close(): void {
    this.bus[Symbol.dispose]();
  }

  async items(): Promise<TrayItem[]> {
    const names = await this.bus.property(
      watcher,
      '/StatusNotifierWatcher',
      watcher,
      'RegisteredStatusNotifierItems',
    );
    return Promise.all(Items.parse(names).map((name) => this.read(name)));
  }

  /** The first item whose id or title fits. */
  async waitForItem(fits: string | RegExp, wait: Wait = {}): Promise<TrayItem> {
    return this.bus.until(
      `a tray item "${String(fits)}"`,
      async () => {
        const items = await this.items();
        const found = items.find(({ id, title }) =>
          [id, title].some((name) => (fits instanceof RegExp ? fits.test(name) : fits === name)),
        );
        if (found !== undefined) return found;
        throw new Error(
          `there are ${String(items.length)} items: ${items.map(({ id, title }) => `${id} "${title}"`).join(', ')}`,
        );
      },
      wait,
    );
  }

  /** The first item of a program that was not in the tray before; for timing, so nothing else of it is read. */
  async waitForNewItem(before: ReadonlySet<string>, wait: Wait = {}): Promise<string> {
    return this.bus.until(
      'a new tray item',
      async () => {
        const names = await this.bus.property(
          watcher,
          '/StatusNotifierWatcher',
          watcher,
          'RegisteredStatusNotifierItems',
        );
        return Items.parse(names).find((name) => !before.has(name.slice(0, name.indexOf('/'))));
      },
      wait,
    );
  }

  async waitForNoItems(wait: Wait = {}): Promise<void> {
    await this.bus.until('an empty tray', async () => (await this.items()).length === 0, wait);
  }

  async waitForTooltip(item: TrayItem, fits: RegExp, wait: Wait = {}): Promise<TrayItem> {
    return this.bus.until(
      `the tooltip ${String(fits)}`,
      async () => {
        const now = await this.read(item.service + item.path);
        if (fits.test(`${now.tooltip.title} ${now.tooltip.text}`)) return now;
        throw new Error(`it is "${now.tooltip.title}" "${now.tooltip.text}"`);
      },
      wait,
    );
  }

  async menu(item: TrayItem): Promise<MenuEntry[]> {
    return readMenu(this.bus, menuOf(item));
  }

  /** Waits for the entry that these labels lead to, and until `accept` is content with it. */
  async waitForEntry(
    item: TrayItem,
    labels: (string | RegExp)[],
    accept?: (entry: MenuEntry) => boolean,
    wait: Wait = {},
  ): Promise<MenuEntry> {
    return waitForEntry(this.bus, menuOf(item), labels, wait, accept);
  }

  async click(item: TrayItem, labels: (string | RegExp)[], wait: Wait = {}): Promise<MenuEntry> {
    return clickEntry(this.bus, menuOf(item), labels, wait);
  }

  /** A click on the icon itself. */
  async activate(item: TrayItem): Promise<void> {
    await this.bus.call(item.service, item.path, itemFace, 'Activate', 'ii', [0, 0]);
  }

  /** The largest of the item's own pictures, as PNG bytes. */
  async icon(item: TrayItem): Promise<Buffer> {
    const found = Pixmaps.parse(await this.bus.property(item.service, item.path, itemFace, 'IconPixmap'));
    const pixmaps = found.map(([width, height, argb]): Pixmap => ({ width, height, argb }));
    const largest = pixmaps.sort((one, other) => other.width - one.width)[0];
    if (largest === undefined)
      throw new Error(`the tray item ${item.id} sends no pixels; its icon is "${item.iconName}"`);
    return toPng(largest);
  }

  async saveIcon(item: TrayItem, file: string): Promise<void> {
    await writeFile(file, await this.icon(item));
  }

  /** Draws icon, tooltip and open menu: no panel of the world shows them, so this is what people look at. */
  async pictureOfTray(item: TrayItem, file: string): Promise<void> {
    await drawTray(item.tooltip, await this.icon(item), await this.menu(item), file);
  }

  private async read(name: string): Promise<TrayItem> {
    const slash = name.indexOf('/');
    const [service, path] = [name.slice(0, slash), name.slice(slash)];
    const text = async (property: string): Promise<string> =>
      Text.parse(await this.bus.property(service, path, itemFace, property).catch(() => ''));
    const [id, title, status, iconName, menu] = await Promise.all([
      text('Id'),
      text('Title'),
      text('Status'),
      text('IconName'),
      text('Menu'),
    ]);
    const tooltip = Tooltip.safeParse(
      await this.bus.property(service, path, itemFace, 'ToolTip').catch(() => undefined),
    );
    const [, , tooltipTitle, tooltipText] = tooltip.success ? tooltip.data : ['', [], '', ''];
    return {
      service,
      path,
      id,
      title,
      status,
      iconName,
      menu,
      tooltip: { title: tooltipTitle, text: tooltipText },
    };
  }
}

function menuOf(item: TrayItem): MenuAddress {
  return { service: item.service, path: item.menu };
}
