// Runs several command lines in one process, one after the other, and says behind each how it ended.
import { writeSync } from 'node:fs';
import { runCommandLine } from '../../../main/cli/main.ts';
import { pathsIn } from '../paths.ts';

const paths = pathsIn(process.env['TEST_FOLDER'] ?? '');
for (const line of process.argv.slice(2)) {
  const code = await runCommandLine(line.split(' '), { paths, environment: process.env, version: '1.2.3' });
  writeSync(1, `ended with ${code}\n`);
}
