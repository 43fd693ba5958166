// A session of Claude Code as far as its status line sees it: it runs the command with the shell and says something to it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

export interface Shown {
  readonly code: number | null;
  readonly output: string;
}

export interface StatusLineSession {
  /** @param more variables that the command gets beside `PATH` and the process id of the session */
  show(command: string, said: Uint8Array | string, more?: Readonly<Record<string, string>>): Promise<Shown>;
}

/**
 * Runs until the test ends.
 * @param environment of the session itself, which it does not hand on
 */
export async function startSession(
  environment: Readonly<Record<string, string>> = {},
): Promise<StatusLineSession> {
  const session = spawn('/bin/sleep', ['600'], { env: environment, stdio: 'ignore' });
  onTestFinished(() => {
    session.kill('SIGKILL');
  });
  await once(session, 'spawn');
  return {
    async show(command, said, more = {}) {
      const env = { PATH: process.env['PATH'] ?? '', CLAUDE_PID: String(session.pid), ...more };
      const child = spawn('/bin/sh', ['-c', command], { env, stdio: ['pipe', 'pipe', 'pipe'] });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (chunk: string) => {
          output += chunk;
        });
      }
      // One that does not read ends before everything is said.
      child.stdin.on('error', () => undefined);
      child.stdin.end(said);
      await once(child, 'close');
      return { code: child.exitCode, output };
    },
  };
}
