// What each `npm run …` needs and what it then runs.
// @ts-check

/** @typedef {import('./system-packages.mjs').SystemLevel} SystemLevel */
/** @typedef {'none' | 'bundles' | 'package'} BuildLevel */

/**
 * @typedef {object} Task
 * @property {SystemLevel} system
 * @property {BuildLevel} build
 * @property {string} program the TypeScript file that does the work, from the root of the checkout
 * @property {string} about
 */

/** Test projects that need neither desktop nor package; the others start the world or a browser. */
const plainProjects = ['unit', 'rules'];
const otherProjects = ['integration', 'window', 'e2e'];

/** @type {Record<string, Task>} */
const tasks = {
  start: { system: 'electron', build: 'bundles', program: 'scripts/start.ts', about: 'run the app' },
  demo: {
    system: 'world',
    build: 'package',
    program: 'test/demo/demo.ts',
    about: 'walk the main path in the world',
  },
  test: {
    system: 'world',
    build: 'package',
    program: 'scripts/test.ts',
    about: 'run the tests (whole: without leaving any out), or those named',
  },
  'test:window': {
    system: 'world',
    build: 'none',
    program: 'scripts/test-window.ts',
    about: 'run the tests of the window, or those named',
  },
  'test:clients': {
    system: 'world',
    build: 'package',
    program: 'scripts/test-clients.ts',
    about: 'run the real CLIs',
  },
  'test:full': {
    system: 'world',
    build: 'package',
    program: 'scripts/test-full.ts',
    about: 'measure the figures of a part',
  },
  guards: {
    system: 'world',
    build: 'none',
    program: 'scripts/guards.ts',
    about: 'take the security guards out one by one; a test has to miss each',
  },
  mutation: {
    system: 'none',
    build: 'none',
    program: 'scripts/mutation.ts',
    about: 'make small changes all over; the tests have to miss most',
  },
  check: {
    system: 'none',
    build: 'none',
    program: 'scripts/check.ts',
    about: 'types, lint, format, layers, …',
  },
  bench: {
    system: 'world',
    build: 'package',
    program: 'test/bench/bench.ts',
    about: 'measure against the budgets',
  },
  world: {
    system: 'world',
    build: 'package',
    program: 'test/world/world.ts',
    about: 'run a command in the world',
  },
  shots: {
    system: 'world',
    build: 'none',
    program: 'test/window/shots.ts',
    about: 'take pictures of every page',
  },
  build: { system: 'electron', build: 'package', program: 'scripts/build.ts', about: 'package the app' },
  'sign-updates': {
    system: 'none',
    build: 'none',
    program: 'scripts/sign-updates.ts',
    about: 'sign what a release says about itself',
  },
  package: {
    system: 'packages',
    build: 'package',
    program: 'scripts/package.ts',
    about: 'make deb, rpm and tar.gz',
  },
  'package:try': {
    system: 'world',
    build: 'package',
    program: 'scripts/try-package.ts',
    about: 'install the deb, run the tests on it, remove it',
  },
};

/**
 * @param {string | undefined} name
 * @param {readonly string[]} args
 * @returns {Task | undefined}
 */
export function taskNamed(name, args) {
  const task = name === undefined || !Object.hasOwn(tasks, name) ? undefined : tasks[name];
  if (name !== 'test' || task === undefined) return task;
  const plain = args.some((argument) => plainProjects.includes(argument));
  const more = args.some((argument) => otherProjects.includes(argument));
  return plain && !more ? { ...task, system: 'none', build: 'none' } : task;
}

export function usage() {
  const lines = Object.entries(tasks).map(([name, task]) => `  ${name.padEnd(14)}${task.about}`);
  return ['usage: node scripts/run.mjs TASK [ARGUMENTS]', '', ...lines].join('\n');
}
