// What `electron <path>` runs in the fallback runtime: the app at that path, as the official default app does.
// @ts-check
import { app } from 'electron';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const target = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
const folder = path.resolve(target ?? '.');
const manifestFile = path.join(folder, 'package.json');
const isFolder = existsSync(folder) && (statSync(folder).isDirectory() || folder.endsWith('.asar'));

/** @type {{ name?: string, productName?: string, version?: string, main?: string }} */
const manifest = isFolder && existsSync(manifestFile) ? JSON.parse(readFileSync(manifestFile, 'utf8')) : {};
const entry = isFolder ? path.join(folder, manifest.main ?? 'index.js') : folder;
const name = manifest.productName ?? manifest.name;

Object.assign(process, { defaultApp: true });
if (name !== undefined) app.setName(name);
// Electron's own default app uses these two; they are not in the public types.
const internals = /** @type {{ setVersion(version: string): void, setAppPath(folder: string): void }} */ (
  /** @type {unknown} */ (app)
);
if (manifest.version !== undefined) internals.setVersion(manifest.version);
if (isFolder) internals.setAppPath(folder);
try {
  // Awaited at the top level: Electron becomes ready only after the app's first code has run.
  await import(pathToFileURL(entry).href);
} catch (error) {
  console.error(`electron: ${entry} could not be started`, error);
  app.exit(1);
}
