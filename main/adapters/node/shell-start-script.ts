// What a shell runs for a plain call of a program: our script in front of it on the PATH, and what puts it there.
import { open } from 'node:fs/promises';
import { shellWord } from '../../domain/shell-word.ts';

/** One program, as its script needs to know it. */
export interface ScriptedStart {
  /** The command that people type. */
  readonly command: string;
  /** The variable that names the folder of a login. */
  readonly variable: string;
  /** With any of these set, the person has chosen by hand. */
  readonly chosenBy: readonly string[];
  /** The table: a line `folder<TAB>login folder` for each rule, the longest folder first, and at the end one for `*`. */
  readonly table: string;
}

/** The second line of each of our scripts, by which they know each other. */
const mark = '# Made by Gatehouse: starts the program with the account in use.';

/** Whether this is one of our scripts, and not the program that it starts. What cannot be read is none. */
export async function isShellStartScript(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(2 * mark.length), 0, 2 * mark.length, 0);
      return buffer.subarray(0, bytesRead).includes(mark.slice(2));
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}

/** A dot for each time that a program has come back as a child before it counts as going round in circles. */
const turnsOfChildren = '.'.repeat(4);

/**
 * For every shell that a Unix has as `sh`. It starts no program but the real one, for each would take longer than all of it.
 * The real one is the next on the PATH that is no script of ours; whatever is not as it should be, it runs as ever.
 * Variables that the person exports keep what they hold: ours have names that nobody else uses.
 *
 * A script of the person's of the same name may come back here, and would for ever. So the way is noted: who, what, how often
 * and which folders. Back in the same process, the next program is taken that was not yet. Back as a child it may be a
 * program that starts itself, as these do, so that counts only when it happens again and again. And one that looks for the
 * second of its name, which it was itself before there was ours, is to find ours: a shell script sees our folder twice.
 */
export const shellStartScript = ({ command, variable, chosenBy, table }: ScriptedStart): string => `#!/bin/sh
${mark}
# Whatever goes wrong, the real ${command} runs as without it. To take it away: gatehouse shell uninstall
_gatehouse_table=${shellWord(table)}
_gatehouse_mark=${shellWord(mark)}
_gatehouse_passed=: _gatehouse_turns='' _gatehouse_own=''

_gatehouse_choose() {
  [ -z "${chosenBy.map((name) => `\${${name}:-}`).join('')}" ] || return 0
  [ -f "$_gatehouse_table" ] && [ -r "$_gatehouse_table" ] || return 0
  _gatehouse_login='' _gatehouse_last='' _gatehouse_here=''
  while IFS='	' read -r _gatehouse_folder _gatehouse_entry; do
    if [ "$_gatehouse_folder" = '*' ]; then _gatehouse_last=$_gatehouse_entry; break; fi
    [ -z "$_gatehouse_login" ] || continue
    # The folder as it is spelled here, and without links on the way.
    [ -n "$_gatehouse_here" ] || _gatehouse_here=$(pwd -P 2>/dev/null)
    case $PWD/ in "\${_gatehouse_folder%/}/"*) _gatehouse_login=$_gatehouse_entry ;; esac
    case $_gatehouse_here/ in "\${_gatehouse_folder%/}/"*) _gatehouse_login=$_gatehouse_entry ;; esac
  done 2>/dev/null <"$_gatehouse_table"
  # Without its last line, the table is not whole.
  case $_gatehouse_last in - | /*) ;; *) return 0 ;; esac
  case \${_gatehouse_login:=$_gatehouse_last} in /*) ;; *) return 0 ;; esac
  if [ -d "$_gatehouse_login" ]; then export ${variable}="$_gatehouse_login"
  else echo ${shellWord(`Gatehouse: the login of the account in use is gone, so ${command} runs without it.`)} >&2; fi
}

_gatehouse_is_ours() {
  _gatehouse_first='' _gatehouse_line=''
  { IFS= read -r _gatehouse_first && [ "$_gatehouse_first" = '#!/bin/sh' ] && IFS= read -r _gatehouse_line; } 2>/dev/null <"$1"
  [ "$_gatehouse_line" = "$_gatehouse_mark" ]
}

_gatehouse_came_back() {
  _gatehouse_passed=\${_GATEHOUSE_PASSED#*:*:}
  _gatehouse_turns=\${_gatehouse_passed%%:*} _gatehouse_passed=:\${_gatehouse_passed#*:}
}

case \${_GATEHOUSE_PASSED:-} in
  "$$:${command}:"*) _gatehouse_came_back ;;
  "$PPID:${command}:"*)
    _gatehouse_came_back
    case $_gatehouse_turns in
      ${turnsOfChildren}*) _gatehouse_turns='' ;;
      *) _gatehouse_turns=$_gatehouse_turns. _gatehouse_passed=: ;;
    esac
    ;;
esac
_gatehouse_choose
_gatehouse_rest=\${PATH:-}:
while [ -n "$_gatehouse_rest" ]; do
  _gatehouse_folder=\${_gatehouse_rest%%:*} _gatehouse_rest=\${_gatehouse_rest#*:}
  # As bash reads it at its own search.
  case $_gatehouse_folder in '~' | '~/'*) _gatehouse_folder=\${HOME:-}\${_gatehouse_folder#?} ;; esac
  case $_gatehouse_passed in *":$_gatehouse_folder:"*) continue ;; esac
  _gatehouse_real=\${_gatehouse_folder:-.}/${command}
  [ -f "$_gatehouse_real" ] && [ -x "$_gatehouse_real" ] || continue
  if _gatehouse_is_ours "$_gatehouse_real"; then _gatehouse_own=\${_gatehouse_own:-$_gatehouse_folder}; continue; fi
  case $_gatehouse_first in
    '#!'*sh | '#!'*'sh '*) case $PATH in "$_gatehouse_own:$_gatehouse_own:"*) ;; "$_gatehouse_own:"*) PATH=$_gatehouse_own:$PATH ;; esac ;;
  esac
  export _GATEHOUSE_PASSED="$$:${command}:$_gatehouse_turns$_gatehouse_passed$_gatehouse_folder:"
  exec "$_gatehouse_real" "$@"
done
if [ "$_gatehouse_passed" = : ]; then echo ${shellWord(`${command}: command not found`)} >&2
else echo ${shellWord(`${command}: command not found, but for what starts ${command} again and again`)} >&2; fi
exit 127
`;

/** At the first prompt, has what is put there run once; the line end parts it from what is the person's. */
const promptHook = '\n_gatehouse_prompt';

/**
 * Puts our folder first on the PATH, once, wherever it stood; and at the first prompt again, for a login shell reads files
 * behind this one that put others in front. Read by whatever shell the person has, with whatever options. A login shell that
 * shows no prompt (`bash -lc`) stays as its own files have it.
 * @param folder of the scripts; without a colon, which no PATH can hold
 */
export const pathScript = (
  folder: string,
): string => `# Made by Gatehouse: puts the folder of its scripts first on PATH.
_gatehouse_first() {
  _gatehouse_folder=${shellWord(folder)}
  case \${PATH:-} in
    "$_gatehouse_folder" | "$_gatehouse_folder":*) ;;
    *)
      _gatehouse_path=:\${PATH:-}:
      while :; do
        case $_gatehouse_path in
          *":$_gatehouse_folder:"*)
            _gatehouse_path=\${_gatehouse_path%%":$_gatehouse_folder:"*}:\${_gatehouse_path#*":$_gatehouse_folder:"}
            ;;
          *) break ;;
        esac
      done
      _gatehouse_path=\${_gatehouse_path#:} _gatehouse_path=\${_gatehouse_path%:}
      export PATH="$_gatehouse_folder\${_gatehouse_path:+:$_gatehouse_path}"
      unset _gatehouse_path
      ;;
  esac
  unset _gatehouse_folder
}

_gatehouse_prompt() {
  _gatehouse_first
  unset -f _gatehouse_first
  # Where somebody has copied its name, it is found and does nothing.
  _gatehouse_prompt() { :; }
  if [ -n "\${ZSH_VERSION:-}" ]; then
    eval 'precmd_functions=("\${(@)precmd_functions[@]:#_gatehouse_prompt}")'
    return 0
  fi
  # Some have it made unchangeable.
  (PROMPT_COMMAND='') 2>/dev/null || return 0
  case \${PROMPT_COMMAND:-} in
    *'${promptHook}') PROMPT_COMMAND=\${PROMPT_COMMAND%'${promptHook}'} ;;
    *_gatehouse_prompt*) PROMPT_COMMAND=\${PROMPT_COMMAND%%_gatehouse_prompt*}:\${PROMPT_COMMAND#*_gatehouse_prompt} ;;
  esac
}

_gatehouse_first
case $-:\${BASH_VERSION:+bash}:\${ZSH_VERSION:+zsh} in
  *i*:bash:*)
    case \${PROMPT_COMMAND:-} in
      *_gatehouse_prompt*) ;;
      *) ! (PROMPT_COMMAND='') 2>/dev/null || PROMPT_COMMAND=\${PROMPT_COMMAND:-}'${promptHook}' ;;
    esac
    ;;
  *i*::zsh)
    typeset -ga precmd_functions
    eval 'precmd_functions=("\${(@)precmd_functions[@]:#_gatehouse_prompt}" _gatehouse_prompt)'
    ;;
  *) unset -f _gatehouse_first _gatehouse_prompt ;;
esac
`;

/** A text as one word of fish. */
const fishWord = (text: string): string => `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;

/** Now, and until the first prompt whenever the person's own settings put another folder first. */
export const fishLines = (folder: string): readonly string[] => [
  'function _gatehouse_path --on-variable PATH',
  `  test "$PATH[1]" != ${fishWord(folder)}; and test -d ${fishWord(folder)}`,
  `  and set -gx PATH ${fishWord(folder)} (string match --invert -- ${fishWord(folder)} $PATH)`,
  'end',
  'function _gatehouse_prompt --on-event fish_prompt',
  '  functions --erase _gatehouse_path _gatehouse_prompt',
  'end',
  '_gatehouse_path',
];

const powershellWord = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Untried: there was no Windows to try it on. */
export const powershellLines = (folder: string): readonly string[] => [
  `if (Test-Path -LiteralPath ${powershellWord(folder)}) { $env:PATH = ${powershellWord(folder)} + ';' + $env:PATH }`,
];

/** For Windows, the account in use alone, without folder rules. Untried: there was no Windows to try it on. */
export const batchScript = ({ command, variable, chosenBy, table }: ScriptedStart): string =>
  [
    '@echo off',
    `rem ${mark.slice(2)}`,
    'setlocal disabledelayedexpansion',
    'set "login=-"',
    ...chosenBy.map((name) => `if defined ${name} goto real`),
    `if exist "${table}" for /f "usebackq tokens=1,2 delims=	" %%f in ("${table}") do if "%%f"=="*" set "login=%%g"`,
    ':real',
    'set "real="',
    `for /f "delims=" %%p in ('where ${command} 2^>nul') do if not defined real if /i not "%%~dpp"=="%~dp0" set "real=%%p"`,
    `if not defined real echo ${command}: command not found 1>&2 & exit /b 127`,
    `if "%login%"=="-" endlocal & "%real%" %* & exit /b`,
    `endlocal & set "${variable}=%login%" & "%real%" %*`,
    '',
  ].join('\r\n');
