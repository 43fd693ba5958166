// What Electron tells of the computer and its screen, as the rest hears it.
import type * as events from 'node:events';
import { expect, test, vi } from 'vitest';
import { createPresence } from '../../main/adapters/electron/presence.ts';

const { monitor } = await vi.hoisted(async () => {
  const { EventEmitter }: typeof events = await import('node:events');
  return { monitor: new EventEmitter() };
});

vi.mock('electron/main', () => ({ powerMonitor: monitor, net: { isOnline: () => true } }));

test('tells sleep, attention and the lock of the screen apart', () => {
  const heard: string[] = [];
  createPresence(() => false).onChange((what) => heard.push(what));
  const told = ['suspend', 'resume', 'lock-screen', 'unlock-screen', 'on-battery', 'on-ac'].map((event) => {
    monitor.emit(event);
    return [event, heard.at(-1)];
  });
  expect(Object.fromEntries(told)).toEqual({
    suspend: 'asleep',
    resume: 'woken',
    'lock-screen': 'screen-locked',
    'unlock-screen': 'attention',
    'on-battery': 'attention',
    'on-ac': 'attention',
  });
});
