import type { Dice } from '../dice.ts';
import type { Theme } from './theme.ts';
import { HOST, REGION, type Written, ZONE } from './world.ts';

export const IMAGES = ['app:1', 'web:1', 'plain', 'img0:1', 'img1:1', 'reg.io:5000/team/app', 'img@sha256:aa'] as const;

export function makeNodes(theme: Theme, dice: Dice): readonly Written[] {
  const alike = dice.chance(theme.alike);
  const tight = dice.chance(theme.tight);
  const count = dice.int(...theme.nodes);
  const digits = String(count).length;
  const common = allocatable(tight, dice);
  const zones = dice.pick([['a'], ['a', 'b'], ['a', 'b', 'c'], ['a', 'b', 'c', 'd']]);
  const nodes = Array.from({ length: count }, (_, index) => {
    const name = `n${String(index).padStart(digits, '0')}`;
    const capacity = alike ? common : allocatable(tight, dice);
    const status = { capacity, allocatable: capacity, ...images(dice), ...features(theme, dice) };
    return {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels: labels(name, zones, alike, dice) },
      spec: spec(theme, dice),
      status,
    };
  });
  return dice.chance(0.3) ? dice.shuffle(nodes) : nodes;
}

function allocatable(tight: boolean, dice: Dice): Record<string, string> {
  const amounts: Record<string, string> = {
    cpu: tight ? dice.pick(['1', '1500m', '2']) : dice.pick(['2', '4', '8', '3500m']),
    memory: tight ? dice.pick(['2Gi', '3Gi', '4Gi']) : dice.pick(['4Gi', '8Gi', '16Gi', '16G', '8000000Ki']),
    pods: dice.weighted([
      [8, '110'],
      [2, tight ? '3' : '5'],
      [1, '2'],
    ]),
  };
  if (dice.chance(0.25)) amounts['ephemeral-storage'] = dice.pick(['20Gi', '50Gi']);
  if (dice.chance(0.3)) amounts['example.com/gpu'] = String(dice.int(0, 4));
  if (dice.chance(0.1)) amounts['example.com/fpga'] = String(dice.int(1, 2));
  if (dice.chance(0.15)) amounts['hugepages-2Mi'] = dice.pick(['8Mi', '128Mi']);
  return amounts;
}

function labels(name: string, zones: readonly string[], alike: boolean, dice: Dice): Written {
  const made: Record<string, string> = {};
  if (dice.chance(0.97)) made[HOST] = name;
  if (dice.chance(alike ? 1 : 0.85)) made[ZONE] = dice.pick(zones);
  if (alike) return made;
  if (dice.chance(0.35)) made[REGION] = dice.pick(['r1', 'r2']);
  if (dice.chance(0.5)) made.rack = dice.pick(['k1', 'k2', 'k3']);
  if (dice.chance(0.5)) made.disk = dice.pick(['ssd', 'hdd']);
  if (dice.chance(0.3)) made.gen = dice.pick(['1', '3', '5', 'x']);
  return made;
}

function spec(theme: Theme, dice: Dice): Written {
  const taints = dice.chance(theme.tainted) ? dice.list(1, 2, () => taint(dice)) : [];
  const distinct = new Map(taints.map((each) => [`${each.key} ${each.effect}`, each]));
  const cordoned = dice.chance(theme.cordoned);
  if (cordoned && dice.chance(0.6)) distinct.set('cordon', { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' });
  return { ...(cordoned ? { unschedulable: true } : {}), ...(distinct.size > 0 ? { taints: [...distinct.values()] } : {}) };
}

function taint(dice: Dice): Written {
  const value = dice.chance(0.8) ? { value: dice.pick(['x', 'y', '5', '10']) } : {};
  return {
    key: dice.pick(['ded', 'gpu', 'level']),
    ...value,
    effect: dice.pick(['NoSchedule', 'NoExecute', 'PreferNoSchedule', 'PreferNoSchedule']),
  };
}

export const FEATURES = ['RestartAllContainersOnContainerExits', 'UserNamespacesHostNetworkSupport', 'Other'] as const;

function features({ traits }: Theme, dice: Dice): Written {
  return dice.chance(traits.features ?? 0) ? { declaredFeatures: dice.some(FEATURES, 0.6) } : {};
}

function images(dice: Dice): Written {
  if (dice.chance(0.6)) return {};
  const sizes = [23_000_857, 60_000_282, 300_000_000, 500_000_007, 1_200_000_177, 2_500_000_000];
  const names = (image: string): string => (/[:@][^/]*$/.test(image) ? image : `${image}:latest`);
  return { images: dice.some(IMAGES, 0.4).map((image) => ({ names: [names(image)], sizeBytes: dice.pick(sizes) })) };
}
