import type { Dice } from '../dice.ts';
import { type Action, patch, type Scenario, type Written } from './scenario.ts';

const NAME = 'j';

export function jobScenario(dice: Dice): Scenario {
  const indexed = dice.chance(0.45);
  const policies = dice.chance(0.25);
  const restartPolicy = policies || dice.chance(0.75) ? 'Never' : 'OnFailure';
  const completions = indexed ? dice.int(1, 6) : dice.chance(0.2) ? undefined : dice.int(1, 7);
  const perIndex = indexed && restartPolicy === 'Never' && dice.chance(0.3);
  const spec = {
    template: { spec: { restartPolicy, containers: [{ name: 'c', image: 'v1' }] } },
    ...(completions === undefined ? {} : { completions }),
    parallelism: dice.int(1, 5),
    ...(indexed ? { completionMode: 'Indexed' } : {}),
    ...(perIndex
      ? { backoffLimitPerIndex: dice.int(0, 2), ...(dice.chance(0.5) ? { maxFailedIndexes: dice.int(0, completions ?? 1) } : {}) }
      : {}),
    ...(!perIndex && dice.chance(0.6) ? { backoffLimit: dice.int(0, 4) } : {}),
    ...(policies ? { podFailurePolicy: { rules: dice.list(1, 2, () => failureRule(dice, perIndex)) } } : {}),
    ...(indexed && dice.chance(0.2) ? { successPolicy: { rules: [successRule(dice, completions ?? 1)] } } : {}),
    ...(dice.chance(0.15) ? { activeDeadlineSeconds: dice.int(5, 40) } : {}),
    ...(dice.chance(0.15) ? { ttlSecondsAfterFinished: dice.int(0, 20) } : {}),
    ...(dice.chance(0.1) ? { suspend: true } : {}),
    ...(policies && dice.chance(0.3) ? { podReplacementPolicy: 'Failed' } : {}),
  };
  const actions = actionsOf(dice);
  const object = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: NAME }, spec };
  return { objects: [object], grace: dice.pick([0, 1, 3]), pods: [rule(dice, indexed)], actions, until: 160 + (actions.at(-1)?.at ?? 0) };
}

/** Ends lie three seconds apart, since a Job looks at them one second after. */
function exit(dice: Dice): Written {
  const code = dice.chance(0.7) ? 0 : dice.pick([1, 1, 2, 42]);
  return { after: dice.pick([2, 5, 8, 11, 14]), code, ...(code !== 0 && dice.chance(0.15) ? { condition: 'DisruptionTarget' } : {}) };
}

function rule(dice: Dice, indexed: boolean): Written {
  const ready = dice.chance(0.3) ? { ready: [1] } : {};
  if (indexed) return { ...ready, exit: dice.list(1, 6, () => dice.list(1, 3, () => exit(dice))), by: 'index' };
  return { ...ready, exit: dice.list(1, 6, () => exit(dice)) };
}

function failureRule(dice: Dice, perIndex: boolean): Written {
  const action = dice.pick(['FailJob', 'Ignore', 'Count', ...(perIndex ? ['FailIndex'] : [])]);
  if (dice.chance(0.3)) return { action, onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] };
  return { action, onExitCodes: { operator: dice.pick(['In', 'NotIn']), values: dice.chance(0.5) ? [42] : [1, 2] } };
}

function successRule(dice: Dice, completions: number): Written {
  if (dice.chance(0.5)) return { succeededCount: dice.int(1, completions) };
  return { succeededIndexes: dice.chance(0.5) ? '0' : `0-${completions - 1}` };
}

function actionsOf(dice: Dice): readonly Action[] {
  if (dice.chance(0.6)) return [];
  const at = dice.int(3, 20);
  if (dice.chance(0.4)) return [patch(at, 'Job', NAME, { parallelism: dice.int(0, 6) })];
  return [patch(at, 'Job', NAME, { suspend: true }), patch(at + dice.int(5, 30), 'Job', NAME, { suspend: false })];
}
