// Every lint ban is seen to strike where it holds, and to spare the one place where the call belongs.
import { ESLint } from 'eslint';
import path from 'node:path';
import tseslint from 'typescript-eslint';
import { expect, test } from 'vitest';
import { bans } from '../../scripts/check/lint-bans.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Code that breaks the ban, a room where it is banned, and the file that may do it. */
const plants: Readonly<Record<string, { code: readonly string[]; banned: string; allowed?: string }>> = {
  'ipc-main-only-in-ipc': {
    code: [
      "import { ipcMain } from 'electron/main'; ipcMain.on('x', () => 1);",
      "import e from 'electron'; e.ipcMain.on('x', f);",
    ],
    banned: 'main/desktop/window.ts',
    allowed: 'main/desktop/ipc.ts',
  },
  'ipc-renderer-only-in-preload': {
    code: ["import { ipcRenderer } from 'electron/renderer'; ipcRenderer.send('x');"],
    banned: 'renderer/bridge.ts',
    allowed: 'preload/index.ts',
  },
  'safe-storage-only-in-adapter': {
    code: ["import { safeStorage as s } from 'electron/main'; s.isEncryptionAvailable();"],
    banned: 'main/desktop/window.ts',
    allowed: 'main/adapters/electron/secret-box.ts',
  },
  'open-external-only-in-browser': {
    code: ["import { shell } from 'electron/common'; await shell.openExternal('https://x');"],
    banned: 'main/adapters/electron/notifier.ts',
    allowed: 'main/adapters/electron/browser.ts',
  },
  'programs-only-from-adapters-and-cli': {
    code: ["import { spawn } from 'node:child_process'; spawn('x');", "await import('child_process');"],
    banned: 'main/desktop/window.ts',
    allowed: 'main/adapters/node/programs.ts',
  },
  'no-ambient-effects': {
    code: [
      'process.exit(1);',
      "export const b = Buffer.from('x');",
      'setTimeout(() => 1, 1);',
      'export const now = Date.now();',
      'export const now = new Date();',
      'export const r = Math.random();',
      "await fetch('https://x');",
    ],
    banned: 'main/domain/planted.ts',
    allowed: 'main/adapters/node/system-time.ts',
  },
  'no-console': { code: ["console.log('x');"], banned: 'main/desktop/window.ts' },
};

// The planted files do not exist, so the rules that need types are off here.
const lint = new ESLint({
  cwd: root,
  overrideConfig: [
    tseslint.configs.disableTypeChecked,
    { languageOptions: { parserOptions: { projectService: false } } },
  ],
});

async function rulesFor(code: string, file: string): Promise<(string | null)[]> {
  const results = await lint.lintText(code, { filePath: path.join(root, file) });
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => ruleId ?? message));
}

test('every ban has a planted violation', () => {
  expect(Object.keys(plants).sort()).toEqual(bans.map(({ name }) => name).sort());
});

const cases = Object.entries(plants).flatMap(([name, plant]) =>
  plant.code.map((code) => ({ name, code, plant })),
);

test.each(cases)('$name strikes at: $code', async ({ name, code, plant }) => {
  expect(await rulesFor(code, plant.banned)).toContain(`gatehouse/${name}`);
  if (plant.allowed !== undefined)
    expect(await rulesFor(code, plant.allowed)).not.toContain(`gatehouse/${name}`);
});

test.each(['main/domain', 'main/providers', 'main/consumers', 'main/flows', 'main/state'])(
  'the clock is banned in %s',
  async (room) => {
    expect(await rulesFor('export const now = Date.now();', `${room}/planted.ts`)).toContain(
      'gatehouse/no-ambient-effects',
    );
  },
);

test('a rule is not switched off without a reason', async () => {
  const bare = '// eslint-disable-next-line no-debugger\ndebugger;\n';
  const explained = '// eslint-disable-next-line no-debugger -- the point of this test\ndebugger;\n';
  expect(await rulesFor(bare, 'main/paths.ts')).toContain('gatehouse/disable-needs-reason');
  expect(await rulesFor(explained, 'main/paths.ts')).toEqual([]);
});
