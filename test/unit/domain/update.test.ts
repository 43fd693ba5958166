// Which release is newer, which of its files are for this computer, and when the next look is due.
import { describe, expect, test } from 'vitest';
import {
  compareVersions,
  judgeRelease,
  metadataName,
  nextLookInMs,
  signatureName,
  type ReleaseExpectation,
} from '../../../main/domain/update.ts';

const now = Date.UTC(2026, 10, 24, 12);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const sha512 = `${'A'.repeat(86)}==`;
const linux: ReleaseExpectation = {
  current: '0.1.0',
  platform: 'linux',
  arch: 'x64',
  now,
  since: now - 30 * dayMs,
  onlyTold: false,
};
const file = (
  url: string,
  change: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => ({
  url,
  sha512,
  size: 9,
  ...change,
});
const image = file('gatehouse-0.2.0-linux-x64.AppImage');

const words = (change: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  version: '0.2.0',
  releaseDate: new Date(now).toISOString(),
  files: [image],
  ...change,
});

test('versions stand in the order of semantic versioning, whichever is named first', () => {
  const order = [
    '0.1.0-alpha',
    '0.1.0-alpha.1',
    '0.1.0-alpha.beta',
    '0.1.0-beta.2',
    '0.1.0-beta.11',
    '0.1.0-rc.1',
    '0.1.0',
    '0.1.1',
    '0.2.0',
    '0.10.0',
    '1.0.0',
  ];
  const signs = order.map((one) => order.map((other) => Math.sign(compareVersions(one, other) ?? NaN)));
  expect(signs).toEqual(order.map((_one, i) => order.map((_other, j) => Math.sign(i - j))));
});

test.each(['', '1', '1.2', 'v1.2.3', '1.2.3.4', '1.2.3 ', '1.2.3+build', '1.2.x', '01e9.0.0'])(
  '"%s" is no version',
  (text) => {
    expect([compareVersions(text, '1.2.3'), compareVersions('1.2.3', text)]).toEqual([undefined, undefined]);
  },
);

test.each([
  ['linux', 'x64', 'latest-linux.yml'],
  ['linux', 'arm64', 'latest-linux-arm64.yml'],
  ['darwin', 'arm64', 'latest-mac.yml'],
  ['win32', 'x64', 'latest.yml'],
])('on %s %s the words about a release are in %s, %s', (platform, arch, name) => {
  expect(metadataName(platform, arch)).toBe(name);
});

test('each words about a release have a signature of their own beside them', () => {
  const names = ['a'.repeat(64), 'b'.repeat(64)].map((sha256) => signatureName('latest.yml', sha256));
  expect(names).toEqual(['latest.yml.aaaaaaaaaaaaaaaa.sig', 'latest.yml.bbbbbbbbbbbbbbbb.sig']);
});

describe('of the files of a release, this computer takes', () => {
  const all = [
    'gatehouse-0.2.0-linux-x64.AppImage',
    'gatehouse-0.2.0-linux-arm64.AppImage',
    'gatehouse-0.2.0-linux-x64.deb',
    'gatehouse-0.2.0-mac-arm64.zip',
    'gatehouse-0.2.0-mac-x64.zip',
    'gatehouse-0.2.0-mac-arm64.dmg',
    'gatehouse-0.2.0-win-x64.exe',
    'gatehouse-0.2.0-win-x64.zip',
  ].map((name) => file(name));

  test.each([
    ['linux', 'x64', ['gatehouse-0.2.0-linux-x64.AppImage']],
    ['linux', 'arm64', ['gatehouse-0.2.0-linux-arm64.AppImage']],
    ['win32', 'x64', ['gatehouse-0.2.0-win-x64.exe']],
  ])('on %s %s only its own', (platform, arch, names) => {
    const verdict = judgeRelease(words({ files: all }), { ...linux, platform, arch });
    expect(verdict).toEqual({
      kind: 'newer',
      release: { version: '0.2.0', files: names.map((name) => ({ name, sha512, sizeBytes: 9 })) },
    });
  });

  test('the only one of its kind, even if that names no processor', () => {
    expect(judgeRelease(words({ files: [file('Gatehouse.AppImage')] }), linux)).toEqual({
      kind: 'newer',
      release: { version: '0.2.0', files: [{ name: 'Gatehouse.AppImage', sha512, sizeBytes: 9 }] },
    });
  });

  test.each([
    ['linux', 'arm64', 'gatehouse-0.2.0-linux-x86_64.AppImage'],
    ['linux', 'arm64', 'gatehouse-0.2.0-linux-x64.AppImage'],
    ['linux', 'x64', 'gatehouse-0.2.0-linux-arm64.AppImage'],
    ['linux', 'x64', 'Gatehouse_aarch64.AppImage'],
    ['linux', 'x64', 'gatehouse-0.2.0-linux-armv7l.AppImage'],
    ['linux', 'x64', 'gatehouse-0.2.0-linux-i386.AppImage'],
    ['win32', 'arm64', 'gatehouse-0.2.0-win-x64.exe'],
  ])(
    'on %s %s not %s, even if that is the only one: its name was signed, that of the words was not',
    (...row) => {
      const [platform, arch, name] = row;
      expect(judgeRelease(words({ files: [file(name)] }), { ...linux, platform, arch })).toEqual({
        kind: 'refused',
        why: 'no file for this computer',
      });
    },
  );

  test.each([
    ['x64', 'gatehouse-0.2.0-linux-x86_64.AppImage'],
    ['x64', 'gatehouse_0.2.0_amd64.AppImage'],
    ['arm64', 'gatehouse-0.2.0-linux-aarch64.AppImage'],
  ])('on %s its own under another name of the processor: %s', (arch, name) => {
    const both = ['x86_64', 'amd64', 'aarch64'].map((each) => `gatehouse-0.2.0-linux-${each}.AppImage`);
    const files = [name, ...both.filter((each) => (arch === 'x64') === each.includes('aarch64'))].map(
      (each) => file(each),
    );
    expect(judgeRelease(words({ files }), { ...linux, arch })).toEqual({
      kind: 'newer',
      release: { version: '0.2.0', files: [{ name, sha512, sizeBytes: 9 }] },
    });
  });

  test('none where it is told of the version only', () => {
    const told = { ...linux, onlyTold: true };
    expect(judgeRelease(words({ files: [file('gatehouse-0.2.0-linux-x64.deb')] }), told)).toEqual({
      kind: 'newer',
      release: { version: '0.2.0', files: [] },
    });
  });
});

test.each([
  ['a day ahead', now + dayMs, 'newer'],
  ['more than a day ahead', now + dayMs + 1, 'refused'],
  ['as old as this build', linux.since, 'newer'],
  ['older than this build', linux.since - 1, 'refused'],
])('a release that is dated %s', (_name, date, kind) => {
  expect(judgeRelease(words({ releaseDate: new Date(date).toISOString() }), linux).kind).toBe(kind);
});

test.each([
  ['no fields', 'text'],
  ['no fields', null],
  ['no fields', [words()]],
  ['no version', words({ version: 2 })],
  ['no version', words({ version: 'latest' })],
  ['no date', words({ releaseDate: undefined })],
  ['no date', words({ releaseDate: 'soon' })],
  ['no files', words({ files: [] })],
  ['no files', words({ files: image })],
  ['no file for this computer', words({ files: [file('gatehouse-0.2.0-win-x64.exe')] })],
])('words with %s are refused', (why, value) => {
  expect(judgeRelease(value, linux)).toEqual({ kind: 'refused', why });
});

test.each([
  ['a path', { url: '../gatehouse.AppImage' }],
  ['an address', { url: 'https://evil.example/gatehouse.AppImage' }],
  ['a way out in other signs', { url: '..%2fgatehouse.AppImage' }],
  ['a hidden name', { url: '.AppImage' }],
  ['no name', { url: undefined }],
  ['no SHA-512', { sha512: undefined }],
  ['an older kind of sum', { sha512: undefined, sha2: 'A'.repeat(64) }],
  ['a SHA-512 that was cut off', { sha512: sha512.slice(4) }],
  ['no size', { size: undefined }],
  ['no bytes', { size: 0 }],
  ['more than a gigabyte', { size: 2 ** 30 + 1 }],
  ['half a byte', { size: 1.5 }],
])('a file with %s spoils the whole release', (_name, change) => {
  const files = [image, file('gatehouse-0.2.0-linux-x64.deb', change)];
  expect(judgeRelease(words({ files }), linux)).toEqual({
    kind: 'refused',
    why: 'a file without name, size or SHA-512',
  });
});

test.each([
  ['nobody has looked yet', undefined, hourMs / 6],
  ['somebody has just looked', now, dayMs],
  ['somebody looked an hour ago', now - hourMs, dayMs - hourMs],
  ['somebody looked a week ago', now - 7 * dayMs, hourMs / 6],
  ['the clock was set back', now + dayMs, hourMs / 6],
])('when %s, the next look is due once a day and never at the start', (_name, lookedAt, inMs) => {
  expect(nextLookInMs(lookedAt, now)).toBe(inMs);
});
