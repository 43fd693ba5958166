// Who is connected to a message bus, as its own daemon says.
import { Message, type MessageBus } from '@jellybrick/dbus-next';
import * as z from 'zod/mini';

const daemon = 'org.freedesktop.DBus';

/** The unique names and the others. */
export async function namesOn(bus: MessageBus): Promise<readonly string[]> {
  const path = '/org/freedesktop/DBus';
  const reply = await bus.call(
    new Message({ destination: daemon, path, interface: daemon, member: 'ListNames' }),
  );
  return z.array(z.string()).parse(reply?.body[0]);
}
