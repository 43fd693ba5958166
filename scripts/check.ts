// All static checks, two at a time. Each has a name, prints its output only when it fails, and says how to fix it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from './bootstrap/places.mjs';

interface Check {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly fix: string;
  /** A successful check proves nothing when it has seen nothing: this must be found in its output. */
  readonly proof?: RegExp;
}

const rooms = ['main', 'preload', 'renderer', 'scripts', 'test'].filter((room) =>
  existsSync(path.join(root, room)),
);

/** The slowest first, so that the last one does not wait alone. */
const checks: readonly Check[] = [
  {
    name: 'lint',
    // Without its cache: a type that changed elsewhere changes the verdict on a file that did not.
    command: ['eslint', '--max-warnings', '0', '.'],
    fix: 'node_modules/.bin/eslint --fix . repairs some; our own bans are in scripts/check/lint-bans.ts',
  },
  { name: 'types', command: ['tsc', '-b'], fix: 'the strict options are in tsconfig.base.json' },
  {
    name: 'format',
    command: ['prettier', '--check', '--cache', '--cache-location', '.cache/prettier', '.'],
    fix: 'npm run format',
  },
  {
    name: 'layers',
    command: ['depcruise', '--config', '.dependency-cruiser.mjs', ...rooms],
    fix: 'the import table is in ARCHITECTURE.md, its rules in scripts/check/layers.ts; effects belong behind a port',
    proof: /[1-9]\d* modules/,
  },
  { name: 'unused', command: ['knip', '--no-progress'], fix: 'delete what is named, or drop its export' },
  {
    name: 'tracked-text',
    command: ['node', 'scripts/check/scan-tracked.ts'],
    fix: 'see the line itself; the shapes are in scripts/check/tracked-text.ts',
    proof: /[1-9]\d* files scanned/,
  },
  {
    name: 'electron',
    command: ['node', 'scripts/check/check-electron.ts'],
    fix: 'update electron in package.json, or what is known in scripts/check/electron-advisories.json',
    proof: /^electron \d+\./m,
  },
  {
    name: 'workflows',
    command: ['node', 'scripts/check/check-workflows.ts'],
    fix: 'the line is named; our own rules are in scripts/check/workflows.ts',
    proof: /[1-9]\d* workflows looked at/,
  },
];

const parallel = 2;

function run(check: Check): Promise<boolean> {
  const startedMs = performance.now();
  const [program, ...args] = check.command;
  return new Promise((resolve) => {
    // The pinned tools are first on PATH: scripts/run.mjs put them there.
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (text: Buffer): void => {
      output += text.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => {
      output += error.message;
    });
    child.once('close', (code) => {
      const proved = check.proof === undefined || check.proof.test(output);
      const passed = code === 0 && proved;
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
      process.stdout.write(`${passed ? '✓' : '✗'} ${check.name}, ${seconds} s\n`);
      if (!passed) {
        const why = code === 0 ? `${check.name} saw no files at all\n` : '';
        process.stdout.write(
          `${output.trimEnd().replaceAll(/^/gm, '    ')}\n  ${why}  how to fix: ${check.fix}\n`,
        );
      }
      resolve(passed);
    });
  });
}

const wanted = process.argv.slice(2);
const queue = checks.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const results: { readonly name: string; readonly passed: boolean }[] = [];
const startedMs = performance.now();

async function work(): Promise<void> {
  for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
    results.push({ name: check.name, passed: await run(check) });
  }
}

await Promise.all(Array.from({ length: parallel }, work));

const failed = results.filter(({ passed }) => !passed).map(({ name }) => name);
const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
process.stdout.write(
  `checks in ${seconds} s: ${failed.length === 0 ? 'all well' : `failed: ${failed.join(', ')}`}\n`,
);
process.stdout.write(`${results.length - failed.length} passed, ${failed.length} failed\n`);
process.exitCode = failed.length === 0 && results.length > 0 ? 0 : 1;
