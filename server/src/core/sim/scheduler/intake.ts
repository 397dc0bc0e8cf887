import type { Node, Pod, PriorityClass, StorageClass } from '../../generated/api.ts';
import { completePod } from '../admission/pod-completion.ts';
import { type KubeObject, refOf } from '../object.ts';
import { hasEnded } from './cache/cache.ts';

/** The objects of a cluster and the pods that wait in it, as the API server would hand them to the scheduler. */
export interface Intake {
  /** Everything that is there from the start, in the order of a list from the server: by kind, namespace and name. */
  readonly objects: readonly KubeObject[];
  /** Pods without a node, in the order given. */
  readonly pending: readonly Pod[];
  readonly problems: readonly IntakeProblem[];
}

/** An object that was left out, and why, in words of the API server where it has some. */
export interface IntakeProblem {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly reason: string;
}

const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'CSIDriver',
  'CSINode',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'VolumeAttachment',
]);

/** Completes objects with the defaults that matter to scheduling, and leaves out what the API server would refuse. */
export function takeIn(given: readonly KubeObject[]): Intake {
  const objects: KubeObject[] = [];
  const pending: Pod[] = [];
  const problems: IntakeProblem[] = [];
  const named = given.map(withNamespace);
  const classes = named.filter(({ kind }) => kind === 'PriorityClass') as readonly PriorityClass[];

  for (const object of named) {
    const ref = refOf(object);
    if (ref.kind === '' || ref.name === '')
      problems.push({ ...ref, reason: ref.kind === '' ? 'kind: Required value' : 'metadata.name: Required value' });
    else if (object.kind !== 'Pod') objects.push(completeObject(object));
    else {
      const { pod, problem } = completePod(object as Pod, classes);
      if (problem !== undefined) problems.push({ ...ref, reason: problem });
      else if (pod.spec?.nodeName) objects.push(pod);
      else if (!hasEnded(pod)) pending.push(pod);
    }
  }
  return { objects: objects.sort(inListOrder), pending, problems };
}

function withNamespace(object: KubeObject): KubeObject {
  if (object.metadata?.namespace || CLUSTER_SCOPED.has(object.kind ?? '')) return object;
  return { ...object, metadata: { ...object.metadata, namespace: 'default' } };
}

function completeObject(object: KubeObject): KubeObject {
  if (object.kind === 'Node') return completeNode(object as Node);
  if (object.kind === 'StorageClass') {
    const { volumeBindingMode, ...rest } = object as StorageClass;
    return { ...rest, volumeBindingMode: volumeBindingMode ?? 'Immediate' } as StorageClass;
  }
  return object;
}

/** What is not reserved can be allocated (`pkg/apis/core/v1/defaults.go`, SetDefaults_NodeStatus). */
function completeNode(node: Node): Node {
  const { status } = node;
  return status?.allocatable !== undefined || status?.capacity === undefined
    ? node
    : { ...node, status: { ...status, allocatable: status.capacity } };
}

function inListOrder(a: KubeObject, b: KubeObject): number {
  const [left, right] = [refOf(a), refOf(b)];
  return order(left.kind, right.kind) || order(left.namespace, right.namespace) || order(left.name, right.name);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
