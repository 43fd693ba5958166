// Gathers the licences of every package that ends up in the app, for the page that shows them. One without a text stops the build.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface PackageLicence {
  readonly name: string;
  readonly version: string;
  /** As SPDX names it. */
  readonly licence: string;
  readonly text: string;
}

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const lockName = 'package-lock.json';
const prefix = 'node_modules/';

/** The file of a licence, not of a notice or of code that is called like one. */
function isLicenceFile(name: string): boolean {
  return /^(?:licen[cs]e|copying)(?:[-.][\w-]+)*$/i.test(name) && !/\.(?:js|ts|json)$/i.test(name);
}

function textIn(folder: string): string | undefined {
  const names = existsSync(folder) ? readdirSync(folder).filter(isLicenceFile).sort() : [];
  const texts = names.map((name) => readFileSync(path.join(folder, name), 'utf8').trim());
  return texts.length === 0 ? undefined : texts.join('\n\n');
}

/** Packages that ship no text of their own: `<scope>+<name>.txt` in this folder, as the package's own page has it. */
function keptText(kept: string, name: string): string | undefined {
  const file = path.join(kept, `${name.replace('/', '+')}.txt`);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** Packages of the lock file that are installed with the app, by the lock file's own marks. */
function shippedIn({ packages }: Lock): readonly (readonly [string, LockedPackage])[] {
  return Object.entries(packages).filter(
    ([place, { dev, optional, devOptional }]) =>
      place.startsWith(prefix) && dev !== true && optional !== true && devOptional !== true,
  );
}

/**
 * @param root the folder with the lock file and node_modules
 * @throws Error that names every package without a licence or without its text
 */
export function gatherLicences(
  root: string,
  kept = path.join(import.meta.dirname, 'licence-texts'),
): readonly PackageLicence[] {
  const lock = JSON.parse(readFileSync(path.join(root, lockName), 'utf8')) as Lock;
  const silent: string[] = [];
  const found = shippedIn(lock).flatMap(([place, { version = '', license }]): readonly PackageLicence[] => {
    const name = place.slice(place.lastIndexOf(prefix) + prefix.length);
    const text = textIn(path.join(root, place)) ?? keptText(kept, name);
    if (license === undefined || text === undefined) {
      silent.push(name);
      return [];
    }
    return [{ name, version, licence: license.replace(/^\((.*)\)$/, '$1'), text }];
  });
  if (silent.length > 0) {
    throw new Error(
      `No licence or no text of it: ${silent.join(', ')}. Put the text into scripts/build/licence-texts/<name>.txt.`,
    );
  }
  return found.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
