// A lock for tests with one process that writes: nobody ever waits.
import type { Lock } from '../../main/ports.ts';

export const passThroughLock: Lock = { hold: (_name, work) => work() };
