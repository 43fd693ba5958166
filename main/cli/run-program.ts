// Which program a command's name means, looked up as a shell does it, and whether it is Gatehouse itself.
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path';
import { ownAppImage } from '../domain/app-image.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** `path` is what is started, as the person means it; `real` is without links, and the one that is judged. */
export type FoundProgram =
  | { readonly kind: 'found'; readonly path: string; readonly real: string }
  | { readonly kind: 'missing' | 'not-executable' };

const isWindows = process.platform === 'win32';
/** What a shell looks through where nobody says. */
const usualPath = '/usr/bin:/bin';

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Relative ones stay so, and keep every byte of the folders above them; the point keeps them from looking like options. */
const spelled = (path: string): string => (isAbsolute(path) || isWindows ? path : `./${path}`);

/** Every file that the name may mean, in the order of a shell. */
function candidates(name: string, environment: Environment): readonly string[] {
  const endings = isWindows ? ['', ...(environment['PATHEXT'] ?? '.EXE').split(';')] : [''];
  const isPath = name.includes('/') || (isWindows && name.includes('\\'));
  const searched = Object.entries(environment).find(([each]) =>
    isWindows ? each.toUpperCase() === 'PATH' : each === 'PATH',
  );
  const folders = isPath ? [''] : (searched?.[1] ?? usualPath).split(delimiter);
  return folders.flatMap((folder) =>
    // An empty entry is the working folder. Not joined: that would take `..` out without looking at links.
    endings.map((ending) => spelled(`${isPath || folder === '' ? '' : `${folder}/`}${name}${ending}`)),
  );
}

export function findProgram(name: string, environment: Environment): FoundProgram {
  const found = candidates(name, environment);
  const files = name === '' ? [] : found.filter(isFile);
  const path = files.find(isExecutable);
  if (path !== undefined) return { kind: 'found', path, real: realpathSync(path) };
  // A folder can be named, and is no program.
  const isThere = files.length > 0 || (name.includes('/') && found.some((each) => statThere(each)));
  return { kind: isThere ? 'not-executable' : 'missing' };
}

function statThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** The launcher of this app; undefined where there is none that is still there later. */
export function launcherOf(app: string, environment: Environment): string | undefined {
  // An AppImage is gone from its place when the command line ends.
  if (ownAppImage(app, environment, realpathSync) !== undefined) return undefined;
  const folder = dirname(app);
  const path =
    process.platform === 'darwin'
      ? join(folder, '..', 'Resources', 'gatehouse')
      : join(folder, isWindows ? 'gatehouse.cmd' : 'gatehouse');
  return isFile(path) && isExecutable(path) ? path : undefined;
}

/** Whether this is the app or its launcher: it would ask itself for a lease, and again, and again. */
export function isOurs(real: string, app: string, environment: Environment): boolean {
  const launcher = launcherOf(app, environment);
  const own = [app, ...(launcher === undefined ? [] : [launcher])].map((path) => realpathSync(path));
  return own.includes(real) || basename(real).replace(/\.(cmd|exe)$/i, '') === 'gatehouse';
}
