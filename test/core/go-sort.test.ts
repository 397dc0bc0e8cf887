import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { goSort } from '../../server/src/core/base/go-sort.ts';

interface Item {
  readonly key: number;
  readonly index: number;
}

function sortedIndexes(keys: readonly number[]): readonly number[] {
  const items = keys.map((key, index): Item => ({ key, index }));
  goSort(items, (a, b) => a.key < b.key);
  return items.map(({ index }) => index);
}

/** FNV-1a over the order that equal items came out in. */
function fingerprint(indexes: readonly number[]): number {
  return indexes.reduce((hash, index) => Math.imul(hash ^ index, 0x01000193) >>> 0, 0x811c9dc5);
}

/** Printed by Go's sort.Slice for keys `i * 7 % modulus`: length, modulus, fingerprint. */
const RECORDED = [
  [12, 1, 0x4a509959],
  [12, 5, 0x6dfdeae1],
  [13, 1, 0x51e160cf],
  [13, 5, 0xefe711d3],
  [40, 1, 0xc9f427bd],
  [40, 5, 0x50a1464d],
  [120, 1, 0x5c8e714d],
  [120, 5, 0xcaea0673],
] as const;

test('equal items come out in the order that Go leaves them in', () => {
  for (const [length, modulus, expected] of RECORDED) {
    const keys = Array.from({ length }, (_, index) => (index * 7) % modulus);
    assert.equal(fingerprint(sortedIndexes(keys)), expected, `${length} items with ${modulus} keys`);
  }
  const falling = Array.from({ length: 200 }, (_, index) => Math.trunc((200 - index) / 3));
  assert.equal(fingerprint(sortedIndexes(falling)), 0xa10d6513);
});

test('everything is sorted and nothing lost', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 400 }), (keys) => {
      const indexes = sortedIndexes(keys);
      assert.deepEqual(
        indexes.map((index) => keys[index]),
        [...keys].sort((a, b) => a - b),
      );
      assert.equal(new Set(indexes).size, keys.length);
    }),
  );
});
