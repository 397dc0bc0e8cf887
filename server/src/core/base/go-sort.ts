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
  const list: Sortable = {
    less: (i, j) => isBefore(items[i] as T, items[j] as T),
    swap(i, j) {
      const held = items[i] as T;
      items[i] = items[j] as T;
      items[j] = held;
    },
  };
  sort(list, 0, items.length, bitLength(items.length));
}

/** The list by its indexes; ranges are half-open. */
interface Sortable {
  less(i: number, j: number): boolean;
  swap(i: number, j: number): void;
}

/** `limit`: how many lopsided partitions are borne before heapsort takes over. */
function sort(list: Sortable, from: number, to: number, limit: number): void {
  let wasBalanced = true;
  let wasPartitioned = true;
  while (to - from > MAX_INSERTION && limit > 0) {
    const length = to - from;
    if (!wasBalanced) {
      breakPatterns(list, from, to);
      limit--;
    }
    const { pivot, isIncreasing } = choosePivot(list, from, to);
    if (wasBalanced && wasPartitioned && isIncreasing && finishNearlySorted(list, from, to)) return;
    if (from > 0 && !list.less(from - 1, pivot)) {
      from = partitionEqual(list, from, to, pivot);
      continue;
    }
    const parted = partition(list, from, to, pivot);
    wasPartitioned = parted.wasPartitioned;
    const [left, right] = [parted.middle - from, to - parted.middle];
    wasBalanced = Math.min(left, right) >= Math.trunc(length / 8);
    if (left < right) {
      sort(list, from, parted.middle, limit);
      from = parted.middle + 1;
    } else {
      sort(list, parted.middle + 1, to, limit);
      to = parted.middle;
    }
  }
  if (to - from <= MAX_INSERTION) insertionSort(list, from, to);
  else heapSort(list, from, to);
}

function insertionSort(list: Sortable, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) sink(list, i, from);
}

/** Lets the item at `index` sink towards `from` while it is before its neighbour. */
function sink(list: Sortable, index: number, from: number): void {
  for (let j = index; j > from && list.less(j, j - 1); j--) list.swap(j, j - 1);
}

function heapSort(list: Sortable, from: number, to: number): void {
  const size = to - from;
  for (let i = Math.trunc((size - 1) / 2); i >= 0; i--) siftDown(list, i, size, from);
  for (let i = size - 1; i >= 0; i--) {
    list.swap(from, from + i);
    siftDown(list, 0, i, from);
  }
}

function siftDown(list: Sortable, root: number, size: number, from: number): void {
  for (let parent = root; ; ) {
    let child = 2 * parent + 1;
    if (child >= size) return;
    if (child + 1 < size && list.less(from + child, from + child + 1)) child++;
    if (!list.less(from + parent, from + child)) return;
    list.swap(from + parent, from + child);
    parent = child;
  }
}

/** Scatters three items around the middle, so that no pattern makes all partitions lopsided. */
function breakPatterns(list: Sortable, from: number, to: number): void {
  const length = to - from;
  const mask = (1n << BigInt(bitLength(length))) - 1n;
  const middle = from + Math.trunc(length / 4) * 2;
  let random = BigInt(length);
  for (let index = middle - 1; index <= middle + 1; index++) {
    random = BigInt.asUintN(64, random ^ (random << 13n));
    random ^= random >> 7n;
    random = BigInt.asUintN(64, random ^ (random << 17n));
    const other = Number(random & mask);
    list.swap(index, from + (other >= length ? other - length : other));
  }
}

/** A pivot near the median. A range that looks falling is turned round first. */
function choosePivot(list: Sortable, from: number, to: number): { readonly pivot: number; readonly isIncreasing: boolean } {
  const length = to - from;
  const quarter = Math.trunc(length / 4);
  let swaps = 0;
  const ordered = (i: number, j: number): readonly [number, number] => {
    if (!list.less(j, i)) return [i, j];
    swaps++;
    return [j, i];
  };
  const median = (first: number, second: number, third: number): number => {
    const [low, middle] = ordered(first, second);
    const [candidate] = ordered(middle, third);
    return ordered(low, candidate)[1];
  };
  const around = (index: number): number => (length >= SHORTEST_NINTHER ? median(index - 1, index, index + 1) : index);
  const pivot = median(around(from + quarter), around(from + quarter * 2), around(from + quarter * 3));
  if (swaps < MAX_SWAPS) return { pivot, isIncreasing: swaps === 0 };
  for (let i = from, j = to - 1; i < j; i++, j--) list.swap(i, j);
  return { pivot: to - 1 - (pivot - from), isIncreasing: true };
}

/** Sorts what is nearly sorted; false when that would take too long. */
function finishNearlySorted(list: Sortable, from: number, to: number): boolean {
  let i = from + 1;
  for (let step = 0; step < MAX_STEPS; step++) {
    while (i < to && !list.less(i, i - 1)) i++;
    if (i === to) return true;
    if (to - from < SHORTEST_SHIFTING) return false;
    list.swap(i, i - 1);
    if (i - from >= 2) sink(list, i - 1, 0);
    if (to - i >= 2) for (let j = i + 1; j < to && list.less(j, j - 1); j++) list.swap(j, j - 1);
  }
  return false;
}

/** Puts items before the pivot to its left; the pivot's new place. */
function partition(list: Sortable, from: number, to: number, pivot: number): { readonly middle: number; readonly wasPartitioned: boolean } {
  list.swap(from, pivot);
  let [i, j] = [from + 1, to - 1];
  let wasPartitioned = true;
  for (;;) {
    while (i <= j && list.less(i, from)) i++;
    while (i <= j && !list.less(j, from)) j--;
    if (i > j) break;
    list.swap(i++, j--);
    wasPartitioned = false;
  }
  list.swap(j, from);
  return { middle: j, wasPartitioned };
}

/** Puts items equal to the pivot first; where the others begin. */
function partitionEqual(list: Sortable, from: number, to: number, pivot: number): number {
  list.swap(from, pivot);
  let [i, j] = [from + 1, to - 1];
  for (;;) {
    while (i <= j && !list.less(from, i)) i++;
    while (i <= j && list.less(from, j)) j--;
    if (i > j) return i;
    list.swap(i++, j--);
  }
}

function bitLength(value: number): number {
  return value === 0 ? 0 : 32 - Math.clz32(value);
}
