// Which programs of the person run now, by name: their start, and of their environment what was asked for, nothing else.
import { access, readdir, readFile, readlink, stat } from 'node:fs/promises';
import { uptime } from 'node:os';
import { dirname, join } from 'node:path';
import { parseProcessStat } from '../../domain/process-stat.ts';
import type { Processes, RunningProgram } from '../../ports.ts';
import { matchingName, topmost, type NamedProcess, type SeenProcess } from './process-names.ts';
import { readProcessTable } from './process-table.ts';

/** `/proc` counts in hundredths of a second, whatever the kernel itself counts in. */
const tickMs = 10;

/** What is kept in `/proc` ends with a zero byte each. */
async function wordsIn(path: string): Promise<readonly string[] | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text?.replace(/\0$/, '').split('\0');
}

/** Undefined for one that is gone, of another user, or hidden from us. */
async function seen(pid: string, bootAt: number): Promise<SeenProcess | undefined> {
  const place = join('/proc', pid);
  try {
    if ((await stat(place)).uid !== process.getuid?.()) return undefined;
    const [text, executable, words] = await Promise.all([
      readFile(join(place, 'stat'), 'utf8'),
      readlink(join(place, 'exe')).catch(() => undefined),
      wordsIn(join(place, 'cmdline')),
    ]);
    const { parent, startTime } = parseProcessStat(text);
    const startedAt = Math.round(bootAt + startTime * tickMs);
    return { pid: Number(pid), parent, startedAt, executable, words: words ?? [] };
  } catch {
    return undefined;
  }
}

async function readProc(): Promise<readonly SeenProcess[]> {
  // In one go, for the clock goes on while anything is waited for.
  const bootAt = Date.now() - uptime() * 1000;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return (await Promise.all(pids.map((pid) => seen(pid, bootAt)))).filter((each) => each !== undefined);
}

/** An editor built on Chromium may be called like an agent; it brings this file along, and is none. */
async function isWindowApp({ executable }: SeenProcess): Promise<boolean> {
  if (executable === undefined) return false;
  return access(join(dirname(executable), 'chrome_100_percent.pak')).then(
    () => true,
    () => false,
  );
}

/** By pid, of those that have one. */
async function namesOf(
  all: readonly SeenProcess[],
  wanted: readonly string[],
): Promise<ReadonlyMap<number, string>> {
  const named = await Promise.all(
    all.map(async (each) => {
      const name = matchingName(each, wanted);
      return name === undefined || (await isWindowApp(each)) ? [] : [[each.pid, name] as const];
    }),
  );
  return new Map(named.flat());
}

/** @returns undefined where it cannot be seen */
async function readEnvironment(
  pid: number,
  variables: readonly string[],
): Promise<RunningProgram['environment']> {
  const words = await wordsIn(join('/proc', pid.toString(), 'environ'));
  if (words === undefined) return undefined;
  const found = variables.flatMap((name) => {
    const word = words.find((each) => each.startsWith(`${name}=`));
    return word === undefined ? [] : [[name, word.slice(name.length + 1)] as const];
  });
  return Object.fromEntries(found);
}

/**
 * @param apart the process whose children are not the person's: those that the app starts to ask them something
 * @param platform decides how the system is asked; the environment is told on Linux only
 */
export function createProcessList(
  apart = process.pid,
  platform: NodeJS.Platform = process.platform,
): Processes {
  const isLinux = platform === 'linux';

  async function told(found: NamedProcess, variables: readonly string[]): Promise<RunningProgram> {
    const { pid, name, startedAt } = found;
    const environment = isLinux ? await readEnvironment(pid, variables) : undefined;
    return { pid, name, startedAt, environment };
  }

  return {
    async running(names, variables) {
      const all = await (isLinux ? readProc() : readProcessTable(platform)).catch(() => []);
      const found = topmost(all, await namesOf(all, names), apart);
      return Promise.all(found.map((each) => told(each, variables)));
    },
  };
}
