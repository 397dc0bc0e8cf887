import type { Prng } from '../base/prng.ts';
import type { ObjectMeta } from '../generated/api.ts';
import type { Message } from '../text/text.ts';
import type { ClusterStore } from './cluster.ts';
import type { Action, AdmissionPlugin, Change, ComponentName, Outcome, Refusal } from './component.ts';
import { isRefusal } from './component.ts';
import { formatTime, type KubeObject, type ObjectOf, type ObjectRef, refOf } from './object.ts';
import { isClusterScoped, resourceOf } from './resource-names.ts';
import { diff, isEqual, type MergePatch, type What } from './trace.ts';

export type Write = Extract<Action, { readonly do: 'create' | 'update' | 'updateStatus' | 'delete' }>;

/** The one door through which objects change: names, UIDs, versions, generations, admission, graceful deletion. */
export interface ApiServer {
  write(action: Write, nowMs: number, by: ComponentName): Outcome;
  /** Stores an object as it is, without admission; what the server would have given it is filled in where it is missing. */
  load(object: KubeObject, because: Message, nowMs: number): void;
}

export interface ApiServerOptions {
  readonly store: ClusterStore;
  readonly admission: readonly AdmissionPlugin[];
  /** For the suffixes of generated names. */
  readonly random: Prng;
  /** Is told of every change, after it is stored. */
  changed(change: Change): void;
  record(by: ComponentName, object: ObjectRef, because: Message, what: What): void;
}

/** Kinds whose metadata.generation counts changes of the spec (`PrepareForUpdate` of their strategies). */
const KINDS_WITH_GENERATION = new Set([
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Pod',
  'PodDisruptionBudget',
  'Ingress',
  'NetworkPolicy',
]);
const DEFAULT_GRACE_SECONDS = 30;
const SUFFIX_LENGTH = 5;
/** Longest generated name, suffix included (`staging/src/k8s.io/apiserver/pkg/storage/names/generate.go`). */
const LONGEST_GENERATED_NAME = 63;
/** No vowels and no look-alikes, as upstream's `util/rand`. */
const SUFFIX_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

export function createApiServer(options: ApiServerOptions): ApiServer {
  const { store, random } = options;
  let uids = 0;
  let versions = 0;

  function write(action: Write, nowMs: number, by: ComponentName): Outcome {
    if (action.do === 'create') return create(action.object, action.because, nowMs, by);
    if (action.do === 'delete') return remove(action, nowMs, by);
    return update(action, nowMs, by);
  }

  function create(object: KubeObject, because: Message, nowMs: number, by: ComponentName): Outcome {
    const kind = object.kind ?? '';
    const metadata = object.metadata ?? {};
    const namespace = isClusterScoped(kind) ? '' : (metadata.namespace ?? 'default');
    const name = metadata.name ?? generateName(kind, namespace, metadata.generateName ?? '');
    if (store.get(kind, namespace, name) !== undefined) return alreadyExists(kind, name);
    const requested = { ...object, metadata: { ...metadata, name, ...(namespace === '' ? {} : { namespace }) } };
    const admitted = admit(requested, undefined, nowMs, by);
    return isRefusal(admitted) ? admitted : add({ ...admitted, metadata: { ...admitted.metadata, ...birth(kind, nowMs) } }, because, by);
  }

  function birth(kind: string, nowMs: number): ObjectMeta {
    return { uid: nextUid(), creationTimestamp: formatTime(nowMs), ...(KINDS_WITH_GENERATION.has(kind) ? { generation: 1 } : {}) };
  }

  function load(object: KubeObject, because: Message, nowMs: number): void {
    const kind = object.kind ?? '';
    const namespace = isClusterScoped(kind) ? {} : { namespace: object.metadata?.namespace ?? 'default' };
    add({ ...object, metadata: { ...birth(kind, nowMs), ...namespace, ...object.metadata } }, because, 'user');
  }

  function add(object: KubeObject, because: Message, by: ComponentName): Outcome {
    const stored: KubeObject = { ...object, metadata: { ...object.metadata, resourceVersion: String(++versions) } };
    store.put(stored);
    options.record(by, refOf(stored), because, { verb: 'create', after: stored });
    options.changed({ is: 'created', after: stored });
    return { ok: true, object: stored };
  }

  function update(action: Extract<Write, { do: 'update' | 'updateStatus' }>, nowMs: number, by: ComponentName): Outcome {
    const { object, because } = action;
    const ref = refOf(object);
    const before = store.get(ref.kind, ref.namespace, ref.name);
    if (before === undefined) return notFound(ref);
    const version = object.metadata?.resourceVersion;
    if (version !== undefined && version !== before.metadata?.resourceVersion) return conflict(ref);
    if (isEqual(before, object)) return { ok: true, object: before };
    if (action.do === 'updateStatus') return replace(before, object, false, because, by);
    const admitted = admit(object, before, nowMs, by);
    if (isRefusal(admitted)) return admitted;
    return replace(before, admitted, raisesGeneration(before, admitted), because, by);
  }

  /** Stores the next state of an object, or removes it when nothing holds its deletion back any more. */
  function replace(before: KubeObject, wanted: KubeObject, raises: boolean, because: Message, by: ComponentName): Outcome {
    const generation = before.metadata?.generation;
    const after: KubeObject = {
      ...wanted,
      metadata: {
        ...wanted.metadata,
        resourceVersion: String(++versions),
        ...(generation === undefined ? {} : { generation: generation + (raises ? 1 : 0) }),
      },
    };
    if (isFreeToGo(after)) return erase(before, after, because, by);
    const patch = diff(before as MergePatch, after as MergePatch);
    store.put(after);
    options.record(by, refOf(after), because, { verb: 'update', patch: patch ?? {} });
    options.changed({ is: 'updated', before, after });
    return { ok: true, object: after };
  }

  function erase(before: KubeObject, last: KubeObject, because: Message, by: ComponentName): Outcome {
    store.remove(refOf(before));
    options.record(by, refOf(before), because, { verb: 'delete' });
    options.changed({ is: 'deleted', before: last });
    return { ok: true, object: last };
  }

  function remove(action: Extract<Write, { do: 'delete' }>, nowMs: number, by: ComponentName): Outcome {
    const { kind, namespace, name } = action.object;
    const before = store.get(kind, namespace, name);
    if (before === undefined) return notFound(action.object);
    const graceSeconds = graceOf(before, action.graceSeconds);
    const finalizers = withPropagation(before.metadata?.finalizers ?? [], action.propagation);
    if (graceSeconds === 0 && finalizers.length === 0 && !isHeldBySpec(before)) return erase(before, before, action.because, by);
    const pending = before.metadata?.deletionTimestamp !== undefined;
    if (pending && graceSeconds >= (before.metadata?.deletionGracePeriodSeconds ?? 0)) return { ok: true, object: before };
    const marked: KubeObject = {
      ...before,
      metadata: {
        ...before.metadata,
        deletionTimestamp: formatTime(nowMs + graceSeconds * 1000),
        deletionGracePeriodSeconds: graceSeconds,
        ...(finalizers.length === 0 ? {} : { finalizers }),
      },
    };
    return replace(before, marked, !pending, action.because, by);
  }

  function admit(object: KubeObject, before: KubeObject | undefined, nowMs: number, by: ComponentName): KubeObject | Refusal {
    let admitted = object;
    for (const plugin of options.admission) {
      const answer = plugin.admit(admitted, before, store, nowMs, by);
      if (isRefusal(answer)) return answer;
      admitted = answer;
    }
    return admitted;
  }

  function generateName(kind: string, namespace: string, base: string): string {
    for (;;) {
      let name = base.slice(0, LONGEST_GENERATED_NAME - SUFFIX_LENGTH);
      for (let letter = 0; letter < SUFFIX_LENGTH; letter++) name += SUFFIX_LETTERS[random.below(SUFFIX_LETTERS.length)] ?? '';
      if (store.get(kind, namespace, name) === undefined) return name;
    }
  }

  /** The UIDs rise in order of creation, so that "the smaller UID" is the older object. */
  function nextUid(): string {
    return `00000000-0000-4000-8000-${(++uids).toString(16).padStart(12, '0')}`;
  }

  return { write, load };
}

/** `BeforeDelete`: pods that are not on a node, or have ended, need no time to stop; nothing but pods stops gracefully. */
function graceOf(object: KubeObject, asked: number | undefined): number {
  if (object.kind !== 'Pod') return 0;
  const { spec, status } = object as ObjectOf<'Pod'>;
  if (!spec?.nodeName || status?.phase === 'Succeeded' || status?.phase === 'Failed') return 0;
  return asked ?? spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
}

function withPropagation(finalizers: readonly string[], propagation: 'Background' | 'Foreground' | 'Orphan' = 'Background'): string[] {
  if (propagation === 'Background') return [...finalizers];
  const own = propagation === 'Foreground' ? 'foregroundDeletion' : 'orphan';
  return finalizers.includes(own) ? [...finalizers] : [...finalizers, own];
}

function isFreeToGo(object: KubeObject): boolean {
  const { metadata } = object;
  if (isHeldBySpec(object)) return false;
  return metadata?.deletionTimestamp !== undefined && metadata.deletionGracePeriodSeconds === 0 && (metadata.finalizers ?? []).length === 0;
}

/** A namespace stays until its own finalizers are gone (`pkg/registry/core/namespace/storage`). */
function isHeldBySpec({ kind, spec }: KubeObject): boolean {
  return kind === 'Namespace' && ((spec as { readonly finalizers?: readonly string[] } | undefined)?.finalizers ?? []).length > 0;
}

function raisesGeneration(before: KubeObject, after: KubeObject): boolean {
  if (!isEqual(before.spec, after.spec)) return true;
  return before.kind === 'Deployment' && !isEqual(before.metadata?.annotations, after.metadata?.annotations);
}

function alreadyExists(kind: string, name: string): Refusal {
  return { ok: false, status: 'AlreadyExists', message: `${resourceOf(kind)} "${name}" already exists` };
}

function notFound({ kind, name }: ObjectRef): Refusal {
  return { ok: false, status: 'NotFound', message: `${resourceOf(kind)} "${name}" not found` };
}

function conflict({ kind, name }: ObjectRef): Refusal {
  return {
    ok: false,
    status: 'Conflict',
    message: `Operation cannot be fulfilled on ${resourceOf(kind)} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
  };
}
