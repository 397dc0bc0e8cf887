/** Pictures of one size as one animated PNG: their compressed lines are taken over as they are. */
import { chunk, dataOf, numbers, SIGNATURE } from './png-chunks.ts';

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
  // One palette, where there is one, stands before the first frame and serves all.
  const palette = dataOf(first, 'PLTE');
  const animation = chunk('acTL', numbers(pictures.length, 0));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    animation,
    ...(palette.length > 0 ? [chunk('PLTE', palette)] : []),
    ...frames,
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
