import { stringify } from 'yaml';
import type { Dice } from '../dice.ts';
import { type Action, amount, budgets, LABELS, patch, readiness, type Scenario, template, type Written } from './scenario.ts';

const NAME = 'ds';
const BAD = 'bad';

export function daemonSetScenario(dice: Dice): Scenario {
  const nodes = Array.from({ length: dice.int(1, 6) }, (_, index) => node(`n${index + 1}`, dice));
  const actions = actionsOf(dice, nodes.length);
  const spec = {
    selector: { matchLabels: LABELS },
    template: template('v1', placement(dice)),
    ...(dice.chance(0.75) ? { updateStrategy: strategy(dice) } : {}),
    ...(dice.chance(0.3) ? { minReadySeconds: dice.int(1, 4) } : {}),
  };
  const object = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: NAME }, spec };
  return {
    objects: [...nodes, ...budgets(dice, false), object],
    grace: dice.pick([0, 1, 3]),
    pods: readiness(dice, BAD),
    actions,
    // Which node comes first is the order of a Go map.
    anonymousNodes: true,
    until: (actions.at(-1)?.at ?? 0) + 60,
  };
}

function node(name: string, dice: Dice): Written {
  const taints = dice.chance(0.3)
    ? [
        {
          key: dice.pick(['gpu', 'dedicated', 'node.kubernetes.io/disk-pressure']),
          value: 'a',
          effect: dice.pick(['NoSchedule', 'NoExecute', 'PreferNoSchedule']),
        },
      ]
    : [];
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, disk: dice.pick(['ssd', 'hdd']) } },
    spec: { ...(taints.length > 0 ? { taints } : {}), ...(dice.chance(0.1) ? { unschedulable: true } : {}) },
    status: { conditions: [{ type: 'Ready', status: 'True' }], allocatable: { cpu: '4', memory: '8Gi', pods: '110' } },
  };
}

function placement(dice: Dice): Written {
  return {
    ...(dice.chance(0.25) ? { nodeSelector: { disk: 'ssd' } } : {}),
    ...(dice.chance(0.3)
      ? { tolerations: [{ key: 'gpu', operator: 'Exists', ...(dice.chance(0.6) ? { effect: 'NoSchedule' } : {}) }] }
      : {}),
  };
}

/** Exactly one of the two may be 0. */
function strategy(dice: Dice): Written {
  if (dice.chance(0.15)) return { type: 'OnDelete' };
  const some = dice.chance(0.5) ? dice.int(1, 3) : dice.pick(['10%', '25%', '34%', '50%', '100%']);
  const rollingUpdate = dice.chance(0.35) ? { maxSurge: some, maxUnavailable: 0 } : { maxSurge: 0, maxUnavailable: some };
  return { type: 'RollingUpdate', rollingUpdate };
}

function actionsOf(dice: Dice, nodes: number): readonly Action[] {
  const actions: Action[] = [];
  let at = dice.int(10, 25);
  for (const _ of Array.from({ length: dice.int(1, 3) })) {
    actions.push(
      dice.weighted<() => Action>([
        [5, () => patch(at, 'DaemonSet', NAME, { template: template(dice.pick(['v2', 'v3', 'v1']), placement(dice)) })],
        [1, () => patch(at, 'DaemonSet', NAME, { template: template(BAD) })],
        [1, () => ({ at, do: 'create', object: stringify(node(`m${at}`, dice)) })],
        [1, () => ({ at, do: 'patch', kind: 'Node', name: `n${dice.int(1, nodes)}`, patch: { metadata: { labels: { disk: 'ssd' } } } })],
        [1, () => patch(at, 'DaemonSet', NAME, { minReadySeconds: amount(dice) === 0 ? 0 : dice.int(1, 4) })],
      ])(),
    );
    at += dice.chance(0.3) ? dice.int(1, 6) : dice.int(25, 45);
  }
  return actions;
}
