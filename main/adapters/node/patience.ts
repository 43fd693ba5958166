// Windows lets nobody replace, remove or even read what somebody has open, most often for a moment only: it is tried again.
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from './file-failure.ts';

/** A virus scanner or a reader has the file open: what Windows says as 5, 32 and 33. */
const sharingErrors: readonly (string | undefined)[] = ['EPERM', 'EACCES', 'EBUSY'];
const sharingPausesMs = [5, 10, 20, 50, 100, 200, 400, 800];

export type Patience = <Value>(work: () => Promise<Value>) => Promise<Value>;

/**
 * @param platform elsewhere than on Windows nothing is tried again
 * @param pause waits so many milliseconds
 */
export function createPatience(
  platform: NodeJS.Platform = process.platform,
  pause: (delayMs: number) => Promise<unknown> = sleep,
): Patience {
  return async (work) => {
    for (const pauseMs of platform === 'win32' ? sharingPausesMs : []) {
      try {
        return await work();
      } catch (thrown) {
        if (!sharingErrors.includes(codeOf(thrown))) throw thrown;
      }
      await pause(pauseMs);
    }
    return work();
  };
}

function standStill(delayMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, delayMs);
}

/** The same for what cannot wait for its turn: meanwhile the whole process stands still. */
export function patientlyAtOnce<Value>(
  work: () => Value,
  platform: NodeJS.Platform = process.platform,
  pause: (delayMs: number) => void = standStill,
): Value {
  for (const pauseMs of platform === 'win32' ? sharingPausesMs : []) {
    try {
      return work();
    } catch (thrown) {
      if (!sharingErrors.includes(codeOf(thrown))) throw thrown;
    }
    pause(pauseMs);
  }
  return work();
}
