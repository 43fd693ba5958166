// Which lines of a start-up file are commands of their own: follows quotes, expansions, comments, continued lines and
// here-documents through a whole text.

/** `sh`: bash, zsh and their like; `environment`: `NAME=value`, as in environment.d and `.env`. */
export type Dialect = 'sh' | 'fish' | 'environment';

export interface ShellLine {
  readonly text: string;
  /** The text without its comment. */
  readonly code: string;
  /** Whether it begins a command of its own: in no quotes, no here-document, and continuing no other line. */
  readonly isOwn: boolean;
  /** Whether the next line goes on with it. */
  readonly isOpen: boolean;
}

/** What is open, by what closes it; `$'` is the single quote in which a backslash counts. */
type Opened = '"' | "'" | "$'" | '`' | ')' | '}';

interface HereDocument {
  readonly end: string;
  readonly mayBeIndented: boolean;
}

const hereDocument = /<<(?!<)(-?)[ \t]*((?:\\.|'[^']*'|"[^"]*"|[^\s;&|()<>'"\\])+)/y;

function hereDocumentsAt(line: string, at: number): readonly HereDocument[] {
  // In arithmetic it moves bits.
  if (line[at - 1] === '<' || line.lastIndexOf('((', at) > line.lastIndexOf('))', at)) return [];
  hereDocument.lastIndex = at;
  const [, indent, word] = hereDocument.exec(line) ?? [];
  if (word === undefined) return [];
  return [{ end: word.replaceAll(/\\(.)|['"]/g, '$1'), mayBeIndented: indent === '-' }];
}

/** What this letter opens inside of what is open already. */
function openedBy(
  letter: string,
  previous: string,
  opened: readonly Opened[],
  dialect: Dialect,
): Opened | undefined {
  const top = opened.at(-1);
  const isExpansion = previous === '$';
  if (dialect === 'sh' && letter === '`') return '`';
  if (dialect === 'sh' && letter === '{' && isExpansion) return '}';
  if (dialect !== 'environment' && letter === '(') {
    const isList = top !== '"' && (top === ')' || /[=<>]/.test(previous));
    return isExpansion || isList ? ')' : undefined;
  }
  if (top === '"') return undefined;
  if (letter === '"') return '"';
  // In a default within double quotes it is a letter.
  if (letter !== "'" || (top === '}' && opened.at(-2) === '"')) return undefined;
  return dialect === 'sh' && isExpansion ? "$'" : "'";
}

interface Scan {
  /** Where the comment begins, or the line ends. */
  readonly end: number;
  readonly isContinued: boolean;
  readonly hereDocuments: readonly HereDocument[];
}

/** @param opened what is open at the start of the line, and after it what is open at its end */
function scan(line: string, dialect: Dialect, opened: Opened[]): Scan {
  const hereDocuments: HereDocument[] = [];
  let afterEscape = -1;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? '';
    const previous = at === afterEscape ? '' : (line[at - 1] ?? '');
    const top = opened.at(-1);
    // In single quotes of sh a backslash is a letter like any other.
    if (letter === '\\' && (top !== "'" || dialect === 'fish')) {
      if (at === line.length - 1) return { end: line.length, isContinued: true, hereDocuments };
      at += 1;
      afterEscape = at + 1;
    } else if (letter === top?.at(-1)) opened.pop();
    else if (top !== "'" && top !== "$'") {
      const next = openedBy(letter, previous, opened, dialect);
      if (next !== undefined) opened.push(next);
      else if (top === '"' || top === '}') continue;
      else if (letter === '#' && (at === 0 || /[\s;(]/.test(previous)))
        return { end: at, isContinued: false, hereDocuments };
      else if (letter === '<' && dialect === 'sh') hereDocuments.push(...hereDocumentsAt(line, at));
    }
  }
  return { end: line.length, isContinued: false, hereDocuments };
}

/** Every line of the text, those of here-documents as well. */
export function shellLines(text: string, dialect: Dialect): readonly ShellLine[] {
  const opened: Opened[] = [];
  let isContinued = false;
  let open: readonly HereDocument[] = [];
  return text.split('\n').map((line) => {
    const bare = line.replace(/\r$/, '');
    const [first, ...others] = open;
    if (first !== undefined) {
      if ((first.mayBeIndented ? bare.replace(/^\t+/, '') : bare) === first.end) open = others;
      // Behind its end goes on what opened it, as with `cat <<END &&`.
      return { text: line, code: line, isOwn: false, isOpen: true };
    }
    const isOwn = opened.length === 0 && !isContinued;
    const { end, ...scanned } = scan(bare, dialect, opened);
    isContinued = scanned.isContinued;
    open = scanned.hereDocuments;
    const isOpen = opened.length > 0 || isContinued || open.length > 0;
    return { text: line, code: bare.slice(0, end), isOwn, isOpen };
  });
}
