import type { Dice } from '../dice.ts';
import { HOST, type Written, ZONE } from './world.ts';

const SCORING = [
  'TaintToleration',
  'NodeAffinity',
  'NodeResourcesFit',
  'VolumeBinding',
  'PodTopologySpread',
  'InterPodAffinity',
  'NodeResourcesBalancedAllocation',
  'ImageLocality',
] as const;
const FILTERING = [
  'NodeUnschedulable',
  'NodeName',
  'TaintToleration',
  'NodeAffinity',
  'NodePorts',
  'NodeResourcesFit',
  'VolumeRestrictions',
  'NodeVolumeLimits',
  'VolumeBinding',
  'VolumeZone',
  'PodTopologySpread',
  'InterPodAffinity',
  'NodeDeclaredFeatures',
] as const;

/** A KubeSchedulerConfiguration of one or two profiles: plugins weighted, reordered, turned off, and with other arguments. */
export function makeConfiguration(dice: Dice): Written {
  const names = dice.pick([['default-scheduler'], ['default-scheduler', 'other-scheduler']]);
  return {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    ...(dice.chance(0.3) ? { percentageOfNodesToScore: dice.pick([1, 30, 60, 100]) } : {}),
    profiles: names.map((schedulerName) => profile(schedulerName, dice)),
  };
}

function profile(schedulerName: string, dice: Dice): Written {
  const pluginConfig = ARGUMENTS.filter(() => dice.chance(0.35)).map((make) => make(dice));
  return {
    schedulerName,
    ...(dice.chance(0.2) ? { percentageOfNodesToScore: dice.pick([1, 50, 100]) } : {}),
    ...(dice.chance(0.75) ? { plugins: plugins(dice) } : {}),
    ...(pluginConfig.length > 0 ? { pluginConfig } : {}),
  };
}

function plugins(dice: Dice): Written {
  const weighted = (): Written => ({ name: dice.pick(SCORING), weight: dice.int(1, 20) });
  const sets: Record<string, PluginSet> = {};
  if (dice.chance(0.5)) sets.score = { disabled: someOf(SCORING, 0.3, dice), enabled: distinct(dice.list(0, 4, weighted)) };
  if (dice.chance(0.15)) sets.score = { disabled: [{ name: '*' }], enabled: distinct(dice.list(1, 4, weighted)) };
  if (dice.chance(0.3)) sets.filter = { disabled: someOf(FILTERING, 0.15, dice) };
  if (dice.chance(0.15)) sets.filter = { disabled: [{ name: '*' }], enabled: someOf(dice.shuffle(FILTERING), 0.6, dice) };
  if (dice.chance(0.1)) sets.preFilter = { disabled: [{ name: dice.pick([...FILTERING, 'DynamicResources']) }] };
  if (dice.chance(0.3)) sets.multiPoint = { disabled: someOf([...SCORING, 'DefaultPreemption', 'SchedulingGates'], 0.15, dice) };
  if (dice.chance(0.15)) sets.multiPoint = { enabled: distinct(dice.list(1, 3, weighted)) };
  if (dice.chance(0.1)) sets.postFilter = { disabled: [{ name: dice.pick(['DefaultPreemption', 'DynamicResources', '*']) }] };
  const isGone = ({ name }: Written): boolean => sets.multiPoint?.disabled?.some((each) => each.name === name) ?? false;
  const points = Object.entries(sets).map(([point, { disabled = [], enabled = [] }]) => {
    // What is gone everywhere cannot come back to one point: it would miss what it prepares at another.
    const left = point === 'multiPoint' ? enabled : enabled.filter((each) => !isGone(each));
    return [point, { disabled: point === 'score' ? turnedOff(disabled, left) : disabled, enabled: left }];
  });
  return Object.fromEntries(points);
}

interface PluginSet {
  readonly disabled?: readonly Written[];
  readonly enabled?: readonly Written[];
}

/** A plugin that is enabled where it is on already has to be turned off there first. */
function turnedOff(disabled: readonly Written[], enabled: readonly Written[]): readonly Written[] {
  return disabled.some(({ name }) => name === '*') ? disabled : distinct([...disabled, ...enabled.map(({ name }) => ({ name }))]);
}

function someOf(names: readonly string[], probability: number, dice: Dice): readonly Written[] {
  return dice.some(names, probability).map((name) => ({ name }));
}

function distinct(choices: readonly Written[]): readonly Written[] {
  return [...new Map(choices.map((choice) => [choice.name, choice])).values()];
}

const resources = (dice: Dice, most: number): readonly Written[] =>
  [...new Set(dice.list(1, 3, () => dice.pick(['cpu', 'memory', 'example.com/gpu', 'ephemeral-storage', 'hugepages-2Mi'])))].map(
    (name) => ({
      name,
      weight: dice.int(1, most),
    }),
  );

const ARGUMENTS: readonly ((dice: Dice) => Written)[] = [
  (dice) => ({ name: 'NodeResourcesFit', args: { ...ignored(dice), scoringStrategy: strategy(dice) } }),
  (dice) => ({ name: 'NodeResourcesBalancedAllocation', args: { resources: resources(dice, 1) } }),
  (dice) => ({
    name: 'InterPodAffinity',
    args: { hardPodAffinityWeight: dice.int(0, 100), ignorePreferredTermsOfExistingPods: dice.chance(0.5) },
  }),
  (dice) => ({
    name: 'DefaultPreemption',
    args: { minCandidateNodesPercentage: dice.int(0, 100), minCandidateNodesAbsolute: dice.int(1, 3) },
  }),
  (dice) => ({ name: 'NodeAffinity', args: { addedAffinity: addedAffinity(dice) } }),
  (dice) => ({
    name: 'PodTopologySpread',
    args: dice.chance(0.2) ? { defaultingType: 'System' } : { defaultingType: 'List', defaultConstraints: defaultConstraints(dice) },
  }),
];

function ignored(dice: Dice): Written {
  return {
    ...(dice.chance(0.3) ? { ignoredResources: ['example.com/gpu'] } : {}),
    ...(dice.chance(0.2) ? { ignoredResourceGroups: ['example.com'] } : {}),
  };
}

function strategy(dice: Dice): Written {
  const type = dice.pick(['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio', 'RequestedToCapacityRatio']);
  const given = dice.chance(0.8) ? { resources: resources(dice, 10) } : {};
  if (type !== 'RequestedToCapacityRatio') return { type, ...given };
  const steps = [0, 15, 40, 70, 100].filter(() => dice.chance(0.7));
  const shape = (steps.length === 0 ? [0, 100] : steps).map((utilization) => ({ utilization, score: dice.int(0, 10) }));
  return { type, ...given, requestedToCapacityRatio: { shape } };
}

function addedAffinity(dice: Dice): Written {
  const expression = (): Written => ({
    matchExpressions: [
      dice.pick([
        { key: ZONE, operator: 'In', values: dice.some(['a', 'b', 'c'], 0.7).concat('d') },
        { key: 'disk', operator: dice.pick(['Exists', 'DoesNotExist']) },
        { key: 'rack', operator: 'NotIn', values: ['k1'] },
      ]),
    ],
  });
  const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: dice.list(1, 2, expression) } };
  const preferred = {
    preferredDuringSchedulingIgnoredDuringExecution: dice.list(1, 2, () => ({ weight: dice.int(1, 100), preference: expression() })),
  };
  return dice.pick([required, preferred, preferred, { ...required, ...preferred }]);
}

function defaultConstraints(dice: Dice): readonly Written[] {
  const made = dice.list(1, 2, () => ({
    maxSkew: dice.int(1, 3),
    topologyKey: dice.pick([ZONE, HOST, 'rack']),
    whenUnsatisfiable: dice.pick(['DoNotSchedule', 'ScheduleAnyway', 'ScheduleAnyway']),
  }));
  return [...new Map(made.map((each) => [`${each.topologyKey} ${each.whenUnsatisfiable}`, each])).values()];
}
