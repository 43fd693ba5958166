// The packaged app with accounts at both providers, as a person has signed them in, and terminals that they open.
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { z } from 'zod';
import { dataFolder, gatehouse, gatehouseJson, home, type CommandResult } from '../e2e/support/app.ts';
import { clientEnvironment } from './run-client.ts';
import { playScenario } from './sandbox-log.ts';

const runFile = promisify(execFile);
const failedRun = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() });

/** Everything that the app, the programs and these tests leave in the home. */
const left = [
  '.bashrc',
  '.claude',
  '.claude.json',
  '.code',
  '.codex',
  '.config/gatehouse',
  '.local/share/opencode',
  '.local/state/gatehouse',
  '.zshrc',
  'elsewhere',
  'project',
];

/** Ends the app and makes the home one in which nothing ever ran. */
export async function leaveNothing(): Promise<void> {
  await gatehouse(['quit']);
  await Promise.all(
    [dataFolder, ...left.map((name) => join(home, name))].map((path) =>
      rm(path, { recursive: true, force: true }),
    ),
  );
}

const loginShape = z.object({ ok: z.literal(true), account: z.object({ label: z.string() }) });

/**
 * Signs a person of the sandbox in: at Claude through the real `claude auth login`, which keeps the login; at OpenAI in the
 * browser, so that the app keeps it. Returns what the account is called.
 */
export async function signIn(persona: string): Promise<string> {
  const provider = persona.startsWith('claude-') ? 'claude' : 'openai';
  await playScenario({ browser: { byProvider: { [provider]: { persona } } } });
  const method = provider === 'claude' ? ['--method', 'claude-code'] : [];
  const answer = await gatehouseJson(['auth', 'login', '--provider', provider, ...method]);
  return loginShape.parse(answer).account.label;
}

export interface Terminal {
  /** Variables besides the usual ones; undefined takes one away. */
  readonly more?: NodeJS.ProcessEnv;
  readonly folder?: string;
}

/** Runs a program to its end in a terminal that is open already: no start-up file is read. */
export async function entered(
  words: readonly string[],
  { more, folder = home }: Terminal = {},
): Promise<CommandResult> {
  const [program = '', ...rest] = words;
  const environment = { ...clientEnvironment(home), ...more };
  const running = runFile(program, rest, { cwd: folder, env: environment, timeout: 90_000 });
  // `claude -p` waits for the end of a piped input.
  running.child.stdin?.end();
  try {
    return { code: 0, ...(await running) };
  } catch (thrown) {
    return failedRun.parse(thrown);
  }
}

/** A line that is typed into a new terminal of bash. */
export function typed(line: string): Promise<CommandResult> {
  return entered(['bash', '-i', '-c', line]);
}

/** From now on a plain `claude` and `codex` in a new terminal follow the account in use. */
export async function followInTerminals(): Promise<void> {
  expect(await gatehouse(['shell', 'install', '--shell', 'bash'])).toMatchObject({ code: 0 });
}
