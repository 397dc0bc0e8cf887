import type { Dice } from '../dice.ts';
import type { Theme } from './theme.ts';

export const HOST = 'kubernetes.io/hostname';
export const ZONE = 'topology.kubernetes.io/zone';
export const REGION = 'topology.kubernetes.io/region';
/** Keys that nodes of a cluster have, not all of them on every node. */
export const TOPOLOGY_KEYS = [HOST, ZONE, REGION, 'rack', 'disk'] as const;
export const APPS = ['p', 'q', 'r', 'web'] as const;

/** A Kubernetes object as it is written. */
export type Written = Readonly<Record<string, unknown>>;

/** What generators of one cluster share. */
export interface World {
  readonly dice: Dice;
  readonly theme: Theme;
  readonly nodes: readonly string[];
  readonly namespaces: readonly string[];
  /** Claims by namespace. */
  readonly claims: Readonly<Record<string, readonly string[]>>;
}

/** A label selector over the labels that pods have. */
export function podSelector(dice: Dice): Written {
  return dice.weighted<() => Written>([
    [5, () => ({ matchLabels: { app: dice.pick(APPS) } })],
    [1, () => ({})],
    [1, () => ({ matchExpressions: [{ key: 'app', operator: 'In', values: dice.list(1, 2, () => dice.pick(APPS)) }] })],
    [1, () => ({ matchExpressions: [{ key: 'app', operator: 'NotIn', values: [dice.pick(APPS)] }] })],
    [1, () => ({ matchExpressions: [{ key: dice.pick(['tier', 'rev', 'app']), operator: dice.pick(['Exists', 'DoesNotExist']) }] })],
    [1, () => ({ matchLabels: { app: dice.pick(APPS) }, matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['2'] }] })],
  ])();
}

/** A selector that says nothing of `rev`, so that keys to match may be added. */
export function namesRevision(selector: Written): boolean {
  return JSON.stringify(selector).includes('"rev"');
}
