// The notification daemon, and a record of every notice as it was sent, which the daemon itself shows only when closed.
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MessageType, type Message } from '@jellybrick/dbus-next';
import { plain, SessionBus } from '../desktop/bus.ts';
import { worldFolder } from '../plan.ts';
import { startPart, type Part } from './part.ts';
import { busAddress, waitForOwner } from './session-bus.ts';

const name = 'org.freedesktop.Notifications';
const record = `${worldFolder}/notifications.jsonl`;

/** Full markup, as Debian's own configuration has it; "dmenu" is how a test picks an action by its key. */
function configuration(): string {
  const chooser = join(import.meta.dirname, '../desktop/choose-action.sh');
  return `[global]\n    markup = full\n    notification_limit = 0\n    dmenu = ${chooser}\n`;
}

export async function startNotifications(
  bus: SessionBus,
  logs: string,
  environment: Record<string, string>,
): Promise<Part> {
  writeFileSync(`${worldFolder}/dunstrc`, configuration());
  await recordNotifications();
  const part = await startPart('notifications', logs, ['dunst', '-config', `${worldFolder}/dunstrc`], {
    environment,
  });
  await waitForOwner(bus, name);
  return part;
}

async function recordNotifications(): Promise<void> {
  writeFileSync(record, '');
  const monitor = new SessionBus(busAddress);
  const waiting = new Map<string, Record<string, unknown>>();
  // A monitor that answers a call it overhears is thrown off the bus.
  monitor.raw.addMethodHandler(() => true);
  monitor.raw.on('message', (message) => {
    note(message, waiting);
  });
  const rules = [`interface='${name}'`, "type='method_return'"];
  const driver = 'org.freedesktop.DBus';
  await monitor.call(
    driver,
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus.Monitoring',
    'BecomeMonitor',
    'asu',
    [rules, 0],
  );
}

function note(message: Message, waiting: Map<string, Record<string, unknown>>): void {
  if (message.type === MessageType.METHOD_CALL && message.member === 'Notify') {
    const [app, replaces, icon, summary, body, actions, hints] = message.body.map(plain);
    waiting.set(`${message.sender} ${String(message.serial)}`, {
      app,
      replaces,
      icon,
      summary,
      body,
      actions,
      hints: withoutPixels(hints),
    });
  } else if (message.type === MessageType.METHOD_RETURN) {
    const call = `${message.destination} ${String(message.replySerial)}`;
    const sent = waiting.get(call);
    if (sent === undefined) return;
    waiting.delete(call);
    write({ event: 'shown', id: message.body[0], ...sent });
  } else if (message.type === MessageType.SIGNAL && message.interface === name) {
    const [id, detail] = message.body;
    if (message.member === 'NotificationClosed') write({ event: 'closed', id, reason: detail });
    if (message.member === 'ActionInvoked') write({ event: 'action', id, key: detail });
  }
}

function withoutPixels(hints: unknown): unknown {
  const entries = typeof hints === 'object' && hints !== null ? Object.entries(hints) : [];
  return Object.fromEntries(entries.filter(([hint]) => !/^(image[-_]data|icon_data)$/.test(hint)));
}

function write(entry: Record<string, unknown>): void {
  appendFileSync(record, `${JSON.stringify({ at: Date.now(), ...entry })}\n`);
}
