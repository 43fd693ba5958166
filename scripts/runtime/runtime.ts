// What an Electron runtime is to the scripts: a folder, and the facts that the app and the demo repeat.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../bootstrap/places.mjs';

/** The facts written to dist/runtime.json and into the package. */
export interface RuntimeFacts {
  readonly electron: string;
  readonly node: string;
  readonly source: 'official' | 'fallback';
}

export interface Runtime extends RuntimeFacts {
  /** The unpacked distribution, as electron-builder's `electronDist` wants it. */
  readonly folder: string;
  /** The program that `npm start` runs. */
  readonly program: string;
}

/** The Electron version that package.json declares and that the types are compiled against. */
export function declaredElectronVersion(): string {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    devDependencies: { electron: string };
  };
  return manifest.devDependencies.electron;
}

export function factsOf({ electron, node, source }: RuntimeFacts): RuntimeFacts {
  return { electron, node, source };
}

/** Reads facts that were written earlier; undefined when they are absent or not whole. */
export function readFacts(file: string): RuntimeFacts | undefined {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<RuntimeFacts>;
    if (value.electron === undefined || value.node === undefined || value.source === undefined)
      return undefined;
    return { electron: value.electron, node: value.node, source: value.source };
  } catch {
    return undefined;
  }
}
