// The tests that see mutants (stryker.config.mjs): those that run the code in their own process, without a browser or the app.
import { defineConfig } from 'vitest/config';
import { unitSetup } from '../../scripts/test/projects.ts';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    isolate: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          setupFiles: [unitSetup],
          testTimeout: 5_000,
        },
      },
    ],
  },
});
