// Who a process is, so that another one can tell for certain whether it still runs. Its age is never asked.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import { isZombie, parseProcessStat, type ProcessStat } from '../../domain/process-stat.ts';
import { codeOf } from './file-failure.ts';

const runProgram = promisify(execFile);

export const identityShape = z.object({
  pid: z.int().check(z.positive()),
  /** On Linux clock ticks since the boot, exactly as the kernel says; elsewhere Unix milliseconds, roughly. */
  startTime: z.number(),
  /** Empty where the system has no such thing. */
  bootId: z.string(),
  /** In which numbering of processes the pid counts; empty where there is but one. */
  namespace: z.string(),
  /** A fingerprint of the machine, stable over its boots; empty where the system does not tell. */
  machine: z.string(),
  /** For the person only. */
  host: z.string(),
  program: z.string(),
});

export type ProcessIdentity = z.infer<typeof identityShape>;

/** `unknown`: cannot be judged from here, so it may be running; `where` says why, as a person would say it. */
export type Verdict =
  | { readonly kind: 'alive' }
  | { readonly kind: 'dead' }
  | { readonly kind: 'unknown'; readonly where: string };

const isLinux = process.platform === 'linux';

/** Undefined when the process is gone, or hidden from us. */
async function readStat(pid: number | 'self'): Promise<ProcessStat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parseProcessStat(text);
}

/** Whether any process has this pid. */
export function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // Not ours to signal, but there.
    return codeOf(thrown) !== 'ESRCH';
  }
}

async function firstLine(path: string): Promise<string> {
  return (await readFile(path, 'utf8').catch(() => '')).trim();
}

/** What the system calls this machine; its name alone is not enough, half of all machines are called `localhost`. */
async function readMachine(): Promise<string> {
  const commands: Partial<Record<NodeJS.Platform, readonly [string, readonly string[]]>> = {
    darwin: ['/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice']],
    win32: ['reg', ['query', 'HKLM\\SOFTWARE\\Microsoft\\Cryptography', '/v', 'MachineGuid']],
  };
  const command = commands[process.platform];
  if (command === undefined) {
    const id = await firstLine('/etc/machine-id');
    // Copies of one disk share the id; together with the name that is rare.
    return id === '' ? '' : `${id} ${hostname()}`;
  }
  const { stdout } = await runProgram(...command, { timeout: 5000, windowsHide: true }).catch(() => ({
    stdout: '',
  }));
  return /"IOPlatformUUID" = "([^"]+)"|MachineGuid\s+REG_SZ\s+(\S+)/.exec(stdout)?.[0] ?? '';
}

async function readNamespace(): Promise<string> {
  // Where /proc shows another numbering than the one we live in, it says nothing about the pids we know.
  if ((await readlink('/proc/self').catch(() => '')) !== process.pid.toString())
    return `unknown ${process.pid} ${performance.timeOrigin}`;
  // Start times are counted in the time namespace of the reader.
  const names = ['pid', 'time'].map((kind) => readlink(`/proc/self/ns/${kind}`).catch(() => ''));
  return (await Promise.all(names)).join(' ');
}

async function readOwnIdentity(): Promise<ProcessIdentity> {
  const status = isLinux ? await readStat('self') : undefined;
  const machine = await readMachine();
  return {
    pid: process.pid,
    // Without /proc nobody can judge us, for the namespace says so; then any number will do.
    startTime: status?.startTime ?? Math.round(performance.timeOrigin),
    bootId: isLinux ? await firstLine('/proc/sys/kernel/random/boot_id') : '',
    namespace: isLinux ? await readNamespace() : '',
    machine: machine === '' ? '' : createHash('sha256').update(machine).digest('hex').slice(0, 32),
    host: hostname(),
    program: basename(process.execPath),
  };
}

let own: Promise<ProcessIdentity> | undefined;

/** Of this process. Asked of the system once. */
export function ownIdentity(): Promise<ProcessIdentity> {
  own ??= readOwnIdentity();
  return own;
}

/** How far apart two readings of one start may lie where the system has only the clock on the wall. */
export const startSlackMs = 10_000;
/** Asking costs a program there, and a lock is looked at forty times a second. */
const startKeptMs = 2000;
const knownStarts = new Map<number, { readonly askedAt: number; readonly startTime: number | undefined }>();

/** Unix milliseconds. Untried: there was no macOS and no Windows to try it on. */
async function askStart(pid: number): Promise<number | undefined> {
  const script = `(Get-Process -Id ${pid}).StartTime.ToUniversalTime().ToString('o')`;
  const [program, words] =
    process.platform === 'win32'
      ? ['powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script]]
      : ['/bin/ps', ['-o', 'lstart=', '-p', pid.toString()]];
  const environment = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  const { stdout } = await runProgram(program, words, {
    timeout: 5000,
    windowsHide: true,
    env: environment,
  }).catch(() => ({ stdout: '' }));
  const text = stdout.trim();
  const startTime = Date.parse(process.platform === 'win32' ? text : `${text} UTC`);
  return Number.isNaN(startTime) ? undefined : startTime;
}

async function startElsewhere(pid: number): Promise<number | undefined> {
  const known = knownStarts.get(pid);
  if (known !== undefined && performance.now() - known.askedAt < startKeptMs) return known.startTime;
  const startTime = await askStart(pid);
  knownStarts.set(pid, { askedAt: performance.now(), startTime });
  return startTime;
}

/** As `judge`, for a pid that is known to count in the numbering that this process lives in. */
export async function judgeHere(pid: number, startTime: number): Promise<Verdict> {
  if (!isTaken(pid)) return { kind: 'dead' };
  const hidden: Verdict = { kind: 'unknown', where: 'which the system hides from this program' };
  if (!isLinux) {
    const started = await startElsewhere(pid);
    if (started === undefined) return hidden;
    return { kind: Math.abs(started - startTime) <= startSlackMs ? 'alive' : 'dead' };
  }
  const status = await readStat(pid);
  // It may have ended between the two questions.
  if (status === undefined) return isTaken(pid) ? hidden : { kind: 'dead' };
  if (status.startTime !== startTime) return { kind: 'dead' };
  return { kind: isZombie(status) ? 'dead' : 'alive' };
}

/** Whether that very process still runs. Once dead, always dead. */
export async function judge(other: ProcessIdentity): Promise<Verdict> {
  const self = await ownIdentity();
  if (other.bootId !== self.bootId) {
    const isThisMachine = other.machine !== '' && other.machine === self.machine;
    return isThisMachine ? { kind: 'dead' } : { kind: 'unknown', where: `on ${other.host}` };
  }
  if (other.bootId === '' && other.machine !== self.machine)
    return { kind: 'unknown', where: `on ${other.host}` };
  if (other.namespace !== self.namespace) return { kind: 'unknown', where: 'in another container' };
  return judgeHere(other.pid, other.startTime);
}
