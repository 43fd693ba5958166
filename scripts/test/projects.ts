// What the test runner and the vitest configuration both know about the test projects.

/** Projects that run where they are started. */
export const plainProjects = ['unit', 'rules', 'integration', 'window'] as const;

/** The project that runs the packaged app, inside the world. */
export const worldProject = 'e2e';

/** Run before each test file that compares what is kept: secrets are compared by what they hold. */
export const secretsSetup = './scripts/test/compare-secrets.ts';

/** On tests that a run of the quick size leaves out: the rest of a matrix of which it takes a sample, and what waits by the clock. */
export const wholeTag = 'whole';

/** For each configuration that runs such tests. */
export const tags = [
  {
    name: wholeTag,
    description: 'left out of a run of the quick size, which takes a sample of each matrix',
  },
];

/** Options of such a test. */
export const leftToWhole = { tags: [wholeTag] };

/** Run before each unit test file: no network for pure tests. */
export const unitSetup = ['./scripts/test/no-network.ts', secretsSetup];

/** What the reporter says at the end of a run, on one marked line of stdout: it passes through any sandbox. */
export interface Summary {
  readonly passed: number;
  readonly failed: number;
  /** Which tests failed, with the first line of the reason: a long run is often read from its end alone. */
  readonly failures: readonly string[];
  readonly skipped: readonly string[];
  /** How many tests the quick size has left out, by file. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** How long each file took, in milliseconds. */
  readonly fileMs: Readonly<Record<string, number>>;
  /** Tests seen per project; a project without tests is missing here. */
  readonly projects: Readonly<Record<string, number>>;
}

export const summaryMark = '::gatehouse-test-summary ';
