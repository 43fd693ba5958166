// How tray app and serve end that could not start, over a stand-in for Electron: the words, and the code for who starts them.
import type * as fileSystem from 'node:fs';
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { exit } from '../../main/cli/output.ts';
import { Failure, type FailureCode } from '../../main/domain/failure.ts';
import { runServe } from '../../main/run-serve.ts';
import { runTray } from '../../main/run-tray.ts';
import { pathsIn } from '../fakes/paths.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const electron = vi.hoisted(() => ({
  said: [] as string[],
  shown: [] as string[],
  codes: [] as number[],
  ready: (): Promise<void> => Promise.resolve(),
  lock: (): boolean => false,
}));

vi.mock('node:fs', async (original) => ({
  ...(await original<typeof fileSystem>()),
  writeSync(_descriptor: number, words: string | Uint8Array) {
    electron.said.push(Buffer.from(words).toString());
    return Buffer.byteLength(words);
  },
}));

vi.mock('electron/main', () => ({
  app: {
    commandLine: { hasSwitch: () => false, appendSwitch: () => undefined },
    disableHardwareAcceleration: () => undefined,
    exit: (code: number) => electron.codes.push(code),
    getPreferredSystemLanguages: () => ['de-DE'],
    on: () => undefined,
    requestSingleInstanceLock: () => electron.lock(),
    setPath: () => undefined,
    whenReady: () => electron.ready(),
  },
  dialog: {
    showMessageBox: async ({ message }: { readonly message: string }) => {
      electron.shown.push(message);
      return { response: 0 };
    },
  },
  protocol: { registerSchemesAsPrivileged: () => undefined },
}));

vi.mock('electron/common', () => ({ nativeImage: {} }));

beforeEach(() => {
  vi.spyOn(process, 'getuid').mockReturnValue(1_000);
  vi.stubEnv('DISPLAY', ':0');
  Object.assign(electron, { said: [], shown: [], codes: [], lock: () => false });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const isLinux = process.platform === 'linux';

async function withoutLock() {
  const folder = await temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  const config = join(folder, 'file', 'gatehouse');
  return { config, paths: { ...pathsIn(folder), config } };
}

test.skipIf(!isLinux)('serve that can have no lock names the folder, and may be started again', async () => {
  const { config, paths } = await withoutLock();
  await runServe(paths, {});
  expect([electron.codes, electron.said.join('')]).toEqual([
    [1],
    expect.stringContaining(`${config} could not be written`),
  ]);
  expect(electron.said.join('')).toContain('ENOTDIR');
});

test.skipIf(!isLinux)(
  'the tray app that can have no lock says so to a person without a terminal too',
  async () => {
    const { config, paths } = await withoutLock();
    await runTray(paths);
    expect([electron.codes, electron.said.join('')]).toEqual([
      [6],
      expect.stringContaining(`${config} could not be written`),
    ]);
    expect(electron.shown).toEqual([expect.stringContaining(`${config} ließ sich nicht schreiben`)]);
  },
);

test('serve beside another Gatehouse says that it runs already, and is not started again', async () => {
  const folder = await temporaryFolder();
  symlinkSync('here-1', join(folder, 'SingletonLock'));
  await runServe(pathsIn(folder), {});
  rmSync(join(folder, 'SingletonLock'));
  expect([electron.codes, electron.said.join('')]).toEqual([[6], expect.stringContaining('runs already')]);
});

test.each([
  ['storage/write-failed', 1],
  ['storage/refused-path', 1],
  ['internal', 1],
  ['broker/busy', 6],
] satisfies readonly (readonly [FailureCode, number])[])(
  'serve that could not start for %s ends with %i',
  async (code, expected) => {
    Object.assign(electron, { lock: () => true, ready: () => Promise.reject(new Failure(code)) });
    await runServe(pathsIn(await temporaryFolder()), {});
    expect(electron.codes).toEqual([expected]);
  },
);

test('systemd starts it again but for wrong words, a refusal, and where the program is gone', () => {
  const unit = readFileSync(join(import.meta.dirname, '../../assets/systemd/gatehouse.service'), 'utf8');
  const execFailed = 203;
  expect([/^Restart=(.*)$/m.exec(unit)?.[1], /^RestartPreventExitStatus=(.*)$/m.exec(unit)?.[1]]).toEqual([
    'on-failure',
    [exit.usage, exit.refused, execFailed].join(' '),
  ]);
});
