// Turns the pixels a tray item sends over D-Bus into a PNG file's bytes.
import { crc32, deflateSync } from 'node:zlib';

export interface Pixmap {
  width: number;
  height: number;
  /** Four bytes a pixel: alpha, red, green, blue. */
  argb: Buffer;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export function toPng({ width, height, argb }: Pixmap): Buffer {
  if (argb.length !== width * height * 4) {
    throw new Error(`a ${String(width)}×${String(height)} picture cannot have ${String(argb.length)} bytes`);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a channel, red green blue alpha.
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows(width, height, argb))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Each row opens with a byte that says "not filtered". */
function rows(width: number, height: number, argb: Buffer): Buffer {
  const data = Buffer.alloc(height * (width * 4 + 1));
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = (row * width + column) * 4;
      const to = row * (width * 4 + 1) + 1 + column * 4;
      argb.copy(data, to, from + 1, from + 4);
      argb.copy(data, to + 3, from, from + 1);
    }
  }
  return data;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
