// A small tray program for trying the tray library out: two radio entries, a submenu, and one entry that quits.
import { interface as service, MessageType, Message, Variant } from '@jellybrick/dbus-next';
import { SessionBus } from './bus.ts';

const itemFace = 'org.kde.StatusNotifierItem';
const menuFace = 'com.canonical.dbusmenu';
const bus = new SessionBus();
let chosen = 'Ada';
let revision = 1;

const pixmap = Buffer.alloc(4 * 4 * 4, Buffer.from([0xff, 0x22, 0x66, 0xcc]));
const itemProperties: Record<string, Variant> = {
  Id: new Variant('s', 'example'),
  Title: new Variant('s', 'Example'),
  Status: new Variant('s', 'Active'),
  IconName: new Variant('s', ''),
  IconPixmap: new Variant('a(iiay)', [[4, 4, pixmap]]),
  Menu: new Variant('o', '/Menu'),
};

function tooltip(): Variant {
  return new Variant('(sa(iiay)ss)', ['', [], 'Example', `${chosen} is chosen`]);
}

function entry(
  id: number,
  label: string,
  more: Record<string, Variant> = {},
  below: Variant[] = [],
): Variant {
  return new Variant('(ia{sv}av)', [id, { label: new Variant('s', label), ...more }, below]);
}

function radio(id: number, label: string): Variant {
  const on = new Variant('i', label === chosen ? 1 : 0);
  return entry(id, label, { 'toggle-type': new Variant('s', 'radio'), 'toggle-state': on });
}

function layout(): unknown[] {
  const greyed = { enabled: new Variant('b', false) };
  const hidden = { visible: new Variant('b', false) };
  const separator = new Variant('(ia{sv}av)', [3, { type: new Variant('s', 'separator') }, []]);
  const more = entry(4, 'M_ore', {}, [
    entry(5, 'Quit'),
    entry(6, 'snake__case', greyed),
    entry(7, 'Hidden', hidden),
  ]);
  return [revision, [0, {}, [radio(1, 'Ada'), radio(2, 'Grace'), separator, more]]];
}

function clicked(id: unknown): void {
  if (id === 5) process.exit(0);
  if (id !== 1 && id !== 2) return;
  chosen = id === 1 ? 'Ada' : 'Grace';
  revision++;
  bus.raw.send(Message.newSignal('/Menu', menuFace, 'LayoutUpdated', 'ui', [revision, 0]));
  bus.raw.send(Message.newSignal('/StatusNotifierItem', itemFace, 'NewToolTip'));
}

function answer(message: Message): { signature: string; body: unknown[] } | undefined {
  const [first, second] = message.body;
  if (message.member === 'Get' && first === itemFace && typeof second === 'string') {
    const value = second === 'ToolTip' ? tooltip() : itemProperties[second];
    return value === undefined ? undefined : { signature: 'v', body: [value] };
  }
  if (message.interface !== menuFace) return undefined;
  if (message.member === 'AboutToShow') return { signature: 'b', body: [false] };
  if (message.member === 'GetLayout') return { signature: 'u(ia{sv}av)', body: layout() };
  if (message.member !== 'Event') return undefined;
  if (second === 'clicked') setImmediate(clicked, first);
  return { signature: '', body: [] };
}

bus.raw.addMethodHandler((message) => {
  const reply = message.type === MessageType.METHOD_CALL ? answer(message) : undefined;
  if (reply === undefined) return false;
  bus.raw.send(Message.newMethodReturn(message, reply.signature, reply.body));
  return true;
});
// Without an interface of its own the library would answer for the path itself.
bus.raw.export('/StatusNotifierItem', new service.Interface(itemFace));
const watcher = 'org.kde.StatusNotifierWatcher';
await bus.call(watcher, '/StatusNotifierWatcher', watcher, 'RegisterStatusNotifierItem', 's', [
  '/StatusNotifierItem',
]);
