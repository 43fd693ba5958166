// Questions to other programs on the D-Bus session bus, each with a deadline. Nothing here can hang the app.
import type { EventEmitter } from 'node:events';
import type { KeyStoreState } from '../../ports.ts';

const deadlineMs = 2_000;

type Asked =
  | { readonly kind: 'answer'; readonly values: readonly unknown[] }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'no-bus' };

export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly unknown[];
}

/** Opens a connection, asks in order, closes. `ask` never rejects and never takes longer than the deadline. */
async function withBus<Value>(
  use: (ask: (call: BusCall) => Promise<Asked>) => Promise<Value>,
): Promise<Value> {
  // Loaded on use: not needed to show the tray.
  const { sessionBus, Message, DBusError } = await import('@jellybrick/dbus-next');
  const address = process.env['DBUS_SESSION_BUS_ADDRESS'];
  if (address === undefined || address === '') return use(() => Promise.resolve({ kind: 'no-bus' }));
  const bus = sessionBus();
  // The library's types leave out its 'error' event, which a bus that is not there raises.
  const events: EventEmitter = bus;
  let lost = false;
  events.on('error', () => {
    lost = true;
  });
  const ask = (call: BusCall): Promise<Asked> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        resolve(lost ? { kind: 'no-bus' } : { kind: 'silent' });
      }, deadlineMs);
      const settle = (result: Asked): void => {
        clearTimeout(timer);
        resolve(result);
      };
      events.once('error', () => {
        settle({ kind: 'no-bus' });
      });
      if (lost) settle({ kind: 'no-bus' });
      const { signature = '', body = [], ...rest } = call;
      bus.call(new Message({ ...rest, signature, body: [...body] })).then(
        (reply) => {
          settle({ kind: 'answer', values: reply?.body ?? [] });
        },
        (thrown: unknown) => {
          settle({ kind: 'refused', error: thrown instanceof DBusError ? thrown.type : 'unknown' });
        },
      );
    });
  try {
    return await use(ask);
  } finally {
    bus.disconnect();
  }
}

const daemon = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};

/** Whether a name is owned or could be started by the bus. */
async function reachable(ask: (call: BusCall) => Promise<Asked>, name: string): Promise<boolean | 'no-bus'> {
  const owned = await ask({ ...daemon, member: 'NameHasOwner', signature: 's', body: [name] });
  if (owned.kind === 'no-bus') return 'no-bus';
  if (owned.kind === 'answer' && owned.values[0] === true) return true;
  const startable = await ask({ ...daemon, member: 'ListActivatableNames' });
  const names: unknown = startable.kind === 'answer' ? startable.values[0] : [];
  return Array.isArray(names) && names.includes(name);
}

type Unusable = Extract<KeyStoreState, { kind: 'unusable' }>;

export type SecretServiceAnswer = { readonly kind: 'usable' } | Unusable;

function unusable(code: Unusable['code'], detail: string): SecretServiceAnswer {
  return { kind: 'unusable', code, detail };
}

const secrets = 'org.freedesktop.secrets';

/**
 * Whether the Secret Service can be used without waiting for anybody. Electron's own synchronous call would block the
 * main thread for more than a minute when the service hangs, so it is asked here first.
 */
export function askSecretService(): Promise<SecretServiceAnswer> {
  return withBus(async (ask) => {
    const known = await reachable(ask, secrets);
    if (known === 'no-bus') return unusable('storage/key-store-missing', 'no session bus');
    if (!known) return unusable('storage/key-store-missing', 'no Secret Service on the session bus');
    const alias = await ask({
      destination: secrets,
      path: '/org/freedesktop/secrets',
      interface: 'org.freedesktop.Secret.Service',
      member: 'ReadAlias',
      signature: 's',
      body: ['default'],
    });
    if (alias.kind === 'silent')
      return unusable('storage/key-store-silent', 'the Secret Service gives no answer');
    const collection = alias.kind === 'answer' ? alias.values[0] : undefined;
    if (typeof collection !== 'string')
      return unusable('storage/key-store-missing', 'the Secret Service refuses to answer');
    if (collection === '/')
      return unusable('storage/key-store-missing', 'the Secret Service has no default keyring');
    const locked = await ask({
      destination: secrets,
      path: collection,
      interface: 'org.freedesktop.DBus.Properties',
      member: 'Get',
      signature: 'ss',
      body: ['org.freedesktop.Secret.Collection', 'Locked'],
    });
    if (locked.kind === 'silent')
      return unusable('storage/key-store-silent', 'the Secret Service gives no answer');
    const value: unknown = locked.kind === 'answer' ? locked.values[0] : undefined;
    const isLocked = typeof value === 'object' && value !== null && 'value' in value && value.value === true;
    return isLocked
      ? unusable('storage/key-store-locked', 'the default keyring is locked')
      : { kind: 'usable' };
  });
}

const wallet = 'org.kde.KWallet';

/**
 * Whether KWallet answers and is switched on. Whether it is open is not asked: one without a password opens without
 * anybody, and for another the person is asked by KWallet itself.
 * @param backend as Electron calls it
 */
export function askWallet(backend: 'kwallet' | 'kwallet5' | 'kwallet6'): Promise<SecretServiceAnswer> {
  const daemonName = backend.replace('kwallet', 'kwalletd');
  const destination = `org.kde.${daemonName}`;
  return withBus(async (ask) => {
    const known = await reachable(ask, destination);
    if (known === 'no-bus') return unusable('storage/key-store-missing', 'no session bus');
    if (!known) return unusable('storage/key-store-missing', 'no KWallet on the session bus');
    const enabled = await ask({
      destination,
      path: `/modules/${daemonName}`,
      interface: wallet,
      member: 'isEnabled',
    });
    if (enabled.kind === 'silent') return unusable('storage/key-store-silent', 'KWallet gives no answer');
    if (enabled.kind !== 'answer' || enabled.values[0] !== true)
      return unusable('storage/key-store-missing', 'KWallet is switched off');
    return { kind: 'usable' };
  });
}

/** Whether something draws tray icons (a StatusNotifier host). */
export function hasTrayHost(): Promise<boolean> {
  return withBus(async (ask) => {
    const answer = await ask({
      destination: 'org.kde.StatusNotifierWatcher',
      path: '/StatusNotifierWatcher',
      interface: 'org.freedesktop.DBus.Properties',
      member: 'Get',
      signature: 'ss',
      body: ['org.kde.StatusNotifierWatcher', 'IsStatusNotifierHostRegistered'],
    });
    const value: unknown = answer.kind === 'answer' ? answer.values[0] : undefined;
    return typeof value === 'object' && value !== null && 'value' in value && value.value === true;
  });
}
