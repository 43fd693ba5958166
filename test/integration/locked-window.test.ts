// What the page in our windows may do, and whose messages count, with Electron's own modules in a test's hands. What the window
// of the packaged app really runs with is read back by the end-to-end tests.
import { beforeAll, expect, test, vi } from 'vitest';
import { isFrameOf, lockedWindow } from '../../main/desktop/locked-window.ts';

/** Everything that was asked of Electron, by the name of the call. */
const { told } = vi.hoisted(() => ({ told: new Map<string, unknown[]>() }));

vi.mock('electron/main', () => {
  const note =
    (name: string) =>
    (...values: unknown[]): void =>
      void told.set(name, values);
  return {
    BrowserWindow: class {
      readonly webContents = {
        mainFrame: { origin: 'gatehouse://window' },
        setWindowOpenHandler: note('setWindowOpenHandler'),
        on: (name: string, listener: unknown) => told.set(name, [listener]),
      };
      removeMenu = note('removeMenu');
      isDestroyed = () => false;
      constructor(options: unknown) {
        told.set('options', [options]);
      }
    },
    session: {
      fromPartition: () => ({
        setPermissionRequestHandler: note('setPermissionRequestHandler'),
        setPermissionCheckHandler: note('setPermissionCheckHandler'),
      }),
    },
  };
});

const page = 'gatehouse://window/index.html';
const parts = { page, serve: () => undefined, preload: '/app/preload.cjs', icon: '/app/icon.png' };
let window: ReturnType<typeof lockedWindow>;

beforeAll(() => {
  window = lockedWindow(parts, { title: 'Gatehouse' });
});

/** What was handed over in this call, called with these values. */
function answerOf(name: string, ...values: unknown[]): unknown {
  const handler = told.get(name)?.[0];
  if (typeof handler !== 'function') throw new Error(`${name} was not set`);
  return Reflect.apply(handler, undefined, values);
}

test('the page runs in a sandbox, in a world of its own, without Node and without a menu', () => {
  expect({ options: told.get('options'), hasNoMenu: told.has('removeMenu') }).toMatchObject({
    options: [
      {
        show: false,
        webPreferences: {
          sandbox: true,
          contextIsolation: true,
          nodeIntegration: false,
          preload: '/app/preload.cjs',
        },
      },
    ],
    hasNoMenu: true,
  });
});

test('nothing that would weaken it is asked for', () => {
  const keys = JSON.stringify(told.get('options'));
  expect(keys).not.toMatch(/webSecurity|webviewTag|nodeIntegrationIn|allowRunningInsecure|experimental/);
});

test('no further window opens, and the page stays where it is', () => {
  const prevented: string[] = [];
  answerOf('will-navigate', { preventDefault: () => prevented.push('navigation') });
  expect([answerOf('setWindowOpenHandler', { url: 'https://evil.test' }), prevented]).toEqual([
    { action: 'deny' },
    ['navigation'],
  ]);
});

test('no permission is given, whether asked for or looked up', () => {
  const decided: unknown[] = [];
  answerOf('setPermissionRequestHandler', undefined, 'media', (yes: unknown) => decided.push(yes));
  expect([decided, answerOf('setPermissionCheckHandler')]).toEqual([[false], false]);
});

test('a message counts from the main frame of the window alone, while our own page is in it', () => {
  const { mainFrame } = window.webContents;
  const elsewhere = lockedWindow(parts, { title: 'another' }).webContents.mainFrame;
  expect({
    own: isFrameOf(window, page, mainFrame),
    ofAnother: isFrameOf(window, page, elsewhere),
    gone: isFrameOf(window, page, null),
    withAnotherPage: isFrameOf(window, 'gatehouse://other/index.html', mainFrame),
    withOneThatBeginsAlike: isFrameOf(window, 'gatehouse://window.evil.test/index.html', mainFrame),
    withoutWindow: isFrameOf(undefined, page, mainFrame),
  }).toEqual({
    own: true,
    ofAnother: false,
    gone: false,
    withAnotherPage: false,
    withOneThatBeginsAlike: false,
    withoutWindow: false,
  });
});
