// `npm run package:try`: installs the deb as root, runs the end-to-end tests (or those named) on what it has installed, and takes
// it away again.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from './bootstrap/child.mjs';
import { root } from './bootstrap/places.mjs';
import { fail, SetupFailure, step } from './bootstrap/steps.mjs';
import { makeInspectable } from './build/inspectable.ts';
import { worldProject } from './test/projects.ts';
import { runAll } from './test/runs.ts';

const installed = '/opt/Gatehouse';
const inspectable = `${installed}-inspect`;
const packages = path.join(root, 'dist', 'packages');

/** @throws SetupFailure where there is none, or more than one */
function builtDeb(): string {
  const names = existsSync(packages) ? readdirSync(packages).filter((name) => name.endsWith('.deb')) : [];
  const [name] = names;
  if (name === undefined || names.length > 1)
    throw new SetupFailure('There is no deb to try. First: npm run package');
  return path.join(packages, name);
}

const apt = (...words: readonly string[]): Promise<unknown> =>
  runQuietly('apt-get', ['-y', '-o', 'Dpkg::Use-Pty=0', ...words], {
    cwd: root,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });

async function tried(): Promise<number> {
  try {
    await step('a copy that a driver can look into', () => makeInspectable(installed, inspectable));
    return await runAll([
      [
        {
          projects: [worldProject],
          inside: [process.execPath, 'test/world/world.ts', '--app', installed, '--'],
          patterns: process.argv.slice(2),
          mayBeEmpty: false,
        },
      ],
    ]);
  } finally {
    rmSync(inspectable, { recursive: true, force: true });
  }
}

try {
  if (process.getuid?.() !== 0)
    throw new SetupFailure('Only root can install a package. As root: npm run package:try');
  if (existsSync(installed))
    throw new SetupFailure(`${installed} is there already. First: apt-get purge gatehouse`);
  const deb = builtDeb();
  rmSync(inspectable, { recursive: true, force: true });
  await step('gatehouse installed', () => apt('install', '--no-install-recommends', deb));
  try {
    process.exitCode = await tried();
  } finally {
    // With its record, so that the next trial finds nothing of this one.
    await step('gatehouse removed', () => apt('purge', 'gatehouse'));
  }
  if (existsSync(installed)) throw new SetupFailure(`Removing the package has left ${installed}`);
} catch (error) {
  fail(error);
}
