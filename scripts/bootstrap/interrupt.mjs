// One place that knows a person pressed Ctrl-C: clean-ups run once, then the process leaves with 128 + signal.
// @ts-check

/** @typedef {'SIGINT' | 'SIGTERM' | 'SIGHUP'} StopSignal */
/** @typedef {(signal: StopSignal) => void | Promise<void>} CleanUp */

/** @type {Record<StopSignal, number>} */
const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** @type {Set<CleanUp>} */
const cleanUps = new Set();

/** While foreground programs run they get the signals, and their own exit codes decide. */
/** @type {Set<CleanUp>} */
const foreground = new Set();

let stopping = false;

/**
 * Registers what has to happen when the work is interrupted; call the result when the work is over.
 * @param {CleanUp} cleanUp
 * @returns {() => void}
 */
export function onInterrupt(cleanUp) {
  cleanUps.add(cleanUp);
  return () => cleanUps.delete(cleanUp);
}

/**
 * Hands the signals to a foreground program until the result is called.
 * @param {CleanUp} forward
 * @returns {() => void}
 */
export function handSignalsTo(forward) {
  foreground.add(forward);
  return () => foreground.delete(forward);
}

/** @param {StopSignal} signal */
async function stop(signal) {
  if (foreground.size > 0) {
    await Promise.all([...foreground].map(async (forward) => forward(signal)));
    return;
  }
  // A terminal and npm may both deliver the same Ctrl-C: the second one changes nothing.
  if (stopping) return;
  stopping = true;
  // The last registered goes first: a lock is given back only after what it guards has ended.
  for (const cleanUp of [...cleanUps].reverse()) {
    await Promise.resolve(cleanUp(signal)).catch(() => undefined);
  }
  process.stderr.write('\ninterrupted; the next run takes up what is not finished\n');
  process.exit(exitCodes[signal]);
}

for (const signal of /** @type {StopSignal[]} */ (Object.keys(exitCodes))) {
  process.on(signal, () => void stop(signal));
}
