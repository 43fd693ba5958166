// The workflows run no code that can change under its name, and may only read.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { faultsOfLint, faultsOfWorkflow } from '../../scripts/check/workflows.ts';

const folder = path.join(import.meta.dirname, '..', '..', '.github', 'workflows');

test('every workflow here names actions by their commit and says its permissions', async () => {
  const names = await readdir(folder);
  const faults = await Promise.all(
    names.map(async (name) => faultsOfWorkflow(name, await readFile(path.join(folder, name), 'utf8'))),
  );
  expect([names.toSorted(), faults.flat()]).toEqual([['check.yml', 'release.yml'], []]);
});

test('a moving name, a commit without a version, a right to write and silence are found by their lines', () => {
  const commit = 'a'.repeat(40);
  const text = [
    'on:',
    '  pull_request_target:',
    'jobs:',
    '  one:',
    '    permissions:',
    '      contents: write # for now',
    '    steps:',
    '      - uses: actions/checkout@v4',
    `      - uses: actions/checkout@${commit}`,
    `      - uses: actions/checkout@${commit} # v4.2.2`,
    '      - uses: ./own-action',
  ].join('\n');
  expect(faultsOfWorkflow('a.yml', text).map(({ line, message }) => `${line} ${message}`)).toEqual([
    '2 strangers would run with our rights',
    '6 a right to write',
    '8 actions/checkout@v4 is not named by its commit',
    `9 actions/checkout@${commit} does not say which version it is`,
    '1 it does not say its permissions',
  ]);
});

test('what actionlint says counts, apart from runners that are newer than its list', () => {
  expect(
    faultsOfLint('a.yml', [
      { line: 3, message: 'label "macos-15" is unknown. available labels are …' },
      { line: 4, message: 'label "macos-1" is unknown. available labels are …' },
      { line: 5, message: 'property "mesage" is not defined' },
    ]),
  ).toEqual([
    { file: 'a.yml', line: 4, message: 'label "macos-1" is unknown. available labels are …' },
    { file: 'a.yml', line: 5, message: 'property "mesage" is not defined' },
  ]);
});
