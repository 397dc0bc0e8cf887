import { test } from 'node:test';
import { createPrng } from '../../server/src/core/base/prng.ts';
import { everyFeature } from './every-feature.ts';
import { fixtures } from './fixtures.ts';
import { broken, editsHold } from './fuzz.ts';

/** Cut at every offset in `npm test`; all of them by `npm run fuzz -- --all`. */
const CHOSEN = 20;

test('a text cut anywhere makes no feature throw', () => {
  const texts = [...fixtures()].sort((a, b) => a.length - b.length);
  const chosen = texts.filter((_, index) => index % Math.ceil(texts.length / CHOSEN) === 0);
  for (const text of chosen) for (let end = 0; end <= Math.min(text.length, 1500); end++) everyFeature(text.slice(0, end), 1);
});

test('broken texts make no feature throw', () => {
  const texts = fixtures();
  for (let seed = 0; seed < 300; seed++) {
    const prng = createPrng(seed);
    const text = broken(prng, texts);
    everyFeature(text, 3);
    editsHold(prng, text);
  }
});
