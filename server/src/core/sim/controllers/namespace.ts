import type { Namespace } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Change, Component, Reconcile } from '../component.ts';
import { refOf } from '../object.ts';

/** Empties a namespace that is being deleted, then lets it go (`pkg/controller/namespace`). */
export const namespaceController: Component = { name: 'namespace', keysOf, reconcile };

function* keysOf(change: Change, cluster: Cluster): Generator<string> {
  const object = change.is === 'deleted' ? change.before : change.after;
  if (object.kind === 'Namespace') {
    if (change.is !== 'deleted' && isLeaving(object as Namespace)) yield refOf(object).name;
    return;
  }
  const { namespace } = refOf(object);
  const place = namespace === '' ? undefined : cluster.get('Namespace', '', namespace);
  if (place !== undefined && isLeaving(place)) yield namespace;
}

function* reconcile(cluster: Cluster, name: string): Reconcile {
  const namespace = cluster.get('Namespace', '', name);
  if (namespace === undefined || !isLeaving(namespace)) return;
  const because = message('simNamespaceGoes', { namespace: name });
  let current = namespace;
  if (current.status?.phase !== 'Terminating') {
    const outcome = yield { do: 'updateStatus', object: { ...current, status: { ...current.status, phase: 'Terminating' } }, because };
    if (!outcome.ok) return 'retry';
    current = outcome.object as Namespace;
  }
  const content = cluster.all().filter((object) => refOf(object).namespace === name);
  for (const object of content) {
    if (object.metadata?.deletionTimestamp === undefined) yield { do: 'delete', object: refOf(object), because };
  }
  if (cluster.all().some((object) => refOf(object).namespace === name)) return;
  const { finalizers: _held, ...spec } = current.spec ?? {};
  yield { do: 'update', object: { ...current, spec }, because: message('simNamespaceEmpty', { namespace: name }) };
}

function isLeaving({ metadata }: Namespace): boolean {
  return metadata?.deletionTimestamp !== undefined;
}
