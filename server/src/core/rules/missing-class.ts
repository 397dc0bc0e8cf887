import { type Path, valueAt } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { itemsAt, podOf, textAt } from './pods.ts';
import type { Check } from './rule.ts';
import { missingObject } from './workspace.ts';

interface Named {
  readonly kind: string;
  readonly path: Path;
}

/** Every cluster has these. */
const BUILT_IN: ReadonlySet<string> = new Set(['system-cluster-critical', 'system-node-critical']);

export const check: Check = (resource, setting) =>
  namesIn(resource).flatMap(({ kind, path }) => {
    const name = textAt(valueAt(resource.value, path));
    return name === undefined || BUILT_IN.has(name) ? [] : missingObject(resource, { kind, name, path }, setting);
  });

function namesIn(resource: Resource): readonly Named[] {
  const { kind, value } = resource;
  if (kind === 'PersistentVolumeClaim') return isBound(resource) ? [] : [{ kind: 'StorageClass', path: ['spec', 'storageClassName'] }];
  if (kind === 'Ingress') return [{ kind: 'IngressClass', path: ['spec', 'ingressClassName'] }];
  const pod = podOf(resource);
  if (pod === undefined) return [];
  const claims = itemsAt(value, ['spec', 'volumeClaimTemplates']).map(
    (_, index): Named => ({ kind: 'StorageClass', path: ['spec', 'volumeClaimTemplates', index, 'spec', 'storageClassName'] }),
  );
  return [
    { kind: 'PriorityClass', path: [...pod.path, 'priorityClassName'] },
    { kind: 'RuntimeClass', path: [...pod.path, 'runtimeClassName'] },
    ...claims,
  ];
}

/** A claim for one volume, or for those made by hand: their class is a mere word that both say. */
function isBound({ value }: Resource): boolean {
  return ['volumeName', 'selector'].some((field) => valueAt(value, ['spec', field]) !== undefined);
}
