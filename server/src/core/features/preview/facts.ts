import type { Node, Pod } from '../../generated/api.ts';
import { oomScoreAdjust } from '../../kube/oom-score.ts';
import { qosClassOf } from '../../kube/qos.ts';
import { milliValue, quantityOf, value } from '../../kube/quantity.ts';
import type { NodeFacts, PodFacts } from '../../protocol.ts';
import { controllerOf, type KubeObject, refOf } from '../../sim/object.ts';
import { requestsOf } from '../../sim/samples.ts';
import { applyPatch, type Entry, idOf } from '../../sim/trace.ts';

const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane';
const ZONE = 'topology.kubernetes.io/zone';
/** Labels that tell the pods of one template from those of another. */
const REVISION_LABELS = ['pod-template-hash', 'controller-revision-hash'];

/** Every pod that ever was, by id. Revisions are counted per workload in the order in which they appear. */
export function podFactsOf(entries: readonly Entry[]): Readonly<Record<string, PodFacts>> {
  const owners = new Map<string, KubeObject>();
  const revisions = new Map<string, string[]>();
  const facts: Record<string, PodFacts> = {};
  const oomScores = oomScoresOf(entries);
  for (const { object, what } of entries) {
    if (what.verb !== 'create') continue;
    owners.set(idOf(object), what.after);
    if (object.kind !== 'Pod') continue;
    const pod = what.after as Pod & KubeObject;
    const workload = workloadOf(pod, owners);
    const label = REVISION_LABELS.map((name) => pod.metadata?.labels?.[name]).find((each) => each !== undefined) ?? '';
    const known = revisions.get(workload) ?? [];
    if (!known.includes(label)) revisions.set(workload, [...known, label]);
    const revision = (revisions.get(workload) ?? []).indexOf(label);
    facts[idOf(object)] = { ...requestsOf(pod), qos: qosClassOf(pod), oomScores: oomScores.get(idOf(object)) ?? {}, revision, workload };
  }
  return facts;
}

/** What the kubelet tells the kernel of each pod that has a node. */
function oomScoresOf(entries: readonly Entry[]): ReadonlyMap<string, PodFacts['oomScores']> {
  const memory = new Map<string, bigint>();
  const pods = new Map<string, Pod>();
  const scores = new Map<string, PodFacts['oomScores']>();
  for (const { object, what } of entries) {
    const id = idOf(object);
    if (object.kind === 'Node' && what.verb === 'create')
      memory.set(object.name, value(quantityOf((what.after as Node).status?.capacity?.memory ?? '0')));
    if (object.kind !== 'Pod' || scores.has(id)) continue;
    if (what.verb === 'create') pods.set(id, what.after as Pod);
    const pod = pods.get(id);
    const bound = what.verb === 'update' ? (what.patch.spec as { nodeName?: string } | undefined)?.nodeName : undefined;
    const node = memory.get(bound ?? pod?.spec?.nodeName ?? '');
    if (pod === undefined || node === undefined || node === 0n) continue;
    scores.set(id, Object.fromEntries((pod.spec?.containers ?? []).map((each) => [each.name, oomScoreAdjust(pod, each, node)])));
  }
  return scores;
}

function workloadOf(pod: KubeObject, owners: ReadonlyMap<string, KubeObject>): string {
  let id = idOf(refOf(pod));
  for (let owner = controllerOf(pod); owner !== undefined; ) {
    id = idOf({ kind: owner.kind, namespace: pod.metadata?.namespace ?? '', name: owner.name });
    owner = controllerOf(owners.get(id) ?? {});
  }
  return id;
}

/** Every node that ever was, as it was at last: by zone, control planes first. */
export function nodeFactsOf(entries: readonly Entry[]): readonly NodeFacts[] {
  const nodes = new Map<string, KubeObject>();
  for (const { object, what } of entries) {
    if (object.kind !== 'Node') continue;
    if (what.verb === 'create') nodes.set(object.name, what.after);
    else if (what.verb === 'update') nodes.set(object.name, applyPatch(nodes.get(object.name), what.patch) as KubeObject);
  }
  return [...nodes.values()]
    .map(factsOfNode)
    .sort((a, b) => Number(b.controlPlane) - Number(a.controlPlane) || compare(a.zone, b.zone) || compare(a.name, b.name));
}

function factsOfNode(object: KubeObject): NodeFacts {
  const { metadata, status } = object as Node;
  const room = status?.allocatable ?? status?.capacity ?? {};
  const amount = (name: string): ReturnType<typeof quantityOf> => quantityOf(room[name] ?? '0');
  return {
    name: metadata?.name ?? '',
    zone: metadata?.labels?.[ZONE] ?? '',
    controlPlane: metadata?.labels?.[CONTROL_PLANE] !== undefined,
    cpuMilli: Number(milliValue(amount('cpu'))),
    memoryBytes: Number(value(amount('memory'))),
    pods: Number(value(amount('pods'))),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
