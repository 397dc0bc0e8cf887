import { parseAllDocuments } from 'yaml';
import type { Deployment, ReplicaSet } from '../../../../server/src/core/generated/api.ts';
import type { Cluster } from '../../../../server/src/core/sim/cluster.ts';
import type { Action } from '../../../../server/src/core/sim/component.ts';
import { undo } from '../../../../server/src/core/sim/controllers/deployment-rollback.ts';
import { disruptionController } from '../../../../server/src/core/sim/controllers/disruption.ts';
import { endpointsController } from '../../../../server/src/core/sim/controllers/endpoints.ts';
import { createWorkloadControllers } from '../../../../server/src/core/sim/controllers.ts';
import { createEngine } from '../../../../server/src/core/sim/engine.ts';
import type { KubeObject, ObjectRef } from '../../../../server/src/core/sim/object.ts';
import { applyPatch, type Entry } from '../../../../server/src/core/sim/trace.ts';
import { message } from '../../../../server/src/core/text/text.ts';
import type { RecordedAction, RecordedCase, State } from './case.ts';
import { type SeenEvent, writtenEvents } from './events.ts';
import { type Order, scriptKubelet } from './kubelet.ts';
import { createNumbering, isSameState, type Numbering, number, projectState, withoutSuffix } from './state.ts';

/** When within its second a thing happens, as the recorder did it. */
const OBJECTS_MS = 100;
const ACTION_MS = 300;
const SAMPLE_MS = 600;
const DEFAULT_START = '2000-01-01T00:00:00Z';
const NAMESPACE = 'default';
const BECAUSE = message('simRefused', { text: 'recorded' });

export interface Played {
  readonly states: readonly { readonly t: number; readonly state: State }[];
  /** Every write of spec.replicas of a ReplicaSet, as the README writes it: `<second> <rs> a->b`. */
  readonly scales: readonly string[];
  readonly events: ReadonlySet<string>;
  /** When pods changed by themselves: in these seconds a controller may have been quicker, or slower, than the news of it. */
  readonly podSeconds: readonly number[];
}

/**
 * Plays a recorded case on the engine and the controllers of the product.
 *
 * @param order how many of the pods that change in a second of the case are seen in time
 */
export function play(recorded: RecordedCase, order: Order = new Map()): Played {
  const startMs = Date.parse(recorded.start ?? DEFAULT_START);
  const kubelet = scriptKubelet(recorded, new Map([...order].map(([second, inTime]) => [startMs / 1000 + second, inTime])));
  const components = [...createWorkloadControllers(), disruptionController, endpointsController, kubelet.component];
  const engine = createEngine({ components, admission: [kubelet.admission], startMs });
  const numbering = createNumbering();
  engine.plan(OBJECTS_MS, () => parseObjects(recorded.objects).map(creation));
  for (const action of recorded.actions ?? []) {
    engine.plan(action.at * 1000 + ACTION_MS, (cluster) => actionsOf(action, cluster));
  }
  const states: { t: number; state: State }[] = [];
  const scales: Scale[] = [];
  const events: SeenEvent[] = [];
  const step = recorded.sampleEvery ?? 1;
  let seen = 0;
  let sawJob = false;
  // A sample stands for the seconds since the one before, so the last one is the one that covers the last second.
  for (let t = step - 1; t < recorded.until + step; t += step) {
    engine.runUntil(t * 1000 + SAMPLE_MS);
    const { entries } = engine.trace();
    for (; seen < entries.length; seen++) {
      const entry = entries[seen];
      if (entry === undefined) continue;
      // An object that comes back under its old name has a new number, so texts are read while their time's numbers hold.
      if (entry.what.verb === 'create') number(numbering, entry.object.kind, entry.object.name);
      scales.push(...scalesIn(entry, numbering));
      events.push(...eventsIn(entry, numbering));
    }
    const state = projectState(engine.cluster, numbering, startMs, recorded.anonymousNodes === true, sawJob);
    sawJob ||= Object.keys(state).some((key) => key.startsWith('job/'));
    if (!isSameState(state, states.at(-1)?.state)) states.push({ t, state });
  }
  const podSeconds = [
    ...new Set(
      engine
        .trace()
        .entries.filter(isPodNews)
        .map(({ timeMs }) => Math.floor(timeMs / 1000)),
    ),
  ];
  return { states, scales: writtenScales(scales), events: writtenEvents(events), podSeconds };
}

function parseObjects(text: string): readonly KubeObject[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as KubeObject | null)
    .filter((object): object is KubeObject => object !== null);
}

function creation(object: KubeObject): Action {
  return { do: 'create', object, because: BECAUSE };
}

function actionsOf(action: RecordedAction, cluster: Cluster): readonly Action[] {
  if (action.do === 'create') return parseObjects(action.object).map(creation);
  if (action.do === 'undo') return undoAction(cluster, action.name, action.toRevision ?? 0);
  const ref = refTo(action.kind, action.name);
  if (action.do === 'delete') return [{ do: 'delete', object: ref, because: BECAUSE }];
  const before = cluster.get(ref.kind, ref.namespace, ref.name);
  return before === undefined ? [] : [{ do: 'update', object: applyPatch(before, action.patch) as KubeObject, because: BECAUSE }];
}

function refTo(kind: string, name: string): ObjectRef {
  return { kind, namespace: kind === 'Node' ? '' : NAMESPACE, name };
}

function undoAction(cluster: Cluster, name: string, toRevision: number): readonly Action[] {
  const deployment = cluster.get('Deployment', NAMESPACE, name);
  const restored: Deployment | string = deployment === undefined ? 'missing' : undo(cluster, deployment, toRevision);
  return typeof restored === 'string' ? [] : [{ do: 'update', object: restored, because: BECAUSE }];
}

function isPodNews({ component, what }: Entry): boolean {
  return component === 'kubelet' && what.verb !== 'event';
}

interface Scale {
  readonly second: number;
  readonly text: string;
}

function scalesIn({ object, what, timeMs }: Entry, { sets, sizes }: Numbering): readonly Scale[] {
  if (object.kind !== 'ReplicaSet') return [];
  const name = sets.get(object.name) ?? '';
  const told = (text: string): readonly Scale[] => [{ second: Math.floor(timeMs / 1000), text: `${name} ${text}` }];
  if (what.verb === 'create') {
    const size = (what.after as ReplicaSet).spec?.replicas ?? 0;
    sizes.set(name, size);
    return told(`create ${size}`);
  }
  const size = what.verb === 'update' ? (what.patch.spec as { replicas?: number } | undefined)?.replicas : undefined;
  if (size === undefined) return [];
  const before = sizes.get(name);
  sizes.set(name, size);
  return told(`${before}->${size}`);
}

function writtenScales(scales: readonly Scale[]): readonly string[] {
  return scales.toSorted((a, b) => a.second - b.second || (a.text < b.text ? -1 : 1)).map(({ second, text }) => `${second} ${text}`);
}

function eventsIn(entry: Entry, numbering: Numbering): readonly SeenEvent[] {
  const { object, what } = entry;
  if (what.verb !== 'event') return [];
  return [{ entry: { ...entry, what }, text: `${object.kind} ${what.type} ${what.reason} ${masked(what.message, numbering)}` }];
}

/** Names that the API server or a hash made up are written as the README writes them. */
function masked(text: string, { sets, revisions }: Numbering): string {
  let shown = text;
  for (const [name, number] of [...sets, ...revisions]) shown = shown.replaceAll(name, number);
  return withoutSuffix(shown);
}
