// Advisory locks of the system (flock), which Node has no call for: a small program of the system holds one for us.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, stat } from 'node:fs/promises';
import { Failure } from '../../domain/failure.ts';

const takenExitCode = 75;

/** Says back what it is told, so it can say that it holds the lock, and ends with its input, so also when we are killed. */
const echo = 'cat';

/** macOS has no flock program, but Perl; the same script was tried on Linux only. */
const perlScript = `
use Fcntl ':flock'; use Time::HiRes qw(time sleep);
my ($seconds, $path) = @ARGV; my $until = time + $seconds;
open(my $file, '<', $path) or die "$!\\n";
until (flock($file, LOCK_EX | LOCK_NB)) { exit ${takenExitCode} if time >= $until; sleep 0.005 }
$| = 1; print while <STDIN>;`;

interface Holder {
  readonly program: string;
  readonly words: readonly string[];
}

function holderOn(platform: NodeJS.Platform, path: string, seconds: string): Holder {
  if (platform === 'darwin') return { program: '/usr/bin/perl', words: ['-e', perlScript, seconds, path] };
  // Without a fork it becomes the echo itself: one process, one to end.
  const words = ['--no-fork', '--exclusive', '--wait', seconds, '--conflict-exit-code', `${takenExitCode}`];
  return { program: 'flock', words: [...words, path, echo] };
}

/** For the message only: who holds it, as far as /proc tells. */
async function whoHolds(path: string): Promise<string> {
  const [table, file] = await Promise.all([
    readFile('/proc/locks', 'utf8').catch(() => ''),
    stat(path).catch(() => undefined),
  ]);
  // For example: `3: FLOCK  ADVISORY  WRITE 4211 fe:01:131842 0 EOF`.
  const line = table
    .split('\n')
    .find((text) => text.includes(': FLOCK ') && text.includes(`:${file?.ino ?? ''} `));
  const pid = line?.trim().split(/\s+/)[4];
  if (pid === undefined) return 'held by another program';
  const name = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'another program')).trim();
  return `held by ${name}, process ${pid}`;
}

/** As its own program makes it. Not removed again: whoever waits for it waits for this very file. */
async function makeFile(path: string): Promise<void> {
  try {
    await (await open(path, 'a', 0o600)).close();
  } catch (cause) {
    throw new Failure('storage/write-failed', { subject: path, detail: 'cannot be made', cause });
  }
}

/**
 * Takes the lock on the file, which is made when missing. Resolves with the function that lets go.
 * @param until on the clock that only goes forward, milliseconds
 * @throws Failure `storage/lock-held`; `storage/write-failed` when the system's program is missing or cannot do it
 */
export async function takeFlock(
  path: string,
  until: number,
  platform: NodeJS.Platform,
): Promise<() => Promise<void>> {
  await makeFile(path);
  const seconds = (Math.max(0, until - performance.now()) / 1000).toFixed(3);
  const { program, words } = holderOn(platform, path, seconds);
  // Its numbers are written the way of this locale.
  const child = spawn(program, words, {
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  // Written before it is known whether anybody will read it.
  child.stdin.on('error', () => undefined);
  child.stdin.write('held\n');
  const ended = once(child, 'close').then(
    ([code]: unknown[]) => code,
    (cause: unknown) => cause,
  );
  const outcome = await Promise.race([once(child.stdout, 'data').then(() => 'held' as const), ended]);
  if (outcome === takenExitCode)
    throw new Failure('storage/lock-held', { subject: path, detail: await whoHolds(path) });
  if (outcome !== 'held')
    throw new Failure('storage/write-failed', {
      subject: path,
      detail: complaint === '' ? `the program ${program} cannot be started` : complaint.trim(),
      cause: outcome,
    });
  return async () => {
    child.stdin.end();
    await ended;
  };
}
