import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPrng } from '../../server/src/core/base/prng.ts';
import { everyFeature } from './every-feature.ts';
import { fixtures } from './fixtures.ts';
import { broken, editsHold } from './fuzz.ts';

/** Cut at every offset in `npm test`; all of them by `npm run fuzz -- --all`. */
const CHOSEN = 20;
/** Longer ones are left to the sample: every offset of them takes minutes. */
const LONGEST_CHOSEN = 1500;
/** Offsets of each other fixture. */
const SAMPLE = 4;

const texts = [...fixtures()].sort((a, b) => a.length - b.length);
const short = texts.filter(({ length }) => length <= LONGEST_CHOSEN);
const chosen = Array.from({ length: CHOSEN }, (_, index) => short[Math.floor((index * short.length) / CHOSEN)] as string);

test('a text cut anywhere makes no feature throw', () => {
  assert.equal(new Set(chosen).size, CHOSEN);
  for (const text of chosen) for (let end = 0; end <= text.length; end++) everyFeature(text.slice(0, end), 1);
});

test('nor do the other fixtures, cut at some offsets', () => {
  const prng = createPrng(5);
  for (const text of texts.filter((each) => !chosen.includes(each))) {
    for (let round = 0; round < SAMPLE; round++) everyFeature(text.slice(0, prng.below(text.length + 1)), 1);
  }
});

test('broken texts make no feature throw', () => {
  for (let seed = 0; seed < 300; seed++) {
    const prng = createPrng(seed);
    const text = broken(prng, texts);
    everyFeature(text, 3);
    editsHold(prng, text);
  }
});
