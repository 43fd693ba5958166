// Rewrites a file over and over, by turns with letters `a` and `b`, until it is killed. Arguments: path, number of letters.
import { readIfPresent, replaceFile } from '../../../main/adapters/node/durable-file.ts';

const [path = '', letters = '0'] = process.argv.slice(2);
for (let turn = 0; ; turn += 1) {
  const text = (turn % 2 === 0 ? 'a' : 'b').repeat(Number(letters));
  await replaceFile(path, new TextEncoder().encode(text), await readIfPresent(path));
  if (turn === 1) process.stdout.write('started');
}
