// The link by which a terminal finds the command line, where no package has put it on the PATH: ~/.local/bin/gatehouse.
import { lstat, mkdir, readlink, stat, symlink, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../../domain/failure.ts';
import { shellWord } from '../../domain/shell-word.ts';
import type { CommandLink } from '../../ports.ts';
import { codeOf, fileFailure } from './file-failure.ts';

const name = 'gatehouse';

export interface CommandLinkParts {
  readonly home: string;
  /** The app's own program, absolute. */
  readonly executable: string;
  /** As Node names it. */
  readonly platform: string;
  /** The file that the app runs from, where it is an AppImage; what is inside has another place each time. */
  readonly image: string | undefined;
}

/** The launcher lies beside the program; on macOS the two would have one name there. */
function launcherOf({ executable, platform }: CommandLinkParts): string {
  const folder = dirname(executable);
  if (platform === 'win32') return join(folder, `${name}.cmd`);
  return platform === 'darwin' ? join(folder, '..', 'Resources', name) : join(folder, name);
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

/** Nothing at all is there; what cannot be looked at may be there. */
const isGone = (path: string): Promise<boolean> =>
  stat(path).then(
    () => false,
    (thrown: unknown) => codeOf(thrown) === 'ENOENT',
  );

export function createCommandLink(parts: CommandLinkParts): CommandLink {
  const { home, platform, image } = parts;
  const launcher = launcherOf(parts);
  const path = join(home, '.local', 'bin', name);

  /** What stands there: ours when it leads to our launcher, or to one of an app that is gone. */
  async function kind(): Promise<'absent' | 'ours' | 'taken'> {
    try {
      if (!(await lstat(path)).isSymbolicLink()) return 'taken';
      const target = await readlink(path);
      if (target === launcher) return 'ours';
      const isLeft = basename(target) === name && (await isGone(path));
      return isLeft ? 'absent' : 'taken';
    } catch (thrown) {
      if (codeOf(thrown) === 'ENOENT') return 'absent';
      throw fileFailure('storage/unreadable', path, thrown);
    }
  }

  return {
    async state() {
      if (image !== undefined || !(await isFile(launcher))) return undefined;
      if (platform === 'win32') {
        const folder = dirname(launcher).replaceAll("'", "''");
        const user = "[Environment]::GetEnvironmentVariable('Path', 'User')";
        return { command: `[Environment]::SetEnvironmentVariable('Path', ${user} + ';${folder}', 'User')` };
      }
      const command = `mkdir -p ~/.local/bin && ln -s ${shellWord(launcher)} ~/.local/bin/${name}`;
      return { command, link: { path, kind: await kind() } };
    },
    async make() {
      const found = await kind();
      if (found === 'ours') return;
      if (found === 'taken') throw new Failure('storage/not-ours', { subject: path });
      try {
        await mkdir(dirname(path), { recursive: true });
        // One that leads nowhere is in the way.
        await unlink(path).catch((thrown: unknown) => {
          if (codeOf(thrown) !== 'ENOENT') throw thrown;
        });
        await symlink(launcher, path);
      } catch (thrown) {
        throw fileFailure('storage/write-failed', path, thrown);
      }
    },
    async remove() {
      if ((await kind()) !== 'ours') return;
      await unlink(path).catch((thrown: unknown) => {
        throw fileFailure('storage/write-failed', path, thrown);
      });
    },
  };
}
