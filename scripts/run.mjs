// The one way into the project: brings up what a task needs, then runs the task on the pinned Node. Runs on Node 20.
// @ts-check
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runForeground } from './bootstrap/child.mjs';
import { ensureNpmPackages } from './bootstrap/npm-packages.mjs';
import { pinnedNode, root } from './bootstrap/places.mjs';
import { fail, SetupFailure } from './bootstrap/steps.mjs';
import { ensureSystemPackages } from './bootstrap/system-packages.mjs';
import { taskNamed, usage } from './bootstrap/tasks.mjs';

/** Our own option, as the first argument; everything after it belongs to the task. */
const officialFlag = '--official';

/**
 * @param {string | undefined} name
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
async function run(name, args) {
  const task = taskNamed(name, args);
  if (task === undefined) throw new SetupFailure(usage(), { exitCode: 2 });
  if (name === 'start') refuseRoot();
  await ensureSystemPackages(task.system);
  await ensureNpmPackages();
  const node = nodeForTasks();
  const flags = args[0] === officialFlag ? [officialFlag] : [];
  if (task.build !== 'none') {
    const code = await runForeground(node, [path.join(root, 'scripts', 'prepare.ts'), task.build, ...flags], {
      env: environment(),
    });
    if (code !== 0) return code;
  }
  const program = path.join(root, task.program);
  if (!existsSync(program)) throw new SetupFailure(`${task.program} is not there (yet): nothing to run.`);
  return runForeground(node, [program, ...args.slice(flags.length)], { env: environment() });
}

/** Said before anything is set up, for it would be set up in vain. */
function refuseRoot() {
  if (process.getuid?.() !== 0) return;
  throw new SetupFailure(
    'Gatehouse does not run as root: Chromium would lose its sandbox and the key store is not root’s.\n' +
      'Start it as your own user, for example:  sudo -u "$SUDO_USER" -H npm start\n' +
      'To look at it on this machine, use the private desktop:  npm run demo',
  );
}

/** The pinned Node; on a system that npm has none for, a newer Node that can run TypeScript. */
function nodeForTasks() {
  if (pinnedNode !== undefined && existsSync(pinnedNode)) return pinnedNode;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  const own = `Node ${process.versions.node} cannot run TypeScript`;
  throw new SetupFailure(
    pinnedNode === undefined
      ? `There is no pinned Node for ${process.platform} ${process.arch}, and ${own}.\n` +
          'Install Node 24 and run the same command again.'
      : `npm has left out the pinned Node, as it does with what it could not fetch, and ${own}.\n` +
          'Run the same command again, or install Node 24.',
  );
}

/** The task's own children find the pinned tools first, also when it was started without npm. */
function environment() {
  const tools = path.join(root, 'node_modules', '.bin');
  const searchPath = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== tools);
  return { ...process.env, PATH: [tools, ...searchPath].join(path.delimiter), NODE_USE_ENV_PROXY: '1' };
}

const [name, ...args] = process.argv.slice(2);
run(name, args).then((code) => {
  process.exit(code);
}, fail);
