// Progress on stderr: one line per step with its time, and a sign of life while a step takes longer than a second.
// @ts-check
import { performance } from 'node:perf_hooks';

const firstHintMs = 1000;
const hintEveryMs = process.stderr.isTTY ? 1000 : 20_000;

/** An error whose message is all the person needs: no stack is shown for it. */
export class SetupFailure extends Error {
  /**
   * @param {string} message
   * @param {{ cause?: unknown, exitCode?: number }} [options]
   */
  constructor(message, options = {}) {
    super(message, { cause: options.cause });
    this.name = 'SetupFailure';
    this.exitCode = options.exitCode ?? 1;
  }
}

/** @param {number} sinceMs */
function elapsed(sinceMs) {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
}

/**
 * Writes a whole line, over the live hint if there is one.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${line}\n` : `${line}\n`);
}

/**
 * Runs one step and reports it.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const startedMs = performance.now();
  const hint = () => {
    const line = `  … ${title}, ${elapsed(startedMs)}`;
    process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
  };
  /** @type {NodeJS.Timeout | undefined} */
  let repeat;
  const first = setTimeout(() => {
    hint();
    repeat = setInterval(hint, hintEveryMs);
  }, firstHintMs);
  let mark = '✗';
  try {
    const result = await work();
    mark = '✓';
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(repeat);
    say(`  ${mark} ${title}, ${elapsed(startedMs)}`);
  }
}

/**
 * Ends the process with the words of a failure, or with the stack of a mistake of ours.
 * @param {unknown} error
 * @returns {never}
 */
export function fail(error) {
  if (error instanceof SetupFailure) {
    say(error.message);
    process.exit(error.exitCode);
  }
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
}
