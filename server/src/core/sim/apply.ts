import { type Message, message } from '../text/text.ts';
import type { Cluster } from './cluster.ts';
import type { Action } from './component.ts';
import { type KubeObject, refOf } from './object.ts';
import { isClusterScoped } from './resource-names.ts';
import { isEqual } from './trace.ts';

/** What was applied last, by `Kind namespace/name`: what `kubectl apply` keeps in an annotation. */
export type LastApplied = Map<string, KubeObject>;

/**
 * `kubectl apply` of one object: creates it, or merges it three ways into the live one, so that fields which the manifest no longer
 * has go, and fields which others have set (a scaled replica count) stay unless the manifest sets them: what it says is written anew
 * even where it has not changed (`CreateThreeWayMergePatch` of apimachinery's `strategicpatch/patch.go`).
 */
export function applyAction(cluster: Cluster, object: KubeObject, lastApplied: LastApplied): Action {
  const placed = withNamespace(object);
  const ref = refOf(placed);
  const id = `${ref.kind} ${ref.namespace}/${ref.name}`;
  const live = cluster.get(ref.kind, ref.namespace, ref.name);
  const before = lastApplied.get(id);
  lastApplied.set(id, placed);
  const because = appliedBy(placed);
  if (live === undefined) return { do: 'create', object: placed, because };
  return { do: 'update', object: mergeThreeWays(before ?? {}, placed, live) as KubeObject, because };
}

function appliedBy(object: KubeObject): Message {
  return message('simApplied', { kind: object.kind ?? '', name: refOf(object).name });
}

/** Objects of namespaced kinds live in `default` unless they say more. */
export function withNamespace(object: KubeObject): KubeObject {
  if (isClusterScoped(object.kind ?? '')) return object;
  return { ...object, metadata: { ...object.metadata, namespace: object.metadata?.namespace ?? 'default' } };
}

/** Maps are merged key by key; a list is taken as the manifest has it when it has changed there: the live one holds defaults. */
function mergeThreeWays(before: unknown, wanted: unknown, live: unknown): unknown {
  if (Array.isArray(wanted) && Array.isArray(live)) return isEqual(before, wanted) ? live : wanted;
  if (!isRecord(wanted) || !isRecord(live)) return wanted;
  const old = isRecord(before) ? before : {};
  const merged: Record<string, unknown> = { ...live };
  for (const key of Object.keys(old)) if (!(key in wanted)) delete merged[key];
  for (const [key, value] of Object.entries(wanted)) merged[key] = key in live ? mergeThreeWays(old[key], value, live[key]) : value;
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
