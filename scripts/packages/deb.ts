// A package for Debian and its kin, by dpkg-deb.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { PackageOrder } from './order.ts';
import { layOut, pathsIn, sizeKibibytes } from './tree.ts';

/** A paragraph of a control file: every further line is indented, an empty one has a dot (Debian policy 5.6.13). */
function paragraph(text: string): string {
  return text
    .split('\n')
    .map((line) => ` ${line.trim() === '' ? '.' : line.trim()}`)
    .join('\n');
}

export function controlText(order: PackageOrder, sizeInKibibytes: number): string {
  const { name, version, architecture, maintainer, homepage, depends, recommends, summary, description } =
    order;
  return [
    `Package: ${name}`,
    // A hyphen would begin the revision; a tilde is older than the version without it.
    `Version: ${version.replace('-', '~')}`,
    `Architecture: ${architecture}`,
    `Maintainer: ${maintainer}`,
    `Installed-Size: ${String(sizeInKibibytes)}`,
    `Depends: ${depends.join(', ')}`,
    ...(recommends.length === 0 ? [] : [`Recommends: ${recommends.join(', ')}`]),
    'Section: utils',
    'Priority: optional',
    ...(homepage === undefined ? [] : [`Homepage: ${homepage}`]),
    `Description: ${summary}`,
    paragraph(description),
    '',
  ].join('\n');
}

/** @param work an empty folder */
export function makeDeb(order: PackageOrder, work: string, epochSeconds: number): void {
  const tree = path.join(work, 'tree');
  mkdirSync(tree);
  layOut(order, tree, epochSeconds);
  const sums = pathsIn(tree)
    .filter((each) => lstatSync(each).isFile())
    .map(
      (each) => `${createHash('md5').update(readFileSync(each)).digest('hex')}  ${path.relative(tree, each)}`,
    );
  const size = sizeKibibytes(tree);
  const control = path.join(tree, 'DEBIAN');
  mkdirSync(control);
  writeFileSync(path.join(control, 'control'), controlText(order, size));
  writeFileSync(path.join(control, 'md5sums'), `${sums.join('\n')}\n`);
  for (const [name, script] of [
    ['postinst', order.afterInstall],
    ['postrm', order.afterRemove],
  ] as const) {
    copyFileSync(script, path.join(control, name));
    chmodSync(path.join(control, name), 0o755);
  }
  for (const name of ['control', 'md5sums']) chmodSync(path.join(control, name), 0o644);
  chmodSync(control, 0o755);
  for (const each of [...pathsIn(control), tree]) lutimesSync(each, epochSeconds, epochSeconds);
  execFileSync(
    'dpkg-deb',
    ['--root-owner-group', '--uniform-compression', '-Zxz', '--build', tree, order.output],
    {
      env: { ...process.env, SOURCE_DATE_EPOCH: String(epochSeconds) },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
}
