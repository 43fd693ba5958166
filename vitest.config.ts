// The test projects, one per folder of test/. What each needs is in scripts/bootstrap/tasks.mjs.
import { defineConfig } from 'vitest/config';
import { secretsSetup, tags, unitSetup } from './scripts/test/projects.ts';

/** Everything that starts programs, browsers or servers gets a minute; the pure tests get seconds. */
const realMs = 60_000;
const pureMs = 5_000;

export default defineConfig({
  // The renderer's components are also drawn in tests.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    reporters: ['default', './scripts/test/reporter.ts'],
    // A test that leaves work behind would disturb the next one: no shared state between files.
    isolate: true,
    allowOnly: false,
    maxWorkers: 2,
    tags,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          setupFiles: unitSetup,
          testTimeout: pureMs,
        },
      },
      { extends: true, test: { name: 'rules', include: ['test/rules/**/*.test.ts'], testTimeout: realMs } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          setupFiles: [secretsSetup],
          testTimeout: realMs,
        },
      },
      {
        extends: true,
        test: {
          name: 'window',
          include: ['test/window/**/*.test.{ts,tsx}'],
          testTimeout: realMs,
          hookTimeout: realMs,
          globalSetup: ['./test/window/support/shared-site.ts'],
          // The state of these tests is that of their page; a worker of its own for each file would start a browser too.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 2 * realMs,
          hookTimeout: realMs,
          // One desktop, one set of fixed ports.
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'clients',
          include: ['test/clients/**/*.test.ts'],
          testTimeout: 2 * realMs,
          hookTimeout: realMs,
          fileParallelism: false,
        },
      },
    ],
  },
});
