// Makes the three bundles into the folder named on the command line.
import { build } from 'electron-vite';
import { copyFileSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../bootstrap/places.mjs';
import { updateFactsOf } from '../../main/adapters/node/update-facts.ts';
import { inAscii } from './ascii.ts';
import { gatherLicences } from './licences.ts';

const out = process.argv[2];
if (out === undefined) throw new Error('usage: bundle.ts OUT_FOLDER');

process.env['GATEHOUSE_OUT'] = out;
process.chdir(root);
try {
  await build({ configFile: path.join(root, 'electron.vite.config.ts'), logLevel: 'warn' });
  for (const script of globSync('main/**/*.cjs', { cwd: out }).map((name) => path.join(out, name)))
    writeFileSync(script, inAscii(readFileSync(script, 'utf8')));
  for (const file of ['main/start.mjs', 'main/chunk-loader.cjs'])
    copyFileSync(path.join(root, file), path.join(out, file));
  const facts = readFileSync(path.join(root, 'assets/updates.json'), 'utf8');
  // Half of them would look in a place that nobody can sign for, and a person would never hear of a new version.
  updateFactsOf(facts);
  writeFileSync(path.join(out, 'main/updates.json'), facts);
  writeFileSync(path.join(out, 'main/licences.json'), JSON.stringify(gatherLicences(root)));
} catch (error) {
  // The bundler's message names file and line; its stack names only the bundler.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
