// The folders in which a terminal of the person would look for programs: a desktop starts the app with a poorer PATH.
import { readdir } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Windows spells it `Path`. */
export function searchPathName(environment: Environment): string {
  return Object.keys(environment).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
}

/** Where installers put programs for one person, beside what the system itself looks through. */
function usualFolders(home: string, environment: Environment): readonly string[] {
  const named = (name: string, ...inside: string[]): string[] => {
    const folder = environment[name];
    return folder === undefined || folder === '' ? [] : [join(folder, ...inside)];
  };
  if (process.platform === 'win32') {
    return [
      join(home, '.local', 'bin'),
      ...named('APPDATA', 'npm'),
      ...named('LOCALAPPDATA', 'pnpm'),
      ...named('LOCALAPPDATA', 'Volta', 'bin'),
      ...named('NVM_SYMLINK'),
      join(home, '.bun', 'bin'),
      join(home, 'scoop', 'shims'),
    ];
  }
  return [
    ...named('NVM_BIN'),
    ...named('PNPM_HOME'),
    ...named('VOLTA_HOME', 'bin'),
    ...named('BUN_INSTALL', 'bin'),
    ...named('NPM_CONFIG_PREFIX', 'bin'),
    ...[
      '.local/bin',
      'bin',
      '.claude/local',
      '.npm-global/bin',
      '.bun/bin',
      '.volta/bin',
      '.local/share/pnpm',
      'Library/pnpm',
      '.local/share/mise/shims',
      '.asdf/shims',
      '.local/share/fnm/aliases/default/bin',
      '.nvm/current/bin',
      '.cargo/bin',
    ].map((inside) => join(home, inside)),
    '/usr/local/bin',
    '/opt/homebrew/bin',
    join('/home', 'linuxbrew/.linuxbrew/bin'),
    '/snap/bin',
    '/usr/bin',
    '/bin',
  ];
}

/** Newest first. nvm puts a version into PATH only in a shell that has read its start-up file. */
async function nodeVersionFolders(home: string): Promise<readonly string[]> {
  const versions = join(home, '.nvm', 'versions', 'node');
  const names = await readdir(versions).catch(() => []);
  return names
    .sort((left, right) => right.localeCompare(left, 'en', { numeric: true }))
    .map((name) => join(versions, name, 'bin'));
}

/** Best first, without repetition. A relative folder of PATH is left out: it would depend on where the app was started. */
export async function programFolders(home: string, environment: Environment): Promise<readonly string[]> {
  const listed = (environment[searchPathName(environment)] ?? '').split(delimiter);
  const all = [...listed, ...usualFolders(home, environment), ...(await nodeVersionFolders(home))];
  return [...new Set(all.filter((folder) => isAbsolute(folder)))];
}
