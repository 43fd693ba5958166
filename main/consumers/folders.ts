// Where the programs keep their files: their own rules, in their own order.
import type { Places } from './description.ts';

const isAbsolute = (path: string): boolean => /^(?:\/|\\\\|[A-Za-z]:[\\/])/.test(path);
// A line break or the like in a path is a mistake, and no path that we would show or write to.
const isPlain = (path: string): boolean => !/\p{Cc}/u.test(path);

/** Whether a variable with this value names a folder to us; a relative one does not. */
export function isUsableFolder(value: string): boolean {
  return isAbsolute(value) && isPlain(value);
}

/** Without `.`, `..`, doubled or trailing slashes, so that one folder has one spelling. For paths with slashes only. */
function tidied(path: string): string {
  if (!path.startsWith('/')) return path.replace(/[\\/]+$/, '');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/**
 * What the first of these variables names, or undefined when none of them is set. A relative folder counts as not set:
 * its program takes it from wherever it is started, which nobody knows beforehand.
 */
function named({ environment }: Places, ...names: readonly string[]): string | undefined {
  const folder = names
    .map((name) => environment[name])
    .find((value) => value !== undefined && isUsableFolder(value));
  return folder === undefined ? undefined : tidied(folder);
}

/** Codex's own folder, which its relatives share. */
export function codexFolder(places: Places): string {
  return named(places, 'CODEX_HOME') ?? `${places.home}/.codex`;
}

/** Every Code's own folder (protocols §1.10). */
export function codeFolder(places: Places): string {
  return named(places, 'CODE_HOME', 'CODEX_HOME') ?? `${places.home}/.code`;
}

/** Claude Code's settings (protocols §2.4). */
export function claudeFolder(places: Places): string {
  return named(places, 'CLAUDE_CONFIG_DIR') ?? `${places.home}/.claude`;
}

/** Where Claude Code keeps its login: with its settings, unless it is told to keep that alone elsewhere. */
export function claudeLoginFolder(places: Places): string {
  return named(places, 'CLAUDE_SECURESTORAGE_CONFIG_DIR') ?? claudeFolder(places);
}

/** Claude Code's own notes: beside its usual folder, but inside one that it is told to use. */
export function claudeNotes(places: Places): string {
  const folder = named(places, 'CLAUDE_CONFIG_DIR');
  return folder === undefined ? `${places.home}/.claude.json` : `${folder}/.claude.json`;
}

/** OpenCode's data (protocols §3). */
export function opencodeFolder(places: Places): string {
  return `${named(places, 'XDG_DATA_HOME') ?? `${places.home}/.local/share`}/opencode`;
}

/** Copilot CLI's own folder (protocols §4). */
export function copilotFolder(places: Places): string {
  return named(places, 'COPILOT_HOME') ?? `${places.home}/.copilot`;
}

/** Where GitHub's own `gh` keeps who is signed in. */
export function githubCliFolder(places: Places): string {
  const folder = named(places, 'GH_CONFIG_DIR');
  return folder ?? `${named(places, 'XDG_CONFIG_HOME') ?? `${places.home}/.config`}/gh`;
}

/** Gemini CLI's own folder, which stands in whatever it takes for the person's home (protocols §5.3). */
export function geminiFolder(places: Places): string {
  return `${named(places, 'GEMINI_CLI_HOME') ?? places.home}/.gemini`;
}
