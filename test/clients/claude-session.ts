// A session of Claude Code in a terminal, as a person has one: it is typed to, and what it draws can be searched.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { clientEnvironment } from './run-client.ts';

const notes = z.looseObject({});

/** What a person has answered before: the questions of the first start, and that the folder of the project is trusted. */
export async function answerFirstQuestions(home: string): Promise<void> {
  const path = join(home, '.claude.json');
  const before = notes.parse(JSON.parse(await readFile(path, 'utf8').catch(() => '{}')));
  const answered = {
    ...before,
    hasCompletedOnboarding: true,
    lastOnboardingVersion: '2.1.331',
    theme: 'dark',
    projects: {
      [join(home, 'project')]: { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true },
    },
  };
  await mkdir(join(home, 'project'), { recursive: true });
  await writeFile(path, JSON.stringify(answered));
}

export interface ClaudeSession extends AsyncDisposable {
  type(text: string): void;
  /** Everything that it has drawn so far. */
  drawn(): string;
}

/**
 * @param more variables of the environment beside the usual ones
 * @param words of the shell that end in Claude Code
 */
export function startClaude(
  home: string,
  more: Readonly<Record<string, string>> = {},
  words = 'exec claude',
): ClaudeSession {
  const quiet = { CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL: '1', TERM: 'xterm-256color' };
  // Raw from the start: what is typed before it has made it so would be a line break to it.
  const command = `stty cols 120 rows 40 raw -echo; ${words}`;
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: join(home, 'project'),
    env: { ...clientEnvironment(home), ...quiet, ...more },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let drawn = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    drawn += chunk;
  });
  const closed = once(child, 'close');
  return {
    type(text) {
      child.stdin.write(text);
    },
    drawn: () => drawn,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await closed;
    },
  };
}
