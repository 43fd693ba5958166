// `npm run test:full -- PART`: every figure of a part at full size, each with a control that has to miss its goal.
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root, writeWhole } from './bootstrap/places.mjs';
import { fail, SetupFailure } from './bootstrap/steps.mjs';
import { clientsFolder, listFigures, runLane, type Lane } from './test/full-lanes.ts';
import { keepRun } from './test/last-runs.ts';
import { describeResult, sizes, type FigureResult, type ListedFigure } from './test/full-results.ts';

const usage = `usage: npm run test:full -- PART [options]

Measures the figures of a part (authority, broker, hardening, providers, quota, switching, window), each with its control, and
writes out/full/PART.json.

  --only ID      this figure; may be repeated
  --seed N       the seed of everything random (default: another one each time)
  --size SIZE    full (default) or quick
  --json         the file's content on stdout in place of lines

exit codes: 0 all met; 1 a figure missed its goal, or its control met it; 2 usage
`;

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        only: { type: 'string', multiple: true, default: [] },
        seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
        size: { type: 'string', default: 'full' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (thrown) {
    throw new SetupFailure(`${thrown instanceof Error ? thrown.message : String(thrown)}\n\n${usage}`, {
      exitCode: 2,
    });
  }
}

/** What is measured beside what: the clients mostly wait, so they wait beside the modules. */
async function lanesOf(wanted: readonly ListedFigure[]): Promise<readonly Lane[]> {
  const idsIn = (...places: readonly ListedFigure['place'][]): string[] =>
    wanted.filter(({ place }) => places.includes(place)).map(({ id }) => id);
  const inWorld = idsIn('world', 'clients');
  const clients = idsIn('clients').length > 0 ? ['--clients', await clientsFolder()] : [];
  const world = [process.execPath, 'test/world/world.ts', ...clients, '--'];
  return [
    { inside: [], batches: idsIn('node', 'worlds').map((id) => [id]) },
    // A world for each: none finds what another has left.
    { inside: world, batches: inWorld.map((id) => [id]) },
  ].filter(({ batches }) => batches.length > 0);
}

/** What the figures were measured on. */
function machine(): object {
  const runtimeFile = path.join(root, 'dist', 'linux-unpacked', 'resources', 'runtime.json');
  const app: unknown = existsSync(runtimeFile) ? JSON.parse(readFileSync(runtimeFile, 'utf8')) : null;
  const [cpu] = os.cpus();
  return {
    node: process.version,
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    cpus: os.cpus().length,
    cpu: cpu?.model ?? 'unknown',
    app,
  };
}

async function run(): Promise<number> {
  const { values, positionals } = readArguments();
  const [part, ...rest] = positionals;
  const seed = Number(values.seed);
  const size = sizes.find((name) => name === values.size);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (part === undefined || rest.length > 0 || size === undefined || !Number.isSafeInteger(seed))
    throw new SetupFailure(usage, { exitCode: 2 });
  const listed = await listFigures(part);
  const unknown = values.only.filter((id) => !listed.some((figure) => figure.id === id));
  if (unknown.length > 0)
    throw new SetupFailure(
      `no such figure: ${unknown.join(', ')}\nthere are: ${listed.map(({ id }) => id).join(', ')}`,
      { exitCode: 2 },
    );
  const wanted = listed.filter(({ id }) => values.only.length === 0 || values.only.includes(id));

  const startedMs = performance.now();
  const tell = (text: string): void => {
    (values.json ? process.stderr : process.stdout).write(`${text}\n`);
  };
  const done = (result: FigureResult): void => {
    tell(describeResult(result));
  };
  const order = { part, seed, size, done };
  const results = (await Promise.all((await lanesOf(wanted)).map((lane) => runLane(lane, order)))).flat();
  const failed = results.filter(({ verdict }) => verdict !== 'met').length;
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  if (size === 'full' && values.only.length === 0)
    keepRun(`test:full ${part}`, { seconds, passed: results.length - failed, failed });
  const report = {
    schema: 1,
    part,
    ok: failed === 0 && results.length > 0,
    seed,
    size,
    machine: machine(),
    seconds,
    figures: results,
  };
  const file = path.join(root, 'out', 'full', `${part}.json`);
  writeWhole(file, `${JSON.stringify(report, undefined, 2)}\n`);
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  tell(`written to ${path.relative(root, file)}, in ${report.seconds} s`);
  tell(`${results.length - failed} passed, ${failed} failed`);
  return report.ok ? 0 : 1;
}

try {
  process.exit(await run());
} catch (error) {
  fail(error);
}
