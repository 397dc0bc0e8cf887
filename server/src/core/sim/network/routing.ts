import type { EndpointSlice, Node, Pod, Service } from '../../generated/api.ts';
import { failedSinceMs } from '../node-failure.ts';
import { type KubeObject, keyOf, type ObjectRef, refOf } from '../object.ts';
import { STANDING } from '../samples.ts';
import { applyPatch, type Entry, idOf } from '../trace.ts';
import { SERVICE_NAME } from './endpoint-slices.ts';
import { type Answer, reachOf } from './service-reach.ts';

/** Where requests to a Service go, from an instant on; `share` of all requests each. */
export interface Routing {
  readonly timeMs: number;
  readonly targets: readonly Answer[];
  /** Share of the requests that find nobody. */
  readonly nowhere: number;
}

export interface ServiceRoutes {
  readonly service: ObjectRef;
  /** In order of time; the last one holds to the end, or until the Service goes. */
  readonly routings: readonly Routing[];
  readonly goneMs: number | undefined;
}

/** What a run says about ways to pods: who is asked when, which node runs a pod, and when nodes were down. */
export interface Routes {
  readonly services: readonly ServiceRoutes[];
  readonly nodeByUid: ReadonlyMap<string, string>;
  readonly failuresByNode: ReadonlyMap<string, readonly { readonly fromMs: number; untilMs: number }[]>;
}

/** The ways to the pods of every Service with an address of its own, at each instant at which they changed. */
export function routesOf(entries: readonly Entry[]): Routes {
  const walk = createWalk();
  let begun = entries.findIndex(({ because }) => because.key !== STANDING);
  if (begun < 0) begun = entries.length;
  for (const entry of entries.slice(0, begun)) walk.take(entry);
  walk.settle(0);
  for (let start = begun; start < entries.length; ) {
    const timeMs = entries[start]?.timeMs ?? 0;
    for (; entries[start]?.timeMs === timeMs; start++) walk.take(entries[start]);
    walk.settle(timeMs);
  }
  return walk.routes();
}

interface Followed {
  readonly service: ObjectRef;
  readonly routings: Routing[];
  goneMs: number | undefined;
}

/** The objects that ways depend on, followed entry by entry. */
function createWalk(): { take(entry: Entry | undefined): void; settle(timeMs: number): void; routes(): Routes } {
  const objects = new Map<string, KubeObject>();
  const podByUid = new Map<string, Pod>();
  const nodes = new Map<string, Node>();
  const slicesByService = new Map<string, Map<string, EndpointSlice>>();
  const followed = new Map<string, Followed>();
  const failures = new Map<string, { readonly fromMs: number; untilMs: number }[]>();
  const touched = new Set<string>();

  function place(id: string, entry: Entry, after: KubeObject | undefined): void {
    const before = objects.get(id);
    const object = after ?? before;
    if (after === undefined) objects.delete(id);
    else objects.set(id, after);
    switch (entry.object.kind) {
      case 'Pod':
        if (after?.metadata?.uid !== undefined) podByUid.set(after.metadata.uid, after as Pod);
        return;
      case 'Service':
        touched.add(keyOf(entry.object));
        return;
      case 'EndpointSlice':
        placeSlice(id, object as EndpointSlice | undefined, after !== undefined);
        return;
      default:
        placeNode(entry, after as Node | undefined);
    }
  }

  function placeSlice(id: string, slice: EndpointSlice | undefined, exists: boolean): void {
    const name = slice?.metadata?.labels?.[SERVICE_NAME];
    if (slice === undefined || name === undefined) return;
    const key = keyOf({ namespace: refOf(slice).namespace, name });
    const slices = slicesByService.get(key) ?? new Map<string, EndpointSlice>();
    slicesByService.set(key, slices);
    if (exists) slices.set(id, slice);
    else slices.delete(id);
    touched.add(key);
  }

  function placeNode({ timeMs, object: { name } }: Entry, node: Node | undefined): void {
    if (node !== undefined && !nodes.has(name)) for (const key of followed.keys()) touched.add(key);
    if (node === undefined) nodes.delete(name);
    else nodes.set(name, node);
    const known = failures.get(name) ?? [];
    failures.set(name, known);
    const open = known.find(({ untilMs }) => untilMs === Infinity);
    const isDown = failedSinceMs(node) !== undefined;
    if (isDown && open === undefined) known.push({ fromMs: timeMs, untilMs: Infinity });
    else if (!isDown && open !== undefined) open.untilMs = timeMs;
  }

  function route(key: string, timeMs: number): void {
    const service = objects.get(`Service ${key}`) as (Service & KubeObject) | undefined;
    const known = followed.get(key);
    if (service === undefined || !hasAddress(service)) {
      if (known !== undefined) known.goneMs ??= timeMs;
      return;
    }
    const now = known ?? { service: refOf(service), routings: [], goneMs: undefined };
    now.goneMs = undefined;
    followed.set(key, now);
    const slices = [...(slicesByService.get(key)?.values() ?? [])];
    const pods = slices.flatMap(({ endpoints = [] }) => endpoints.flatMap(({ targetRef }) => podByUid.get(targetRef?.uid ?? '') ?? []));
    now.routings.push(routingAt(timeMs, service, [...slices, ...nodes.values(), ...pods]));
  }

  return {
    take(entry) {
      if (entry === undefined || !FOLLOWED.has(entry.object.kind)) return;
      const id = idOf(entry.object);
      const before = objects.get(id);
      if (entry.what.verb === 'create') place(id, entry, entry.what.after);
      else if (entry.what.verb === 'update' && before !== undefined) place(id, entry, applyPatch(before, entry.what.patch) as KubeObject);
      else if (entry.what.verb === 'delete') place(id, entry, undefined);
    },
    settle(timeMs) {
      for (const key of touched) route(key, timeMs);
      touched.clear();
    },
    routes() {
      const nodeByUid = new Map([...podByUid].map(([uid, { spec }]) => [uid, spec?.nodeName ?? '']));
      return { services: [...followed.values()], nodeByUid, failuresByNode: failures };
    },
  };
}

const FOLLOWED: ReadonlySet<string> = new Set(['Pod', 'Service', 'EndpointSlice', 'Node']);

/** Headless Services and ExternalNames are answered by DNS; nobody stands in between. */
function hasAddress({ spec }: Service): boolean {
  return spec?.type !== 'ExternalName' && spec?.clusterIP !== 'None';
}

/** Requests from inside the cluster: from any node alike, and to any port alike. */
function routingAt(timeMs: number, service: Service, objects: readonly KubeObject[]): Routing {
  const ways = reachOf(service, objects).filter(({ way }) => way === 'clusterIP');
  const targets = new Map<string, Answer>();
  let nowhere = 0;
  for (const { answers } of ways) {
    if (answers.length === 0) nowhere += 1 / ways.length;
    for (const answer of answers) {
      const id = `${answer.uid} ${answer.pod}`;
      const before = targets.get(id)?.share ?? 0;
      targets.set(id, { ...answer, share: before + answer.share / ways.length });
    }
  }
  return { timeMs, targets: [...targets.values()], nowhere };
}
