// What Windows refuses for a moment is tried again, a little later each time; anything else, and elsewhere, is not.
import { describe, expect, test } from 'vitest';
import { createPatience, patientlyAtOnce } from '../../main/adapters/node/patience.ts';

const pausesMs = [5, 10, 20, 50, 100, 200, 400, 800];

function failing(code: string): Error {
  return Object.assign(new Error('refused'), { code });
}

/** Fails so many times, and then gives `done`. */
function work(code: string, times: number): () => string {
  let left = times;
  return () => {
    if (left === 0) return 'done';
    left -= 1;
    throw failing(code);
  };
}

type Tried = readonly [outcome: unknown, pausesMs: readonly number[]];

async function waiting(one: () => string, platform: NodeJS.Platform): Promise<Tried> {
  const paused: number[] = [];
  const patiently = createPatience(platform, async (delayMs) => paused.push(delayMs));
  return [await patiently(async () => one()).catch((thrown: unknown) => thrown), paused];
}

async function atOnce(one: () => string, platform: NodeJS.Platform): Promise<Tried> {
  const paused: number[] = [];
  try {
    return [patientlyAtOnce(one, platform, (delayMs) => paused.push(delayMs)), paused];
  } catch (thrown) {
    return [thrown, paused];
  }
}

describe.each([
  ['where one waits', waiting],
  ['where the process stands still', atOnce],
])('%s', (_name, tried) => {
  test.each(['EPERM', 'EACCES', 'EBUSY'])('%s is tried again', async (code) => {
    expect(await tried(work(code, 2), 'win32')).toEqual(['done', [5, 10]]);
  });

  test('it ends after a second and a half with the reason', async () => {
    expect(await tried(work('EBUSY', 99), 'win32')).toEqual([failing('EBUSY'), pausesMs]);
  });

  test('what is no matter of sharing is not tried again', async () => {
    expect(await tried(work('ENOSPC', 1), 'win32')).toEqual([failing('ENOSPC'), []]);
  });

  test('elsewhere than on Windows nothing is tried again', async () => {
    expect(await tried(work('EBUSY', 1), 'linux')).toEqual([failing('EBUSY'), []]);
  });
});
