import type { Dice } from '../dice.ts';

export type Written = Readonly<Record<string, unknown>>;

/** What is played: see ../../controllers/README.md. */
export interface Scenario {
  readonly objects: readonly Written[];
  readonly start?: string;
  readonly grace: number;
  readonly nodes?: number;
  readonly pods: readonly Written[];
  readonly actions: readonly Action[];
  readonly sampleEvery?: number;
  readonly anonymousNodes?: boolean;
  readonly until: number;
}

export type Action = { readonly at: number; readonly do: 'patch' | 'delete' | 'create' | 'undo' } & Written;

export const LABELS = { app: 'web' } as const;

/** A pod template of one container; what has another image is another revision. */
export function template(image: string, spec: Written = {}): Written {
  return { metadata: { labels: LABELS }, spec: { containers: [{ name: 'c', image }], ...spec } };
}

/** Readiness after whole seconds; a bad image is never ready. */
export function readiness(dice: Dice, badImage?: string): readonly Written[] {
  const good = { ready: dice.list(1, 4, () => dice.int(1, 7)) };
  return badImage === undefined ? [good] : [{ image: badImage, ready: [null] }, good];
}

/** Absolute or percent, for a maxSurge or maxUnavailable. */
export function amount(dice: Dice): number | string {
  return dice.chance(0.5) ? dice.int(0, 4) : `${dice.pick([0, 1, 10, 12, 20, 25, 30, 33, 50, 75, 100])}%`;
}

/** A patch of a workload's spec. */
export function patch(at: number, kind: string, name: string, spec: Written): Action {
  return { at, do: 'patch', kind, name, patch: { spec } };
}

/** Now and then a budget over the pods of a workload. Shares are of what their owner wants, which a DaemonSet cannot say. */
export function budgets(dice: Dice, hasScale: boolean): readonly Written[] {
  if (!dice.chance(0.2)) return [];
  const limit =
    hasScale && dice.chance(0.5) ? { maxUnavailable: amount(dice) } : { minAvailable: hasScale ? amount(dice) : dice.int(0, 4) };
  const spec = { selector: { matchLabels: LABELS }, ...limit };
  return [{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'kept' }, spec }];
}
