// The icons of Windows and macOS hold the same drawings as the icon theme, each under its size.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { icnsOf, icoOf } from '../../../scripts/packages/icon-files.ts';

const assets = path.join(import.meta.dirname, '../../../assets');

test('an icon of Windows points at each picture, with 0 for 256', () => {
  const file = icoOf([
    { pixels: 16, png: Buffer.from('small') },
    { pixels: 256, png: Buffer.from('large one') },
  ]);
  const entries = [6, 22].map((at) => {
    const offset = file.readUInt32LE(at + 12);
    return [file[at], file.subarray(offset, offset + file.readUInt32LE(at + 8)).toString()];
  });
  expect([file.readUInt16LE(2), file.readUInt16LE(4), entries]).toEqual([
    1,
    2,
    [
      [16, 'small'],
      [0, 'large one'],
    ],
  ]);
});

test('an icon of macOS has a part for each size, and its own length', () => {
  const file = icnsOf([{ pixels: 32, png: Buffer.from('abc') }]);
  expect([file.readUInt32BE(4), file.subarray(8).toString('latin1')]).toEqual([
    file.length,
    'icp5\0\0\0\x0babcic11\0\0\0\x0babc',
  ]);
});

test('the icon of Windows that is shipped holds the drawings that are shipped on Linux', async () => {
  const sizes = [16, 24, 32, 48, 64, 128, 256];
  const pictures = await Promise.all(
    sizes.map(async (pixels) => ({
      pixels,
      png: await readFile(path.join(assets, 'icons', `${pixels}x${pixels}.png`)),
    })),
  );
  // The width of a PNG stands at its byte 16.
  expect([
    pictures.map(({ png }) => png.readUInt32BE(16)),
    icoOf(pictures).equals(await readFile(path.join(assets, 'icon.ico'))),
  ]).toEqual([sizes, true]);
});
