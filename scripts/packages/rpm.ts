// A package for Fedora, openSUSE and their kin, by rpmbuild.
import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SetupFailure } from '../bootstrap/steps.mjs';
import type { PackageOrder } from './order.ts';
import { layOut, pathsIn } from './tree.ts';

const quoted = (text: string): string => `"${text.replaceAll('%', '%%')}"`;

/** @param entries paths on the disk of whoever installs it, folders with a slash at their end */
export function specText(order: PackageOrder, tree: string, entries: readonly string[]): string {
  const { name, version, architecture, homepage, licence, maintainer, depends, summary, description } = order;
  // A folder that comes whole is ours, and so is the one of our documents; another round a single file belongs to the system.
  const whole = order.files.flatMap(({ from, to }) => (from.endsWith('/') ? [`${to}/`] : []));
  const own = [...whole, `/usr/share/doc/${name}/`];
  const list = entries
    .filter((each) => !each.endsWith('/') || own.some((folder) => each.startsWith(folder)))
    .map((each) => (each.endsWith('/') ? `%dir ${quoted(each.slice(0, -1))}` : quoted(each)));
  return [
    `Name: ${name}`,
    `Version: ${version.replace('-', '~')}`,
    'Release: 1',
    `Summary: ${summary}`,
    `License: ${licence}`,
    ...(homepage === undefined ? [] : [`URL: ${homepage}`]),
    `Packager: ${maintainer}`,
    `BuildArch: ${architecture}`,
    // What Chromium brings along is for nobody else, and what it links against is named below.
    'AutoReqProv: no',
    ...depends.map((each) => `Requires: ${each}`),
    '',
    '%description',
    description,
    '',
    '%install',
    `cp -a '${tree}/.' %{buildroot}/`,
    '',
    '%files',
    // Whoever packs is not who owns.
    '%defattr(-,root,root,-)',
    ...list,
    '',
    '%post',
    readFileSync(order.afterInstall, 'utf8').replaceAll('%', '%%'),
    '',
    '%postun',
    // An update removes the older one after the newer is there.
    'if [ "$1" = 0 ]; then',
    readFileSync(order.afterRemove, 'utf8')
      .replaceAll('%', '%%')
      .replace(/^#!.*$/m, ':'),
    'fi',
    '',
  ].join('\n');
}

/** Nothing of what is packed is changed, looked into or stamped with this machine. */
const definitions: Readonly<Record<string, string>> = {
  _build_id_links: 'none',
  __os_install_post: '%{nil}',
  debug_package: '%{nil}',
  _binary_payload: 'w6T2.xzdio',
  _buildhost: 'gatehouse',
  use_source_date_epoch_as_buildtime: '1',
  source_date_epoch_from_changelog: '0',
};

/** @param work an empty folder */
export function makeRpm(order: PackageOrder, work: string, epochSeconds: number): void {
  const tree = path.join(work, 'tree');
  mkdirSync(tree);
  layOut(order, tree, epochSeconds);
  const entries = pathsIn(tree)
    .slice(1)
    .map((each) => `/${path.relative(tree, each)}${lstatSync(each).isDirectory() ? '/' : ''}`);
  const spec = path.join(work, 'package.spec');
  writeFileSync(spec, specText(order, tree, entries));
  const all = { ...definitions, _topdir: path.join(work, 'top'), _rpmdir: path.join(work, 'made') };
  execFileSync(
    'rpmbuild',
    [
      '-bb',
      '--quiet',
      '--target',
      order.architecture,
      ...Object.entries(all).flatMap(([name, value]) => ['--define', `${name} ${value}`]),
      spec,
    ],
    {
      env: { ...process.env, SOURCE_DATE_EPOCH: String(epochSeconds) },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const made = pathsIn(all._rpmdir).find((each) => each.endsWith('.rpm'));
  if (made === undefined) throw new SetupFailure('rpmbuild made no package');
  renameSync(made, order.output);
}
