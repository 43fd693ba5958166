// `npm run test:full`: every figure of a part, or of all, at full size, each with a control that has to miss its goal.
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root, writeWhole } from './bootstrap/places.mjs';
import { fail, SetupFailure } from './bootstrap/steps.mjs';
import { clientsFolder, listFigures, runLane, type Lane } from './test/full-lanes.ts';
import { keepRun } from './test/last-runs.ts';
import {
  countLine,
  describeParts,
  describeResult,
  sizes,
  type FigureResult,
  type ListedFigure,
  type PartReport,
  type Size,
} from './test/full-results.ts';

const usage = `usage: npm run test:full [-- PART] [options]

Measures the figures of a part (authority, broker, hardening, providers, quota, switching, window), each with its control, and
writes out/full/PART.json. Without a part: all of them, one part after the other, and the sum at the end.

  --only ID      this figure of the part; may be repeated
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

/** A lane of figures of the modules, and one of those that need a world; the clients mostly wait, so they wait beside the modules. */
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

interface Wanted {
  readonly part: string;
  readonly figures: readonly ListedFigure[];
  readonly isWhole: boolean;
  readonly seed: number;
  readonly size: Size;
}

/** Measures figures of one part, and keeps the report. @param tell a line for the person */
async function measure(wanted: Wanted, tell: (text: string) => void): Promise<PartReport> {
  const { part, figures, isWhole, seed, size } = wanted;
  const startedMs = performance.now();
  const done = (result: FigureResult): void => {
    tell(describeResult(result));
  };
  const order = { part, seed, size, done };
  const results: FigureResult[] = [];
  const together = await lanesOf(figures.filter(({ isAlone }) => !isAlone));
  results.push(...(await Promise.all(together.map((lane) => runLane(lane, order)))).flat());
  for (const lane of await lanesOf(figures.filter(({ isAlone }) => isAlone)))
    results.push(...(await runLane(lane, order)));
  const failed = results.filter(({ verdict }) => verdict !== 'met').length;
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  if (size === 'full' && isWhole)
    keepRun(`test:full ${part}`, { seconds, passed: results.length - failed, failed });
  const report: PartReport = {
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
  tell(`written to ${path.relative(root, file)}, in ${seconds} s`);
  return report;
}

function noSuch(what: string, names: readonly string[], there: readonly string[]): SetupFailure {
  return new SetupFailure(`no such ${what}: ${names.join(', ')}\nthere are: ${there.join(', ')}`, {
    exitCode: 2,
  });
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
  const isMalformed = rest.length > 0 || size === undefined || !Number.isSafeInteger(seed);
  if (isMalformed || (part === undefined && values.only.length > 0))
    throw new SetupFailure(usage, { exitCode: 2 });
  const all = await listFigures();
  const parts = [...new Set(all.map((figure) => figure.part))];
  if (part !== undefined && !parts.includes(part)) throw noSuch('part', [part], parts);
  const ids = all.filter((figure) => figure.part === part).map(({ id }) => id);
  const unknown = values.only.filter((id) => !ids.includes(id));
  if (unknown.length > 0) throw noSuch('figure', unknown, ids);

  const tell = (text: string): void => {
    (values.json ? process.stderr : process.stdout).write(`${text}\n`);
  };
  const isWhole = values.only.length === 0;
  const reports: PartReport[] = [];
  for (const name of part === undefined ? parts : [part]) {
    const figures = all.filter(
      (figure) => figure.part === name && (isWhole || values.only.includes(figure.id)),
    );
    reports.push(await measure({ part: name, figures, isWhole, seed, size }, tell));
  }
  const ok = reports.every((report) => report.ok);
  const seconds = reports.reduce((sum, report) => sum + report.seconds, 0);
  const told = part === undefined ? { schema: 1, ok, seconds, parts: reports } : reports[0];
  if (values.json) process.stdout.write(`${JSON.stringify(told)}\n`);
  if (part === undefined) tell(describeParts(reports));
  tell(countLine(reports.flatMap(({ figures }) => figures)));
  return ok ? 0 : 1;
}

try {
  process.exit(await run());
} catch (error) {
  fail(error);
}
