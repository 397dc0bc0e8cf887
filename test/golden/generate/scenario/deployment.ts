import type { Dice } from '../dice.ts';
import { type Action, amount, budgets, LABELS, patch, readiness, type Scenario, template, type Written } from './scenario.ts';

const NAME = 'web';
const BAD = 'bad';

export function deploymentScenario(dice: Dice): Scenario {
  const grace = dice.pick([0, 1, 3, 5]);
  const actions = actionsOf(dice);
  const spec = {
    replicas: dice.int(0, 12),
    selector: { matchLabels: LABELS },
    template: template('v1'),
    strategy: dice.chance(0.15) ? { type: 'Recreate' } : { type: 'RollingUpdate', rollingUpdate: rolling(dice) },
    ...(dice.chance(0.4) ? { minReadySeconds: dice.pick([1, 3, 10]) } : {}),
    ...(dice.chance(0.5) ? { progressDeadlineSeconds: dice.pick([12, 30, 60]) } : {}),
    ...(dice.chance(0.3) ? { revisionHistoryLimit: dice.int(0, 3) } : {}),
    ...(dice.chance(0.05) ? { paused: true } : {}),
  };
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: NAME }, spec };
  const flapping = dice.chance(0.08)
    ? [{ image: 'v1', ready: [2], unready: dice.list(1, 3, () => (dice.chance(0.5) ? dice.int(8, 40) : null)) }]
    : [];
  return {
    objects: [...budgets(dice, true), object],
    grace,
    nodes: dice.int(1, 4),
    pods: [...flapping, ...readiness(dice, BAD)],
    actions,
    until: (actions.at(-1)?.at ?? 0) + 80,
  };
}

/** Both 0 is refused. */
function rolling(dice: Dice): Written {
  const [maxSurge, maxUnavailable] = [amount(dice), amount(dice)];
  return /^0%?$/.test(String(maxSurge)) && /^0%?$/.test(String(maxUnavailable))
    ? { maxSurge: 1, maxUnavailable }
    : { maxSurge, maxUnavailable };
}

function actionsOf(dice: Dice): readonly Action[] {
  const actions: Action[] = [];
  let at = dice.int(10, 40);
  for (const _ of Array.from({ length: dice.int(1, 4) })) {
    actions.push(
      dice.weighted<() => Action>([
        [6, () => patch(at, 'Deployment', NAME, { template: template(dice.pick(['v2', 'v3', 'v1', 'v4'])) })],
        [2, () => patch(at, 'Deployment', NAME, { template: template(BAD) })],
        [3, () => patch(at, 'Deployment', NAME, { replicas: dice.int(0, 14) })],
        [2, () => ({ at, do: 'undo', kind: 'Deployment', name: NAME, ...(dice.chance(0.3) ? { toRevision: dice.int(1, 3) } : {}) })],
        [1, () => patch(at, 'Deployment', NAME, { paused: dice.chance(0.5) })],
        [1, () => patch(at, 'Deployment', NAME, { minReadySeconds: dice.int(0, 6) })],
        [1, () => patch(at, 'Deployment', NAME, { strategy: { type: 'RollingUpdate', rollingUpdate: rolling(dice) } })],
      ])(),
    );
    // Now and then in the middle of what the last one began.
    at += dice.chance(0.35) ? dice.int(1, 8) : dice.int(30, 70);
  }
  return actions;
}
