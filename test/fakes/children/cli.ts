// Runs the command line in a process of its own, as the launcher does. Its folder comes from the environment.
import { runCommandLine } from '../../../main/cli/main.ts';
import { pathsIn } from '../paths.ts';

const paths = pathsIn(process.env['TEST_FOLDER'] ?? '');
process.exitCode = await runCommandLine(process.argv.slice(2), {
  paths,
  environment: process.env,
  version: '1.2.3',
});
