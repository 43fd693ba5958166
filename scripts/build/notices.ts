// The texts about rights that lie in a package: whose software is inside and under which words, and Debian's copyright file.
import type { PackageLicence } from './licences.ts';
import type { ShippedRuntime } from './sbom.ts';

const line = '='.repeat(78);

export function thirdPartyNotices(
  version: string,
  { electron, chromium, node }: ShippedRuntime,
  licences: readonly PackageLicence[],
): string {
  return [
    `Gatehouse ${version} holds software of others. Each part keeps its own licence.`,
    '',
    `Electron ${electron}, with Chromium ${chromium} and Node.js ${node}: the words are in LICENSE.electron.txt and`,
    'LICENSES.chromium.html beside the program.',
    '',
    'Packages of npm that are part of the program:',
    '',
    ...licences.map((each) => `  ${each.name} ${each.version} (${each.licence})`),
    ...licences.flatMap((each) => ['', line, `${each.name} ${each.version}`, line, '', each.text]),
    '',
  ].join('\n');
}

/** @param licence our own licence: its name, whose it is, an empty line, its words */
export function copyrightText(licence: string): string {
  const [, holder = ''] = /^Copyright \(c\) (.*)$/m.exec(licence) ?? [];
  const words = licence.slice(licence.indexOf(holder) + holder.length).trim();
  return [
    'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
    'Upstream-Name: Gatehouse',
    'Comment: The words of everything else in this package are in THIRD-PARTY-NOTICES beside this file,',
    ' and in LICENSE.electron.txt and LICENSES.chromium.html in /opt/Gatehouse.',
    '',
    'Files: *',
    `Copyright: ${holder}`,
    'License: Expat',
    ...words.split('\n').map((each) => (each.trim() === '' ? ' .' : ` ${each}`)),
    '',
  ].join('\n');
}
