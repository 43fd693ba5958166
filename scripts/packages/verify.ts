// Reads finished packages back with the tools of their own systems: what a packer was told and what it made are two things.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../bootstrap/places.mjs';
import { SetupFailure } from '../bootstrap/steps.mjs';

/** In every one of them. */
const expected = [
  '/opt/Gatehouse/gatehouse-app',
  '/opt/Gatehouse/gatehouse',
  '/opt/Gatehouse/chrome-sandbox',
  '/opt/Gatehouse/resources/app.asar',
  '/opt/Gatehouse/LICENSES.chromium.html',
  '/usr/bin/gatehouse',
  '/usr/share/applications/gatehouse-app.desktop',
  '/usr/share/icons/hicolor/512x512/apps/gatehouse-app.png',
  '/usr/share/man/man1/gatehouse.1',
  '/usr/share/bash-completion/completions/gatehouse',
  '/usr/share/metainfo/dev.gatehouse.app.metainfo.xml',
  '/usr/lib/systemd/user/gatehouse.service',
];

const run = (program: string, words: readonly string[]): string =>
  execFileSync(program, words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

/** The paths in a package, with the rights of each where the tool says them. */
function listed(file: string): readonly { readonly name: string; readonly line: string }[] {
  const isDeb = file.endsWith('.deb');
  const text = isDeb ? run('dpkg-deb', ['--contents', file]) : run('rpm', ['-qlvp', file]);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const name = line
        .replace(/ -> .*$/, '')
        .split(/\s+/)
        .slice(isDeb ? 5 : 8)
        .join(' ');
      return { line, name: isDeb ? name.replace(/^\./, '') : name };
    });
}

function faultsOf(file: string): readonly string[] {
  const entries = listed(file);
  const names = new Set(entries.map(({ name }) => name));
  return [
    ...expected.filter((name) => !names.has(name)).map((name) => `${path.basename(file)} has no ${name}`),
    ...entries
      .filter(({ line }) => !/\broot[ /]root\b/.test(line))
      .map(({ name }) => `${path.basename(file)}: ${name} is not root's`),
    ...entries
      .filter(({ line }) => /^-\S*[sS]/.test(line))
      .map(
        ({ name }) =>
          `${path.basename(file)}: ${name} is setuid before anybody has looked whether it has to be`,
      ),
  ];
}

/** @throws SetupFailure naming everything that is wrong; an error of a tool as it says it */
export function verifyPackages(folder: string): void {
  run('appstreamcli', [
    'validate',
    '--no-net',
    path.join(root, 'assets/linux/dev.gatehouse.app.metainfo.xml'),
  ]);
  const files = readdirSync(folder)
    .filter((name) => /\.(?:deb|rpm)$/.test(name))
    .map((name) => path.join(folder, name));
  const faults = [...(files.length === 2 ? [] : ['not one deb and one rpm']), ...files.flatMap(faultsOf)];
  if (faults.length > 0)
    throw new SetupFailure(`The packages are not as they should be:\n  ${faults.join('\n  ')}`);
}
