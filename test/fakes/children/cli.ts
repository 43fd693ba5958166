// Runs the command line in a process of its own, as the launcher does. Its folder comes from the environment.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathsIn } from '../paths.ts';

// Not by the environment, which the programs that it starts would get as well. What is loaded later is kept.
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/children'));
const { runCommandLine } = await import('../../../main/cli/main.ts');

const paths = pathsIn(process.env['TEST_FOLDER'] ?? '');
process.exitCode = await runCommandLine(process.argv.slice(2), {
  paths,
  environment: process.env,
  version: '1.2.3',
});
