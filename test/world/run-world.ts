// Starts worlds from a test outside of them, and tells whether anything of one is left.
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

export const checkout = resolve(import.meta.dirname, '../..');
const node = join(checkout, 'node_modules/.bin/node');

export interface WorldRun {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A place of its own for the folders of worlds, so that a test sees only those it started. */
export class WorldPlace {
  readonly folder = mkdtempSync(join(tmpdir(), 'world-test-'));
  readonly #started = new Set<ChildProcess>();

  constructor() {
    // What lies in it is shown to worlds, which run as another user when a test runs as root.
    chmodSync(this.folder, 0o755);
  }

  /** A world whose test gave up on it would run on by itself. */
  [Symbol.dispose](): void {
    for (const world of this.#started) world.kill('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  start(words: string[], environment: Record<string, string> = {}): ChildProcess {
    const world = spawn(node, [join(import.meta.dirname, 'world.ts'), ...words], {
      cwd: checkout,
      env: { PATH: process.env['PATH'], TMPDIR: this.folder, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#started.add(world);
    world.once('exit', () => this.#started.delete(world));
    return world;
  }

  async run(words: string[], environment: Record<string, string> = {}): Promise<WorldRun> {
    return finished(this.start(words, environment));
  }

  folders(): string[] {
    return readdirSync(this.folder).filter((name) => name.startsWith('gatehouse-world-'));
  }

  /**
   * The processes of a PID namespace, given the name that `readlink /proc/self/ns/pid` has printed inside. The numbers of
   * namespaces come again: those of a world that somebody else has started meanwhile do not count.
   */
  inhabitants(namespace: string): string[] {
    return processes().filter(
      (id) =>
        quietly(() => readlinkSync(`/proc/${id}/ns/pid`)) === namespace &&
        quietly(() => readFileSync(`/proc/${id}/mountinfo`, 'utf8'))?.includes(basename(this.folder)) ===
          true,
    );
  }

  /** Processes outside of the world that serve it: the cleaner, unshare, the first process. */
  helpers(): string[] {
    return processes().flatMap((id) => {
      const words = quietly(() => readFileSync(`/proc/${id}/cmdline`, 'utf8'))?.replaceAll('\0', ' ') ?? '';
      return words.includes(`${this.folder}/gatehouse-world-`) ? [`${id} ${words}`] : [];
    });
  }
}

export function finished(world: ChildProcess): Promise<WorldRun> {
  let stdout = '';
  let stderr = '';
  world.stdout?.setEncoding('utf8').on('data', (text) => (stdout += String(text)));
  world.stderr?.setEncoding('utf8').on('data', (text) => (stderr += String(text)));
  world.stdin?.end();
  return new Promise((done, fail) => {
    world.once('error', fail);
    world.once('close', (code) => {
      done({ code, stdout, stderr });
    });
  });
}

function processes(): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
}

/** Processes come and go while one looks. */
function quietly<Value>(look: () => Value): Value | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
