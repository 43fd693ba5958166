// What Electron tells of the computer and its screen, as the rest hears it.
import type * as events from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { createPresence, createScreenLock } from '../../main/adapters/electron/presence.ts';

const { monitor } = await vi.hoisted(async () => {
  const { EventEmitter }: typeof events = await import('node:events');
  return { monitor: new EventEmitter() };
});

vi.mock('electron/main', () => ({ powerMonitor: monitor, net: { isOnline: () => true } }));

test('tells sleep and attention apart; the lock of the screen changes the attention', () => {
  const heard: string[] = [];
  createPresence(() => false).onChange((what) => heard.push(what));
  const told = ['suspend', 'resume', 'lock-screen', 'unlock-screen', 'on-battery', 'on-ac'].map((event) => {
    monitor.emit(event);
    return [event, heard.at(-1)];
  });
  expect(Object.fromEntries(told)).toEqual({
    suspend: 'asleep',
    resume: 'woken',
    'lock-screen': 'attention',
    'unlock-screen': 'attention',
    'on-battery': 'attention',
    'on-ac': 'attention',
  });
});

describe('the lock of the screen', () => {
  test.each([
    ['darwin', ['electron']],
    ['win32', ['electron']],
    ['linux', ['desktop']],
  ] as const)('on %s is heard from %j, and only while somebody listens', (platform, expected) => {
    const desktop = new Set<() => void>();
    const heard: string[] = [];
    let source = '';
    const lockScreen = (): void => {
      source = 'electron';
      monitor.emit('lock-screen');
      source = 'desktop';
      for (const locked of desktop) locked();
    };
    const screenLock = createScreenLock({
      platform,
      desktop: {
        listen(locked) {
          desktop.add(locked);
          return () => desktop.delete(locked);
        },
      },
    });
    lockScreen();
    const stop = screenLock.listen(() => heard.push(source));
    lockScreen();
    stop();
    lockScreen();
    expect(heard).toEqual(expected);
  });
});
