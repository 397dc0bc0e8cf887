import type { Node } from '../generated/api.ts';
import { formatTime, timeOf } from './object.ts';

/** The mark of a node whose machine has stopped: its kubelet is silent, since the time that it names. */
const FAILED = 'kijabi.dev/failed-since';

export function failedSinceMs(node: Node | undefined): number | undefined {
  return timeOf(node?.metadata?.annotations?.[FAILED]);
}

export function withFailure(node: Node, sinceMs: number | undefined): Node {
  const { [FAILED]: _mark, ...others } = node.metadata?.annotations ?? {};
  const annotations = sinceMs === undefined ? others : { ...others, [FAILED]: formatTime(sinceMs) };
  return { ...node, metadata: { ...node.metadata, annotations } };
}
