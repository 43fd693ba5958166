// `npm run bench`: makes the bare app beside the package, measures both in the world, prints the table; 1 when a goal is missed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';
import { z } from 'zod';
import { linkTree } from '../../scripts/build/inspectable.ts';
import { describeRuns, isRunMet, lastRuns } from '../../scripts/test/last-runs.ts';
import { rowShape, table } from './rows.ts';

const root = join(import.meta.dirname, '../..');
const packageFolder = join(root, 'dist/linux-unpacked');
const bareFolder = join(root, 'dist/bare');
const out = join(root, 'out/bench');
const json = process.argv.includes('--json');

/** The same runtime, byte for byte: hard links to the packaged app, but for the archive. */
async function makeBareApp(): Promise<void> {
  rmSync(bareFolder, { recursive: true, force: true });
  linkTree(packageFolder, bareFolder);
  renameSync(join(bareFolder, 'gatehouse-app'), join(bareFolder, 'bare-app'));
  const archive = join(bareFolder, 'resources/app.asar');
  rmSync(archive);
  await createPackage(join(import.meta.dirname, 'bare'), archive);
}

/** The real CLIs to measure beside, when they have been installed for `npm run test:clients`. */
function clients(): readonly string[] {
  const install = join(root, 'test/clients/install.ts');
  if (!existsSync(install)) return [];
  const { stdout, status } = spawnSync(process.execPath, [install], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const folder = stdout.trim().split('\n').at(-1) ?? '';
  return status === 0 && folder !== '' ? ['--clients', folder] : [];
}

await makeBareApp();
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const passed = process.argv.slice(2).filter((word) => word === '--quick');
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'test/world/world.ts'),
    '--out',
    out,
    ...clients(),
    '--',
    'node',
    'test/bench/measure.ts',
    bareFolder,
    ...passed,
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
);
if (status !== 0) {
  process.stderr.write(`bench: the measurement ended with ${String(status)}\n`);
  process.exitCode = 1;
} else {
  const rows = z.array(rowShape).parse(JSON.parse(readFileSync(join(out, 'rows.json'), 'utf8')));
  const runtime: unknown = JSON.parse(readFileSync(join(packageFolder, 'resources/runtime.json'), 'utf8'));
  const runs = lastRuns();
  const ok = rows.every(({ met }) => met) && runs.every(isRunMet);
  const told = ['', 'as they last ran here:', ...(runs.length > 0 ? describeRuns(runs) : ['none'])].join(
    '\n',
  );
  process.stdout.write(
    json
      ? `${JSON.stringify({ ok, runtime, quick: passed.length > 0, rows, runs })}\n`
      : `${table(rows)}\n${told}\n`,
  );
  process.exitCode = ok ? 0 : 1;
}
