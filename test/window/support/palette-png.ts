// Writes a picture of the window again with 256 colours: a third of the size, and the eye sees no difference.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signatureBytes = 8;
const mostColors = 256;

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** One number a pixel: red, green, blue. */
  readonly colors: Uint32Array;
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

/** @param png as Chromium writes it: eight bits a channel, red green blue with or without alpha, not interlaced */
export function withPalette(png: Buffer): Buffer {
  const pixels = decoded(png);
  const { palette, places } = reduced(pixels.colors);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(pixels.width, 0);
  header.writeUInt32BE(pixels.height, 4);
  // Eight bits a pixel, which name a colour of the palette.
  header.set([8, 3, 0, 0, 0], 8);
  const rows = Buffer.alloc(pixels.height * (pixels.width + 1));
  for (let row = 0; row < pixels.height; row += 1)
    rows.set(places.subarray(row * pixels.width, (row + 1) * pixels.width), row * (pixels.width + 1) + 1);
  return Buffer.concat([
    png.subarray(0, signatureBytes),
    framed({ type: 'IHDR', data: header }),
    framed({
      type: 'PLTE',
      data: Buffer.from(palette.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255])),
    }),
    framed({ type: 'IDAT', data: deflateSync(rows, { level: 9 }) }),
    framed({ type: 'IEND', data: Buffer.alloc(0) }),
  ]);
}

function decoded(png: Buffer): Pixels {
  const chunks = chunksOf(png);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (header?.[8] !== 8 || header[12] !== 0 || (header[9] !== 2 && header[9] !== 6))
    throw new Error('the picture is no PNG as Chromium writes it');
  const channels = header[9] === 6 ? 4 : 3;
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const raw = inflateSync(
    Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)),
  );
  const stride = width * channels;
  const bytes = Buffer.alloc(height * stride);
  for (let row = 0; row < height; row += 1) {
    const filter = raw[row * (stride + 1)] ?? 0;
    for (let at = 0; at < stride; at += 1) {
      const place = row * stride + at;
      const left = at >= channels ? (bytes[place - channels] ?? 0) : 0;
      const above = row > 0 ? (bytes[place - stride] ?? 0) : 0;
      const corner = at >= channels && row > 0 ? (bytes[place - stride - channels] ?? 0) : 0;
      bytes[place] = (raw[row * (stride + 1) + 1 + at] ?? 0) + foretold(filter, left, above, corner);
    }
  }
  const colors = new Uint32Array(width * height);
  for (let index = 0; index < colors.length; index += 1)
    colors[index] = bytes.readUIntBE(index * channels, 3);
  return { width, height, colors };
}

/** What a filter of PNG expects of a byte by its neighbours. */
function foretold(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  if (filter !== 4) return 0;
  const guess = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((each) => Math.abs(guess - each));
  if (toLeft === undefined || toAbove === undefined || toCorner === undefined) return 0;
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** The most frequent colours that are not too near to one another; each pixel gets the nearest. */
function reduced(colors: Uint32Array): { readonly palette: readonly number[]; readonly places: Uint8Array } {
  const counts = new Map<number, number>();
  for (const color of colors) counts.set(color, (counts.get(color) ?? 0) + 1);
  const byUse = [...counts].sort(([, one], [, other]) => other - one).map(([color]) => color);
  const palette: number[] = [];
  for (const least of [300, 80, 0])
    for (const color of byUse) {
      if (palette.length === mostColors) break;
      if (palette.every((taken) => distance(taken, color) > least)) palette.push(color);
    }
  const nearest = new Map(
    byUse.map((color) => {
      let best = 0;
      palette.forEach((taken, index) => {
        if (distance(taken, color) < distance(palette[best] ?? 0, color)) best = index;
      });
      return [color, best];
    }),
  );
  return { palette, places: Uint8Array.from(colors, (color) => nearest.get(color) ?? 0) };
}

/** The square of how far two colours are apart. */
function distance(one: number, other: number): number {
  const red = (one >> 16) - (other >> 16);
  const green = ((one >> 8) & 255) - ((other >> 8) & 255);
  const blue = (one & 255) - (other & 255);
  return red * red + green * green + blue * blue;
}

function chunksOf(png: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = signatureBytes; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    });
    at += length + 12;
  }
  return chunks;
}

function framed({ type, data }: Chunk): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(named.length + 8);
  frame.writeUInt32BE(data.length, 0);
  named.copy(frame, 4);
  frame.writeUInt32BE(crc32(named), named.length + 4);
  return frame;
}
