// Icon files of Windows and macOS: PNGs of several sizes in one file. electron-builder would download a program for it, and draw
// the small sizes from the large one.

export interface SizedPicture {
  readonly pixels: number;
  readonly png: Buffer;
}

/** ICONDIR and its entries, then the pictures; a size of 256 is written as 0. */
export function icoOf(pictures: readonly SizedPicture[]): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = 6 + 16 * pictures.length;
  const entries = pictures.map(({ pixels, png }) => {
    const entry = Buffer.alloc(16);
    entry.writeUInt8(pixels % 256, 0);
    entry.writeUInt8(pixels % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([head, ...entries, ...pictures.map(({ png }) => png)]);
}

/** Names of the sizes that hold a PNG; the second of a pair is the same size in points at twice the pixels. */
const icnsNames: Readonly<Record<number, readonly string[]>> = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};

export function icnsOf(pictures: readonly SizedPicture[]): Buffer {
  const chunk = (name: string, content: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(name, 'latin1');
    head.writeUInt32BE(8 + content.length, 4);
    return Buffer.concat([head, content]);
  };
  const chunks = pictures.flatMap(({ pixels, png }) =>
    (icnsNames[pixels] ?? []).map((name) => chunk(name, png)),
  );
  return chunk('icns', Buffer.concat(chunks));
}
