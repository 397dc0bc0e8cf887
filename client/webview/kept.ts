import type { VNode } from 'preact';
import type { PreviewResult } from '../../server/src/core/protocol.ts';

const MOST_KEPT = 20_000;
const drawnByResult = new WeakMap<PreviewResult, Map<string, VNode>>();

/** A part of the drawing that is the same as long as `key` is: Preact passes over what it has seen, which is what makes scrubbing smooth. */
export function kept(result: PreviewResult, key: string, draw: () => VNode): VNode {
  let drawn = drawnByResult.get(result);
  if (drawn === undefined || drawn.size > MOST_KEPT) {
    drawn = new Map();
    drawnByResult.set(result, drawn);
  }
  let node = drawn.get(key);
  if (node === undefined) {
    node = draw();
    drawn.set(key, node);
  }
  return node;
}
