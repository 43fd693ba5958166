// Proof that a package can be made again: the same sources in two folders of different names and lengths, built from nothing in
// each, give the same bytes.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from '../bootstrap/child.mjs';
import { root } from '../bootstrap/places.mjs';
import { SetupFailure, step } from '../bootstrap/steps.mjs';
import { makeArchive } from './archive.ts';
import { digestsIn } from './unpacked.ts';

const folders = ['one', 'another-of-a-longer-name'] as const;

const digestOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Everything that git knows or is about to know, with the history. */
function copySources(copy: string): void {
  const git = (...words: readonly string[]): string =>
    execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  git('clone', '--quiet', '--shared', '--no-checkout', root, copy);
  const names = git('ls-files', '--cached', '--others', '--exclude-standard', '-z').split('\0');
  for (const name of names.filter((each) => each !== '')) {
    mkdirSync(path.join(copy, path.dirname(name)), { recursive: true });
    cpSync(path.join(root, name), path.join(copy, name), { verbatimSymlinks: true });
  }
}

/** No links: what a build writes into one must change neither the other one nor ours. */
function copyFolder(from: string, to: string): void {
  execFileSync('cp', ['--archive', '--reflink=auto', from, to]);
}

interface Made {
  readonly archive: string;
  readonly app: string;
  readonly files: ReadonlyMap<string, string>;
}

async function madeIn(work: string, folder: string, name: string, epochSeconds: number): Promise<Made> {
  const copy = path.join(work, folder);
  const search = [path.join(copy, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(path.delimiter);
  await runQuietly(process.execPath, [path.join(copy, 'scripts', 'prepare.ts'), 'package'], {
    cwd: copy,
    env: { ...process.env, PATH: search },
  });
  const unpacked = path.join(copy, 'dist', 'linux-unpacked');
  const archive = path.join(work, `${folder}.tar.gz`);
  await makeArchive(unpacked, archive, name, epochSeconds);
  return {
    archive: digestOf(archive),
    app: digestOf(path.join(unpacked, 'resources', 'app.asar')),
    files: digestsIn(unpacked),
  };
}

/**
 * @param work an empty folder
 * @param name of the folder in the archive
 * @returns a line for each of the two
 * @throws SetupFailure naming the files that differ
 */
export async function proveReproducible(
  work: string,
  name: string,
  epochSeconds: number,
): Promise<readonly string[]> {
  const made: (Made & { readonly folder: string })[] = [];
  const one = path.join(work, folders[0]);
  copySources(one);
  copyFolder(path.join(root, 'node_modules'), path.join(one, 'node_modules'));
  // Not from ours again: somebody may be at work on the sources.
  copyFolder(one, path.join(work, folders[1]));
  for (const folder of folders) {
    made.push({
      folder,
      ...(await step(`built from nothing in ${folder}/`, () => madeIn(work, folder, name, epochSeconds))),
    });
  }
  const [first, second] = made;
  if (first === undefined || second === undefined) throw new Error('nothing was made');
  if (first.archive !== second.archive || first.app !== second.app) {
    const names = [...new Set([...first.files.keys(), ...second.files.keys()])];
    const differing = names.filter((each) => first.files.get(each) !== second.files.get(each));
    throw new SetupFailure(
      `The same sources gave two packages. What differs: ${differing.join(', ') || 'the archive only'}`,
    );
  }
  return made.map(({ folder, archive, app }) => `${archive}  tar.gz of ${folder}/, app.asar ${app}`);
}
