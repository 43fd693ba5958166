// The bill of materials says what is shipped, what needs what, and nothing of the machine that wrote it.
import { expect, test } from 'vitest';
import { billOfMaterials, type LockedTree } from '../../../scripts/build/sbom.ts';

const lock: LockedTree = {
  packages: {
    '': { version: '1.0.0', dependencies: { '@scope/one': '^1.0.0', tool: '^3.0.0' } },
    'node_modules/@scope/one': {
      version: '1.2.3',
      integrity: `sha512-${Buffer.from('one').toString('base64')}`,
      dependencies: { two: '^2.0.0' },
      peerDependencies: { three: '*' },
    },
    'node_modules/@scope/one/node_modules/two': { version: '2.0.0', dependencies: { three: '^3.0.0' } },
    'node_modules/two': { version: '9.0.0' },
    'node_modules/three': { version: '3.1.0' },
    'node_modules/tool': { version: '3.0.0' },
  },
};
const licences = [
  { name: '@scope/one', version: '1.2.3', licence: 'MIT', text: '' },
  { name: 'three', version: '3.1.0', licence: 'MIT OR CC0-1.0', text: '' },
  { name: 'two', version: '2.0.0', licence: 'ISC', text: '' },
];
const runtime = { electron: '45.0.0', chromium: '150.0.1.2', node: '24.1.0', source: 'official' } as const;
const app = { name: 'gatehouse', version: '1.0.0', licence: 'MIT' };

const bill = billOfMaterials(app, runtime, licences, lock, '2026-11-30T05:00:00.000Z');

test('every part is listed with its licence, its address and the digest it was taken by', () => {
  const id = (name: string): unknown => [{ license: { id: name } }];
  expect(bill['components']).toEqual([
    expect.objectContaining({ type: 'framework', purl: 'pkg:npm/electron@45.0.0', licenses: id('MIT') }),
    expect.objectContaining({ name: 'chromium', version: '150.0.1.2' }),
    expect.objectContaining({ name: 'node', version: '24.1.0', licenses: id('MIT') }),
    {
      type: 'library',
      'bom-ref': 'pkg:npm/%40scope/one@1.2.3',
      name: '@scope/one',
      version: '1.2.3',
      hashes: [{ alg: 'SHA-512', content: Buffer.from('one').toString('hex') }],
      licenses: id('MIT'),
      purl: 'pkg:npm/%40scope/one@1.2.3',
    },
    {
      type: 'library',
      'bom-ref': 'pkg:npm/three@3.1.0',
      name: 'three',
      version: '3.1.0',
      licenses: [{ expression: 'MIT OR CC0-1.0' }],
      purl: 'pkg:npm/three@3.1.0',
    },
    expect.objectContaining({ purl: 'pkg:npm/two@2.0.0', licenses: id('ISC') }),
  ]);
});

test('what needs what follows from where Node would find it, and tools are in none of it', () => {
  expect(bill['dependencies']).toEqual([
    { ref: 'pkg:generic/chromium@150.0.1.2', dependsOn: [] },
    { ref: 'pkg:generic/node@24.1.0', dependsOn: [] },
    { ref: 'pkg:npm/%40scope/one@1.2.3', dependsOn: ['pkg:npm/three@3.1.0', 'pkg:npm/two@2.0.0'] },
    {
      ref: 'pkg:npm/electron@45.0.0',
      dependsOn: ['pkg:generic/chromium@150.0.1.2', 'pkg:generic/node@24.1.0'],
    },
    {
      ref: 'pkg:npm/gatehouse@1.0.0',
      dependsOn: ['pkg:npm/%40scope/one@1.2.3', 'pkg:npm/electron@45.0.0'],
    },
    { ref: 'pkg:npm/three@3.1.0', dependsOn: [] },
    { ref: 'pkg:npm/two@2.0.0', dependsOn: ['pkg:npm/three@3.1.0'] },
  ]);
});

test('the same parts give the same text, with the time that is given or with none', () => {
  const again = billOfMaterials(app, runtime, licences, lock, '2026-11-30T05:00:00.000Z');
  const timeless = billOfMaterials(app, runtime, licences, lock);
  expect([
    JSON.stringify(again) === JSON.stringify(bill),
    bill['metadata'],
    Object.keys(timeless['metadata'] as object),
  ]).toEqual([
    true,
    expect.objectContaining({ timestamp: '2026-11-30T05:00:00.000Z' }),
    ['lifecycles', 'component'],
  ]);
});
