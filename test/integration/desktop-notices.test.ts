// Notices over D-Bus: with a daemon that behaves, one that hangs, one without buttons and none, and with the world's own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Message, sessionBus, type MessageBus } from '@jellybrick/dbus-next';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { createDesktopNotices } from '../../main/adapters/node/desktop-notices.ts';
import type { Notice } from '../../main/ports.ts';
import { namesOn } from '../fakes/bus-names.ts';
import { plain } from '../world/desktop/bus.ts';
import { checkout, WorldPlace } from '../world/run-world.ts';

const name = 'org.freedesktop.Notifications';
const path = '/org/freedesktop/Notifications';
const addressName = 'DBUS_SESSION_BUS_ADDRESS';
const before = process.env[addressName];
const daemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
  stdio: ['ignore', 'pipe', 'ignore'],
});

beforeAll(async () => {
  const [line] = z.tuple([z.instanceof(Buffer)]).parse(await once(daemon.stdout, 'data'));
  process.env[addressName] = line.toString().trim();
});
afterAll(async () => {
  daemon.kill();
  await once(daemon, 'exit');
  if (before === undefined) Reflect.deleteProperty(process.env, addressName);
  else process.env[addressName] = before;
});

function connected(): MessageBus {
  const bus = sessionBus();
  onTestFinished(() => {
    bus.disconnect();
  });
  return bus;
}

interface Daemon {
  /** What it was told to show, as it came. */
  readonly notes: unknown[];
  /** Who has told it so, by their names on the bus. */
  readonly senders: string[];
  readonly signal: (member: string, signature: string, body: readonly unknown[]) => void;
}

/** A notification daemon that gives the ids 7, 8, …; `silent`: to nobody. */
async function notificationDaemon(
  capabilities: readonly string[],
  how: 'well' | 'silent' = 'well',
): Promise<Daemon> {
  const bus = connected();
  const notes: unknown[] = [];
  const senders: string[] = [];
  bus.addMethodHandler((message) => {
    if (how === 'silent' || message.interface !== name) return true;
    if (message.member === 'GetCapabilities')
      bus.send(Message.newMethodReturn(message, 'as', [[...capabilities]]));
    if (message.member === 'Notify') {
      notes.push(plain(message.body));
      senders.push(z.string().parse(message.sender));
      bus.send(Message.newMethodReturn(message, 'u', [6 + notes.length]));
    }
    return true;
  });
  await bus.requestName(name, 0);
  const signal = (member: string, signature: string, body: readonly unknown[]): void => {
    bus.send(Message.newSignal(path, name, member, signature, [...body]));
  };
  return { notes, senders, signal };
}

function desk() {
  const done: string[] = [];
  const notices = createDesktopNotices({ name: 'Gatehouse', desktopEntry: 'gatehouse-app' });
  onTestFinished(() => {
    notices.close();
  });
  const notice = (changes: Partial<Notice> = {}): Notice => ({
    title: 'OpenAI: 5-hour quota 86% used',
    body: 'ada & <b>grace</b>',
    sound: false,
    actions: [
      { label: 'Switch to Claude', run: () => done.push('switch') },
      { label: 'Snooze', run: () => done.push('snooze') },
    ],
    onClick: () => done.push('click'),
    ...changes,
  });
  return { notices, notice, done };
}

/** Everybody who is connected to the bus. */
async function connections(): Promise<number> {
  const bus = connected();
  const names = await namesOn(bus);
  bus.disconnect();
  return names.filter((each) => each.startsWith(':')).length;
}

describe('on a bus of the test’s own', () => {
  test('a notice goes out with its buttons, silent, as plain text', async () => {
    const { notes } = await notificationDaemon(['actions', 'body', 'body-markup']);
    const { notices, notice } = desk();
    expect([await notices.show(notice()), notes]).toEqual([
      'shown',
      [
        [
          'Gatehouse',
          0,
          '',
          'OpenAI: 5-hour quota 86% used',
          'ada &amp; &lt;b&gt;grace&lt;/b&gt;',
          ['default', 'Open', 'a0', 'Switch to Claude', 'a1', 'Snooze'],
          { 'desktop-entry': 'gatehouse-app', 'suppress-sound': true },
          -1,
        ],
      ],
    ]);
  });

  test('a daemon without buttons and markup gets neither, and may make its sound', async () => {
    const { notes } = await notificationDaemon(['body']);
    const { notices, notice } = desk();
    await notices.show(notice({ sound: true }));
    expect(notes).toEqual([
      [
        'Gatehouse',
        0,
        '',
        'OpenAI: 5-hour quota 86% used',
        'ada & <b>grace</b>',
        [],
        { 'desktop-entry': 'gatehouse-app' },
        -1,
      ],
    ]);
  });

  test('each button and the click do what is theirs, and a stranger on the bus cannot press them', async () => {
    const { senders, signal } = await notificationDaemon(['actions']);
    const { notices, notice, done } = desk();
    await notices.show(notice());
    await notices.show(notice({ onClick: () => done.push('click on the second') }));
    const forged = Message.newSignal(path, name, 'ActionInvoked', 'us', [7, 'a0']);
    forged.destination = z.string().parse(senders[0]);
    const stranger = connected();
    stranger.send(forged);
    // Its answer comes after what was sent before it.
    await namesOn(stranger);
    signal('ActionInvoked', 'us', [7, 'a1']);
    signal('ActionInvoked', 'us', [8, 'default']);
    signal('ActionInvoked', 'us', [7, 'a9']);
    signal('ActionInvoked', 'us', [99, 'a0']);
    signal('ActionInvoked', 'us', [7, 'a0']);
    await expect.poll(() => done).toEqual(['snooze', 'click on the second', 'switch']);
  });

  test('the connection is there while a notice is open, and no longer', async () => {
    const { signal } = await notificationDaemon(['actions']);
    const { notices, notice } = desk();
    const idle = await connections();
    await Promise.all([notices.show(notice()), notices.show(notice())]);
    const open = await connections();
    signal('NotificationClosed', 'uu', [7, 1]);
    signal('NotificationClosed', 'uu', [8, 2]);
    await expect.poll(connections).toBe(idle);
    expect([open - idle, await notices.show(notice())]).toEqual([1, 'shown']);
  });

  test('a daemon that hangs is given up within moments, and asked again the next time', async () => {
    const hung = await notificationDaemon([], 'silent');
    const { notices, notice } = desk();
    const idle = await connections();
    const answers = [await notices.show(notice()), await notices.show(notice())];
    expect([answers, hung.notes]).toEqual([['silent', 'silent'], []]);
    await expect.poll(connections).toBe(idle);
  });

  test('without a daemon, and without a bus, there is nobody', async () => {
    const { notices, notice } = desk();
    const alone = await notices.show(notice());
    const address = process.env[addressName];
    process.env[addressName] = 'unix:path=/nowhere/bus';
    const broken = await notices.show(notice());
    Reflect.deleteProperty(process.env, addressName);
    const none = await notices.show(notice());
    process.env[addressName] = address;
    expect([alone, broken, none]).toEqual(['nobody', 'nobody', 'nobody']);
  });
});

test(
  'the daemon of the world shows a notice, and tells of the click on its button',
  { timeout: 30_000 },
  async () => {
    using place = new WorldPlace();
    const script = `
    import { createDesktopNotices } from '${join(checkout, 'main/adapters/node/desktop-notices.ts')}';
    import { actOn, waitForNotice } from '${join(checkout, 'test/world/desktop/notifications.ts')}';
    const notices = createDesktopNotices({ name: 'Gatehouse', desktopEntry: 'gatehouse-app' });
    const pressed = Promise.withResolvers();
    const answer = await notices.show({
      title: 'Three < four', body: 'one & two\\nthree', sound: false,
      actions: [{ label: 'Snooze', run: () => pressed.resolve('snooze') }], onClick: () => pressed.resolve('click'),
    });
    const shown = await waitForNotice(({ summary }) => summary === 'Three < four');
    await actOn(shown, 'a0');
    const { app, body, actions, hints } = shown;
    console.log(JSON.stringify({ answer, app, body, actions, hints, pressed: await pressed.promise }));
  `;
    const run = await place.run(['--', 'node', '--input-type=module', '-e', script]);
    expect(run, run.stderr).toMatchObject({ code: 0 });
    const seen: unknown = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '');
    expect(seen).toMatchObject({
      answer: 'shown',
      app: 'Gatehouse',
      body: 'one &amp; two\nthree',
      actions: [
        { key: 'default', label: 'Open' },
        { key: 'a0', label: 'Snooze' },
      ],
      hints: { 'desktop-entry': 'gatehouse-app', 'suppress-sound': true },
      pressed: 'snooze',
    });
  },
);
