// Runs the scanner over everything that git tracks or is about to track.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from '../bootstrap/places.mjs';
import { findingsIn } from './tracked-text.ts';

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter(
    (name) => name !== '' && statSync(path.join(root, name), { throwIfNoEntry: false })?.isFile() === true,
  );

if (files.length === 0) throw new Error('git names no files: the scan would prove nothing');

const findings = files.flatMap((name) => {
  const text = readFileSync(path.join(root, name), 'utf8');
  // A zero byte: a picture or an archive, not text.
  return text.includes('\0') ? [] : findingsIn(name, text);
});

for (const { file, line, shape, fix } of findings) process.stdout.write(`${file}:${line} ${shape}. ${fix}\n`);
process.stdout.write(`${files.length} files scanned\n`);
process.exitCode = findings.length === 0 ? 0 : 1;
