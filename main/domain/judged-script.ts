// Which script an interpreter runs, read from its command line. Pure.

export type RunScript =
  | { readonly kind: 'no-interpreter' }
  /** Code in its words or on its input, a module by name, or nothing. */
  | { readonly kind: 'none' }
  /** There is one, but not where. */
  | { readonly kind: 'unknown' }
  /** Absolute. */
  | { readonly kind: 'script'; readonly path: string };

interface Interpreter {
  readonly name: RegExp;
  /** What follows is code, or the name of a module: no script of a path. */
  readonly code: RegExp;
  /** The next word belongs to this one. */
  readonly takesNext: RegExp;
  /** Words in front of a script, for example `run`; a script behind it needs a slash or an ending. */
  readonly commands?: readonly string[];
}

const interpreters: readonly Interpreter[] = [
  { name: /^sh$/, code: /^-[a-zA-Z]*[cs]/, takesNext: /^(?:[-+][a-zA-Z]*[oO]|--rcfile|--init-file)$/ },
  {
    name: /^node(?:js)?[\d.]*$/,
    code: /^(?:-[a-z]*[ep]|-i|--(?:eval|print|interactive|test)(?:=.*)?)$/,
    takesNext: /^(?:-r|-C|--(?:require|import|loader|experimental-loader|conditions|input-type|title))$/,
  },
  {
    name: /^(?:bun|deno)$/,
    code: /^(?:-[a-z]*[ep]|--(?:eval|print)(?:=.*)?|eval|repl|x|test|task|install)$/,
    takesNext: /^(?:-r|-c|--(?:preload|config|import-map|cwd|require))$/,
    commands: ['run'],
  },
  {
    name: /^(?:python|pypy)[\d.]*$/,
    code: /^-(?![WX])[a-zA-Z]*[cm]/,
    takesNext: /^-[a-zA-Z]*[WX]$/,
  },
  { name: /^ruby[\d.]*$/, code: /^-(?![CEIr])[a-z]*e/, takesNext: /^-[CEIr]$/ },
  { name: /^perl[\d.]*$/, code: /^-(?![IMm])[a-zA-Z]*[eE]/, takesNext: /^-I$/ },
  { name: /^php[\d.]*$/, code: /^(?:-[rBRF]|-S|-a)/, takesNext: /^-[cdz]$/ },
  { name: /^lua[\d.]*$/, code: /^-[ei]/, takesNext: /^-l$/ },
];

/** Without `.` and `..`; links are left as they are. */
function withoutDots(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function absolute(word: string, folder: string | undefined): RunScript {
  if (word.startsWith('/')) return { kind: 'script', path: withoutDots(word) };
  if (folder?.startsWith('/') !== true) return { kind: 'unknown' };
  return { kind: 'script', path: withoutDots(`${folder}/${word}`) };
}

function scriptWord(
  { code, takesNext, commands = [] }: Interpreter,
  words: readonly string[],
): string | undefined {
  let isBehindCommand = false;
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at] ?? '';
    // Everything behind it is the script's, and a lone dash is the standard input.
    if (word === '--') return words[at + 1];
    if (word === '-' || code.test(word)) return undefined;
    if (takesNext.test(word)) at += 1;
    else if (commands.includes(word) && !isBehindCommand) isBehindCommand = true;
    else if (!/^[-+]/.test(word)) return isBehindCommand && !/[./]/.test(word) ? undefined : word;
  }
  return undefined;
}

/**
 * @param name of its executable; `sh` for every shell
 * @param words its command line, its own name first
 */
export function scriptOf(name: string, words: readonly string[], folder: string | undefined): RunScript {
  const interpreter = interpreters.find((each) => each.name.test(name));
  if (interpreter === undefined) return { kind: 'no-interpreter' };
  const word = scriptWord(interpreter, words);
  return word === undefined || word === '' ? { kind: 'none' } : absolute(word, folder);
}
