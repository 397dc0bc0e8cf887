import type { EndpointSlice, Pod, Service } from '../../generated/api.ts';
import { matches, selectorOfLabels } from '../../kube/label-selector.ts';
import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Change, Component, Reconcile } from '../component.ts';
import { SERVICE_NAME, sliceContents, sliceOf } from '../network/endpoint-slices.ts';
import { type KubeObject, keyOf, refOf, splitKey } from '../object.ts';
import { isEqual } from '../trace.ts';

/** Keeps the EndpointSlices of Services with a selector (pkg/controller/endpointslice). */
export const endpointsController: Component = { name: 'endpoints', kinds: ['Service', 'Pod'], keysOf, reconcile };

function* keysOf(change: Change, cluster: Cluster): Generator<string> {
  const objects: readonly KubeObject[] =
    change.is === 'created' ? [change.after] : change.is === 'updated' ? [change.before, change.after] : [change.before];
  for (const object of objects) {
    if (object.kind === 'Service') yield keyOf(refOf(object));
    else
      for (const service of cluster.listIn('Service', refOf(object).namespace))
        if (selects(service, object as Pod)) yield keyOf(refOf(service));
  }
}

function selects({ spec }: Service, pod: Pod): boolean {
  const selector = spec?.selector ?? {};
  if (Object.keys(selector).length === 0 || spec?.type === 'ExternalName') return false;
  return matches(selectorOfLabels(selector), pod.metadata?.labels);
}

function* reconcile(cluster: Cluster, key: string): Reconcile {
  const { namespace, name } = splitKey(key);
  const service = cluster.get('Service', namespace, name);
  if (service === undefined || Object.keys(service.spec?.selector ?? {}).length === 0 || service.spec?.type === 'ExternalName') return;
  const pods = cluster.listIn('Pod', namespace).filter((pod) => selects(service, pod));
  const wanted = sliceContents(service, pods, (node) => cluster.get('Node', '', node));
  const existing = cluster.ownedBy('EndpointSlice', service.metadata?.uid ?? '').filter((slice) => isOf(slice, name));
  for (const [index, content] of wanted.entries()) {
    const before = existing[index];
    const slice = sliceOf(service, content, before);
    if (before !== undefined && isEqual(before, slice)) continue;
    const ready = content.endpoints.filter(({ conditions }) => conditions?.ready === true).length;
    const because = message('networkEndpoints', { service: name, ready });
    const outcome = yield before === undefined ? { do: 'create', object: slice, because } : { do: 'update', object: slice, because };
    if (!outcome.ok) return 'retry';
  }
  for (const slice of existing.slice(wanted.length)) {
    yield { do: 'delete', object: refOf(slice), because: message('networkEndpoints', { service: name, ready: 0 }) };
  }
}

function isOf({ metadata }: EndpointSlice, service: string): boolean {
  return metadata?.labels?.[SERVICE_NAME] === service;
}
