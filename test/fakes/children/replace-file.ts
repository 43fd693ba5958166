// Replaces a file by as many letters `n` as asked, in a process of its own, and prints what came of it as JSON.
// Arguments: the path and the number of letters.
import { readIfPresent, replaceFile } from '../../../main/adapters/node/durable-file.ts';
import { toFailure } from '../../../main/domain/failure.ts';

const [path = '', letters = '0'] = process.argv.slice(2);
// A file-size limit is to make the write fail, not to kill the process.
process.on('SIGXFSZ', () => undefined);
try {
  await replaceFile(path, new TextEncoder().encode('n'.repeat(Number(letters))), await readIfPresent(path));
  process.stdout.write('"written"');
} catch (thrown) {
  process.stdout.write(JSON.stringify(toFailure(thrown).toValue()));
}
