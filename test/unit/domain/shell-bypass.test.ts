// A start-up file that gives a program's name to something else is found with its line, and nothing that is harmless.
import { expect, test } from 'vitest';
import { takenOnLine } from '../../../main/domain/shell-bypass.ts';
import type { Dialect } from '../../../main/domain/shell-lines.ts';

const called = { command: 'claude', chosenBy: ['CLAUDE_CONFIG_DIR'] };
const lineIn = (text: string, dialect: Dialect) => takenOnLine(text, dialect, called);

test.each<[Dialect, string, number]>([
  ['sh', 'alias claude="$HOME/.claude/local/claude"', 1],
  ['sh', "A=1\n  alias claude='npx @anthropic-ai/claude-code' # mine", 2],
  ['sh', 'alias -g l=ls claude=/opt/claude', 1],
  ['sh', '[ -x /opt/claude ] && alias claude=/opt/claude', 1],
  ['sh', 'if true; then alias claude=/opt/claude; fi', 1],
  ['sh', "alias claude='CLAUDE_CONFIG_DIR=~/work claude'", 1],
  ['sh', 'claude() { /opt/claude "$@"; }', 1],
  ['sh', 'claude () {\n  if true; then\n    /opt/claude\n  fi\n}\nclaude hi', 1],
  ['sh', 'function claude {\n  ~/bin/claude "$@"\n}', 1],
  ['sh', 'function claude() (\n  /opt/claude\n)', 1],
  ['fish', "alias claude '/opt/claude'", 1],
  ['fish', 'alias --save claude=/opt/claude', 1],
  ['fish', 'function claude --wraps claude-code\n  if true\n    /opt/claude $argv\n  end\nend\nclaude', 1],
])('found in %s: %s', (dialect, text, line) => {
  expect(lineIn(text, dialect)).toBe(line);
});

test.each<[Dialect, string]>([
  ['sh', '# alias claude=/opt/claude'],
  ['sh', 'ls # claude() { :; }'],
  ['sh', 'echo "\nalias claude=/opt/claude\n"'],
  ['sh', 'cat <<END\nclaude() { /opt/claude; }\nEND'],
  ['sh', "alias claude='claude --verbose'"],
  ['sh', 'alias c=/opt/claude claude-dev=/opt/claude'],
  ['sh', 'claude-dev() { /opt/claude; }\nclaude_x() { :; }\nfunction claude.sh { :; }\nmyclaude() { :; }'],
  ['sh', 'claude() {\n  echo starting\n  command claude "$@"\n}'],
  ['sh', 'unalias claude\nclaude hi'],
  ['fish', 'function claude\n  command claude $argv\nend'],
  ['fish', 'alias claude "claude --verbose"\nfunction claude-dev; end'],
  ['environment', 'alias claude=/opt/claude'],
])('not found in %s: %s', (dialect, text) => {
  expect(lineIn(text, dialect)).toBeUndefined();
});
