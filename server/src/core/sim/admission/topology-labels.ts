import type { Node } from '../../generated/api.ts';

const KEYS = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'];

/** The labels that a pod takes over from its node (`plugin/pkg/admission/podtopologylabels`). */
export function topologyOf(node: Node | undefined): Readonly<Record<string, string>> {
  const labels = node?.metadata?.labels ?? {};
  return Object.fromEntries(KEYS.flatMap((key) => (labels[key] === undefined ? [] : [[key, labels[key]]])));
}
