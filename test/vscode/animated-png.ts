/** Pictures of one size as one animated PNG: their compressed lines are taken over as they are. */
import { crc32 } from 'node:zlib';

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

export function animatedPng(pictures: readonly Buffer[], delayMs: number): Buffer {
  const [first] = pictures;
  if (first === undefined) throw new Error('no picture');
  const header = dataOf(first, 'IHDR');
  let sequence = 0;
  const frames = pictures.flatMap((picture, index) => {
    if (!dataOf(picture, 'IHDR').equals(header)) throw new Error('pictures differ in size or kind');
    const control = Buffer.alloc(26);
    control.writeUInt32BE(sequence++, 0);
    header.copy(control, 4, 0, 8);
    control.writeUInt16BE(delayMs, 20);
    control.writeUInt16BE(1000, 22);
    const lines = dataOf(picture, 'IDAT');
    return [chunk('fcTL', control), index === 0 ? chunk('IDAT', lines) : chunk('fdAT', Buffer.concat([numbers(sequence++), lines]))];
  });
  const animation = chunk('acTL', numbers(pictures.length, 0));
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), animation, ...frames, chunk('IEND', Buffer.alloc(0))]);
}

/** All chunks of a type, joined. */
function dataOf(picture: Buffer, type: string): Buffer {
  const found: Buffer[] = [];
  for (let at = SIGNATURE.length; at < picture.length; ) {
    const length = picture.readUInt32BE(at);
    if (picture.toString('latin1', at + 4, at + 8) === type) found.push(picture.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return Buffer.concat(found);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([numbers(data.length), body, numbers(crc32(body))]);
}

function numbers(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    buffer.writeUInt32BE(value, index * 4);
  });
  return buffer;
}
