// The menu of a tray item as nested entries, read and clicked over com.canonical.dbusmenu.
import { DBusError, Variant } from '@jellybrick/dbus-next';
import * as z from 'zod';
import { plain, type SessionBus, type Wait } from './bus.ts';

export interface MenuEntry {
  id: number;
  /** Without the underscore that marks its shortcut letter. */
  label: string;
  kind: 'entry' | 'separator' | 'check' | 'radio';
  enabled: boolean;
  visible: boolean;
  /** Whether a check or radio entry is on. */
  on: boolean;
  entries: MenuEntry[];
}

export interface MenuAddress {
  service: string;
  path: string;
}

const face = 'com.canonical.dbusmenu';

const Properties = z.object({
  label: z.string().default(''),
  type: z.string().default('standard'),
  enabled: z.boolean().default(true),
  visible: z.boolean().default(true),
  'toggle-type': z.string().default(''),
  'toggle-state': z.number().default(-1),
});
const Node = z.tuple([z.number(), Properties, z.array(z.unknown())]);

export async function readMenu(bus: SessionBus, { service, path }: MenuAddress): Promise<MenuEntry[]> {
  await aboutToShow(bus, { service, path }, 0);
  const reply = await bus.call(service, path, face, 'GetLayout', 'iias', [0, -1, []]);
  return toEntry(plain(reply[1])).entries;
}

/** Asked before a menu opens, as panels do; like them it does not mind an answer of "no", which Electron's root gives. */
async function aboutToShow(bus: SessionBus, { service, path }: MenuAddress, id: number): Promise<void> {
  await bus.call(service, path, face, 'AboutToShow', 'i', [id]).catch((error: unknown) => {
    if (!(error instanceof DBusError)) throw error;
  });
}

function toEntry(node: unknown): MenuEntry {
  const [id, properties, children] = Node.parse(node);
  return {
    id,
    label: withoutShortcutMark(properties.label),
    kind: kindOf(properties.type, properties['toggle-type']),
    enabled: properties.enabled,
    visible: properties.visible,
    on: properties['toggle-state'] === 1,
    entries: children.map(toEntry),
  };
}

function kindOf(type: string, toggle: string): MenuEntry['kind'] {
  if (type === 'separator') return 'separator';
  if (toggle === 'checkmark') return 'check';
  return toggle === 'radio' ? 'radio' : 'entry';
}

/** One underscore marks a letter, two stand for one. */
function withoutShortcutMark(label: string): string {
  return label.replace(/_(_?)/g, '$1');
}

/** Follows labels from the top; a regular expression may stand for a label that changes. */
export function findEntry(entries: MenuEntry[], labels: (string | RegExp)[]): MenuEntry | undefined {
  const [first, ...rest] = labels;
  const found = entries.find(({ label, visible }) => visible && matches(first, label));
  return found === undefined || rest.length === 0 ? found : findEntry(found.entries, rest);
}

function matches(wanted: string | RegExp | undefined, label: string): boolean {
  return wanted instanceof RegExp ? wanted.test(label) : wanted === label;
}

/** Opens every menu on the way, as a hand would, and clicks the last entry, which may be grey for a moment. */
export async function clickEntry(
  bus: SessionBus,
  menu: MenuAddress,
  labels: (string | RegExp)[],
  wait: Wait,
): Promise<MenuEntry> {
  for (let depth = 1; depth < labels.length; depth++) {
    const above = await waitForEntry(bus, menu, labels.slice(0, depth), wait);
    await aboutToShow(bus, menu, above.id);
  }
  for (;;) {
    const entry = await waitForEntry(bus, menu, labels, wait, ({ enabled }) => enabled);
    const event = [entry.id, 'clicked', new Variant('i', 0), Math.floor(Date.now() / 1000)];
    try {
      await bus.call(menu.service, menu.path, face, 'Event', 'isvu', event);
      return entry;
    } catch (error) {
      // The app may put another menu in its place between the look and the click; a hand finds the entry in that one.
      const now = findEntry(await readMenu(bus, menu), labels);
      if (!(error instanceof DBusError) || now?.id === entry.id) throw error;
    }
  }
}

export async function waitForEntry(
  bus: SessionBus,
  menu: MenuAddress,
  labels: (string | RegExp)[],
  wait: Wait,
  accept: (entry: MenuEntry) => boolean = () => true,
): Promise<MenuEntry> {
  return bus.until(
    `the menu entry ${inWords(labels)}`,
    async () => {
      const entries = await readMenu(bus, menu);
      const found = findEntry(entries, labels);
      if (found !== undefined && accept(found)) return found;
      throw new Error(`the menu is\n${menuInWords(entries)}`);
    },
    wait,
  );
}

export function menuInWords(entries: MenuEntry[], indent = '  '): string {
  return entries
    .filter(({ visible }) => visible)
    .map(({ kind, label, on, enabled, entries: below }) => {
      const mark = kind === 'radio' || kind === 'check' ? (on ? '● ' : '○ ') : '';
      const text = kind === 'separator' ? '──' : `${mark}${label}${enabled ? '' : ' (greyed out)'}`;
      return [indent + text, ...(below.length === 0 ? [] : [menuInWords(below, `${indent}  `)])].join('\n');
    })
    .join('\n');
}

function inWords(labels: (string | RegExp)[]): string {
  return labels.map((label) => `"${String(label)}"`).join(' › ');
}
