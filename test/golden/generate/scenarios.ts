import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import type { Sample } from '../record/room.ts';
import type { Dice } from './dice.ts';
import { cronJobScenario } from './scenario/cronjob.ts';
import { daemonSetScenario } from './scenario/daemonset.ts';
import { deploymentScenario } from './scenario/deployment.ts';
import { endpointSliceScenario } from './scenario/endpointslice.ts';
import { jobScenario } from './scenario/job.ts';
import type { Scenario } from './scenario/scenario.ts';
import { statefulSetScenario } from './scenario/statefulset.ts';

const DIGEST_LENGTH = 8;
const DELETED = 0.08;

const MAKERS: Readonly<Record<string, (dice: Dice) => Scenario>> = {
  cronjob: cronJobScenario,
  daemonset: daemonSetScenario,
  deployment: deploymentScenario,
  endpointslice: endpointSliceScenario,
  job: jobScenario,
  statefulset: statefulSetScenario,
};

/** Random lives of the workload that has the place's name. */
export function scenarioGenerator(place: string, dice: Dice): (() => Sample<never>) | undefined {
  const make = MAKERS[place];
  if (make === undefined) return undefined;
  return () => {
    const { objects, ...rest } = deletedNowAndThen(dice, make(dice));
    const written = { objects: objects.map((object) => stringify(object, { lineWidth: 0 })).join('\n---\n'), ...rest };
    const id = `${place}-${createHash('sha256').update(JSON.stringify(written)).digest('hex').slice(0, DIGEST_LENGTH)}`;
    return { place, id, text: JSON.stringify({ id, family: 'found', ...written }) };
  };
}

/** The workload, which stands last, goes some time after all that was done to it. */
function deletedNowAndThen(dice: Dice, scenario: Scenario): Scenario {
  if (!dice.chance(DELETED)) return scenario;
  const { kind, metadata } = scenario.objects.at(-1) as { readonly kind: string; readonly metadata: { readonly name: string } };
  const last = scenario.actions.at(-1)?.at ?? 0;
  const at = last + dice.int(1, Math.max(1, scenario.until - last - 20));
  return { ...scenario, actions: [...scenario.actions, { at, do: 'delete', kind, name: metadata.name }] };
}
