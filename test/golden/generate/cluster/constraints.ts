import type { Dice } from '../dice.ts';
import { APPS, HOST, namesRevision, podSelector, REGION, TOPOLOGY_KEYS, type World, type Written, ZONE } from './world.ts';

export function toleration(dice: Dice): Written {
  const key = dice.pick(['ded', 'gpu', 'level']);
  return dice.weighted<() => Written>([
    [1, () => ({ operator: 'Exists' })],
    [1, () => ({ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' })],
    [
      2,
      () => ({
        key,
        operator: 'Exists',
        ...(dice.chance(0.6) ? { effect: dice.pick(['NoSchedule', 'PreferNoSchedule', 'NoExecute']) } : {}),
      }),
    ],
    [
      3,
      () => ({
        key,
        operator: 'Equal',
        value: dice.pick(['x', 'y', '']),
        ...(dice.chance(0.7) ? { effect: dice.pick(['NoSchedule', 'NoExecute', 'PreferNoSchedule']) } : {}),
      }),
    ],
    [1, () => ({ key, value: dice.pick(['x', '5']) })],
    [1, () => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: dice.pick([0, 60]) })],
  ])();
}

const NODE_VALUES = ['a', 'b', 'c', 'k1', 'k2', 'ssd', 'hdd', 'r1', 'n0', 'n1', 'nowhere'] as const;

function nodeRequirement(dice: Dice): Written {
  const key = dice.pick([...TOPOLOGY_KEYS, 'missing']);
  return dice.weighted<() => Written>([
    [4, () => ({ key, operator: 'In', values: dice.list(1, 3, () => dice.pick(NODE_VALUES)) })],
    [2, () => ({ key, operator: 'NotIn', values: dice.list(1, 2, () => dice.pick(NODE_VALUES)) })],
    [1, () => ({ key, operator: dice.pick(['Exists', 'DoesNotExist']) })],
    [1, () => ({ key: 'gen', operator: dice.pick(['Gt', 'Lt']), values: [dice.pick(['1', '2', '3', '4'])] })],
  ])();
}

function nodeTerm(world: World): Written {
  const { dice, nodes, theme } = world;
  const term: Record<string, unknown> = {};
  if (nodes.length > 0 && dice.chance(theme.traits.matchFields ?? 0.02)) {
    term.matchFields = [
      { key: 'metadata.name', operator: dice.pick(['In', 'In', 'NotIn']), values: [dice.chance(0.1) ? 'nowhere' : dice.pick(nodes)] },
    ];
  }
  if (term.matchFields === undefined || dice.chance(0.3)) term.matchExpressions = dice.list(1, 2, () => nodeRequirement(dice));
  return term;
}

export function nodeAffinity(world: World): Written {
  const { dice } = world;
  const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: dice.list(1, 2, () => nodeTerm(world)) } };
  const preferred = {
    preferredDuringSchedulingIgnoredDuringExecution: dice.list(1, 3, () => ({ weight: dice.int(1, 100), preference: nodeTerm(world) })),
  };
  return dice.pick([required, preferred, { ...required, ...preferred }]);
}

function podTerm({ dice, namespaces }: World): Written {
  const term: Record<string, unknown> = { topologyKey: dice.pick([HOST, HOST, ZONE, ZONE, REGION, 'rack', 'disk']) };
  if (dice.chance(0.95)) {
    const selector = podSelector(dice);
    term.labelSelector = selector;
    if (dice.chance(0.12) && !namesRevision(selector))
      term[dice.pick(['matchLabelKeys', 'mismatchLabelKeys'])] = dice.pick([['rev'], ['rev', 'absent']]);
  }
  if (dice.chance(0.15)) term.namespaces = dice.some(namespaces, 0.6);
  if (dice.chance(0.15)) term.namespaceSelector = namespaceSelector(dice);
  return term;
}

function namespaceSelector(dice: Dice): Written {
  return dice.pick<Written>([
    {},
    { matchLabels: { team: dice.pick(['a', 'b']) } },
    { matchExpressions: [{ key: 'team', operator: dice.pick(['In', 'NotIn']), values: ['b', 'c'] }] },
    { matchExpressions: [{ key: 'team', operator: dice.pick(['Exists', 'DoesNotExist']) }] },
  ]);
}

/** For podAffinity and podAntiAffinity alike. */
export function podTerms(world: World): Written {
  const { dice } = world;
  const required = { requiredDuringSchedulingIgnoredDuringExecution: dice.list(1, 2, () => podTerm(world)) };
  const preferred = {
    preferredDuringSchedulingIgnoredDuringExecution: dice.list(1, 2, () => ({ weight: dice.int(1, 100), podAffinityTerm: podTerm(world) })),
  };
  return dice.pick([required, required, preferred, { ...required, ...preferred }]);
}

/** Constraints of one pod differ in key and kind. */
export function spreadConstraints({ dice }: World): readonly Written[] {
  const constraints = dice.list(1, 3, () => spreadConstraint(dice));
  return [...new Map(constraints.map((each) => [`${each.topologyKey} ${each.whenUnsatisfiable}`, each])).values()];
}

function spreadConstraint(dice: Dice): Written {
  const whenUnsatisfiable = dice.pick(['DoNotSchedule', 'ScheduleAnyway']);
  const selector = dice.chance(0.6) ? { matchLabels: { app: dice.pick(APPS) } } : podSelector(dice);
  return {
    maxSkew: dice.pick([1, 1, 2, 3, 5]),
    topologyKey: dice.pick([ZONE, ZONE, HOST, HOST, REGION, 'rack', 'disk']),
    whenUnsatisfiable,
    ...(dice.chance(0.93) ? { labelSelector: selector } : {}),
    ...(whenUnsatisfiable === 'DoNotSchedule' && dice.chance(0.2) ? { minDomains: dice.int(1, 4) } : {}),
    ...(dice.chance(0.2) ? { nodeAffinityPolicy: dice.pick(['Honor', 'Ignore']) } : {}),
    ...(dice.chance(0.25) ? { nodeTaintsPolicy: dice.pick(['Honor', 'Ignore']) } : {}),
    ...(dice.chance(0.15) && !namesRevision(selector) ? { matchLabelKeys: dice.pick([['rev'], ['rev', 'absent']]) } : {}),
  };
}
