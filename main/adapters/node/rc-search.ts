// Reads the files in which people set variables, and looks at no others: those of the shells and of the session in the home
// folder, and `.env` from a folder upwards.
import { readdir, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import type { Dialect } from '../../domain/doctor-start-up.ts';
import { readIfPresent } from './durable-file.ts';
import { namedFolder } from './named-folder.ts';

interface StartUpFile {
  readonly path: string;
  readonly dialect: Dialect;
  readonly text: string;
}

/** `.zshenv` may be what names the folder of the others. */
const homeFiles = ['.bashrc', '.bash_profile', '.bash_login', '.profile', '.zshenv'];
const zshFiles = ['.zshrc', '.zshenv', '.zprofile', '.zlogin'];

/** What people write by hand is smaller. */
const longestBytes = 1_000_000;
const mostInFolder = 200;
const mostParents = 40;

/** Whatever is not UTF-8 becomes U+FFFD, and hides nothing else. */
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** Undefined for what is no file, too large, or cannot be read. */
async function readSmall(path: string): Promise<string | undefined> {
  try {
    const found = await stat(path);
    const bytes = found.isFile() && found.size <= longestBytes ? await readIfPresent(path) : undefined;
    return bytes === undefined ? undefined : lenient.decode(bytes);
  } catch {
    return undefined;
  }
}

async function pathsIn(folder: string, ending: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith(ending))
    .toSorted()
    .slice(0, mostInFolder)
    .map((name) => join(folder, name));
}

/** The folder and those above it up to the home folder; alone where it is not inside that. */
function upToHome(folder: string, home: string): readonly string[] {
  const start = resolve(folder);
  if (start !== home && !start.startsWith(home + sep)) return [start];
  const folders = [start];
  while (folders.at(-1) !== home && folders.length < mostParents)
    folders.push(dirname(folders.at(-1) ?? home));
  return folders;
}

/** @param environment of which `ZDOTDIR` and `XDG_CONFIG_HOME` count, as for the shells themselves */
export function createRcSearch(home: string, environment: Readonly<Record<string, string | undefined>> = {}) {
  const usualConfig = join(home, '.config');
  const config = namedFolder(environment, 'XDG_CONFIG_HOME', usualConfig);
  const zsh = namedFolder(environment, 'ZDOTDIR', home);
  const fish = join(config, 'fish');

  return {
    async startUpFiles(): Promise<readonly StartUpFile[]> {
      // The session may have been started before the variable was set.
      const session = await Promise.all(
        [config, usualConfig].map((folder) => pathsIn(join(folder, 'environment.d'), '.conf')),
      );
      const places = new Map<string, Dialect>([
        ...homeFiles.map((name) => [join(home, name), 'sh'] as const),
        ...zshFiles.map((name) => [join(zsh, name), 'sh'] as const),
        [join(fish, 'config.fish'), 'fish'],
        ...(await pathsIn(join(fish, 'conf.d'), '.fish')).map((path) => [path, 'fish'] as const),
        ...session.flat().map((path) => [path, 'environment'] as const),
      ]);
      const files = await Promise.all(
        [...places].map(async ([path, dialect]) => ({ path, dialect, text: await readSmall(path) })),
      );
      return files.flatMap(({ text, ...file }) => (text === undefined ? [] : [{ ...file, text }]));
    },

    async envFiles(folder: string): Promise<readonly Pick<StartUpFile, 'path' | 'text'>[]> {
      if (!isAbsolute(folder)) return [];
      const files = await Promise.all(
        upToHome(folder, resolve(home)).map(async (each) => {
          const path = join(each, '.env');
          return { path, text: await readSmall(path) };
        }),
      );
      return files.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text }]));
    },
  };
}
