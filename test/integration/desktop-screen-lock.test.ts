// The lock of the screen over D-Bus: as screen savers and the login manager tell it, and with buses that are not well.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Message, sessionBus, Variant, type MessageBus } from '@jellybrick/dbus-next';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { createDesktopScreenLock } from '../../main/adapters/node/desktop-screen-lock.ts';
import { namesOn } from '../fakes/bus-names.ts';
import { RecordingLog } from '../fakes/log.ts';
import { settle } from '../fakes/time.ts';
import { checkout } from '../world/run-world.ts';

const addressNames = { session: 'DBUS_SESSION_BUS_ADDRESS', system: 'DBUS_SYSTEM_BUS_ADDRESS' } as const;
type BusName = keyof typeof addressNames;

interface Daemon {
  readonly process: ChildProcess;
  readonly address: string;
}

const before = { ...process.env };
let daemons: Readonly<Record<BusName, Daemon>>;

async function startDaemon(): Promise<Daemon> {
  const daemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = z.tuple([z.instanceof(Buffer)]).parse(await once(daemon.stdout, 'data'));
  return { process: daemon, address: line.toString().trim() };
}

async function endDaemon({ process: daemon }: Daemon): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  daemon.kill();
  await once(daemon, 'exit');
}

function setAddress(bus: BusName, address: string | undefined): void {
  if (address === undefined) Reflect.deleteProperty(process.env, addressNames[bus]);
  else process.env[addressNames[bus]] = address;
}

beforeEach(async () => {
  daemons = { session: await startDaemon(), system: await startDaemon() };
  setAddress('session', daemons.session.address);
  setAddress('system', daemons.system.address);
});
afterEach(async () => {
  setAddress('session', before[addressNames.session]);
  setAddress('system', before[addressNames.system]);
  await endDaemon(daemons.session);
  await endDaemon(daemons.system);
});

function connected(bus: BusName): MessageBus {
  const connection = sessionBus({ busAddress: daemons[bus].address });
  onTestFinished(() => {
    connection.disconnect();
  });
  return connection;
}

/** The unique names of all who are connected. */
async function connections(bus: MessageBus): Promise<readonly string[]> {
  return (await namesOn(bus)).filter((name) => name.startsWith(':'));
}

/** Until whatever was sent on this connection has been delivered. */
async function delivered(bus: MessageBus): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await connections(bus);
    await settle();
  }
}

const savers = {
  gnome: ['/org/gnome/ScreenSaver', 'org.gnome.ScreenSaver'],
  common: ['/org/freedesktop/ScreenSaver', 'org.freedesktop.ScreenSaver'],
  cinnamon: ['/org/cinnamon/ScreenSaver', 'org.cinnamon.ScreenSaver'],
} as const;

function activeChanged(active: boolean, desktop: keyof typeof savers = 'gnome'): Message {
  const [path, name] = savers[desktop];
  return Message.newSignal(path, name, 'ActiveChanged', 'b', [active]);
}

const login = 'org.freedesktop.login1';
const session = `${login}.Session`;
const sessions = {
  own: '/org/freedesktop/login1/session/_31',
  another: '/org/freedesktop/login1/session/_32',
  ended: '/org/freedesktop/login1/session/_33',
} as const;

function lockRequest(of: keyof typeof sessions = 'own', member = 'Lock'): Message {
  return Message.newSignal(sessions[of], session, member, '', []);
}

function hint(name: string, value: boolean, of: keyof typeof sessions = 'own'): Message {
  const changed = { [name]: new Variant('b', value) };
  const body = [session, changed, []];
  return Message.newSignal(
    sessions[of],
    'org.freedesktop.DBus.Properties',
    'PropertiesChanged',
    'sa{sv}as',
    body,
  );
}

/** A login manager with a session of the person's and one of somebody else's. */
async function loginManager(): Promise<MessageBus> {
  const bus = connected('system');
  const uid = process.getuid?.() ?? 0;
  const owners: Readonly<Record<string, number>> = { [sessions.own]: uid, [sessions.another]: uid + 1 };
  bus.addMethodHandler((question) => {
    if (question.member !== 'Get') return false;
    const owner = owners[question.path];
    const reply =
      owner === undefined
        ? Message.newError(question, 'org.freedesktop.DBus.Error.UnknownObject')
        : Message.newMethodReturn(question, 'v', [
            new Variant('(uo)', [owner, '/org/freedesktop/login1/user/_1']),
          ]);
    bus.send(reply);
    return true;
  });
  await bus.requestName(login, 0);
  return bus;
}

interface Listening {
  readonly log: RecordingLog;
  readonly stop: () => void;
  /** How often the lock was heard. */
  readonly heard: () => number;
}

function listen(): Listening {
  const log = new RecordingLog();
  let heard = 0;
  const stop = createDesktopScreenLock(log).listen(() => {
    heard += 1;
  });
  onTestFinished(stop);
  return { log, stop, heard: () => heard };
}

/** How often each of these is heard on a bus, once what is a lock is heard there. */
async function hearings(
  { heard }: Listening,
  bus: MessageBus,
  lock: () => Message,
  signals: Readonly<Record<string, Message>>,
): Promise<Readonly<Record<string, number>>> {
  await expect
    .poll(async () => {
      bus.send(lock());
      await delivered(bus);
      return heard();
    })
    .toBeGreaterThan(0);
  const counts: Record<string, number> = {};
  for (const [name, signal] of Object.entries(signals)) {
    const already = heard();
    bus.send(signal);
    await delivered(bus);
    counts[name] = heard() - already;
  }
  return counts;
}

const unnoticed = (bus: string, reason: string): unknown => ({
  level: 'warn',
  message: 'a lock of the screen may go unnoticed',
  facts: { bus, reason },
});

describe('on buses of the test’s own', () => {
  test('a screen saver that starts is a lock, whichever desktop it is of', async () => {
    const bus = connected('session');
    const listening = listen();
    const counts = await hearings(listening, bus, () => activeChanged(true), {
      gnome: activeChanged(true),
      common: activeChanged(true, 'common'),
      cinnamon: activeChanged(true, 'cinnamon'),
      ended: activeChanged(false),
      'of another kind': Message.newSignal('/some/where', 'org.example.Player', 'ActiveChanged', 'b', [true]),
      'without a word': Message.newSignal(savers.gnome[0], savers.gnome[1], 'ActiveChanged', '', []),
    });
    expect([counts, listening.log.lines]).toEqual([
      { gnome: 1, common: 1, cinnamon: 1, ended: 0, 'of another kind': 0, 'without a word': 0 },
      [],
    ]);
  });

  test('the login manager tells of the person’s own sessions, and one that is not known counts as such', async () => {
    const bus = await loginManager();
    const listening = listen();
    const counts = await hearings(listening, bus, lockRequest, {
      request: lockRequest(),
      locked: hint('LockedHint', true),
      unlocked: hint('LockedHint', false),
      idle: hint('IdleHint', true),
      'unlock request': lockRequest('own', 'Unlock'),
      'request to another': lockRequest('another'),
      'another locked': hint('LockedHint', true, 'another'),
      ended: lockRequest('ended'),
    });
    expect([counts, listening.log.lines]).toEqual([
      {
        request: 1,
        locked: 1,
        unlocked: 0,
        idle: 0,
        'unlock request': 0,
        'request to another': 0,
        'another locked': 0,
        ended: 1,
      },
      [],
    ]);
  });

  test('who is not the login manager cannot lock, not even by a message to this connection alone', async () => {
    const manager = await loginManager();
    const stranger = connected('system');
    const others = await connections(stranger);
    const listening = listen();
    await hearings(listening, manager, lockRequest, {});
    const [ours] = (await connections(stranger)).filter((name) => !others.includes(name));
    const already = listening.heard();
    const direct = lockRequest();
    direct.destination = z.string().parse(ours);
    stranger.send(lockRequest());
    stranger.send(direct);
    await delivered(stranger);
    expect(listening.heard() - already).toBe(0);
  });

  test('it is heard while somebody listens and there is a connection only then', async () => {
    const bus = connected('session');
    const idle = await connections(bus);
    const first = listen();
    await hearings(first, bus, () => activeChanged(true), {});
    const open = await connections(bus);
    first.stop();
    await expect.poll(() => connections(bus)).toEqual(idle);
    const already = first.heard();
    bus.send(activeChanged(true));
    await delivered(bus);
    const second = listen();
    await hearings(second, bus, () => activeChanged(true), {});
    expect([open.length - idle.length, first.heard() - already, first.log.lines]).toEqual([1, 0, []]);
  });

  test('listening that is stopped while it begins leaves no connection', async () => {
    const bus = connected('session');
    const idle = await connections(bus);
    const all: Listening[] = [];
    for (let steps = 0; steps < 40; steps += 1) {
      const listening = listen();
      for (let step = 0; step < steps; step += 1) await Promise.resolve();
      listening.stop();
      all.push(listening);
    }
    await delivered(bus);
    await expect.poll(() => connections(bus)).toEqual(idle);
    expect(all.flatMap(({ log }) => log.lines)).toEqual([]);
  });

  test('it keeps no process alive', { timeout: 30_000 }, async () => {
    const bus = connected('session');
    const script = `
      import { createDesktopScreenLock } from '${join(checkout, 'main/adapters/node/desktop-screen-lock.ts')}';
      const log = { warn: (message, facts) => console.log(message, facts) };
      createDesktopScreenLock(log).listen(() => process.stdout.write('locked', () => clearTimeout(waits)));
      const waits = setTimeout(() => undefined, 20_000);
    `;
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    let isRunning = true;
    const ended = run.finally(() => {
      isRunning = false;
    });
    await expect
      .poll(
        () => {
          bus.send(activeChanged(true));
          return isRunning;
        },
        { timeout: 15_000 },
      )
      .toBe(false);
    expect((await ended).stdout).toMatch(/^(?:locked)+$/);
  });
});

describe('a bus', () => {
  test.each([undefined, 'unix:path=/nowhere/bus', 'nothing'])(
    'that is missing (%j) is said once, and the other one is heard',
    async (address) => {
      const manager = await loginManager();
      setAddress('session', address);
      const listening = listen();
      const counts = await hearings(listening, manager, lockRequest, { request: lockRequest() });
      expect([counts, listening.log.lines]).toEqual([
        { request: 1 },
        [unnoticed('session bus', 'not there')],
      ]);
    },
  );

  test('of the system that is missing is said once, and the screen saver is heard', async () => {
    const bus = connected('session');
    setAddress('system', 'unix:path=/nowhere/bus');
    const listening = listen();
    const counts = await hearings(listening, bus, () => activeChanged(true), { saver: activeChanged(true) });
    expect([counts, listening.log.lines]).toEqual([{ saver: 1 }, [unnoticed('system bus', 'not there')]]);
  });

  test('that dies is said once, and the other one is still heard', async () => {
    const manager = await loginManager();
    const bus = connected('session');
    const listening = listen();
    await hearings(listening, bus, () => activeChanged(true), {});
    await endDaemon(daemons.session);
    await expect.poll(() => listening.log.lines).toEqual([unnoticed('session bus', 'not there')]);
    const counts = await hearings(listening, manager, lockRequest, { request: lockRequest() });
    listening.stop();
    await settle();
    expect([counts, listening.log.lines.length]).toEqual([{ request: 1 }, 1]);
  });

  test('that hangs is said once, also when it goes away, and is left when nobody listens', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bus-'));
    const open = new Set<Socket>();
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      open.add(socket);
      socket.resume();
      // Ends only where nobody is at the other end any more, not even to read.
      socket.on('end', () => socket.write(' '));
      socket.on('error', () => undefined);
      socket.on('close', () => open.delete(socket));
    });
    onTestFinished(() => {
      server.close();
      rmSync(folder, { recursive: true });
    });
    server.listen(join(folder, 'bus'));
    await once(server, 'listening');
    setAddress('session', `unix:path=${join(folder, 'bus')}`);
    const [left, lost] = [listen(), listen()];
    const lines = (): readonly unknown[] => [left.log.lines, lost.log.lines];
    const said = [unnoticed('session bus', 'silent')];
    await expect.poll(lines, { timeout: 5_000 }).toEqual([said, said]);
    const counts = [open.size];
    left.stop();
    await expect.poll(() => open.size).toBe(1);
    for (const socket of open) socket.destroy();
    await expect.poll(() => open.size).toBe(0);
    await settle();
    expect([counts, lines()]).toEqual([[2], [said, said]]);
  });
});
