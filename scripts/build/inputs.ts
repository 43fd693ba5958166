// What a build is made from, as one hash: equal hash, nothing to build.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from '../bootstrap/places.mjs';

/** What ends up in out/. */
const bundled = [
  'main',
  'preload',
  'renderer',
  'electron.vite.config.ts',
  'assets/updates.json',
  'package-lock.json',
  'scripts/build/ascii.ts',
  'scripts/build/bundle.ts',
  'scripts/build/licences.ts',
  'scripts/build/licence-texts',
];

/** What decides the package apart from the bundles and the runtime. */
const packaged = [
  'package.json',
  'electron-builder.yml',
  'assets',
  'main/cli/launcher',
  'scripts/build',
  'scripts/runtime',
];

export function bundleInputs(): string {
  return hashOf(bundled);
}

export function packageInputs(): string {
  return hashOf(packaged);
}

function hashOf(places: readonly string[]): string {
  const hash = createHash('sha256');
  for (const place of places) {
    for (const file of filesIn(path.join(root, place))) {
      hash
        .update(`${path.relative(root, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

function filesIn(place: string): string[] {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [place];
  return readdirSync(place)
    .sort()
    .flatMap((name) => filesIn(path.join(place, name)));
}
