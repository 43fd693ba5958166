// What electron-builder asks its packer for is understood whole or refused, and becomes what dpkg and rpm read.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { controlText } from '../../../scripts/packages/deb.ts';
import { packageOrder } from '../../../scripts/packages/order.ts';
import { specText } from '../../../scripts/packages/rpm.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

/** As electron-builder 26 calls fpm. */
const words = (target: 'deb' | 'rpm', changes: readonly string[] = []): readonly string[] => [
  '-s',
  'dir',
  '--force',
  '-t',
  target,
  '-d',
  'libnss3',
  '-d',
  'libgtk-3-0 | libgtk-3-0t64',
  ...(target === 'deb' ? ['--deb-recommends', 'gnome-keyring', '--deb-compression', 'xz'] : []),
  ...(target === 'rpm'
    ? ['--rpm-os', 'linux', '--rpm-compression', 'xzmt', '--rpm-summary', 'Sign-ins']
    : []),
  '--architecture',
  'amd64',
  '--after-install',
  '/tmp/install.sh',
  '--after-remove',
  '/tmp/remove.sh',
  '--description',
  target === 'deb' ? 'Sign-ins\n Keeps them.\n\n In the tray.' : 'Keeps them.',
  '--version',
  '0.1.0-unofficial',
  '--package',
  '/tmp/gatehouse.pkg',
  '--name',
  'gatehouse',
  '--maintainer',
  'The Gatehouse authors',
  '--url',
  'https://gatehouse.invalid',
  '--license',
  'MIT',
  '/tmp/unpacked/=/opt/Gatehouse',
  '/tmp/copyright=/usr/share/doc/gatehouse/copyright',
  '/tmp/icon.png=/usr/share/icons/hicolor/512x512/apps/gatehouse-app.png',
  ...changes,
];

test('a control file has every field, dots for empty lines, and a version that is older than the one without a suffix', () => {
  expect(controlText(packageOrder(words('deb')), 250_000)).toBe(
    [
      'Package: gatehouse',
      'Version: 0.1.0~unofficial',
      'Architecture: amd64',
      'Maintainer: The Gatehouse authors',
      'Installed-Size: 250000',
      'Depends: libnss3, libgtk-3-0 | libgtk-3-0t64',
      'Recommends: gnome-keyring',
      'Section: utils',
      'Priority: optional',
      'Description: Sign-ins',
      ' Keeps them.',
      ' .',
      ' In the tray.',
      '',
    ].join('\n'),
  );
});

test('a spec lists files and own folders, and none that belong to the system', async () => {
  const folder = await temporaryFolder();
  await mkdir(folder, { recursive: true });
  const [afterInstall, afterRemove] = [join(folder, 'install.sh'), join(folder, 'remove.sh')];
  await writeFile(afterInstall, '#!/bin/sh\necho 100%\n');
  await writeFile(afterRemove, '#!/bin/sh\nexit 0\n');
  const order = { ...packageOrder(words('rpm')), afterInstall, afterRemove };
  const entries = [
    '/opt/',
    '/opt/Gatehouse/',
    '/opt/Gatehouse/a 100% b',
    '/usr/',
    '/usr/bin/',
    '/usr/bin/gatehouse',
    '/usr/share/doc/',
    '/usr/share/doc/gatehouse/',
    '/usr/share/doc/gatehouse/copyright',
    '/usr/share/icons/hicolor/512x512/apps/',
  ];
  const text = specText(order, '/tmp/tree', entries);
  expect([
    text.split('%files\n')[1]?.split('\n\n')[0],
    text.includes('echo 100%%'),
    /^URL/m.test(text),
    order.architecture,
  ]).toEqual([
    '%defattr(-,root,root,-)\n%dir "/opt/Gatehouse"\n"/opt/Gatehouse/a 100%% b"\n"/usr/bin/gatehouse"\n%dir "/usr/share/doc/gatehouse"\n"/usr/share/doc/gatehouse/copyright"',
    true,
    false,
    'x86_64',
  ]);
});

test.each([
  [['--prefix', '/usr'], 'the packer does not know --prefix'],
  [['--name', 'other'], 'the packer needs --name once'],
  [['--version'], '--version has no value'],
  [['relative=path'], 'not a file of a package: relative=path'],
  [['--deb-compression', 'zst'], '--deb-compression is xz here, not zst'],
])('what is not understood is refused: %j', (changes, message) => {
  expect(() => packageOrder(words('deb', changes))).toThrow(message);
});
