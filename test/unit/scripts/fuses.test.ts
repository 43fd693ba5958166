// The fuses of the shipped binary: nothing runs in it but the app in its archive, and nobody looks inside.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { expect, test } from 'vitest';
import { inspectableFuses, shippedFuses } from '../../../scripts/runtime/fuses.ts';

const root = join(import.meta.dirname, '../../..');

/** By the name that electron-builder.yml has for it. */
function named(platform: NodeJS.Platform): Readonly<Record<string, boolean | undefined>> {
  return Object.fromEntries(
    Object.entries(shippedFuses(platform)).map(([fuse, isOn]) => {
      const name = FuseV1Options[Number(fuse)] ?? fuse;
      return [name.charAt(0).toLowerCase() + name.slice(1), isOn];
    }),
  );
}

const everywhere = {
  runAsNode: false,
  enableCookieEncryption: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};

test.each([
  ['linux', false],
  ['darwin', true],
  ['win32', true],
] as const)('on %s they are as promised', (platform, checksArchive) => {
  expect(named(platform)).toEqual({ ...everywhere, enableEmbeddedAsarIntegrityValidation: checksArchive });
});

test('what the packager is told is the same', () => {
  const text = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
  const [, block = ''] = /^electronFuses:\n((?: {2}\S.*\n)+)/m.exec(text) ?? [];
  const told = Object.fromEntries(
    Array.from(block.matchAll(/^ {2}(\w+): (true|false)$/gm), ([, name = '', value]) => [
      name,
      value === 'true',
    ]),
  );
  // It knows options besides, that are no fuses.
  expect(told).toMatchObject(named('darwin'));
});

test('the copy for the tests differs in one, that lets a debugger in', () => {
  const [shipped, inspectable] = [shippedFuses('linux'), inspectableFuses('linux')];
  const different = Object.keys(shipped).filter(
    (fuse) => Reflect.get(shipped, fuse) !== Reflect.get(inspectable, fuse),
  );
  expect(different).toEqual([String(FuseV1Options.EnableNodeCliInspectArguments)]);
});
