// Lays beside the files that every start loads what the runtime's V8 makes of them: half of their loading is to read them through.
import { globSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from '../bootstrap/child.mjs';
import { root } from '../bootstrap/places.mjs';
import type { Runtime } from '../runtime/runtime.ts';
import { firstChunks } from './first-chunks.ts';

const main = path.join(root, 'out', 'main');
/** The file of the entry, and the functions with which tray app and command line go on. */
const starts = ['index.cjs', 'runTray', 'composeApp', 'runCommandLine'];
/** It opens nothing and shows nothing; root is refused otherwise. */
const switches = ['--ozone-platform=headless', '--disable-gpu', '--no-sandbox', '--log-level=3'];

/** @throws Error where the runtime's V8 does not take what it has made */
export async function makeCodeCache({ program }: Pick<Runtime, 'program'>): Promise<void> {
  const inMain = (pattern: string): readonly string[] => globSync(pattern, { cwd: main });
  for (const old of inMain('**/*.cache')) rmSync(path.join(main, old));
  const files = new Map(
    inMain('{index,chunks/*}.cjs').map((file) => [path.basename(file), path.join(main, file)]),
  );
  const texts = new Map([...files].map(([name, file]) => [name, readFileSync(file, 'utf8')]));
  const first = firstChunks(texts, starts).flatMap((name) => files.get(name) ?? []);
  for (const check of [false, true]) {
    const order = { loader: path.join(main, 'chunk-loader.cjs'), files: first, check };
    await runQuietly(
      program,
      [...switches, path.join(import.meta.dirname, 'compile-chunks.cjs'), JSON.stringify(order)],
      { cwd: root },
    );
  }
}
