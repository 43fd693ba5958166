// A version of Electron that is out of support, unknown, or has a known weakness is found, on the day on which that is so.
import { expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import facts from '../../../scripts/check/electron-advisories.json' with { type: 'json' };
import { faultsOf } from '../../../scripts/check/electron-support.ts';

const known = {
  asOf: '2026-11-30',
  majors: [
    { major: 44, endsAbout: '2027-02-10' },
    { major: 45, endsAbout: '2027-04-07' },
  ],
  advisories: [{ id: 'CVE-1', about: 'it leaks', fixedIn: ['44.2.1', '45.0.3'] }],
};

test.each([
  ['45.4.1', '2026-11-30', []],
  ['45.4.1', '2027-04-07', []],
  ['45.4.1', '2027-04-08', ['Electron 45 is supported until about 2027-04-07']],
  ['45.0.2', '2026-11-30', ['CVE-1: it leaks; repaired in 44.2.1, 45.0.3']],
  ['45.0.3', '2026-11-30', []],
  ['44.2.0', '2026-11-30', ['CVE-1: it leaks; repaired in 44.2.1, 45.0.3']],
  ['44.10.0', '2026-11-30', []],
  [
    '43.9.9',
    '2026-11-30',
    ['Electron 43 is not supported any more', 'CVE-1: it leaks; repaired in 44.2.1, 45.0.3'],
  ],
  ['46.0.0', '2026-12-30', ['nothing is known about Electron 46: add it']],
  [
    '44.2.1',
    '2027-05-30',
    [
      'what is known about Electron is of 2026-11-30: look again',
      'Electron 44 is supported until about 2027-02-10',
    ],
  ],
  ['^45.4.1', '2026-11-30', ['electron is ^45.4.1: an exact version is needed']],
])('Electron %s on %s', (version, day, faults) => {
  expect(faultsOf(version, day, known)).toEqual(faults);
});

test('what is known is about the version that is declared', () => {
  expect(faultsOf(manifest.devDependencies.electron, facts.asOf, facts)).toEqual([]);
});
