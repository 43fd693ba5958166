// `npm run bench`: makes the bare app beside the package, measures both in the world, prints the table; 1 when a goal is missed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';
import { z } from 'zod';
import { linkTree } from '../../scripts/build/inspectable.ts';
import { describeRuns, isRunMet, lastRuns } from '../../scripts/test/last-runs.ts';
import { atMost, rowShape, table, type Row } from './rows.ts';
import { figureRows } from './small-rows.ts';

const root = join(import.meta.dirname, '../..');
const packageFolder = join(root, 'dist/linux-unpacked');
const bareFolder = join(root, 'dist/bare');
const out = join(root, 'out/bench');
const json = process.argv.includes('--json');
const quick = process.argv.includes('--quick');
const world = [process.execPath, join(root, 'test/world/world.ts')];
const mostArchiveMegabytes = 3;

const tell = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

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

function archiveRow(): Row {
  const { size } = statSync(join(packageFolder, 'resources/app.asar'));
  return atMost('app.asar', 'MB', mostArchiveMegabytes, [size / 1_048_576]);
}

await makeBareApp();
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const [program = '', ...words] = world;
const { status } = spawnSync(
  program,
  [
    ...words,
    '--out',
    out,
    ...clients(),
    '--',
    'node',
    'test/bench/measure.ts',
    bareFolder,
    ...(quick ? ['--quick'] : []),
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
);
if (status !== 0) {
  tell(`bench: the measurement ended with ${String(status)}`);
  process.exitCode = 1;
} else {
  const inWorld = z.array(rowShape).parse(JSON.parse(readFileSync(join(out, 'rows.json'), 'utf8')));
  const own = await figureRows(quick ? 'quick' : 'full', [...world, '--'], tell);
  const rows = [archiveRow(), ...own, ...inWorld];
  const runtime: unknown = JSON.parse(readFileSync(join(packageFolder, 'resources/runtime.json'), 'utf8'));
  const runs = lastRuns();
  const ok = rows.every(({ met }) => met) && runs.every(isRunMet);
  const told = ['', 'as they last ran here:', ...(runs.length > 0 ? describeRuns(runs) : ['none'])].join(
    '\n',
  );
  process.stdout.write(
    json ? `${JSON.stringify({ ok, runtime, quick, rows, runs })}\n` : `${table(rows)}\n${told}\n`,
  );
  process.exitCode = ok ? 0 : 1;
}
