// The inspect fuse is read out of made-up binaries, wherever in the file the fuses are.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allowsInspection } from '../../main/adapters/node/own-fuses.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const chunkBytes = 4 * 1_024 * 1_024;
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** What stands in the file from the sentinel on: version 1, eight fuses; the fourth is the one for `--inspect`. */
const wire = (fuses: string): string => `${sentinel}\u0001${String.fromCharCode(fuses.length)}${fuses}`;
const on = wire('00010000');
const off = wire('11101111');

/** A file with this text at this place, zeros before it (which take no room on the disk) and `after` bytes behind it. */
async function binary(at: number, text: string, after = 100): Promise<string> {
  const path = join(await temporaryFolder(), 'binary');
  const handle = await open(path, 'wx');
  try {
    await handle.truncate(at + text.length + after);
    await handle.write(Buffer.from(text, 'latin1'), 0, text.length, at);
  } finally {
    await handle.close();
  }
  return path;
}

async function readBoth(at: number, after?: number): Promise<readonly boolean[]> {
  return [
    await allowsInspection(await binary(at, on, after)),
    await allowsInspection(await binary(at, off, after)),
  ];
}

describe('the inspect fuse', () => {
  test.each([
    ['at the start of the file', 0],
    ['in the middle of the first chunk', 1_234_567],
    ['at the start of the second chunk', chunkBytes],
    ['in the middle of the third chunk', 2.5 * chunkBytes],
  ])('is read %s', async (_name, at) => {
    expect(await readBoth(at)).toEqual([true, false]);
  });

  test('is read at the very end of a file', async () => {
    expect([await readBoth(100, 0), await readBoth(chunkBytes - on.length, 0)]).toEqual([
      [true, false],
      [true, false],
    ]);
  });

  // Some of these places cut the sentinel in two, some cut between the sentinel and the fuse, some cut neither.
  test.each([1, 2])('is read at every place around the end of chunk %d', async (chunk) => {
    const wrong: number[] = [];
    for (let back = 2 * on.length; back >= -1; back -= 1) {
      const [readOn, readOff] = await readBoth(chunk * chunkBytes - back);
      if (readOn !== true || readOff !== false) wrong.push(back);
    }
    expect(wrong).toEqual([]);
  });
});

test('a fuse that was taken out of the binary does not allow inspection', async () => {
  expect(await allowsInspection(await binary(1_000, wire('111r1111')))).toBe(false);
});

describe('a file without the fuses does not allow inspection', () => {
  test.each<[string, number, string]>([
    ['empty', 0, ''],
    ['with all but the last letter of the sentinel', 2 * chunkBytes, on.replace('9tsX', '9tsY')],
    ['cut off before the fuse', 100, on.slice(0, sentinel.length + 2 + 3)],
  ])('%s', async (_name, at, text) => {
    expect(await allowsInspection(await binary(at, text, 0))).toBe(false);
  });
});

test('a file that is not there is an error, not an answer', async () => {
  await expect(allowsInspection(join(await temporaryFolder(), 'absent'))).rejects.toThrow('ENOENT');
});
