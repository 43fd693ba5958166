// Runs a command inside a private, throw-away desktop and exits as the command did.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { isatty } from 'node:tty';
import { furnish, makeHostFolder } from './host-folder.ts';
import { intoNamespaces, worldUser } from './namespace.ts';
import { readOptions, usage, UsageError, type Options } from './options.ts';
import type { Plan } from './plan.ts';

const checkout = resolve(import.meta.dirname, '../..');

function makePlan(options: Options): Plan {
  const app = options.app ?? join(checkout, 'dist/linux-unpacked');
  return {
    checkout,
    node: process.execPath,
    sandbox: options.sandbox ?? join(import.meta.dirname, 'sandbox/main.ts'),
    keystore: options.keystore,
    without: options.without,
    kind: options.display,
    command: options.command,
    folder: process.cwd(),
    passed: passedVariables(),
    ...(options.ownDisplay ? { display: callersDisplay() } : {}),
    ...(options.scenario === undefined ? {} : { scenario: '/tmp/world/plan/scenario.json' }),
    ...(existsSync(join(app, 'gatehouse')) ? { app } : {}),
    ...(options.clients === undefined ? {} : { clients: options.clients }),
  };
}

/** Only a local X display can be shown to a world: it has no network. */
function callersDisplay(): string {
  const display = process.env['DISPLAY'] ?? '';
  if (/^:\d+(\.\d+)?$/.test(display)) return display;
  throw new UsageError(`--own-display needs a local X display in DISPLAY, such as :0, not "${display}"`);
}

/** The only variables of the caller that reach the command. */
function passedVariables(): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && (/^(TERM|LANG|CI)$/.test(name) || name.startsWith('WORLD_PASS_')))
      passed[name] = value;
  }
  return passed;
}

async function run(options: Options): Promise<number> {
  if (options.scenario !== undefined) JSON.parse(readFileSync(options.scenario, 'utf8'));
  const folder = makeHostFolder(options.keep);
  try {
    const code = await runIn(folder.path, options);
    if (options.out !== undefined) folder.copyOut(options.out);
    return code;
  } finally {
    await folder.remove();
    if (options.keep) console.error(`world: kept ${folder.path}/tmp/world`);
  }
}

async function runIn(folder: string, options: Options): Promise<number> {
  const user = worldUser();
  const plan = makePlan(options);
  furnish(folder, plan, options, user);
  const supervisor = join(import.meta.dirname, 'supervisor.ts');
  const [program = '', ...words] = intoNamespaces(user, folder, plan.node, supervisor);
  const world = spawn(program, words, {
    cwd: '/',
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
  });
  forwardSignals(world.stdio[3]);
  const [code, signal] = await ended(world);
  if (code === null) console.error(`world: ended by ${String(signal)}`);
  return code ?? 98;
}

async function ended(world: ReturnType<typeof spawn>): Promise<[number | null, NodeJS.Signals | null]> {
  const failed = once(world, 'error').then(([error]) =>
    Promise.reject(new Error(`cannot start: ${String(error)}`)),
  );
  const finished = new Promise<[number | null, NodeJS.Signals | null]>((done) => {
    world.once('exit', (code, signal) => {
      done([code, signal]);
    });
  });
  return Promise.race([finished, failed]);
}

/** A terminal sends Ctrl-C to the command itself; a signal meant for us alone is passed on over the control line. */
function forwardSignals(control: unknown): void {
  if (!(control instanceof Writable)) throw new Error('no control line');
  control.on('error', () => undefined);
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const fromTerminal = isatty(0) && (signal === 'SIGINT' || signal === 'SIGQUIT');
      if (!fromTerminal) control.write(`${signal}\n`);
    });
  }
}

try {
  process.exitCode = await run(readOptions(process.argv.slice(2)));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(error instanceof UsageError ? `world: ${message}\n\n${usage}` : `world: ${message}`);
  process.exitCode = error instanceof UsageError ? 2 : 98;
}
