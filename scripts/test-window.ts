// `npm run test:window`: the tests of the window, in Debian's Chromium, or the files whose names hold what is given.
import { fail } from './bootstrap/steps.mjs';
import { runAll } from './test/runs.ts';

const patterns = process.argv.slice(2);

try {
  process.exit(await runAll([[{ projects: ['window'], patterns, mayBeEmpty: patterns.length > 0 }]]));
} catch (error) {
  fail(error);
}
