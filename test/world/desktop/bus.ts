// One connection to the session bus: calls with a deadline, and waiting for a state by listening, never by sleeping.
import type { EventEmitter } from 'node:events';
import { Message, MessageType, sessionBus, type MessageBus } from '@jellybrick/dbus-next';

export interface Wait {
  deadlineMs?: number;
}

export class DeadlinePassed extends Error {}

// Long, for machines that are busy with other worlds; who waits for something that must be quick says so.
const callDeadlineMs = 5_000;
const waitDeadlineMs = 9_000;

export class SessionBus {
  readonly raw: MessageBus;
  private readonly listeners = new Set<() => void>();
  private listening: Promise<void> | undefined;

  constructor(busAddress?: string) {
    this.raw = sessionBus(busAddress === undefined ? {} : { busAddress });
    // A bus that goes away shows as calls that pass their deadline. The library emits this but does not declare it.
    const emitter: EventEmitter = this.raw;
    emitter.on('error', () => undefined);
  }

  [Symbol.dispose](): void {
    this.raw.disconnect();
  }

  async call(
    destination: string,
    path: string,
    face: string,
    member: string,
    signature = '',
    body: unknown[] = [],
    { deadlineMs = callDeadlineMs }: Wait = {},
  ): Promise<unknown[]> {
    const message = new Message({ destination, path, interface: face, member, signature, body });
    const reply = await withDeadline(
      `${face}.${member} of ${destination}`,
      deadlineMs,
      this.raw.call(message),
    );
    return reply?.body ?? [];
  }

  async property(destination: string, path: string, face: string, name: string): Promise<unknown> {
    const reply = await this.call(destination, path, 'org.freedesktop.DBus.Properties', 'Get', 'ss', [
      face,
      name,
    ]);
    return plain(reply[0]);
  }

  async hasOwner(name: string): Promise<boolean> {
    const driver = 'org.freedesktop.DBus';
    const reply = await this.call(driver, '/org/freedesktop/DBus', driver, 'NameHasOwner', 's', [name]);
    return reply[0] === true;
  }

  async onSignal(face: string, member: string, react: (body: unknown[]) => void): Promise<void> {
    this.raw.on('message', (message) => {
      if (message.type === MessageType.SIGNAL && message.interface === face && message.member === member)
        react(message.body);
    });
    await this.listen();
  }

  /** Asks `look` now and after every signal on the bus, until it answers with something. */
  async until<Found>(
    what: string,
    look: () => Promise<Found | undefined | false>,
    { deadlineMs = waitDeadlineMs }: Wait = {},
  ): Promise<Found> {
    await this.listen();
    let lastFailure: unknown;
    let stop = (): void => undefined;
    const found = new Promise<Found>((done) => {
      let looking = false;
      let again = false;
      const lookNow = async (): Promise<void> => {
        again = true;
        if (looking) return;
        looking = true;
        while (again) {
          again = false;
          const answer = await look().catch((error: unknown) => {
            lastFailure = error;
            return undefined;
          });
          if (answer !== undefined && answer !== false) done(answer);
        }
        looking = false;
      };
      const onSignal = (): void => void lookNow();
      this.listeners.add(onSignal);
      stop = () => this.listeners.delete(onSignal);
      onSignal();
    });
    try {
      return await withDeadline(what, deadlineMs, found, () => lastFailure);
    } finally {
      stop();
    }
  }

  private listen(): Promise<void> {
    this.listening ??= this.startListening();
    return this.listening;
  }

  private async startListening(): Promise<void> {
    this.raw.on('message', (message) => {
      if (message.type === MessageType.SIGNAL) for (const listener of this.listeners) listener();
    });
    const driver = 'org.freedesktop.DBus';
    await this.call(driver, '/org/freedesktop/DBus', driver, 'AddMatch', 's', ["type='signal'"]);
  }
}

/** Values of D-Bus variants without their wrapping, at any depth; 64-bit numbers become ordinary ones. */
export function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Buffer.isBuffer(value)) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if ('signature' in value && 'value' in value) return plain(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}

export async function withDeadline<Value>(
  what: string,
  deadlineMs: number,
  work: Promise<Value>,
  why: () => unknown = () => undefined,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, fail) => {
    timer = setTimeout(() => {
      const reason = why();
      const because = reason instanceof Error ? `: ${reason.message}` : '';
      fail(new DeadlinePassed(`${what}: nothing within ${String(deadlineMs)} ms${because}`));
    }, deadlineMs);
  });
  return Promise.race([work, passed]).finally(() => {
    clearTimeout(timer);
  });
}
