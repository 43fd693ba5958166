// Reads finished packages back with the tools of their own systems: what a packer was told and what it made are two things.
import { extractFile } from '@electron/asar';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SetupFailure } from '../bootstrap/steps.mjs';
import type { PackageLicence } from '../build/licences.ts';
import { verifyPackage } from '../build/verify.ts';
import { digestsIn, entriesOf, unpack, type Entry } from './unpacked.ts';

const iconSizes = [16, 24, 32, 48, 64, 96, 128, 256, 512];
const metainfo = 'usr/share/metainfo/dev.gatehouse.app.metainfo.xml';
const desktopFile = 'usr/share/applications/gatehouse-app.desktop';

/** In those that a system installs, from the root of the disk. */
const onTheSystem = [
  'usr/bin/gatehouse',
  desktopFile,
  metainfo,
  ...iconSizes.map(
    (size) => `usr/share/icons/hicolor/${String(size)}x${String(size)}/apps/gatehouse-app.png`,
  ),
  'usr/share/icons/hicolor/scalable/apps/gatehouse-app.svg',
  'usr/share/man/man1/gatehouse.1',
  'usr/share/bash-completion/completions/gatehouse',
  'usr/share/zsh/site-functions/_gatehouse',
  'usr/share/fish/vendor_completions.d/gatehouse.fish',
  'usr/lib/systemd/user/gatehouse.service',
  'usr/share/doc/gatehouse/copyright',
  'usr/share/doc/gatehouse/THIRD-PARTY-NOTICES',
];

/** In every one, from the folder with the program. */
const inTheFolder = [
  'gatehouse-app',
  'gatehouse',
  'chrome-sandbox',
  'LICENSE.electron.txt',
  'LICENSES.chromium.html',
  'resources/app.asar',
  'resources/LICENSE',
  'resources/THIRD-PARTY-NOTICES',
  'resources/sbom.cdx.json',
];

/** What electron-builder adds for a system's own package. */
const added = new Set(['resources/apparmor-profile', 'resources/app-update.yml', 'resources/package-type']);

/** What electron-builder lays round the app in an AppImage. */
const roundTheApp = /^(?:AppRun|gatehouse-app\.desktop|usr\/(?:lib|share)\/.+)$/;
const isImage = (file: string): boolean => file.endsWith('.AppImage');

const said = (program: string, words: readonly string[]): readonly string[] => {
  try {
    const text = execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return text.split('\n').filter((line) => /\b(?:error|warning)\b/i.test(line));
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
};

/** Rights, owner and kind of each entry, and names that give away what does not belong there. */
export function faultsOfEntries(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap(({ name, rights, isRoots }) => [
    ...(isRoots ? [] : [`${name} is not root's`]),
    // No setuid before anybody has looked whether it has to be, nothing that others may write, no link, no device.
    ...(/^(?:drwxr-xr-x|-rwxr-xr-x|-rw-r--r--)$/.test(rights) ? [] : [`${name} has the rights ${rights}`]),
    ...(/(?:^|\/)(?:node_modules|tests?)(?:\/|$)|\.(?:map|tsx?)$/.test(name)
      ? [`${name} is not for people`]
      : []),
  ]);
}

/** The licences that the app itself shows, held against notices and bill of materials. */
export function faultsOfBill(
  licences: readonly Pick<PackageLicence, 'name' | 'version'>[],
  notices: string,
  bill: string,
): readonly string[] {
  const { components } = JSON.parse(bill) as {
    readonly components: readonly {
      readonly name: string;
      readonly version: string;
      readonly purl: string;
    }[];
  };
  const wanted = new Set(licences.map(({ name, version }) => `${name}@${version}`));
  const listed = new Set(
    components
      .filter(({ purl, name }) => purl.startsWith('pkg:npm/') && name !== 'electron')
      .map(({ name, version }) => `${name}@${version}`),
  );
  return [
    ...[...wanted].filter((each) => !listed.has(each)).map((each) => `the bill of materials has no ${each}`),
    ...[...listed]
      .filter((each) => !wanted.has(each))
      .map((each) => `the bill of materials has ${each} too much`),
    ...licences
      .filter(({ name, version }) => !notices.includes(`\n${name} ${version}\n`))
      .map(({ name }) => `the notices have no ${name}`),
    ...(['electron', 'chromium', 'node'].every((name) => components.some((each) => each.name === name))
      ? []
      : ['the bill of materials has no runtime']),
  ];
}

function faultsOfSystemFiles(disk: string): readonly string[] {
  return [
    ...onTheSystem.filter((name) => !existsSync(path.join(disk, name))).map((name) => `there is no /${name}`),
    ...said('desktop-file-validate', [path.join(disk, desktopFile)]),
    // The project has no page of its own yet.
    ...said('appstreamcli', [
      'validate',
      '--no-net',
      '--override=url-homepage-missing=info',
      path.join(disk, metainfo),
    ]),
  ];
}

/** What starts an AppImage that was put into the menu. With that word it refuses to. */
function faultsOfImage(folder: string): readonly string[] {
  const text = readFileSync(path.join(folder, 'gatehouse-app.desktop'), 'utf8');
  return text.includes('--no-sandbox') ? ['its desktop entry starts it without the sandbox'] : [];
}

/**
 * The packed program is the one that everything here was tested on.
 * @param isAdded whether a file that was not built may be there
 */
function faultsOfCopy(
  folder: string,
  original: ReadonlyMap<string, string>,
  isAdded: (name: string) => boolean,
): readonly string[] {
  const copy = digestsIn(folder);
  return [
    ...[...original]
      .filter(([name, digest]) => copy.get(name) !== digest)
      .map(([name]) => `${name} is not as built`),
    ...[...copy.keys()]
      .filter((name) => !original.has(name) && !isAdded(name))
      .map((name) => `${name} was added`),
  ];
}

async function faultsOf(
  file: string,
  into: string,
  original: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const folder = unpack(file, into);
  const wanted = [...inTheFolder, ...(isImage(file) ? ['gatehouse-app.desktop'] : [])];
  const missing = wanted.filter((name) => !existsSync(path.join(folder, name)));
  if (missing.length > 0) return missing.map((name) => `there is no ${name}`);
  // Fuses, size and content of the archive, the launcher.
  await verifyPackage(folder);
  const resource = (name: string): string => readFileSync(path.join(folder, 'resources', name), 'utf8');
  const licences = JSON.parse(
    extractFile(path.join(folder, 'resources', 'app.asar'), 'out/main/licences.json').toString(),
  ) as readonly PackageLicence[];
  return [
    // In an AppImage they are root's by the way it is made, and only its own program lists them.
    ...(isImage(file) ? faultsOfImage(folder) : faultsOfEntries(entriesOf(file))),
    ...faultsOfCopy(folder, original, (name) => added.has(name) || (isImage(file) && roundTheApp.test(name))),
    ...faultsOfBill(licences, resource('THIRD-PARTY-NOTICES'), resource('sbom.cdx.json')),
    ...(file.endsWith('.tar.gz') || isImage(file) ? [] : faultsOfSystemFiles(into)),
  ];
}

/**
 * @param files deb, rpm, tar.gz or AppImage
 * @param work an empty folder
 * @param built the folder that they were made from
 * @throws SetupFailure naming everything that is wrong
 */
export async function verifyPackages(files: readonly string[], work: string, built: string): Promise<void> {
  const original = digestsIn(built);
  mkdirSync(work, { recursive: true });
  const faults: string[] = [];
  for (const [index, file] of files.entries()) {
    const found = await faultsOf(file, path.join(work, String(index)), original);
    faults.push(...found.map((fault) => `${path.basename(file)}: ${fault}`));
  }
  if (faults.length > 0)
    throw new SetupFailure(`The packages are not as they should be:\n  ${faults.join('\n  ')}`);
}
