// Says where and why bytes are not one JSON object, without repeating any of them: they may be secret.
import { createScanner, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { isJsonText } from '../../domain/json.ts';

/** Deeper than anything that is meant; the parser of the editor calls itself at each level. */
const depthLimit = 500;

/**
 * For example `line 3, byte 41: cut short`; the byte counts from 0 over the whole file. Undefined when nothing is wrong
 * with the bytes as JSON. A byte order mark in front is fine.
 */
export function whatIsWrong(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return 'empty';
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return 'UTF-16, not UTF-8';
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const badByte = differenceOf(bytes, new TextEncoder().encode(text));
  if (badByte !== undefined) return `${place(bytes, badByte)}: not UTF-8`;
  if (text.trim() === '') return 'only white space';
  const zero = bytes.indexOf(0);
  if (zero !== -1) return `${place(bytes, zero)}: a zero byte`;
  const mark = text.startsWith('\ufeff') ? 1 : 0;
  const found = faultIn(text.slice(mark));
  if (found === undefined) return undefined;
  return `${place(bytes, Buffer.byteLength(text.slice(0, mark + found.offset)))}: ${found.what}`;
}

interface Fault {
  readonly offset: number;
  readonly what: string;
}

function faultIn(text: string): Fault | undefined {
  const deep = tooDeepAt(text);
  if (deep !== undefined) return { offset: deep, what: 'nested too deeply' };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const first = errors.sort((one, other) => one.offset - other.offset)[0];
  if (first !== undefined)
    return { offset: first.offset, what: wordsFor(first, isOver(root, first, errors), text) };
  // The editor's parser is a little more generous than the standard.
  if (!isJsonText(text)) return { offset: 0, what: 'not JSON' };
  return root?.type === 'object' ? undefined : { offset: root?.offset ?? 0, what: 'not a JSON object' };
}

function tooDeepAt(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    const offset = scanner.getTokenOffset();
    const first = text.charAt(offset);
    if (first === '{' || first === '[') depth += 1;
    if (first === '}' || first === ']') depth -= 1;
    if (depth > depthLimit) return offset;
  }
  return undefined;
}

/** What a text that ends too early breaks off in. */
const unfinished: readonly string[] = [
  'InvalidSymbol',
  'UnexpectedEndOfNumber',
  'UnexpectedEndOfString',
  'InvalidUnicode',
];

/** Whether the value had come to its end before the error. */
function isOver(root: Node | undefined, { offset }: ParseError, all: readonly ParseError[]): boolean {
  const isOpen = all.some(({ error }) => /^Close.*Expected$/.test(printParseErrorCode(error)));
  return root !== undefined && root.offset + root.length <= offset && !isOpen;
}

function wordsFor({ error, offset, length }: ParseError, isAfterEnd: boolean, text: string): string {
  const name = printParseErrorCode(error);
  if (name === 'InvalidCommentToken') return 'a comment, which JSON does not have';
  if (isAfterEnd) return 'something follows the end';
  const reachesEnd = offset + length >= text.trimEnd().length;
  return reachesEnd && (length === 0 || unfinished.includes(name)) ? 'cut short' : 'not JSON';
}

function differenceOf(bytes: Uint8Array, others: Uint8Array): number | undefined {
  const at = bytes.findIndex((byte, index) => byte !== others[index]);
  return at === -1 ? undefined : at;
}

function place(bytes: Uint8Array, offset: number): string {
  const lines = bytes.subarray(0, offset).reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 1);
  return `line ${lines}, byte ${offset}`;
}
