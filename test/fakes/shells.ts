// A terminal in which a plain call of a program goes through our script: real shells, programs that say how they were run.
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A program that prints its folder, the variable, what else it is told, and its words; it ends with 7. */
export const tellingProgram = (variable: string): string => `#!/bin/sh
printf '%s|' "$0" "\${${variable}-unset}" "$@"
exit 7
`;

export async function putProgram(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  await chmod(path, 0o755);
}

export interface Shown {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface ShellCall {
  /** Nothing else is in the environment but a home. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** What is typed. */
  readonly input?: string;
}

/** Runs a program, and says what it showed. */
export function shown(
  words: readonly string[],
  { environment = {}, folder = '/', input = '' }: ShellCall = {},
): Shown {
  const [program = '', ...rest] = words;
  const { status, stdout, stderr } = spawnSync(program, rest, {
    cwd: folder,
    env: { HOME: '/home/ada', PATH: '/usr/bin:/bin', ...environment },
    encoding: 'utf8',
    input,
  });
  return { code: status, output: stdout, errors: stderr };
}

/** A table as our consumers write it. */
export function tableText(rules: readonly (readonly [string, string])[], others = '-'): string {
  return [...rules, ['*', others]].map((fields) => `${fields.join('\t')}\n`).join('');
}
