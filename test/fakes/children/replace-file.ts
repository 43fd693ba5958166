// Replaces a file by as many letters `n` as asked, in a process of its own, and prints what came of it as JSON.
// Arguments: the path, the number of letters, and `without-descriptors` to have none left for the files.
import { openSync } from 'node:fs';
import { readIfPresent, replaceFile } from '../../../main/adapters/node/durable-file.ts';
import { ownIdentity } from '../../../main/adapters/node/process-identity.ts';
import { toFailure } from '../../../main/domain/failure.ts';

const [path = '', letters = '0', condition = ''] = process.argv.slice(2);
// A file-size limit is to make the write fail, not to kill the process.
process.on('SIGXFSZ', () => undefined);

/** Until the system has no more to give. */
function takeDescriptors(): void {
  try {
    for (;;) openSync('/dev/null', 'r');
  } catch {
    // That was the last one.
  }
}

try {
  await ownIdentity();
  if (condition === 'without-descriptors') takeDescriptors();
  await replaceFile(path, new TextEncoder().encode('n'.repeat(Number(letters))), await readIfPresent(path));
  process.stdout.write('"written"');
} catch (thrown) {
  process.stdout.write(JSON.stringify(toFailure(thrown).toValue()));
}
