import { isArray, isObject, type Json } from '../core/base/json.ts';
import type { Snapshot } from '../core/kube/snapshot.ts';
import type { KubeObject } from '../core/sim/object.ts';

/** What bears on pods being made and placed beyond nodes and the pods themselves; other workloads of the workspace may belong to other clusters. */
const KINDS: ReadonlySet<string> = new Set([
  'CSIDriver',
  'CSIStorageCapacity',
  'LimitRange',
  'Namespace',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'PodDisruptionBudget',
  'PriorityClass',
  'ResourceQuota',
  'RuntimeClass',
  'Service',
  'StorageClass',
]);

/** Objects of the other files of a workspace that bear on where a file's pods go: those nearest to it where several have one name. */
export function contextOf(snapshot: Snapshot, uri: string): readonly KubeObject[] {
  const others = [...snapshot.files].flatMap(([other, file]) => {
    const objects = other === uri ? [] : file.documents.flatMap(({ document }) => objectsIn(document.value));
    return objects.length === 0 ? [] : [{ distance: distanceBetween(uri, other), objects }];
  });
  const nearestFirst = others.sort((a, b) => a.distance - b.distance).flatMap(({ objects }) => objects);
  const objectById = new Map<string, KubeObject>();
  for (const object of nearestFirst) {
    const id = `${object.kind} ${object.metadata?.namespace || 'default'}/${object.metadata?.name}`;
    if (!objectById.has(id)) objectById.set(id, object);
  }
  return [...objectById.values()];
}

function objectsIn(value: Json | undefined): readonly KubeObject[] {
  if (!isObject(value)) return [];
  if (value.kind === 'List' && isArray(value.items)) return value.items.flatMap(objectsIn);
  return KINDS.has(String(value.kind)) ? [value as KubeObject] : [];
}

/** Folders to go up and down from one file to the other. */
function distanceBetween(uri: string, other: string): number {
  const [here, there] = [uri.split('/'), other.split('/')];
  let shared = 0;
  while (shared < here.length && here[shared] === there[shared]) shared++;
  return here.length + there.length - 2 * shared;
}
