// The lock of the screen on a Linux desktop, as screen savers tell it on the session bus and the login manager on the
// system's. Signals alone: nothing is started for them, and there are connections only while somebody listens.
import type { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type * as dbus from '@jellybrick/dbus-next';
import type { Log, ScreenLock } from '../../ports.ts';

type Library = typeof dbus;

interface Source {
  readonly name: 'session bus' | 'system bus';
  readonly connect: (library: Library) => dbus.MessageBus;
  /** What the bus is asked to pass on. */
  readonly rules: readonly string[];
  readonly isLock: (
    signal: dbus.Message,
    bus: dbus.MessageBus,
    library: Library,
  ) => boolean | Promise<boolean>;
}

const daemon = 'org.freedesktop.DBus';
const properties = 'org.freedesktop.DBus.Properties';
const login = 'org.freedesktop.login1';
const session = 'org.freedesktop.login1.Session';
/** A bus that takes longer is told of in the log, and may still answer. */
const deadlineMs = 2_000;

/** `org.freedesktop.ScreenSaver`, `org.gnome.ScreenSaver`, and those that other desktops have named after them. */
const screenSaver: Source = {
  name: 'session bus',
  connect: ({ sessionBus }) => sessionBus(),
  rules: [`type='signal',member='ActiveChanged'`],
  isLock: ({ interface: from, body }) => from.endsWith('.ScreenSaver') && body[0] === true,
};

/** The request to lock (`loginctl lock-session`), and what a desktop says that has locked. */
const loginManager: Source = {
  name: 'system bus',
  connect: ({ systemBus }) => systemBus(),
  rules: [
    `type='signal',sender='${login}',interface='${session}',member='Lock'`,
    `type='signal',sender='${login}',interface='${properties}',member='PropertiesChanged',arg0='${session}'`,
  ],
  async isLock({ member, body, path }, bus, library) {
    return (member === 'Lock' || saysLocked(body[1], library)) && !(await isOfAnother(path, bus, library));
  },
};

function saysLocked(changed: unknown, { Variant }: Library): boolean {
  if (typeof changed !== 'object' || changed === null || !('LockedHint' in changed)) return false;
  return changed.LockedHint instanceof Variant && changed.LockedHint.value === true;
}

/** Whether a session is somebody else's. In doubt it is not: a lock too many is undone with one click. */
async function isOfAnother(path: string, bus: dbus.MessageBus, library: Library): Promise<boolean> {
  const { Message, MessageFlag, Variant } = library;
  const question = new Message({
    destination: login,
    path,
    interface: properties,
    member: 'Get',
    signature: 'ss',
    body: [session, 'User'],
    flags: MessageFlag.NO_AUTO_START,
  });
  const reply = await bus.call(question).catch(() => undefined);
  const user: unknown = reply?.body[0];
  const owner: unknown = user instanceof Variant ? user.value : undefined;
  return Array.isArray(owner) && owner[0] !== process.getuid?.();
}

/** The library shows neither its socket nor the end of it, and without them a bus that is gone would go unnoticed. */
function socketOf(bus: dbus.MessageBus): Socket | undefined {
  const connection: unknown = Reflect.get(bus, '_connection');
  if (typeof connection !== 'object' || connection === null || !('stream' in connection)) return undefined;
  return connection.stream instanceof Socket ? connection.stream : undefined;
}

interface Listener {
  readonly locked: () => void;
  /** Says why a lock may go unnoticed. */
  readonly unheard: (reason: unknown) => void;
  readonly stopped: AbortSignal;
}

async function hear(
  { name, connect, rules, isLock }: Source,
  { locked, unheard, stopped }: Listener,
): Promise<void> {
  // The library would go and look for a bus that is not meant for us.
  if (name === 'session bus' && (process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '') === '') {
    unheard('not there');
    return;
  }
  // Loaded on use: not needed to show the tray.
  const library = await import('@jellybrick/dbus-next');
  const bus = connect(library);
  // The library's types leave out its 'error' event. What ends the connection shows on the socket as well.
  const events: EventEmitter = bus;
  events.on('error', () => undefined);
  // The socket is made a moment later.
  await nextTurn();
  const socket = socketOf(bus);
  if (stopped.aborted) socket?.destroy();
  if (socket === undefined || socket.destroyed) {
    unheard('not there');
    return;
  }
  socket.unref();
  socket.once('close', () => {
    unheard('not there');
  });
  const close = (): void => {
    socket.destroy();
  };
  stopped.addEventListener('abort', close, { once: true });
  bus.on('message', (message) => {
    // What is sent to this connection alone passes by the rules, and anybody can send it.
    if (message.type !== library.MessageType.SIGNAL || message.destination) return;
    void Promise.resolve(isLock(message, bus, library)).then((isLocked) => {
      if (isLocked && !stopped.aborted) locked();
    });
  });
  const late = setTimeout(unheard, deadlineMs, 'silent');
  late.unref();
  const at = { destination: daemon, path: '/org/freedesktop/DBus', interface: daemon };
  await Promise.all(
    rules.map((rule) =>
      bus.call(new library.Message({ ...at, member: 'AddMatch', signature: 's', body: [rule] })),
    ),
  );
  clearTimeout(late);
}

/** Where a bus is missing, silent or goes away, that is said once in the log. */
export function createDesktopScreenLock(log: Pick<Log, 'warn'>): ScreenLock {
  return {
    listen(locked) {
      const stop = new AbortController();
      for (const source of [screenSaver, loginManager]) {
        let isSaid = false;
        const unheard = (reason: unknown): void => {
          if (!isSaid && !stop.signal.aborted)
            log.warn('a lock of the screen may go unnoticed', { bus: source.name, reason });
          isSaid = true;
        };
        hear(source, { locked, unheard, stopped: stop.signal }).catch(unheard);
      }
      return () => {
        stop.abort();
      };
    },
  };
}
