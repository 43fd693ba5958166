// Inside a world: starts the desktop, runs the command in it, gives the verdict, and ends the world by ending.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Socket } from 'node:net';
import { constants } from 'node:os';
import { writeFacts, type Facts } from './facts.ts';
import { startDesktop } from './parts/desktop.ts';
import { readPlan, type Plan } from './plan.ts';
import { ProcessWatch } from './process-watch.ts';
import { leakedSecrets, outsideHosts } from './verdict.ts';

const killAfterMs = 5_000;
let command: ChildProcess | undefined;

/** One signal name a line; its end means that world.ts is gone, and with it the reason for this world. */
function obeyControlLine(): void {
  const control = new Socket({ fd: 3 });
  control.setEncoding('utf8');
  control.on('error', () => process.exit(98));
  control.on('end', () => process.exit(98));
  control.on('data', (words) => {
    for (const word of String(words).trim().split('\n')) pass(word);
  });
}

function pass(word: string): void {
  const signal = (['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP'] as const).find((name) => name === word);
  if (signal === undefined) return;
  if (command === undefined) process.exit(128 + constants.signals[signal]);
  command.kill(signal);
  if (signal === 'SIGTERM' || signal === 'SIGHUP')
    setTimeout(() => command?.kill('SIGKILL'), killAfterMs).unref();
}

/** A terminal sends Ctrl-C to everyone in its foreground; once the command runs, only the command is to act on it. */
function leaveSignalsToTheCommand(): void {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (command === undefined) process.exit(128 + constants.signals[signal]);
    });
  }
}

function runCommand(plan: Plan, facts: Facts): Promise<number> {
  const [program = '', ...words] = plan.command;
  const child = spawn(program, words, {
    cwd: existsSync(plan.folder) ? plan.folder : plan.checkout,
    env: facts.environment,
    stdio: 'inherit',
  });
  command = child;
  return new Promise((done) => {
    child.once('error', (error) => {
      console.error(`world: cannot run ${program}: ${error.message}`);
      done('code' in error && error.code === 'ENOENT' ? 127 : 126);
    });
    child.once('exit', (code, signal) => {
      done(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

async function verdict(code: number, facts: Facts, watch: ProcessWatch): Promise<number> {
  const leaks = await leakedSecrets(facts.control, watch);
  if (leaks.length > 0)
    console.error(
      `world: FAILED, a secret lies where none may be; the command's own exit code was ${String(code)}\n  ${leaks.join('\n  ')}`,
    );
  const hosts = await outsideHosts(facts.control);
  if (hosts.length === 0) return leaks.length === 0 ? code : 96;
  const list = hosts.map(({ host, count }) => `${host} (${String(count)})`).join(', ');
  console.error(
    `world: FAILED, a host that no provider lists was asked for: ${list}; the command's own exit code was ${String(code)}`,
  );
  return 97;
}

obeyControlLine();
leaveSignalsToTheCommand();
try {
  const plan = readPlan();
  const facts = await startDesktop(plan);
  writeFacts(facts);
  using watch = new ProcessWatch();
  process.exit(await verdict(await runCommand(plan, facts), facts, watch));
} catch (error) {
  console.error(`world: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(98);
}
