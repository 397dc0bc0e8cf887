import type { CSIDriver, CSIStorageCapacity, PersistentVolumeClaim, TopologySelectorTerm } from '../../generated/api.ts';
import type { Labels } from '../../kube/label-requirement.ts';
import { matches, validSelectorOf } from '../../kube/label-selector.ts';
import { quantityOf, value } from '../../kube/quantity.ts';
import { storageClassOf } from '../../kube/quota-usage.ts';
import type { ClusterView } from './cache/cache.ts';
import type { NodeInfo } from './cache/node-info.ts';

const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/** Whether the claim's class could make a volume on that node (`volumebinding/binder.go`, checkVolumeProvisions). */
export function canProvision(claim: PersistentVolumeClaim, node: NodeInfo, cluster: ClusterView): 'yes' | 'conflict' | 'no-space' {
  const storageClass = cluster.objects.get('StorageClass', '', storageClassOf(claim));
  const provisioner = storageClass?.provisioner ?? '';
  if (provisioner === '' || provisioner === NO_PROVISIONER) return 'conflict';
  if (!allowsTopology(storageClass?.allowedTopologies, node.labels)) return 'conflict';
  return hasCapacity(claim, provisioner, node, cluster) ? 'yes' : 'no-space';
}

/** Drivers that publish their capacity must have enough of it where the node can reach it; the others are trusted. */
function hasCapacity(claim: PersistentVolumeClaim, provisioner: string, node: NodeInfo, cluster: ClusterView): boolean {
  const requested = claim.spec?.resources?.requests?.storage;
  const driver = cluster.objects.get('CSIDriver', '', provisioner) as CSIDriver | undefined;
  if (requested === undefined || driver?.spec.storageCapacity !== true) return true;
  const bytes = value(quantityOf(requested));
  return (cluster.objects.list('CSIStorageCapacity') as readonly CSIStorageCapacity[]).some((capacity) => {
    const limit = capacity.maximumVolumeSize ?? capacity.capacity;
    return (
      capacity.storageClassName === storageClassOf(claim) &&
      limit !== undefined &&
      value(quantityOf(limit)) >= bytes &&
      matches(validSelectorOf(capacity.nodeTopology), node.labels)
    );
  });
}

/** No term allows every node; a term without expressions allows none. */
function allowsTopology(terms: readonly TopologySelectorTerm[] | undefined, labels: Labels): boolean {
  if (terms === undefined || terms.length === 0) return true;
  return terms.some(({ matchLabelExpressions: expressions = [] }) => {
    if (expressions.length === 0) return false;
    return matches(
      expressions.map(({ key, values }) => ({ key, operator: 'in', values })),
      labels,
    );
  });
}
