// A finished package that is not as it should be is found out, whatever its kind.
import { expect, test } from 'vitest';
import { entriesIn } from '../../../scripts/packages/unpacked.ts';
import { faultsOfBill, faultsOfEntries } from '../../../scripts/packages/verify.ts';

test.each([
  [
    'deb' as const,
    'drwxr-xr-x root/root         0 2026-11-30 05:25 ./opt/a folder/\n' +
      '-rw-r--r-- ada/staff    9169546 2026-11-30 05:25 ./opt/a file\n' +
      'lrwxrwxrwx root/root         0 2026-11-30 05:25 ./opt/a link -> a file\n',
  ],
  [
    'rpm' as const,
    'drwxr-xr-x    2 root     root                        0 Nov 30 05:25 /opt/a folder\n' +
      '-rw-r--r--    1 ada      staff                 9169546 Nov 30  2026 /opt/a file\n' +
      'lrwxrwxrwx    1 root     root                        0 Nov 30 05:25 /opt/a link -> a file\n',
  ],
  [
    'archive' as const,
    'drwxr-xr-x 0/0               0 2026-11-30 05:25 /opt/a folder/\n' +
      '-rw-r--r-- 1000/50     9169546 2026-11-30 05:25 /opt/a file\n' +
      'lrwxrwxrwx 0/0               0 2026-11-30 05:25 /opt/a link -> a file\n',
  ],
])('the listing of a %s is read with rights and owner', (kind, listing) => {
  expect(entriesIn(kind, listing)).toEqual([
    { name: '/opt/a folder', rights: 'drwxr-xr-x', isRoots: true },
    { name: '/opt/a file', rights: '-rw-r--r--', isRoots: false },
    { name: '/opt/a link', rights: 'lrwxrwxrwx', isRoots: true },
  ]);
});

test('a line of a listing that is not understood is not passed over', () => {
  expect(() => entriesIn('deb', 'total 12\n')).toThrow('not a line of a listing: total 12');
});

test('another owner, setuid, rights for everybody, links and what only developers need are faults', () => {
  const entry = (name: string, rights = '-rw-r--r--', isRoots = true) => ({ name, rights, isRoots });
  expect(
    faultsOfEntries([
      entry('/opt/Gatehouse', 'drwxr-xr-x'),
      entry('/opt/Gatehouse/gatehouse-app', '-rwxr-xr-x'),
      entry('/opt/Gatehouse/latest.txt'),
      entry('/opt/Gatehouse/foreign', '-rw-r--r--', false),
      entry('/opt/Gatehouse/chrome-sandbox', '-rwsr-xr-x'),
      entry('/opt/Gatehouse/open', '-rw-rw-rw-'),
      entry('/opt/Gatehouse/link', 'lrwxrwxrwx'),
      entry('/opt/Gatehouse/node_modules', 'drwxr-xr-x'),
      entry('/opt/Gatehouse/index.js.map'),
      entry('/opt/Gatehouse/test/one.js'),
    ]),
  ).toEqual([
    "/opt/Gatehouse/foreign is not root's",
    '/opt/Gatehouse/chrome-sandbox has the rights -rwsr-xr-x',
    '/opt/Gatehouse/open has the rights -rw-rw-rw-',
    '/opt/Gatehouse/link has the rights lrwxrwxrwx',
    '/opt/Gatehouse/node_modules is not for people',
    '/opt/Gatehouse/index.js.map is not for people',
    '/opt/Gatehouse/test/one.js is not for people',
  ]);
});

test('notices and bill of materials that differ from the licences in the app are faults', () => {
  const component = (name: string, version: string, kind = 'npm') => ({
    name,
    version,
    purl: `pkg:${kind}/${name}@${version}`,
  });
  const bill = (components: readonly unknown[]): string => JSON.stringify({ components });
  const runtime = [
    component('electron', '45.0.0'),
    component('chromium', '150.0.1.2', 'generic'),
    component('node', '24.1.0', 'generic'),
  ];
  const licences = [
    { name: 'one', version: '1.0.0' },
    { name: 'two', version: '2.0.0' },
  ];
  expect([
    faultsOfBill(
      licences,
      '==\none 1.0.0\n==\n==\ntwo 2.0.0\n==\n',
      bill([...runtime, component('one', '1.0.0'), component('two', '2.0.0')]),
    ),
    faultsOfBill(
      licences,
      '==\none 1.0.0\n==\n',
      bill([...runtime.slice(1), component('one', '1.0.1'), component('two', '2.0.0')]),
    ),
  ]).toEqual([
    [],
    [
      'the bill of materials has no one@1.0.0',
      'the bill of materials has one@1.0.1 too much',
      'the notices have no two',
      'the bill of materials has no runtime',
    ],
  ]);
});
