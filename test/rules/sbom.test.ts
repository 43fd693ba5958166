// The bill of materials lists what npm itself says is installed with the app: neither a tool nor one package fewer.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { gatherLicences } from '../../scripts/build/licences.ts';
import { billOfMaterials, type LockedTree } from '../../scripts/build/sbom.ts';

const root = path.join(import.meta.dirname, '..', '..');

interface Node {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, Node>>;
}

const packagesIn = ({ dependencies = {} }: Node): readonly string[] =>
  Object.entries(dependencies).flatMap(([name, node]) => [
    // What is optional and not there has no version.
    ...(node.version === undefined ? [] : [`${name}@${node.version}`]),
    ...packagesIn(node),
  ]);

test('the bill of materials has the packages that npm lists for the app', () => {
  // Not `npm sbom`: it leaves out what a tool needs as well, among them packages of the app.
  const words = ['ls', '--all', '--json', '--omit', 'dev', '--omit', 'optional', '--package-lock-only'];
  const listed = JSON.parse(
    execFileSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', words, {
      cwd: root,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    }),
  ) as Node;
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as LockedTree;
  const runtime = { electron: '0', chromium: '0', node: '0', source: 'official' } as const;
  const app = { name: 'gatehouse', version: '0', licence: 'MIT' };
  const { components } = billOfMaterials(app, runtime, gatherLicences(root), lock);
  const billed = (components as readonly { name: string; version: string }[]).slice(3);
  expect(billed.map(({ name, version }) => `${name}@${version}`).toSorted()).toEqual(
    [...new Set(packagesIn(listed))].toSorted(),
  );
});

test('a shipped package that another one needs optionally is among what that one needs; one that is not shipped is not', () => {
  const lock: LockedTree = {
    packages: {
      '': { version: '0', dependencies: { one: '1' }, optionalDependencies: { tool: '1' } },
      'node_modules/one': { version: '1', optionalDependencies: { two: '1', elsewhere: '1' } },
      'node_modules/two': { version: '1' },
      'node_modules/tool': { version: '1' },
      'node_modules/elsewhere': { version: '1' },
    },
  };
  const runtime = { electron: '0', chromium: '0', node: '0', source: 'official' } as const;
  const shipped = ['one', 'two'].map((name) => ({ name, version: '1', licence: 'MIT', text: 'MIT' }));
  const { dependencies } = billOfMaterials(
    { name: 'app', version: '0', licence: 'MIT' },
    runtime,
    shipped,
    lock,
  );
  expect(dependencies).toEqual([
    { ref: 'pkg:generic/chromium@0', dependsOn: [] },
    { ref: 'pkg:generic/node@0', dependsOn: [] },
    { ref: 'pkg:npm/app@0', dependsOn: ['pkg:npm/electron@0', 'pkg:npm/one@1'] },
    { ref: 'pkg:npm/electron@0', dependsOn: ['pkg:generic/chromium@0', 'pkg:generic/node@0'] },
    { ref: 'pkg:npm/one@1', dependsOn: ['pkg:npm/two@1'] },
    { ref: 'pkg:npm/two@1', dependsOn: [] },
  ]);
});
