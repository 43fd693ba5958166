// The path of a stranger: a clone of what is committed, a home and caches with nothing in them, and a command as it stands in the
// README. The system packages are there: only root can install them.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { resultShape } from '../../demo/result.ts';
import { checkout } from '../../world/run-world.ts';

const run = promisify(execFile);
/** Then nobody waits any more. */
const patienceMs = 15 * 60_000;
const signals = ['SIGTERM', 'SIGINT'] as const;

/** The first command of the README, as it stands there. */
export async function firstCommand(): Promise<string> {
  const readme = await readFile(join(checkout, 'README.md'), 'utf8');
  const command = /^```sh\n([^\n#]+)/m.exec(readme)?.[1]?.trim();
  if (command === undefined) throw new Error('the README has no command');
  return command;
}

/** What came of it; without an account, the last line that was said tells why. */
export interface Walk {
  /** From the beginning of the clone to the end of the command. */
  readonly tookMs: number;
  /** Whose sign-ins there were in the end. */
  readonly signedIn: readonly string[];
  readonly lastWords: string;
}

export interface Way {
  readonly say: (line: string) => void;
  /** What is taken out of the clone. */
  readonly without?: { readonly file: string; readonly words: string };
}

/** The way to the network is the machine's; Node, npm and everything that they have fetched before is not the checkout's. */
function strangersEnvironment(home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) =>
    /^(?:LANG|.*_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_\w+)$/i.test(name),
  );
  const path = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'));
  const settings = join(homedir(), '.npmrc');
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    PATH: path.join(delimiter),
    // Where this machine's registry is: no part of what a stranger would have to find out.
    ...(existsSync(settings) && { NPM_CONFIG_USERCONFIG: settings }),
  };
}

async function takeOut(clone: string, { file, words }: NonNullable<Way['without']>): Promise<void> {
  const path = join(clone, file);
  const text = await readFile(path, 'utf8');
  if (!text.includes(words)) throw new Error(`${file} does not have: ${words}`);
  await writeFile(path, text.replace(words, ''));
}

async function signedInBy(clone: string): Promise<readonly string[]> {
  const text = await readFile(join(clone, 'out/demo/result.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  const result = resultShape.parse(JSON.parse(text));
  return result.ok ? result.signedIn.map(({ provider, account }) => `${provider} ${account}`) : [];
}

export async function walkIn(command: string, { say, without }: Way): Promise<Walk> {
  // On the disk of the checkout, and readable for the user of the world.
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-stranger-'));
  await chmod(folder, 0o755);
  const [home, clone] = [join(folder, 'home'), join(folder, 'gatehouse')];
  try {
    await mkdir(home);
    const beganMs = performance.now();
    await run('git', ['clone', '--quiet', checkout, clone]);
    if (without !== undefined) await takeOut(clone, without);
    const [program = '', ...words] = command.split(' ');
    const child = spawn(program, words, {
      cwd: clone,
      env: strangersEnvironment(home),
      stdio: ['ignore', 'pipe', 'pipe'],
      // npm does not hand signals on: the whole group is told.
      detached: true,
    });
    const stop = (): void => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    };
    // What it fetches and starts must not outlive a figure that is given up.
    const giveUp = (): void => {
      stop();
      process.exit(1);
    };
    for (const signal of signals) process.once(signal, giveUp);
    const late = setTimeout(stop, patienceMs);
    let lastWords = '';
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        if (line.trim() === '') return;
        lastWords = line.trim();
        say(lastWords);
      });
    await once(child, 'close');
    clearTimeout(late);
    for (const signal of signals) process.off(signal, giveUp);
    const tookMs = performance.now() - beganMs;
    return { tookMs, signedIn: child.exitCode === 0 ? await signedInBy(clone) : [], lastWords };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
