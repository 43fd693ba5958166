// Notices over D-Bus (org.freedesktop.Notifications 1.2), with buttons where the daemon has them. There is a connection
// only while a notice of ours is open.
import type { EventEmitter } from 'node:events';
import type { Message, MessageBus } from '@jellybrick/dbus-next';
import type { Notice } from '../../ports.ts';

/** `nobody`: there is no bus or no daemon on it. `silent`: there is one that does not answer. */
export type Delivery = 'shown' | 'nobody' | 'silent';

export interface DesktopNotices {
  /** Never rejects, and takes no longer than the deadline. Title and body are plain text. */
  show(notice: Notice): Promise<Delivery>;
  /** Forgets the notices that are open; they stay on the screen without effect. */
  close(): void;
}

const name = 'org.freedesktop.Notifications';
const path = '/org/freedesktop/Notifications';
const daemon = 'org.freedesktop.DBus';
const deadlineMs = 1_000;

interface Connection {
  readonly bus: MessageBus;
  /** The daemon's own name on the bus: signals of anybody else are not its. */
  readonly owner: string;
  readonly capabilities: readonly string[];
  readonly open: Map<number, Notice>;
}

class Silent extends Error {}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The daemon reads the body as markup where it says so; ours has none. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** `a0` is the first action; anything else is a click on the notice itself. */
function answer(notice: Notice, key: string): void {
  const [, index] = /^a(\d)$/.exec(key) ?? [];
  if (index === undefined) notice.onClick();
  else notice.actions[Number(index)]?.run();
}

/**
 * @param app what the daemon shows as the sender, and the name of its .desktop file without the ending
 */
export function createDesktopNotices(app: {
  readonly name: string;
  readonly desktopEntry: string;
}): DesktopNotices {
  let connection: Promise<Connection | undefined> | undefined;
  /** Calls of `show` that have not come to an end. */
  let showing = 0;

  /** @throws Silent after the deadline; with undefined where the bus or the daemon refuses */
  async function call(
    bus: MessageBus,
    destination: string,
    member: string,
    signature = '',
    body: readonly unknown[] = [],
  ): Promise<readonly unknown[] | undefined> {
    const { Message } = await import('@jellybrick/dbus-next');
    const at =
      destination === daemon
        ? { destination, path: '/org/freedesktop/DBus', interface: daemon }
        : { destination, path, interface: name };
    const message = new Message({ ...at, member, signature, body: [...body] });
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Silent());
      }, deadlineMs);
      // The library's types leave out its 'error' event, which a bus that is not there raises.
      const events: EventEmitter = bus;
      const lost = (): void => {
        settle(undefined);
      };
      const settle = (values: readonly unknown[] | undefined): void => {
        clearTimeout(timer);
        events.off('error', lost);
        resolve(values);
      };
      events.once('error', lost);
      bus.call(message).then(
        (reply) => {
          settle(reply?.body ?? []);
        },
        () => {
          settle(undefined);
        },
      );
    });
  }

  function receive({ open, owner }: Connection, { sender, member, body }: Message): void {
    const [id, key]: readonly unknown[] = body;
    if (sender !== owner || typeof id !== 'number') return;
    const notice = open.get(id);
    if (notice === undefined) return;
    if (member === 'ActionInvoked') answer(notice, String(key));
    if (member === 'NotificationClosed') open.delete(id);
    disconnectIfIdle();
  }

  /** Undefined where nobody shows notices. @throws Silent */
  async function connect(): Promise<Connection | undefined> {
    // Loaded on use: not needed to show the tray.
    const { sessionBus, MessageType } = await import('@jellybrick/dbus-next');
    if ((process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '') === '') return undefined;
    const bus = sessionBus();
    const events: EventEmitter = bus;
    const open = new Map<number, Notice>();
    // A bus that goes away takes the notices with it.
    events.on('error', () => {
      open.clear();
      connection = undefined;
    });
    try {
      const [, match] = [
        await call(bus, daemon, 'StartServiceByName', 'su', [name, 0]),
        await call(bus, daemon, 'AddMatch', 's', [`type='signal',sender='${name}',path='${path}'`]),
      ];
      const [owner] = (await call(bus, daemon, 'GetNameOwner', 's', [name])) ?? [];
      const capabilities = await call(bus, name, 'GetCapabilities');
      if (match !== undefined && typeof owner === 'string' && capabilities !== undefined) {
        const ready = { bus, owner, capabilities: strings(capabilities[0]), open };
        bus.on('message', (message) => {
          // After the answer to the call that showed it, should both have come at once.
          if (message.type === MessageType.SIGNAL) setImmediate(receive, ready, message);
        });
        return ready;
      }
    } catch (thrown) {
      bus.disconnect();
      throw thrown;
    }
    bus.disconnect();
    return undefined;
  }

  function disconnectIfIdle(): void {
    const current = connection;
    void current
      ?.catch(() => undefined)
      .then((ready) => {
        if (showing > 0 || connection !== current || (ready !== undefined && ready.open.size > 0)) return;
        connection = undefined;
        ready?.bus.disconnect();
      });
  }

  async function notify(notice: Notice): Promise<Delivery> {
    const { Variant } = await import('@jellybrick/dbus-next');
    connection ??= connect();
    const before = await connection;
    // A daemon that was started anew knows none of the notices of the one before, and its signals have another sender.
    const [owner] =
      before === undefined ? [] : ((await call(before.bus, daemon, 'GetNameOwner', 's', [name])) ?? []);
    if (before !== undefined && owner !== before.owner) {
      before.bus.disconnect();
      connection = connect();
    }
    const ready = await connection;
    if (ready === undefined) return 'nobody';
    const { bus, capabilities, open } = ready;
    const buttons = notice.actions.flatMap(({ label }, index) => [`a${String(index)}`, label]);
    const shown = await call(bus, name, 'Notify', 'susssasa{sv}i', [
      app.name,
      0,
      '',
      notice.title,
      capabilities.includes('body-markup') ? escaped(notice.body) : notice.body,
      capabilities.includes('actions') ? ['default', 'Open', ...buttons] : [],
      {
        'desktop-entry': new Variant('s', app.desktopEntry),
        ...(!notice.sound && { 'suppress-sound': new Variant('b', true) }),
      },
      -1,
    ]);
    const [id] = shown ?? [];
    if (typeof id !== 'number') return 'nobody';
    open.set(id, notice);
    return 'shown';
  }

  return {
    async show(notice) {
      showing += 1;
      try {
        return await notify(notice);
      } catch (thrown) {
        if (thrown instanceof Silent) return 'silent';
        return 'nobody';
      } finally {
        showing -= 1;
        disconnectIfIdle();
      }
    },
    close() {
      const current = connection;
      connection = undefined;
      void current?.then(
        (ready) => {
          ready?.bus.disconnect();
        },
        () => undefined,
      );
    },
  };
}
