import { isObject } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { deleteEntry, moveEntry, renameKey } from '../yaml/edit.ts';
import { itemsAt, type Step } from './fix-step.ts';

/** What a field of its own says in `discovery.k8s.io/v1`, by the key it had in the topology. */
const FIELDS: Readonly<Record<string, string>> = { 'kubernetes.io/hostname': 'nodeName', 'topology.kubernetes.io/zone': 'zone' };

/** Endpoints whose topology is told by `nodeName` and `zone`; what else it said is read by nobody (`pkg/apis/discovery/v1beta1/conversion.go`). */
export function rewriteEndpoints({ path, value }: Resource): readonly Step[] {
  return itemsAt(value, ['endpoints'], path).flatMap(({ item, at }) => {
    const { topology } = item;
    if (topology === undefined) return [];
    const told = Object.entries(FIELDS).filter(([key, field]) => isObject(topology) && key in topology && !(field in item));
    const moves = told.flatMap(([key, field]): readonly Step[] => [
      (document) => moveEntry(document, [...at, 'topology', key], at),
      (document) => renameKey(document, [...at, key], field),
    ]);
    return [...moves, (document) => deleteEntry(document, [...at, 'topology'])];
  });
}
