import type { Dice } from '../dice.ts';
import { type Action, budgets, LABELS, patch, readiness, type Scenario, template, type Written } from './scenario.ts';

const NAME = 'db';
const BAD = 'bad';

export function statefulSetScenario(dice: Dice): Scenario {
  const replicas = dice.int(1, 6);
  const start = dice.chance(0.15) ? dice.int(1, 10) : 0;
  const actions = actionsOf(dice, replicas, start);
  const spec = {
    serviceName: NAME,
    replicas,
    selector: { matchLabels: LABELS },
    template: template('v1'),
    ...(dice.chance(0.35) ? { podManagementPolicy: 'Parallel' } : {}),
    ...(start > 0 ? { ordinals: { start } } : {}),
    ...(dice.chance(0.5) ? { updateStrategy: strategy(dice) } : {}),
    ...(dice.chance(0.25) ? { minReadySeconds: dice.int(1, 5) } : {}),
    ...(dice.chance(0.3) ? claims(dice) : {}),
    ...(dice.chance(0.15) ? { revisionHistoryLimit: dice.int(0, 2) } : {}),
  };
  const pods = readiness(dice, BAD).map((rule) => ({ ...rule, by: 'index' }));
  const object = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: NAME }, spec };
  return {
    objects: [...budgets(dice, true), object],
    grace: dice.pick([0, 2, 3, 5]),
    pods,
    actions,
    until: (actions.at(-1)?.at ?? 0) + 80,
  };
}

function strategy(dice: Dice): Written {
  if (dice.chance(0.25)) return { type: 'OnDelete' };
  return { type: 'RollingUpdate', rollingUpdate: { partition: dice.int(0, 5) } };
}

function claims(dice: Dice): Written {
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  const kept = (): string => dice.pick(['Retain', 'Delete']);
  return {
    volumeClaimTemplates: [{ metadata: { name: 'data' }, spec }],
    ...(dice.chance(0.6) ? { persistentVolumeClaimRetentionPolicy: { whenDeleted: kept(), whenScaled: kept() } } : {}),
  };
}

function actionsOf(dice: Dice, replicas: number, start: number): readonly Action[] {
  const actions: Action[] = [];
  let at = dice.int(20, 50);
  for (const _ of Array.from({ length: dice.int(1, 3) })) {
    actions.push(
      dice.weighted<() => Action>([
        [5, () => patch(at, 'StatefulSet', NAME, { template: template(dice.pick(['v2', 'v3', 'v1'])) })],
        [1, () => patch(at, 'StatefulSet', NAME, { template: template(BAD) })],
        [3, () => patch(at, 'StatefulSet', NAME, { replicas: dice.int(0, 7) })],
        [2, () => patch(at, 'StatefulSet', NAME, { updateStrategy: strategy(dice) })],
        [1, () => ({ at, do: 'delete', kind: 'Pod', name: `${NAME}-${start + dice.int(0, replicas - 1)}` })],
      ])(),
    );
    at += dice.chance(0.3) ? dice.int(1, 8) : dice.int(30, 60);
  }
  return actions.filter(({ do: what }, index) => what !== 'delete' || index === 0);
}
