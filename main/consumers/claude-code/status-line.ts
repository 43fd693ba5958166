// Claude Code's status line: a command in the person's settings, which gets the quota as JSON on its standard input.
import { shellWord } from '../../domain/shell-word.ts';
import type { StatusLineHost } from '../description.ts';
import { objectIn, textIn } from '../fields.ts';
import { claudeFolder } from '../folders.ts';

const setting = 'statusLine';

/**
 * The command that Claude Code runs instead of the person's own, for the shell that every Unix has. It gets the quota on
 * standard input once a session has had an answer, as `rate_limits`; `claude -p` runs no status line. Claude Code kills
 * one that still runs when there is news, so the snapshot is kept first.
 * @param feed the folder of the snapshots: one for each folder of a login, whose name is its first line and, spelled so
 * that no two get the same, its own name ({@link snapshotName} in domain/)
 */
export const statusLineScript = (feed: string): string => `#!/bin/sh
# Made by Gatehouse. Keeps what Claude Code says about your quota, then shows your own status line with the same input.
# Its argument is the command of your own status line, if you have one; whatever goes wrong before, that still runs.
feed=${shellWord(feed)}
input=$(cat; printf .) input=\${input%.}
spell() { # $3 for every $2 in $1
  spelled='' rest=$1
  while [ "\${rest#*"$2"}" != "$rest" ]; do
    spelled=$spelled\${rest%%"$2"*}$3 rest=\${rest#*"$2"}
  done
  spelled=$spelled$rest
}
# A token or an address of the environment is another login than the folder's, and the token is not handed on to here.
is_of_folder() {
  [ -z "$ANTHROPIC_BASE_URL" ] || return 1
  claude=\${CLAUDE_PID:-$PPID} token='CLAUDE_CODE_OAUTH_TOKEN[A-Z_]*=[!-~]'
  if [ -d /proc/self ]; then grep -qaE "$token" "/proc/$claude/environ"
  else ps eww -o command= -p "$claude" | grep -qE "$token"; fi
  [ $? -eq 1 ]
}
keep() {
  folder=\${CLAUDE_SECURESTORAGE_CONFIG_DIR:-\${CLAUDE_CONFIG_DIR:-$HOME/.claude}} folder=\${folder%/}
  spell "$folder" % %25 && spell "$spelled" / %2F && umask 077
  # Another user's folder is none for it.
  [ -d "$feed" ] || mkdir -p "$feed"; [ -O "$feed" ] || return
  printf '%s\\n%s' "$folder" "$input" >"$feed/$$" && mv -f "$feed/$$" "$feed/$spelled" || rm -f "$feed/$$"
}
(is_of_folder && keep) </dev/null >/dev/null 2>&1
[ $# -eq 0 ] || printf %s "$input" | /bin/sh -c "$1"
`;

export const statusLine: StatusLineHost = {
  settings: (places) => `${claudeFolder(places)}/settings.json`,
  lineIn(settings) {
    if (settings[setting] == null) return 'none';
    const line = objectIn(settings, setting);
    const command = textIn(line, 'command');
    return line?.['type'] === 'command' && command !== undefined ? { command } : 'other';
  },
  // Its padding and whatever else the person has chosen for it stays.
  withLine: (settings, command) => ({
    [setting]: { ...objectIn(settings, setting), type: 'command', command },
  }),
  withoutLine: (_settings, before) => ({ [setting]: before }),
  script: statusLineScript,
};
