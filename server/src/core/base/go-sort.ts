/** Up to this many items are sorted by insertion, which keeps equal items in their order. */
const MAX_INSERTION = 12;
const SHORTEST_NINTHER = 50;
const MAX_SWAPS = 12;
const MAX_STEPS = 5;
const SHORTEST_SHIFTING = 50;

/**
 * Sorts in place as Go's sort.Slice does. That is not stable, but it is deterministic, and where Kubernetes sorts equal things by it, the
 * order it leaves them in decides (pattern-defeating quicksort, Go `src/sort/zsortfunc.go`).
 */
export function goSort<T>(items: T[], isBefore: (a: T, b: T) => boolean): void {
  const sorter = createSorter(items, isBefore);
  sorter.sort(0, items.length, bitLength(items.length));
}

type Hint = 'unknown' | 'increasing' | 'decreasing';

interface Sorter {
  sort(from: number, to: number, limit: number): void;
}

function createSorter<T>(items: T[], isBefore: (a: T, b: T) => boolean): Sorter {
  const less = (i: number, j: number): boolean => isBefore(items[i] as T, items[j] as T);

  function swap(i: number, j: number): void {
    const held = items[i] as T;
    items[i] = items[j] as T;
    items[j] = held;
  }

  /** Lets the item at `index` sink towards `from` while it is before its neighbour. */
  function sink(index: number, from: number): void {
    for (let j = index; j > from && less(j, j - 1); j--) swap(j, j - 1);
  }

  function insertionSort(from: number, to: number): void {
    for (let i = from + 1; i < to; i++) sink(i, from);
  }

  function siftDown(root: number, to: number, first: number): void {
    for (let parent = root; ; ) {
      let child = 2 * parent + 1;
      if (child >= to) return;
      if (child + 1 < to && less(first + child, first + child + 1)) child++;
      if (!less(first + parent, first + child)) return;
      swap(first + parent, first + child);
      parent = child;
    }
  }

  function heapSort(from: number, to: number): void {
    const size = to - from;
    for (let i = Math.trunc((size - 1) / 2); i >= 0; i--) siftDown(i, size, from);
    for (let i = size - 1; i >= 0; i--) {
      swap(from, from + i);
      siftDown(0, i, from);
    }
  }

  /** Scatters some items, so that no pattern makes all partitions lopsided. */
  function breakPatterns(from: number, to: number): void {
    const length = to - from;
    if (length < 8) return;
    let random = BigInt(length);
    const modulus = 1n << BigInt(bitLength(length));
    const middle = from + Math.trunc(length / 4) * 2 - 1;
    for (let i = 0; i < 3; i++) {
      random = BigInt.asUintN(64, random ^ (random << 13n));
      random ^= random >> 7n;
      random = BigInt.asUintN(64, random ^ (random << 17n));
      let other = Number(random & (modulus - 1n));
      if (other >= length) other -= length;
      swap(middle + i, from + other);
    }
  }

  function choosePivot(from: number, to: number): { readonly pivot: number; readonly hint: Hint } {
    const length = to - from;
    const quarter = Math.trunc(length / 4);
    let swaps = 0;
    const ordered = (i: number, j: number): readonly [number, number] => {
      if (!less(j, i)) return [i, j];
      swaps++;
      return [j, i];
    };
    const median = (first: number, second: number, third: number): number => {
      let [a, b] = ordered(first, second);
      let c: number;
      [b, c] = ordered(b, third);
      [a, b] = ordered(a, b);
      return b;
    };
    let [i, j, k] = [from + quarter, from + quarter * 2, from + quarter * 3];
    if (length >= 8) {
      if (length >= SHORTEST_NINTHER) [i, j, k] = [median(i - 1, i, i + 1), median(j - 1, j, j + 1), median(k - 1, k, k + 1)];
      j = median(i, j, k);
    }
    return { pivot: j, hint: swaps === 0 ? 'increasing' : swaps === MAX_SWAPS ? 'decreasing' : 'unknown' };
  }

  /** Sorts what is nearly sorted; false when that would take too long. */
  function finishNearlySorted(from: number, to: number): boolean {
    let i = from + 1;
    for (let step = 0; step < MAX_STEPS; step++) {
      while (i < to && !less(i, i - 1)) i++;
      if (i === to) return true;
      if (to - from < SHORTEST_SHIFTING) return false;
      swap(i, i - 1);
      if (i - from >= 2) sink(i - 1, 0);
      if (to - i >= 2) for (let j = i + 1; j < to && less(j, j - 1); j++) swap(j, j - 1);
    }
    return false;
  }

  /** Puts items before the pivot to its left; the pivot's new place. */
  function partition(from: number, to: number, pivot: number): { readonly middle: number; readonly wasPartitioned: boolean } {
    swap(from, pivot);
    let [i, j] = [from + 1, to - 1];
    let swapped = false;
    for (;;) {
      while (i <= j && less(i, from)) i++;
      while (i <= j && !less(j, from)) j--;
      if (i > j) break;
      swap(i++, j--);
      swapped = true;
    }
    swap(j, from);
    return { middle: j, wasPartitioned: !swapped };
  }

  /** Puts items equal to the pivot first; where the others begin. */
  function partitionEqual(from: number, to: number, pivot: number): number {
    swap(from, pivot);
    let [i, j] = [from + 1, to - 1];
    for (;;) {
      while (i <= j && !less(from, i)) i++;
      while (i <= j && less(from, j)) j--;
      if (i > j) return i;
      swap(i++, j--);
    }
  }

  function sort(from: number, to: number, limit: number): void {
    let wasBalanced = true;
    let wasPartitioned = true;
    for (;;) {
      const length = to - from;
      if (length <= MAX_INSERTION) return insertionSort(from, to);
      if (limit === 0) return heapSort(from, to);
      if (!wasBalanced) {
        breakPatterns(from, to);
        limit--;
      }
      let { pivot, hint } = choosePivot(from, to);
      if (hint === 'decreasing') {
        for (let i = from, j = to - 1; i < j; i++, j--) swap(i, j);
        pivot = to - 1 - (pivot - from);
        hint = 'increasing';
      }
      if (wasBalanced && wasPartitioned && hint === 'increasing' && finishNearlySorted(from, to)) return;
      if (from > 0 && !less(from - 1, pivot)) {
        from = partitionEqual(from, to, pivot);
        continue;
      }
      const parted = partition(from, to, pivot);
      wasPartitioned = parted.wasPartitioned;
      const [left, right] = [parted.middle - from, to - parted.middle];
      wasBalanced = Math.min(left, right) >= Math.trunc(length / 8);
      if (left < right) {
        sort(from, parted.middle, limit);
        from = parted.middle + 1;
      } else {
        sort(parted.middle + 1, to, limit);
        to = parted.middle;
      }
    }
  }

  return { sort };
}

function bitLength(value: number): number {
  return value === 0 ? 0 : 32 - Math.clz32(value);
}
