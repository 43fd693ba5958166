// The tests that see mutants (stryker.config.mjs): those that run the code in their own process, without a browser or the app.
// Of those with real files and sockets only what belongs to the rooms of the list: a program that a test starts sees no mutant.
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { secretsSetup, tags, unitSetup } from '../../scripts/test/projects.ts';

// Stryker makes its copy of the checkout for one user alone, and some of the tests become another one.
chmodSync(join(import.meta.dirname, '../..'), 0o755);

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    isolate: true,
    tags,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          setupFiles: unitSetup,
          testTimeout: 5_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [
            'test/integration/{folder-lock-notes,patience,foreign-flocks,foreign-locks,lock-file,owner-lock}.test.ts',
            'test/integration/{credential-files,durable-file,file-failure,whole-files}*.test.ts',
            'test/integration/broker-{service,strangers}*.test.ts',
          ],
          setupFiles: [secretsSetup],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
