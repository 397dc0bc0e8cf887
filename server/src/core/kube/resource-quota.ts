import type { Pod, ResourceQuota } from '../generated/api.ts';
import { compare, formatQuantity, type Quantity, signOf, subtract, ZERO } from './quantity.ts';
import { isInScopes } from './quota-scope.ts';
import { type Counted, countedNames, missingAmounts, quotaUsage, resourceOf } from './quota-usage.ts';
import { addResources, type Resources, resourcesOf } from './resource-list.ts';

/** What the quotas of a namespace say to an object: what each has given out afterwards, or the server's refusal. */
export type QuotaAnswer =
  | { readonly ok: true; readonly usedByQuota: ReadonlyMap<ResourceQuota, Resources> }
  | { readonly ok: false; readonly message: string };

/**
 * Asks every quota whether an object may be created, or changed from `before`. The first that says no decides.
 *
 * Mirrors staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go CheckRequest.
 */
export function checkQuotas(quotas: readonly ResourceQuota[], counted: Counted, nowMs: number, before?: Counted): QuotaAnswer {
  if (before !== undefined && !isUpdateCounted(counted, before)) return { ok: true, usedByQuota: new Map() };
  const refuse = (why: string): QuotaAnswer => ({
    ok: false,
    message: `${resourceOf(counted)} "${counted.object.metadata?.name ?? ''}" is forbidden: ${why}`,
  });
  const matching = quotas.filter((quota) => hardNames(quota, counted).length > 0 && isInScopes(quota, counted));
  for (const quota of matching) {
    const name = quota.metadata?.name ?? '';
    const names = hardNames(quota, counted);
    const missing = missingAmounts(counted, names);
    if (missing !== undefined) return refuse(`failed quota: ${name}: ${missing}`);
    const isKnown = names.every((each) => quota.status?.used?.[each] !== undefined);
    if (!isKnown) return refuse(`status unknown for quota: ${name}, resources: ${[...names].sort().join(',')}`);
  }
  const usage = quotaUsage(counted, nowMs);
  const negative = [...usage].filter(([, amount]) => signOf(amount) < 0).map(([name]) => name);
  if (negative.length > 0) return refuse(`quota usage is negative for resource(s): ${negative.sort().join(',')}`);
  const usedByQuota = new Map<ResourceQuota, Resources>();
  for (const quota of matching) {
    const change = before !== undefined && isInScopes(quota, before) ? growth(usage, quotaUsage(before, nowMs)) : usage;
    const answer = take(quota, change);
    if ('exceeded' in answer) return refuse(answer.exceeded);
    usedByQuota.set(quota, answer.used);
  }
  return { ok: true, usedByQuota };
}

/** What a quota should show as used for the objects there are; only names that it limits (CalculateUsage). */
export function totalUsage(quota: ResourceQuota, objects: Iterable<Counted>, nowMs: number): Resources {
  const hard = quota.spec?.hard ?? {};
  const total = new Map<string, Quantity>(Object.keys(hard).map((name) => [name, ZERO]));
  for (const counted of objects) {
    if (!isInScopes(quota, counted)) continue;
    addResources(total, new Map([...quotaUsage(counted, nowMs)].filter(([name]) => name in hard)));
  }
  return total;
}

function hardNames(quota: ResourceQuota, counted: Counted): readonly string[] {
  return countedNames(counted, Object.keys(quota.status?.hard ?? {}));
}

/** Most kinds are counted when they are created; services and claims also when they change. */
function isUpdateCounted(counted: Counted, before: Counted): boolean {
  if (counted.is === 'service' || counted.is === 'claim') return true;
  return counted.is === 'pod' && before.is === 'pod' && hasDeadline(counted.object) !== hasDeadline(before.object);
}

function hasDeadline({ spec }: Pod): boolean {
  return (spec?.activeDeadlineSeconds ?? -1) >= 0;
}

function growth(after: Resources, before: Resources): Resources {
  return new Map(
    [...after].map(([name, amount]) => {
      const more = subtract(amount, before.get(name) ?? ZERO);
      return [name, signOf(more) > 0 ? more : ZERO];
    }),
  );
}

/** Adds to what a quota has given out, or says what would be too much. */
function take(quota: ResourceQuota, change: Resources): { readonly used: Resources } | { readonly exceeded: string } {
  const hard = resourcesOf(quota.status?.hard);
  const before = resourcesOf(quota.status?.used);
  const requested = new Map([...change].filter(([name, amount]) => hard.has(name) && signOf(amount) !== 0));
  const used = new Map(before);
  addResources(used, requested);
  const exceeded = [...requested.keys()].filter((name) => compare(used.get(name) ?? ZERO, hard.get(name) ?? ZERO) > 0).sort();
  if (exceeded.length === 0) return { used };
  const list = (amounts: Resources): string =>
    exceeded
      .filter((name) => amounts.has(name))
      .map((name) => `${name}=${formatQuantity(amounts.get(name) ?? ZERO)}`)
      .join(',');
  const name = quota.metadata?.name ?? '';
  return { exceeded: `exceeded quota: ${name}, requested: ${list(requested)}, used: ${list(before)}, limited: ${list(hard)}` };
}
