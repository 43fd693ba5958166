// Replaces a file of letters `o` by as many letters `n`, and dies at a limit on the size of files, where one is set.
// Arguments: the path, the number of letters, and `ours` or `in-place` (what a careless program does).
import { writeFileSync } from 'node:fs';
import { replaceFile } from '../../../main/adapters/node/durable-file.ts';

const [path = '', letters = '0', kind = ''] = process.argv.slice(2);
const bytesOf = (letter: string): Uint8Array => new TextEncoder().encode(letter.repeat(Number(letters)));
if (kind === 'ours') await replaceFile(path, bytesOf('n'), bytesOf('o'));
else writeFileSync(path, bytesOf('n'));
