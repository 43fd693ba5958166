// A real interactive shell in a terminal of its own, in which lines are typed and completed.
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface ShellPlace {
  /** The working folder, which also takes the shell's own start file. */
  readonly folder: string;
  readonly path: string;
  readonly script: string;
}

interface Terminal {
  /** What starts the shell with this start file. */
  readonly command: (place: ShellPlace) => string;
  readonly startFile: string;
  /** Loads the script; ^Xa inserts every completion, ^Xd shows the line and empties it. */
  readonly start: (script: string) => string;
}

const allCompletions = '\u0018a';
const showLine = '\u0018d';

const bash: Terminal = {
  command: () => 'bash --noprofile --rcfile bashrc -i',
  startFile: 'bashrc',
  start: (script) =>
    [
      `source '${script}'`,
      "bind 'set bell-style none'",
      "bind 'set enable-bracketed-paste off'",
      String.raw`bind '"\C-xa": insert-completions'`,
      'show() { printf "<<%s>>\\n" "$READLINE_LINE"; READLINE_LINE=; READLINE_POINT=0; }',
      String.raw`bind -x '"\C-xd": show'`,
      "PS1='ready: '",
    ].join('\n'),
};

/** @param load the lines that bring the completion in */
const zshWith = (load: (script: string) => readonly string[]): Terminal => ({
  command: ({ folder }) => `ZDOTDIR='${folder}' zsh -d -i`,
  startFile: '.zshrc',
  start: (script) =>
    [
      ...load(script),
      'unset zle_bracketed_paste',
      'setopt no_beep',
      'zle -C all-matches complete-word _generic',
      "bindkey '^Xa' all-matches",
      "zstyle ':completion:all-matches:*' insert yes",
      "zstyle ':completion:all-matches::::' completer _all_matches _complete",
      'show() { zle -I; print -r -- "<<$BUFFER>>"; BUFFER=; }',
      'zle -N show',
      "bindkey '^Xd' show",
      "PS1='ready: '",
    ].join('\n'),
});

export const terminals = {
  bash,
  /** As `source <(gatehouse completion zsh)` does. */
  'zsh, sourced': zshWith((script) => ['autoload -U compinit', 'compinit -u -D', `source '${script}'`]),
  /** As a file of the function path. */
  zsh: zshWith((script) => [
    `fpath=('${script.slice(0, script.lastIndexOf('/'))}' $fpath)`,
    'autoload -U compinit',
    'compinit -u -D',
  ]),
} as const;

/** Each line after every completion was put into it. @throws Error when the shell ends or the terminal cannot be made */
export async function completedLines(
  terminal: keyof typeof terminals,
  place: ShellPlace,
  lines: readonly string[],
): Promise<readonly string[]> {
  const { command, startFile, start } = terminals[terminal];
  await writeFile(join(place.folder, startFile), start(place.script));
  const child = spawn('script', ['-qec', `stty cols 2000; exec env ${command(place)}`, '/dev/null'], {
    cwd: place.folder,
    env: { PATH: place.path, HOME: place.folder, TERM: 'dumb', LANG: 'C.UTF-8' },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let text = '';
  const shown = (): readonly string[] => [...text.matchAll(/<<(.*)>>/g)].map(([, line]) => line ?? '');
  const typed = (index: number): void => {
    const line = lines[index];
    if (line === undefined) child.stdin.end('exit\n');
    else child.stdin.write(line + allCompletions + showLine);
  };
  let next = 0;
  child.stdout.on('data', (part: Buffer) => {
    text += part.toString('utf8');
    if (!text.includes('ready: ') || shown().length < next) return;
    typed(next);
    next += 1;
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      resolve();
    });
  });
  const found = shown();
  if (found.length < lines.length) throw new Error(`${terminal} ended early: ${text}`);
  return found;
}
