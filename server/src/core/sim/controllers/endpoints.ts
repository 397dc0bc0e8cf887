import type { EndpointSlice, Pod, Service } from '../../generated/api.ts';
import { matches, selectorOfLabels } from '../../kube/label-selector.ts';
import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Action, Change, Component, Reconcile } from '../component.ts';
import { labelsOf, SERVICE_NAME, sliceOf, wantedEndpoints } from '../network/endpoint-slices.ts';
import { placeEndpoints, type SliceChange } from '../network/slice-placement.ts';
import { type KubeObject, keyOf, refOf, splitKey } from '../object.ts';
import { isEqual } from '../trace.ts';
import { isReady } from './pods.ts';

/** Keeps the EndpointSlices of Services with a selector (pkg/controller/endpointslice). */
export const endpointsController: Component = {
  name: 'endpoints',
  kinds: ['Service', 'Pod'],
  firstRetryMs: 1000,
  keysOf,
  reconcile,
};

function* keysOf(change: Change, cluster: Cluster): Generator<string> {
  const object: KubeObject = change.is === 'deleted' ? change.before : change.after;
  if (object.kind === 'Service') {
    yield keyOf(refOf(object));
    return;
  }
  const before = change.is === 'updated' ? (change.before as Pod) : undefined;
  const isNews = before === undefined || isOtherEndpoint(before, object as Pod);
  for (const service of cluster.listIn('Service', refOf(object).namespace)) {
    const isSelected = selects(service, object as Pod);
    const wasSelected = before === undefined ? isSelected : selects(service, before);
    if (isSelected !== wasSelected || (isSelected && isNews)) yield keyOf(refOf(service));
  }
}

/** Of a pod's news only these count: one that ends unready stays where it is until the next of them (podEndpointsChanged). */
function isOtherEndpoint(before: Pod, after: Pod): boolean {
  const isLeaving = [before, after].some(({ metadata }) => metadata?.deletionTimestamp !== undefined);
  return isLeaving || isReady(before) !== isReady(after) || before.status?.podIP !== after.status?.podIP;
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
  const { groups, lost } = wantedEndpoints(service, pods, (node) => cluster.get('Node', '', node));
  const existing = cluster.ownedBy('EndpointSlice', service.metadata?.uid ?? '').filter((slice) => isOf(slice, name));
  const changes = [...placeEndpoints(existing, groups)];
  changes.push(...relabelling(service, existing, changes));
  for (const change of changes) {
    const outcome = yield actionOf(service, change);
    if (!outcome.ok) return 'retry';
  }
  if (lost.length > 0) return 'retry';
}

/** Slices that hold what they should still follow the labels of their Service. */
function relabelling(service: Service, existing: readonly EndpointSlice[], changes: readonly SliceChange[]): readonly SliceChange[] {
  const changed = new Set(changes.map((change) => (change.do === 'create' ? undefined : change.slice)));
  return existing
    .filter((slice) => !changed.has(slice) && !isEqual(labelsOf(service), slice.metadata?.labels))
    .map((slice) => ({ do: 'update', slice, content: { ports: slice.ports ?? [], endpoints: slice.endpoints ?? [] } }));
}

function actionOf(service: Service, change: SliceChange): Action {
  const endpoints = change.do === 'delete' ? [] : change.content.endpoints;
  const ready = endpoints.filter(({ conditions }) => conditions?.ready === true).length;
  const because = message('networkEndpoints', { service: refOf(service).name, ready });
  if (change.do === 'delete') return { do: 'delete', object: refOf(change.slice), because };
  const object = sliceOf(service, change.content, change.do === 'update' ? change.slice : undefined);
  return { do: change.do, object, because };
}

function isOf({ metadata }: EndpointSlice, service: string): boolean {
  return metadata?.labels?.[SERVICE_NAME] === service;
}
