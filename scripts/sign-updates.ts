// `npm run sign-updates -- FOLDER`: signs the latest*.yml of a release. With --new-key it makes the key for that.
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { updateFactsOf } from '../main/adapters/node/update-facts.ts';
import { root } from './bootstrap/places.mjs';
import { fail, say, SetupFailure } from './bootstrap/steps.mjs';
import { keyFileVariable, makeKey, privateKeyFrom, signFolder } from './updates/sign.ts';

const manifest = path.join('assets', 'updates.json');

function newKey(): void {
  const file = process.env[keyFileVariable] ?? path.join(homedir(), 'gatehouse-update-key.pem');
  const publicText = makeKey(file);
  say(`private key: ${file} (only you may read it; keep it off the machine that builds, and keep a copy)`);
  say(`for ${manifest}, into "keys":`);
  process.stdout.write(`${publicText}\n`);
}

function signRelease(folder: string): void {
  const facts = updateFactsOf(readFileSync(path.join(root, manifest), 'utf8'));
  if (facts === undefined)
    throw new SetupFailure(`${manifest} has no address: no app of this build would ever look.`);
  for (const { file, version } of signFolder(
    path.resolve(folder),
    privateKeyFrom(process.env),
    facts.keys,
    Date.now(),
  ))
    process.stdout.write(`${file} for ${version}\n`);
}

try {
  const [word, ...more] = process.argv.slice(2);
  if (word === undefined || more.length > 0)
    throw new SetupFailure('usage: npm run sign-updates -- FOLDER | --new-key', { exitCode: 2 });
  if (word === '--new-key') newKey();
  else signRelease(word);
} catch (error) {
  fail(error);
}
