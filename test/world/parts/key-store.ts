// The Secret Service in the state that was asked for: fine, none, locked or hung.
import { join } from 'node:path';
import type { SessionBus } from '../desktop/bus.ts';
import type { KeyStoreState } from '../options.ts';
import { startPart, type Part } from './part.ts';
import { makeActivatable, waitForOwner } from './session-bus.ts';

const secretsName = 'org.freedesktop.secrets';
const secretsPath = '/org/freedesktop/secrets';

export async function startKeyStore(
  state: KeyStoreState,
  bus: SessionBus,
  logs: string,
  environment: Record<string, string>,
): Promise<Part[]> {
  if (state === 'none') return [];
  if (state === 'hung') {
    const command = [process.execPath, join(import.meta.dirname, 'hung-key-store.ts')];
    return [await startPart('key-store', logs, command, { environment, readyOn: 1 })];
  }
  const daemon = ['gnome-keyring-daemon', '--foreground', '--components=secrets'];
  const part = await startPart('key-store', logs, [...daemon, '--unlock'], {
    environment,
    input: 'throw-away',
  });
  await waitForOwner(bus, secretsName);
  const collection = await defaultCollection(bus);
  if (state === 'locked') await lock(bus, collection);
  makeActivatable(secretsName, daemon.join(' '));
  return [part];
}

/** The daemon answers before it has made the first collection, so this is asked until there is one. */
async function defaultCollection(bus: SessionBus): Promise<string> {
  return bus.until('a default collection in the key store', async () => {
    const reply = await bus.call(
      secretsName,
      secretsPath,
      'org.freedesktop.Secret.Service',
      'ReadAlias',
      's',
      ['default'],
    );
    const path = reply[0];
    return typeof path === 'string' && path !== '/' ? path : undefined;
  });
}

async function lock(bus: SessionBus, collection: string): Promise<void> {
  const reply = await bus.call(secretsName, secretsPath, 'org.freedesktop.Secret.Service', 'Lock', 'ao', [
    [collection],
  ]);
  const locked = reply[0];
  if (!Array.isArray(locked) || !locked.includes(collection)) throw new Error('the key store did not lock');
}
