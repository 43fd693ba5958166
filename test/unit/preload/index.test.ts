// The bridge over the door: a view that comes before the page can listen is kept for it, and only the newest.
import { expect, test, vi } from 'vitest';
import type { Bridge } from '../../../preload/contract.ts';

const electron = vi.hoisted(() => ({ bridge: new Map<string, unknown>() }));

vi.mock('electron/renderer', async () => {
  const { EventEmitter } = await import('node:events');
  const ipcRenderer = new EventEmitter();
  return {
    ipcRenderer,
    contextBridge: {
      exposeInMainWorld: (name: string, bridge: unknown) => electron.bridge.set(name, bridge),
    },
  };
});

/** The script as it runs in a new page, and main's end of the door. */
async function opened() {
  vi.resetModules();
  await import('../../../preload/index.ts');
  const { ipcRenderer } = await import('electron/renderer');
  const send = (payload: unknown): void => void ipcRenderer.emit('view.changed', {}, payload);
  const bridge: unknown = electron.bridge.get('gatehouse');
  const isBridge = (value: unknown): value is Bridge =>
    value instanceof Object && 'on' in value && 'call' in value;
  if (!isBridge(bridge)) throw new Error('there is no bridge');
  return { bridge, send, listeners: () => ipcRenderer.listenerCount('view.changed') };
}

test('the newest of what came before is heard as soon as somebody listens, and once', async () => {
  const { bridge, send, listeners } = await opened();
  send({ accounts: 1 });
  send({ accounts: 2 });
  const heard: string[] = [];
  const stop = bridge.on('view.changed', (text) => heard.push(text));
  const atOnce = [...heard];
  send({ accounts: 3 });
  stop();
  send({ accounts: 4 });
  expect([atOnce, heard, listeners()]).toEqual([['{"accounts":2}'], ['{"accounts":2}', '{"accounts":3}'], 0]);
});

test('where nothing came before, nothing is heard until something comes', async () => {
  const { bridge, send } = await opened();
  const heard: string[] = [];
  bridge.on('view.changed', (text) => heard.push(text));
  const atOnce = heard.length;
  send({ accounts: 1 });
  expect([atOnce, heard]).toEqual([0, ['{"accounts":1}']]);
});
