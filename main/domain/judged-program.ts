// Which program a secret would go to, out of the line of processes above a caller: never ours, never a shell. Pure.
import type { JudgedProgram } from './hand-out.ts';
import { scriptOf } from './judged-script.ts';

/** A process as the system tells of it. */
export interface LineProcess {
  /** Absolute; absent where the system hides it. */
  readonly executable: string | undefined;
  /** Its path leads to another file, or none, outside of its own mounts. */
  readonly isElsewhere?: boolean;
  /** Its command line, its own name first. */
  readonly words: readonly string[];
  readonly folder: string | undefined;
}

export interface OwnPrograms {
  /** Absolute, without links: the app's binary, and a script of ours that an interpreter runs. */
  readonly executables: readonly string[];
  /** File names of our scripts that a shell runs, for example `gatehouse`. */
  readonly launcherNames: readonly string[];
}

const shells = /^(?:(?:ba|da|z|k|mk|a|fi|tc|c|r)?sh|ksh93|nu|elvish|pwsh|busybox|toybox)$/;

/**
 * What only starts commands that somebody else has written. A rule for one of these would be a rule for everything. What
 * becomes the command itself (`exec`) stands here too: it is seen for a moment, and some of them wait in some modes.
 */
const starters: ReadonlySet<string> = new Set([
  ...['chrt', 'chronic', 'coreutils', 'doas', 'env', 'entr', 'faketime', 'flock', 'gmake', 'ionice', 'just'],
  ...['make', 'nice', 'ninja', 'nohup', 'parallel', 'prlimit', 'runuser', 'script', 'setpriv', 'setsid'],
  ...['stdbuf', 'strace', 'sudo', 'sudo-rs', 'su', 'systemd-run', 'taskset', 'time', 'timeout', 'unbuffer'],
  ...['unshare', 'watch', 'watchexec', 'xargs', 'bwrap', 'dbus-run-session', 'direnv', 'tini', 'dumb-init'],
]);

/**
 * Where a person types, or what starts whatever the session holds: nobody to blame a wish on. Compared without a version
 * or a dash behind it (`konsole`, `gnome-terminal-server`, `sshd-session`).
 */
const sessions =
  /^(?:init|systemd|runit|openrc|launchd|s6-.*|login|sshd(?:-.*)?|dropbear|mosh-server|tmux|screen|zellij|dtach|abduco|cron|crond|anacron|atd|gnome-terminal.*|kgx|gnome-console|ptyxis.*|konsole|yakuake|xterm|uxterm|u?rxvtd?|alacritty|kitty|ghostty|wezterm.*|foot|footclient|st|tilix|terminator|guake|tilda|terminology|cool-retro-term|contour|rio|xfce4-terminal|lxterminal|mate-terminal|qterminal|deepin-terminal|cosmic-term|blackbox|Xorg|Xwayland|gnome-shell|plasmashell|kwin_.*|sway|hyprland|Hyprland|gdm.*|sddm.*|lightdm|containerd-shim.*|conmon|dockerd)$/;

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether a rule for it would be one for a single program: not for a shell, a starter, or an interpreter by itself. */
export function canBeRuled(path: string): boolean {
  const name = nameOf(path);
  return (
    !shells.test(name) && !starters.has(name) && scriptOf(name, [name], undefined).kind === 'no-interpreter'
  );
}

type Look =
  /** Nobody above it counts any more. */
  | { readonly kind: 'end' }
  /** On to the next; the script counts where nothing else does. */
  | { readonly kind: 'on'; readonly script?: JudgedProgram }
  | { readonly kind: 'found'; readonly program: JudgedProgram };

function lookAt({ executable, isElsewhere, words, folder }: LineProcess, own: OwnPrograms): Look | undefined {
  // Whoever stands above it did not ask; to go on would let a hidden program have the rights of its parent.
  if (executable === undefined) return undefined;
  if (isElsewhere !== true && own.executables.includes(executable)) return { kind: 'on' };
  const name = nameOf(executable);
  if (sessions.test(name)) return { kind: 'end' };
  if (starters.has(name)) return { kind: 'on' };
  const isShell = shells.test(name);
  // A login shell says so with a dash: nothing has started it but the session.
  if (isShell && words[0]?.startsWith('-') === true) return { kind: 'end' };
  const script = scriptOf(isShell ? 'sh' : name, words, folder);
  if (script.kind === 'no-interpreter')
    return isElsewhere === true ? undefined : { kind: 'found', program: { path: executable } };
  if (script.kind === 'unknown') return isShell ? { kind: 'on' } : undefined;
  // A line of code, or a person who types: as with `sh -c`, whoever started it has asked.
  if (script.kind === 'none') return { kind: 'on' };
  if (own.executables.includes(script.path)) return { kind: 'on' };
  const program = { path: script.path, interpreter: executable };
  if (!isShell) return { kind: 'found', program };
  return own.launcherNames.includes(nameOf(script.path)) ? { kind: 'on' } : { kind: 'on', script: program };
}

/**
 * The nearest in the line that is neither a shell, nor made to start others, nor ours; of an interpreter, the script that
 * it runs. Where there is only a shell with a script, that script. Undefined where nobody can be told, as when a person
 * types: then it is asked every time. The command line of a process is its own word, so a script is less sure than an
 * executable; and a link in the script's path is still in it.
 * @param line the caller first, then its parent, and so on
 */
export function judgedProgram(line: readonly LineProcess[], own: OwnPrograms): JudgedProgram | undefined {
  let script: JudgedProgram | undefined;
  for (const process of line) {
    const look = lookAt(process, own);
    if (look === undefined) return undefined;
    if (look.kind === 'found') return look.program;
    if (look.kind === 'end') break;
    script ??= look.script;
  }
  return script;
}
