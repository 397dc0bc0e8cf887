import type { KubeObject, ObjectRef } from '../../sim/object.ts';
import { type PodEdit, type Remedy, remediesOf, type Step } from '../../sim/scheduler/remedies.ts';
import type { ScheduleAllResult } from '../../sim/scheduler/schedule-all.ts';
import { message } from '../../text/text.ts';
import { POD_AT, withEdit } from '../pod-edits.ts';
import { idOf, type Outcome, outcomeOf, refIn } from './outcome.ts';

/** Steps that, all together, let every pod of a workload find a node. Paths lead from the workload. */
export type Mend = readonly Step[];

export interface MendInput {
  readonly objects: readonly KubeObject[];
  readonly workload: ObjectRef;
  readonly place: (objects: readonly KubeObject[]) => ScheduleAllResult;
}

/** Mends offered for a workload. */
const MOST_MENDS = 3;
/** How often a mend that helped only some pods is carried further. */
const MOST_ROUNDS = 5;
/** Trying out costs a whole run: with more pods nothing is offered. */
const MOST_PODS = 500;

/** Kinds whose number of pods is a field. */
const REPLICATED: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet']);

/** Tries the remedies of the pod that waits on the whole workload, and goes on from there while another pod waits. */
export function mendsOf(input: MendInput): readonly Mend[] {
  const before = tryOut(input, []);
  if (before.pods > MOST_PODS) return [];
  const mends = remediesIn(before)
    .slice(0, MOST_MENDS)
    .map(({ steps }) => carriedOn(input, steps, before.refusals.length));
  const fewer = fewerReplicas(input, before.nodes.length);
  const isEnough = fewer !== undefined && tryOut(input, [fewer]).waiting.length === 0;
  return [...mends.filter((mend) => mend !== undefined), ...(isEnough ? [[fewer]] : [])];
}

/** undefined when no number of rounds leads to a place for all, or where a LimitRange or a quota then refuses more pods than `refused`. */
function carriedOn(input: MendInput, first: readonly Step[], refused: number): Mend | undefined {
  const fromWorkload = ({ title, edit }: Step): Step => ({
    title,
    edit: { ...edit, path: [...(POD_AT[input.workload.kind] ?? []), ...edit.path] },
  });
  let steps: Mend = first.map(fromWorkload);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const outcome = tryOut(input, steps);
    if (outcome.refusals.length > refused) return undefined;
    if (outcome.waiting.length === 0) return steps;
    const next = remediesIn(outcome).find((remedy) => goesOn(remedy, first));
    if (next === undefined) return undefined;
    steps = merged(steps, next.steps.map(fromWorkload));
  }
  return undefined;
}

function remediesIn({ waiting: [first] }: Outcome): readonly Remedy[] {
  return first === undefined ? [] : remediesOf(first.decision, first.pod);
}

function tryOut({ objects, workload, place }: MendInput, steps: readonly Step[]): Outcome {
  const isIt = (object: KubeObject): boolean => idOf(refIn(object)) === idOf(workload);
  const edited = objects.map((object) => (isIt(object) ? steps.reduce((each, { edit }) => withEdit(each, edit), object) : object));
  return outcomeOf(place(edited), workload);
}

/** A mend stays what it was, only more of it: it does not begin with a toleration and end with a smaller request. */
function goesOn(remedy: Remedy, first: readonly Step[]): boolean {
  return remedy.steps.every((step) => first.some((each) => each.title.key === step.title.key));
}

function fewerReplicas({ objects, workload }: MendInput, placed: number): Step | undefined {
  const object = objects.find((each) => idOf(refIn(each)) === idOf(workload));
  const { replicas } = (object?.spec ?? {}) as { readonly replicas?: number };
  if (placed === 0 || replicas === undefined || !REPLICATED.has(workload.kind)) return undefined;
  return {
    title: message('schedFewerReplicas', { from: replicas, to: placed }),
    edit: { path: ['spec', 'replicas'], change: { do: 'set', value: placed } },
  };
}

/** A later word on the same place counts; the title keeps telling of what is written. */
function merged(steps: readonly Step[], more: readonly Step[]): readonly Step[] {
  const stepByPlace = new Map<string, Step>();
  for (const step of [...steps, ...more]) {
    const place = placeOf(step.edit);
    const from = stepByPlace.get(place)?.title.values.from;
    const title = from === undefined ? step.title : { ...step.title, values: { ...step.title.values, from } };
    stepByPlace.set(place, { ...step, title });
  }
  return [...stepByPlace.values()];
}

/** What is appended stands beside what was appended before. */
function placeOf({ path, change }: PodEdit): string {
  return JSON.stringify(change.do === 'append' ? [path, change.value] : [path]);
}
