// Runs a client to its end, with or without a terminal.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Finished {
  readonly code: number | null;
  readonly output: string;
}

/** A home of its own for one test; removed when the test ends. */
export async function makeHome(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(homedir(), 'client-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

const quiet = {
  DISABLE_AUTOUPDATER: '1',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  COPILOT_AUTO_UPDATE: 'false',
  OPENCODE_DISABLE_AUTOUPDATE: '1',
  OPENCODE_DISABLE_MODELS_FETCH: '1',
  // OpenCode installs a package of its own at every first start; the world has no registry.
  npm_config_offline: 'true',
  NO_COLOR: '1',
};

export const clientEnvironment = (home: string): NodeJS.ProcessEnv => {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(XDG_(CONFIG|CACHE|DATA|STATE)_HOME|NODE_OPTIONS|VITEST.*)$/.test(name),
  );
  return { ...Object.fromEntries(kept), ...quiet, HOME: home };
};

/** Runs a client without a terminal; `whenSaid` is called once, with all output so far, when the output fits. */
export async function run(
  home: string,
  words: readonly string[],
  whenSaid?: { readonly pattern: RegExp; readonly act: (found: string) => void },
): Promise<Finished> {
  const [program = '', ...rest] = words;
  // stdin is closed at once: `opencode run` and `claude -p` wait for the end of a piped one.
  const child = spawn(program, rest, {
    cwd: home,
    env: clientEnvironment(home),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let waiting = whenSaid;
  const listen = (chunk: string): void => {
    output += chunk;
    const found = waiting?.pattern.exec(output)?.[0];
    if (found === undefined) return;
    waiting?.act(found);
    waiting = undefined;
  };
  child.stdout.setEncoding('utf8').on('data', listen);
  child.stderr.setEncoding('utf8').on('data', listen);
  await once(child, 'close');
  return { code: child.exitCode, output };
}

/** In a pseudo-terminal made by util-linux's `script`: present on every Debian, and nothing native to build. */
export const runInTerminal = (home: string, command: string): Promise<Finished> =>
  run(home, ['script', '--quiet', '--return', '--command', command, '/dev/null']);

/** Opens an address as a person would. */
export function openBrowser(url: string): void {
  spawn('xdg-open', [url], { stdio: 'ignore', detached: true }).unref();
}
