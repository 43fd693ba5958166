// The shells in which a plain call of a program can be made to follow the account in use, and what each of them reads.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { shellWord } from '../../domain/shell-word.ts';
import { namedFolder } from './named-folder.ts';
import { fishLines, powershellLines } from './shell-start-script.ts';

export interface ShellHost {
  readonly shell: string;
  readonly label: string;
  /** Its executable. */
  readonly program: string;
  /** What it reads when a terminal opens. */
  readonly path: string;
  /** What has to stand there. */
  readonly lines: readonly string[];
  /** There was none of these to try it on. */
  readonly untried: boolean;
}

export interface ShellHostParts {
  readonly home: string;
  /** Our own folder for scripts and tables. */
  readonly folder: string;
  /** The person's, of which `ZDOTDIR` and `XDG_CONFIG_HOME` count. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** As Node names it. */
  readonly platform: string;
}

/**
 * What bash reads in a terminal of macOS, where each opens a login shell: the first that there is, and none of the others. So
 * another one must not be made beside it.
 */
function loginProfile(home: string): string {
  const names = ['.bash_profile', '.bash_login', '.profile'];
  return join(home, names.find((name) => existsSync(join(home, name))) ?? '.bash_profile');
}

/** Every shell that there could be on such a system. */
export function shellHosts({ home, folder, environment, platform }: ShellHostParts): readonly ShellHost[] {
  const bin = join(folder, 'bin');
  if (platform === 'win32') {
    const profile = join(home, 'Documents', 'PowerShell', 'Microsoft.PowerShell_profile.ps1');
    const lines = powershellLines(bin);
    return [
      { shell: 'powershell', label: 'PowerShell', program: 'pwsh', path: profile, lines, untried: true },
    ];
  }
  const script = shellWord(join(folder, 'path.sh'));
  // Without the script nothing happens, and nothing is said.
  const lines = [`[ ! -r ${script} ] || . ${script}`];
  const isMac = platform === 'darwin';
  const posix = (shell: string, path: string): ShellHost => ({
    shell,
    label: shell,
    program: shell,
    path,
    lines,
    untried: isMac,
  });
  return [
    posix('bash', isMac ? loginProfile(home) : join(home, '.bashrc')),
    posix('zsh', join(namedFolder(environment, 'ZDOTDIR', home), '.zshrc')),
    {
      ...posix(
        'fish',
        join(
          namedFolder(environment, 'XDG_CONFIG_HOME', join(home, '.config')),
          'fish/conf.d/gatehouse.fish',
        ),
      ),
      lines: fishLines(bin),
    },
  ];
}
