import { valueAt } from '../base/json.ts';
import type { PersistentVolumeClaim, ResourceQuota, Service } from '../generated/api.ts';
import type { FoundObject } from '../kube/object-index.ts';
import { add, compare, formatQuantity, type Quantity, quantityOf, ZERO } from '../kube/quantity.ts';
import { isInScopes } from '../kube/quota-scope.ts';
import { type Counted, quotaUsage } from '../kube/quota-usage.ts';
import type { Resource } from '../kube/resource.ts';
import type { Resources } from '../kube/resource-list.ts';
import { message } from '../text/text.ts';
import { acceptedObject } from './accepted.ts';
import { admittedPod, limitRangesFor } from './admission-objects.ts';
import { type Check, found, type Setting } from './rule.ts';
import { isTogether, objectsOfKind, podMakers, readObject } from './workspace.ts';

/** What the workspace wants of a namespace altogether, against its quota. */
export const check: Check = (resource, setting) => {
  const quota =
    resource.kind === 'ResourceQuota' ? (acceptedObject(resource.value, setting.catalog) as ResourceQuota | undefined) : undefined;
  if (quota === undefined) return [];
  const total = new Map<string, Quantity>();
  for (const { counted, times } of wanted(resource, setting)) {
    if (!isInScopes(quota, counted)) continue;
    for (const [name, amount] of usageOf(counted)) total.set(name, add(total.get(name) ?? ZERO, multiplied(amount, times)));
  }
  return Object.entries(quota.spec?.hard ?? {}).flatMap(([name, hard]) => {
    const used = total.get(name) ?? ZERO;
    if (compare(used, quantityOf(hard)) <= 0) return [];
    const words = message('rules.quotaExceeded', { name, used: formatQuantity(used), hard: String(hard) });
    return [found(resource, ['spec', 'hard', name], words)];
  });
};

const usages = new WeakMap<Counted['object'], Resources>();

/** Remembered with the object; when it was made or deleted plays no part in a manifest. */
function usageOf(counted: Counted): Resources {
  const usage = usages.get(counted.object) ?? quotaUsage(counted, 0);
  usages.set(counted.object, usage);
  return usage;
}

interface Wanted {
  readonly counted: Counted;
  readonly times: number;
}

function wanted(quota: Resource, setting: Setting): readonly Wanted[] {
  const limitRanges = limitRangesFor(quota, setting);
  const isCounted = (each: FoundObject): boolean => isTogether(each, quota, setting);
  const read = (each: FoundObject) => acceptedObject(readObject(setting, each), setting.catalog);
  const pods = podMakers(setting)
    .filter(isCounted)
    .flatMap((each): readonly Wanted[] => {
      const { apiVersion, kind } = each.definition;
      const value = read(each);
      const pod = value && admittedPod({ kind, known: setting.catalog.kind(apiVersion, kind), value }, limitRanges);
      return pod === undefined ? [] : [{ counted: { is: 'pod', object: pod }, times: podCount(kind, value) }];
    });
  const services = objectsOfKind(setting, 'Service')
    .filter(isCounted)
    .flatMap((each) => {
      const object = read(each) as Service | undefined;
      return object === undefined ? [] : [{ counted: { is: 'service', object } as const, times: 1 }];
    });
  const claims = objectsOfKind(setting, 'PersistentVolumeClaim')
    .filter(isCounted)
    .flatMap((each) => {
      const object = read(each) as PersistentVolumeClaim | undefined;
      return object === undefined ? [] : [{ counted: { is: 'claim', object } as const, times: 1 }];
    });
  return [...pods, ...services, ...claims];
}

/** Pods at one time; how many a DaemonSet or a CronJob has the manifest does not tell. */
function podCount(kind: string, value: unknown): number {
  const count = (field: string): number => {
    const written = valueAt(value as Parameters<typeof valueAt>[0], ['spec', field]);
    return typeof written === 'number' ? written : 1;
  };
  switch (kind) {
    case 'Pod':
      return 1;
    case 'Job':
      return Math.min(count('parallelism'), Math.max(1, count('completions')));
    case 'DaemonSet':
    case 'CronJob':
      return 0;
    default:
      return count('replicas');
  }
}

function multiplied(amount: Quantity, times: number): Quantity {
  return { ...amount, unscaled: amount.unscaled * BigInt(times), wide: true };
}
