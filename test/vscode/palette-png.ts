/** Pictures of the screen in 256 colours: a third of their size, and nobody sees a difference. */
import { deflateSync, inflateSync } from 'node:zlib';
import { chunk, dataOf, SIGNATURE } from './png-chunks.ts';

const MOST_COLOURS = 256;
/** Colours that differ in less are one from the start. */
const COARSE_BITS = 4;

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel. */
  readonly bytes: Uint8Array;
}

/** Pictures with one palette that serves all of them. */
export function inPalette(pictures: readonly Buffer[]): readonly Buffer[] {
  const all = pictures.map(decode);
  const colours = paletteOf(all);
  const nearest = nearestIn(colours);
  return all.map((picture) => encode(picture, colours, nearest));
}

function decode(picture: Buffer): Pixels {
  const header = dataOf(picture, 'IHDR');
  const [width, height, kind] = [header.readUInt32BE(0), header.readUInt32BE(4), header[9]];
  if (header[8] !== 8 || (kind !== 2 && kind !== 6)) throw new Error(`a PNG of kind ${kind}, not as the browser makes it`);
  const each = kind === 2 ? 3 : 4;
  const lines = unfiltered(inflateSync(dataOf(picture, 'IDAT')), width * each, height, each);
  if (each === 3) return { width, height, bytes: lines };
  const bytes = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) bytes.set(lines.subarray(pixel * 4, pixel * 4 + 3), pixel * 3);
  return { width, height, bytes };
}

/** Undoes what PNG does to each line before it is compressed. */
function unfiltered(data: Buffer, stride: number, height: number, each: number): Uint8Array {
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < each ? 0 : (out[at - each] ?? 0);
      const up = y === 0 ? 0 : (out[at - stride] ?? 0);
      const corner = x < each || y === 0 ? 0 : (out[at - stride - each] ?? 0);
      out[at] = (data[y * (stride + 1) + 1 + x] ?? 0) + predicted(filter, left, up, corner);
    }
  }
  return out;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
}

/** The most frequent colour of each coarse cell, the most frequent cells first. */
function paletteOf(pictures: readonly Pixels[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const { bytes } of pictures)
    for (let at = 0; at < bytes.length; at += 3) {
      const colour = colourAt(bytes, at);
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
  const cells = new Map<number, { colour: number; count: number; total: number }>();
  for (const [colour, count] of counts) {
    const key = coarse(colour);
    const cell = cells.get(key) ?? { colour, count: 0, total: 0 };
    cell.total += count;
    if (count > cell.count) Object.assign(cell, { colour, count });
    cells.set(key, cell);
  }
  const byUse = [...cells.values()].sort((a, b) => b.total - a.total);
  return byUse.slice(0, MOST_COLOURS).map(({ colour }) => colour);
}

function colourAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
}

function coarse(colour: number): number {
  const drop = 8 - COARSE_BITS - 1;
  return ((colour >> (16 + drop)) << 16) | (((colour >> (8 + drop)) & (0xff >> drop)) << 8) | ((colour & 0xff) >> drop);
}

function nearestIn(colours: readonly number[]): (colour: number) => number {
  const known = new Map<number, number>();
  return (colour) => {
    const found = known.get(colour);
    if (found !== undefined) return found;
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    colours.forEach((each, index) => {
      const distance =
        ((each >> 16) - (colour >> 16)) ** 2 + (((each >> 8) & 255) - ((colour >> 8) & 255)) ** 2 + ((each & 255) - (colour & 255)) ** 2;
      if (distance < least) [least, best] = [distance, index];
    });
    known.set(colour, best);
    return best;
  };
}

function encode({ width, height, bytes }: Pixels, colours: readonly number[], nearest: (colour: number) => number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8);
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) lines[y * (width + 1) + 1 + x] = nearest(colourAt(bytes, (y * width + x) * 3));
  const palette = Buffer.from(colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const compressed = deflateSync(lines, { level: 9, memLevel: 9 });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', compressed),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
