// The launcher in real shells, with an app beside it that only says what it was told: what `run` leaves of us, and what not.
import { spawn, spawnSync } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { posixShells } from '../fakes/sh.ts';
import { putProgram } from '../fakes/shells.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const isLinux = process.platform === 'linux';

/**
 * Stands for the app. It says something on each of its outputs, as the app and Chromium do, tries to read what is not its own,
 * and hands over the script of the test.
 */
const app = `#!/bin/sh
echo noise >&2
for word; do last=$word; done
echo "words: run \${GATEHOUSE_RUN_PID-none}, terminal \${GATEHOUSE_RUN_TERMINAL-none}, last $last" >&3
cat >/dev/null
[ -z "\${APP_SAYS-}" ] || echo "$APP_SAYS"
if [ -n "\${APP_WAITS-}" ]; then
  trap 'sleep 0.2; echo "words: given back" >&3; exit 130' INT
  echo "words: waiting as $$" >&3
  while :; do sleep 0.05; done
fi
[ -z "\${APP_SCRIPT-}" ] || printf '%s' "$APP_SCRIPT" >&4
exit "\${APP_CODE:-0}"
`;

type Shell = (typeof posixShells)[number];

async function launcherBeside(text = app): Promise<string> {
  const folder = await temporaryFolder();
  const launcher = join(folder, 'gatehouse');
  await copyFile('main/cli/launcher/gatehouse', launcher);
  await putProgram(join(folder, 'gatehouse-app'), text);
  return launcher;
}

interface Start {
  readonly words?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** The script that `run` hands over for a command of /bin/sh. */
const becoming = (text: string, own = 0): string =>
  `unset GONE\nexport VALUE='v'\nshift "$(($# - ${String(own)}))"\nexec '/bin/sh' '-c' '${text}' 'command' "$@"`;

const usual = { PATH: '/usr/bin:/bin', HOME: '/home/ada' };

async function run(
  [program, ...shellWords]: Shell,
  { words = ['run', 'x'], environment, input = '' }: Start,
) {
  const launcher = await launcherBeside();
  const ended = spawnSync(program, [...shellWords, launcher, ...words], {
    env: { ...usual, ...environment },
    encoding: 'utf8',
    input,
  });
  const { status, signal, stdout, stderr, pid } = ended;
  return { code: status, signal, out: stdout, errors: stderr, pid };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe.each(posixShells.map((shell) => [shell] as const))('in %j', (shell) => {
  test('the command is the launcher’s own process, with its input, its variables and its exit code', async () => {
    const { pid, ...ended } = await run(shell, {
      words: ['run', '--wait', '--', 'x', 'a b', '', "it's"],
      environment: {
        APP_SCRIPT: becoming(`printf "%s|" "$$" "$VALUE" "\${GONE-unset}" "$@"; cat; exit 7`, 3),
        GONE: 'stale',
      },
      input: 'typed\n',
    });
    expect(ended).toEqual({
      code: 7,
      signal: null,
      out: `${String(pid)}|v|unset|a b||it's|typed\n`,
      errors: `words: run ${String(pid)}, terminal , last it's\n`,
    });
  });

  test('what keeps serve from starting is seen, as Chromium says it; of other commands only our words are', async () => {
    const [serving, asking] = await Promise.all([
      run(shell, { words: ['serve', '--quiet'] }),
      run(shell, { words: ['auth', 'status'] }),
    ]);
    expect([serving.errors, asking.errors]).toEqual([
      'noise\nwords: run none, terminal none, last --quiet\n',
      'words: run none, terminal none, last status\n',
    ]);
  });

  test('a signal that ends the command is what the launcher ends with', async () => {
    const { code, signal } = await run(shell, { environment: { APP_SCRIPT: becoming('kill -TERM $$') } });
    expect([code, signal]).toEqual([null, 'SIGTERM']);
  });

  test('without a script there is no command: help and refusals are seen, and the app’s exit code counts', async () => {
    const [help, refused, missing] = await Promise.all([
      run(shell, { words: ['run', '--help'], environment: { APP_SAYS: 'Usage: …' } }),
      run(shell, { words: ['run', '--json'], environment: { APP_SAYS: '{"ok":false}', APP_CODE: '4' } }),
      run(shell, { environment: { APP_CODE: '127', APP_SCRIPT: becoming('echo started') } }),
    ]);
    const shown = [help, refused, missing].map(({ pid, errors, ...rest }) => [
      rest,
      errors.replaceAll(String(pid), 'pid'),
    ]);
    const words = (last: string): string => `words: run pid, terminal , last ${last}\n`;
    expect(shown).toEqual([
      [{ code: 0, signal: null, out: 'Usage: …\n' }, words('--help')],
      [{ code: 4, signal: null, out: '{"ok":false}\n' }, words('--json')],
      [{ code: 127, signal: null, out: '' }, words('x')],
    ]);
  });

  test('a command that is gone by then ends as shells have it', async () => {
    const { code } = await run(shell, { environment: { APP_SCRIPT: 'exec \'/nowhere/command\' "$@"' } });
    expect(code).toBe(127);
  });

  test('bytes that are no text reach the command as they are', async () => {
    const launcher = await launcherBeside();
    const [program, ...shellWords] = shell;
    const call = [program, ...shellWords, launcher].map((word) => `'${word}'`).join(' ');
    const { stdout } = spawnSync('/bin/sh', ['-c', `exec ${call} run -- x "$(printf 'a\\377\\200b')"`], {
      env: { ...usual, APP_SCRIPT: becoming('printf %s "$1"', 1) },
    });
    expect([...stdout]).toEqual([0x61, 0xff, 0x80, 0x62]);
  });

  test('what the person exports keeps what it holds', async () => {
    const names = ['here', 'app', 'sandbox', 'script', 'code', 'terminal', 'stopped'];
    const { out } = await run(shell, {
      environment: {
        ...Object.fromEntries(names.map((name) => [name, `own ${name}`])),
        APP_SCRIPT: becoming(
          `printf "%s," ${names.map((name) => `"$${name}"`).join(' ')}; env | grep -i "^gatehouse"`,
        ),
      },
    });
    expect(out).toBe(names.map((name) => `own ${name},`).join(''));
  });

  test.runIf(isLinux)('the command has the descriptors that it would have without us', async () => {
    const listing = 'for each in /proc/$$/fd/*; do readlink "$each" >&2; done; exit 0';
    const { errors } = await run(shell, { environment: { APP_SCRIPT: becoming(listing) } });
    const bare = spawnSync('/bin/sh', ['-c', listing], { encoding: 'utf8', env: usual, input: '' });
    const kinds = (text: string): readonly string[] =>
      text
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('words:'))
        .map((line) => line.replaceAll(/\d+/g, 'n'));
    expect(kinds(errors)).toEqual(kinds(bare.stderr));
  });

  test('Ctrl-C while the app waits lets it give back what it holds, and ends as a command that was interrupted', async () => {
    const launcher = await launcherBeside();
    const [program, ...words] = shell;
    const child = spawn(program, [...words, launcher, 'run', 'x'], {
      env: { ...usual, APP_WAITS: 'yes', APP_SCRIPT: becoming('echo started') },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, as a terminal gives one to each command.
      detached: true,
    });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    let seen = '';
    const appIn = (text: string): number => Number(/waiting as (\d+)\n/.exec(text)?.[1] ?? 0);
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        const before = appIn(seen);
        seen += chunk.toString('utf8');
        if (before === 0 && appIn(seen) > 0 && child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
      });
    const [ended] = await Promise.all([
      new Promise((resolve) => {
        child.once('exit', (code, signal) => {
          resolve([code, signal, isRunning(appIn(seen))]);
        });
      }),
      new Promise((resolve) => child.once('close', resolve)),
    ]);
    expect([ended, seen.replaceAll(/\d+/g, 'n').split('\n').slice(1)]).toEqual([
      [null, 'SIGINT', false],
      ['words: waiting as n', 'words: given back', ''],
    ]);
  });

  test('any other verb is the app itself, in the launcher’s process', async () => {
    const telling = `#!/bin/sh\necho noise >&2\necho words >&3\nprintf "%s|" "$$" "\${GATEHOUSE_RUN_PID-none}" "$@"\ncat\n`;
    const launcher = await launcherBeside(telling);
    const [program, ...shellWords] = shell;
    const { pid, stdout, stderr } = spawnSync(program, [...shellWords, launcher, 'auth', 'run', 'a b'], {
      env: usual,
      encoding: 'utf8',
      input: 'typed\n',
    });
    const [ownPid, ...words] = stdout.split('|');
    expect([ownPid, words.slice(0, 1), words.slice(-4), stderr]).toEqual([
      String(pid),
      ['none'],
      ['auth', 'run', 'a b', 'typed\n'],
      'words\n',
    ]);
  });
});

test.runIf(isLinux)('at a terminal the app is told so, and the command has it', async () => {
  const launcher = await launcherBeside();
  const { stdout } = spawnSync('/usr/bin/script', ['-qec', `'${launcher}' run x`, '/dev/null'], {
    env: {
      ...usual,
      APP_SCRIPT: becoming('[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo all three'),
    },
    encoding: 'utf8',
  });
  expect(stdout.replaceAll(/run \d+/g, 'run pid')).toBe(
    'words: run pid, terminal yes, last x\r\nall three\r\n',
  );
});
