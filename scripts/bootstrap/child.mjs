// Runs other programs: quietly as a step of the set-up, or in the foreground as the task itself.
// @ts-check
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { createInterface } from 'node:readline';
import { handSignalsTo, onInterrupt } from './interrupt.mjs';
import { SetupFailure } from './steps.mjs';

const killAfterMs = 1000;
const resendAfterMs = 1500;
const tailLength = 6000;

/**
 * @typedef {object} QuietOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [timeoutMs]
 * @property {boolean} [finishes] true for a program that must not be cut off (dpkg): an interrupt asks it and waits
 */

/** Told of each program that is started in a group of its own, so that its traces outlive us. */
/** @type {(pid: number) => void} */
let noteChild = () => undefined;

/** @param {(pid: number) => void} note */
export function onChild(note) {
  noteChild = note;
}

/**
 * @param {number | undefined} pid
 * @param {NodeJS.Signals} signal
 */
function signalGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // The group is gone, which is what was wanted.
  }
}

/**
 * Runs a program without a terminal and returns its stdout; its output is shown only when it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {QuietOptions} [options]
 * @returns {Promise<string>}
 */
export async function runQuietly(command, args, options = {}) {
  const child = spawn(command, args, {
    cwd: options.cwd,
    // The output is collected, and shown on a terminal or in a log alike.
    env: { ...(options.env ?? process.env), NO_COLOR: '1', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm is a .cmd on Windows, which only a shell starts.
    shell: process.platform === 'win32' && command.endsWith('.cmd'),
    // A group of its own: Ctrl-C reaches it through us, in the order we choose.
    detached: process.platform !== 'win32',
  });
  if (child.pid !== undefined) noteChild(child.pid);
  let stdout = '';
  let tail = '';
  child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    stdout += text;
    tail = (tail + text).slice(-tailLength);
  });
  child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    tail = (tail + text).slice(-tailLength);
  });
  /** @type {Promise<number | string>} */
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve(code ?? signal ?? 1);
    });
  });
  const deadline = new AbortController();
  deadline.signal.addEventListener('abort', () => {
    signalGroup(child.pid, 'SIGKILL');
  });
  const timer =
    options.timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          deadline.abort();
        }, options.timeoutMs);
  const forget = onInterrupt(async (signal) => {
    if (options.finishes === true) {
      child.kill(signal);
    } else {
      signalGroup(child.pid, 'SIGTERM');
      setTimeout(() => {
        signalGroup(child.pid, 'SIGKILL');
      }, killAfterMs).unref();
    }
    await ended.catch(() => undefined);
  });
  try {
    const outcome = await ended;
    if (outcome === 0) return stdout;
    const reason = deadline.signal.aborted
      ? `took longer than ${String(options.timeoutMs)} ms`
      : `ended with ${String(outcome)}`;
    throw new SetupFailure(`${command} ${args.join(' ')} ${reason}\n${tail.trimEnd()}`);
  } catch (error) {
    if (error instanceof SetupFailure) throw error;
    throw new SetupFailure(`${command} could not be started`, { cause: error });
  } finally {
    clearTimeout(timer);
    forget();
  }
}

/** True when the terminal itself sends Ctrl-C to our children, because we are its foreground group. */
function terminalSignalsChildren() {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return fields[2] !== undefined && fields[2] === fields[5];
  } catch {
    return process.stdin.isTTY;
  }
}

/**
 * @typedef {object} ForegroundOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {(line: string) => boolean} [onStdoutLine] sees each line of stdout; false keeps it from ours
 */

/**
 * Runs the task itself: it has our terminal, gets our signals, and its exit code is the answer.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ForegroundOptions} [options]
 * @returns {Promise<number>}
 */
export async function runForeground(command, args, options = {}) {
  const { onStdoutLine } = options;
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['inherit', onStdoutLine === undefined ? 'inherit' : 'pipe', 'inherit'],
  });
  if (onStdoutLine !== undefined && child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (onStdoutLine(line)) process.stdout.write(`${line}\n`);
    });
  }
  /** @type {NodeJS.Signals | undefined} */
  let received;
  const release = handSignalsTo((signal) => {
    const first = received === undefined;
    received ??= signal;
    if (signal !== 'SIGINT' || !terminalSignalsChildren()) {
      child.kill(signal);
    } else if (first) {
      // `kill -INT` on us alone looks like Ctrl-C: make sure that the child has heard of it.
      setTimeout(() => child.kill(signal), resendAfterMs).unref();
    }
  });
  try {
    const [code, signal] = await /** @type {Promise<[number | null, NodeJS.Signals | null]>} */ (
      new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (...outcome) => {
          resolve(outcome);
        });
      })
    );
    const stoppedBy = signal ?? (code === 0 ? received : undefined);
    if (stoppedBy !== undefined) return 128 + os.constants.signals[stoppedBy];
    return code ?? 1;
  } catch (error) {
    throw new SetupFailure(`${command} could not be started`, { cause: error });
  } finally {
    release();
  }
}
