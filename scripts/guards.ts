// `npm run guards`: takes the product's guards out one at a time, in a copy of the checkout; for each a test has to fail.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { onInterrupt } from './bootstrap/interrupt.mjs';
import { root, writeWhole } from './bootstrap/places.mjs';
import { fail, SetupFailure } from './bootstrap/steps.mjs';
import { familyOf, listMark, misplaced, projectsOf, type Guard } from './guards/guard.ts';
import { runTests } from './guards/run-tests.ts';
import { copyTree, type Tree } from './guards/tree.ts';
import { faultsOf, lineOf, tableOf, verdictOf, type GuardResult } from './guards/verdict.ts';

const usage = `usage: npm run guards -- [options]

Takes each security guard of test/guards/ out of a copy of the checkout, one at a time, and runs the tests that are named
beside it: at least one has to fail. Before that, all of them have to pass with every guard in place.

  --only ROW     guards of this row (CB-01) or family (CB), or with these words; may be repeated
  --json         the results as JSON on stdout in place of lines; they are in out/guards.json in any case
  --help

exit codes: 0 every guard is missed by a test; 1 one is not, or its entry is at fault; 2 usage
`;

const wholeLimitMs = 15 * 60_000;
const oneLimitMs = 3 * 60_000;
/** Without its guard a test may wait for what never comes; those of units have a shorter limit of their own. */
const oneTestMs = 20_000;

function readArguments() {
  try {
    return parseArgs({
      options: {
        only: { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (thrown) {
    throw new SetupFailure(`${thrown instanceof Error ? thrown.message : String(thrown)}\n\n${usage}`, {
      exitCode: 2,
    });
  }
}

/** The scripts do not import tests: the list comes on a line of its own, as our own program writes it. */
function listed(): readonly Guard[] {
  const out = execFileSync(process.execPath, ['test/guards/print-list.ts'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  const line = out.split('\n').find((each) => each.startsWith(listMark));
  if (line === undefined) throw new SetupFailure('test/guards/print-list.ts printed no list');
  return JSON.parse(line.slice(listMark.length)) as readonly Guard[];
}

/** @throws SetupFailure */
function chosen(only: readonly string[]): readonly Guard[] {
  const guards = listed();
  const isOf =
    (name: string) =>
    ({ row, guard }: Guard): boolean =>
      row === name || familyOf(row) === name || guard.includes(name);
  const unknown = only.filter((name) => !guards.some(isOf(name)));
  if (unknown.length > 0) throw new SetupFailure(`no guard of ${unknown.join(', ')}`, { exitCode: 2 });
  return only.length === 0 ? guards : guards.filter((guard) => only.some((name) => isOf(name)(guard)));
}

/** A test that fails anyway proves nothing. @throws SetupFailure */
async function requirePassing({ folder }: Tree, wanted: readonly Guard[]): Promise<number> {
  const files = [...new Set(wanted.flatMap(({ tests }) => tests))];
  const { summary, isOverdue, tail } = await runTests(folder, { tests: files, limitMs: wholeLimitMs });
  if (isOverdue || summary === undefined || summary.failed > 0 || summary.passed === 0) {
    const failures = summary?.failures.join('\n') ?? '';
    throw new SetupFailure(`The tests do not pass with every guard in place.\n${tail}\n${failures}`);
  }
  return summary.passed;
}

async function tried(tree: Tree, guard: Guard): Promise<GuardResult> {
  const startedMs = performance.now();
  const putBack = tree.cut(guard);
  try {
    const isOfUnits = projectsOf(guard.tests).every((name) => name === 'unit');
    const { summary, isOverdue } = await runTests(tree.folder, {
      ...guard,
      limitMs: oneLimitMs,
      ...(!isOfUnits && { testMs: oneTestMs }),
    });
    return {
      guard,
      verdict: verdictOf(summary, isOverdue),
      seconds: (performance.now() - startedMs) / 1000,
    };
  } finally {
    putBack();
  }
}

async function run(): Promise<number> {
  const { only, json, help } = readArguments();
  if (help) {
    process.stdout.write(usage);
    return 0;
  }
  const wanted = chosen(only);
  const startedMs = performance.now();
  const tell = (text: string): void => {
    (json ? process.stderr : process.stdout).write(`${text}\n`);
  };
  const tree = copyTree(root);
  onInterrupt(() => {
    tree.remove();
  });
  const results: GuardResult[] = [];
  try {
    const wrong = misplaced(tree.folder, wanted);
    if (wrong.length > 0) throw new SetupFailure(wrong.join('\n'));
    const passed = await requirePassing(tree, wanted);
    tell(`with every guard in place ${passed} tests pass; now ${wanted.length} guards, one at a time`);
    for (const guard of wanted) {
      const result = await tried(tree, guard);
      results.push(result);
      tell(lineOf(result));
    }
  } finally {
    tree.remove();
  }
  const faults = faultsOf(results);
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  const report = {
    schema: 1,
    ok: faults.length === 0,
    seconds,
    guards: results.map(({ guard: { row, guard, file }, verdict, seconds: took }) => ({
      row,
      guard,
      file,
      ...verdict,
      seconds: Math.round(took * 10) / 10,
    })),
  };
  const file = path.join(root, 'out', 'guards.json');
  writeWhole(file, `${JSON.stringify(report, undefined, 2)}\n`);
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
  tell(['', ...tableOf(results, familyOf), ...faults].join('\n'));
  tell(`written to ${path.relative(root, file)}, in ${seconds} s`);
  tell(`${results.length - faults.length} passed, ${faults.length} failed`);
  return report.ok ? 0 : 1;
}

try {
  process.exit(await run());
} catch (error) {
  fail(error);
}
