// What in a start-up file of a shell takes the name of a program, so that a plain call never gets to our script: an alias or a
// function. Pure.
import { shellLines, type Dialect, type ShellLine } from './shell-lines.ts';

/** A program as people call it, and what names a login to it by hand. */
interface Called {
  readonly command: string;
  readonly chosenBy: readonly string[];
}

const indentOf = (code: string): number => code.length - code.trimStart().length;

/** What the line begins, up to the line that ends it: for a function its body. */
function wholeOf(lines: readonly ShellLine[], index: number): string {
  const rest = lines.slice(index).map(({ code }) => code);
  const [first = '', ...others] = rest;
  if (/[})]\s*;?\s*$|\bend\s*;?\s*$/.test(first.replace(/\(\s*\)/, ''))) return first;
  const end = others.findIndex(
    (code) => /^\s*(?:[})]|end\b)/.test(code) && indentOf(code) <= indentOf(first),
  );
  return rest.slice(0, end < 0 ? undefined : end + 2).join('\n');
}

/**
 * The line on which the program's name is given to something else, from 1; undefined where it is not. What calls the program
 * by its plain name all the same, and names no login to it, goes by the PATH as ever and is none.
 */
export function takenOnLine(
  text: string,
  dialect: Dialect,
  { command, chosenBy }: Called,
): number | undefined {
  if (dialect === 'environment') return undefined;
  const start = String.raw`(?:^|[;&|{(]|\b(?:then|do|else|and|or))\s*`;
  const joiner = dialect === 'fish' ? String.raw`[\s=]` : '=';
  const alias = new RegExp(
    String.raw`${start}alias\s+(?:-\S+\s+)*(?:[^\s='"]+=\S+\s+)*${command}${joiner}(.*)`,
  );
  const name = String.raw`${command}(?![\w.-])`;
  const body = new RegExp(
    dialect === 'fish'
      ? String.raw`${start}function\s+${name}(.*)`
      : String.raw`${start}(?:function\s+${name}(?:\s*\(\s*\))?|${command}\s*\(\s*\))(.*)`,
    's',
  );
  const plain = new RegExp(String.raw`(?:^|[\s;&|({'"\\])${command}(?=$|[\s;&|)}'"])`, 'm');
  const lines = shellLines(text, dialect);
  const found = lines.findIndex(({ code, isOwn }, index) => {
    if (!isOwn) return false;
    const made = alias.exec(code)?.[1] ?? body.exec(body.test(code) ? wholeOf(lines, index) : '')?.[1];
    return made !== undefined && (!plain.test(made) || chosenBy.some((variable) => made.includes(variable)));
  });
  return found < 0 ? undefined : found + 1;
}
