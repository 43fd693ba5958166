// `npm run demo`: walks the main path in the packaged app inside the world, then says what happened.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { resultShape, type Result } from './result.ts';

const root = join(import.meta.dirname, '../..');
const out = join(root, 'out/demo');
const json = process.argv.includes('--json');

function words(result: Result): string {
  const steps = result.steps.map(
    ({ name, ok, ms }) => `  ${ok ? '✓' : '✗'} ${name}, ${(ms / 1000).toFixed(1)} s`,
  );
  const accounts = result.signedIn.map(
    ({ provider, account, plan, windows }) =>
      `  ${provider}: ${account}, ${plan ?? 'plan unknown'}${windows.map(({ label, usedPercent }) => `, ${label} ${usedPercent === null ? 'unknown' : `${String(usedPercent)}%`}`).join('')}`,
  );
  const files = result.files.map(({ path, mode, consumer }) => `  ${path} (${mode}, read by ${consumer})`);
  return [
    `Electron ${result.electron}, key store ${result.backend}`,
    ...steps,
    'Signed in:',
    ...accounts,
    'Written:',
    ...files,
    `Notices: ${result.notifications.join('; ')}`,
    `Preferred provider now: ${result.switchedTo}`,
    `Pictures: ${result.screenshots.join(', ')}`,
    result.ok ? 'The whole path works.' : 'The path did NOT work.',
  ].join('\n');
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

// Somebody who sits at a display wants to see it happen, and to play with it afterwards.
const person = /^:\d/.test(process.env['DISPLAY'] ?? '') && process.stdin.isTTY && !json;
const world = spawn(
  process.execPath,
  [
    join(root, 'test/world/world.ts'),
    '--out',
    out,
    ...(person ? ['--own-display'] : []),
    '--',
    'node',
    'test/demo/walk.ts',
    ...(person ? ['--stay'] : []),
  ],
  { cwd: root, stdio: ['inherit', 'inherit', 'inherit'] },
);
const forward = (signal: NodeJS.Signals): void => {
  world.kill(signal);
};
process.on('SIGINT', forward);
process.on('SIGTERM', forward);

world.on('exit', (code, signal) => {
  let result: Result;
  try {
    result = resultShape.parse(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')));
  } catch (thrown) {
    const reason = thrown instanceof z.ZodError ? z.prettifyError(thrown) : String(thrown);
    process.stderr.write(`demo: no result (world ended with ${String(code ?? signal)}): ${reason}\n`);
    process.exitCode = code === 0 || code === null ? 1 : code;
    return;
  }
  const ok = result.ok && code === 0;
  const shown = {
    ...result,
    ok,
    screenshots: result.screenshots.map((name) => relative(root, join(out, name))),
  };
  process.stdout.write(`${json ? JSON.stringify(shown) : words(shown)}\n`);
  process.exitCode = ok ? 0 : 1;
});
