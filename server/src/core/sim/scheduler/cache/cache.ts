import type { Node, Pod } from '../../../generated/api.ts';
import { type ClusterStore, createClusterStore } from '../../cluster.ts';
import { type KubeObject, keyOf, type ObjectRef } from '../../object.ts';
import { createImageIndex, type ImageIndex } from './image-index.ts';
import { NodeInfo } from './node-info.ts';
import { createNodeTree } from './node-tree.ts';
import { createPodIndex, type PodCount, type PodKind } from './pod-index.ts';
import type { PodInfo } from './pod-info.ts';
import { createTermIndex, type TermEntry } from './term-index.ts';
import { createTopology, type Topology } from './topology.ts';

/** The cluster as plugins see it during a cycle (`pkg/scheduler/backend/cache`). */
export interface ClusterView {
  /** In the order of the snapshot: zones interleaved. */
  readonly nodes: readonly NodeInfo[];
  /** The same list object until a node comes or goes. */
  readonly nodeNames: readonly string[];
  node(name: string): NodeInfo | undefined;
  readonly topology: Topology;
  /** Pods on living nodes, counted by node; `id` names the predicate. */
  countPods(id: string, matches: (kind: PodKind) => boolean): PodCount;
  /** The distinct terms of pods on living nodes. */
  readonly existingTerms: Readonly<Record<TermKind, { readonly size: number; entries(): Iterable<TermEntry> }>>;
  readonly images: ImageIndex;
  /** Whether a pod on a living node uses the claim `namespace/name`. */
  isClaimUsed(key: string): boolean;
  /** Everything that is neither a Pod nor a Node. */
  readonly objects: ClusterStore;
}

export type TermKind = 'requiredAffinity' | 'requiredAntiAffinity' | 'preferredAffinity' | 'preferredAntiAffinity';
const TERM_KINDS: readonly TermKind[] = ['requiredAffinity', 'requiredAntiAffinity', 'preferredAffinity', 'preferredAntiAffinity'];

export interface Cache extends ClusterView {
  /** Takes in an object that is no Pod. */
  upsert(object: KubeObject): void;
  remove(ref: ObjectRef): void;
  /** Puts a pod onto a node: one that it has, or one that is assumed for it. */
  place(pod: PodInfo, nodeName: string): void;
  /** The pod as it stands on a node. */
  placed(key: string): PodInfo | undefined;
}

export function createCache(): Cache {
  const tree = createNodeTree();
  const infoByName = new Map<string, NodeInfo>();
  const freeSlots: number[] = [];
  let slotCount = 0;
  let nodes: readonly NodeInfo[] = [];
  let nodeNames: readonly string[] = [];
  let isListStale = false;

  const nodeNameByPod = new Map<string, string>();
  const podByKey = new Map<string, PodInfo>();
  /** Pods whose node is not known (yet), in the order of their coming. */
  const waitingByNode = new Map<string, Map<string, PodInfo>>();

  const topology = createTopology(
    () => infoByName.values(),
    () => slotCount,
  );
  const podIndex = createPodIndex();
  const terms = {
    requiredAffinity: createTermIndex(),
    requiredAntiAffinity: createTermIndex(),
    preferredAffinity: createTermIndex(),
    preferredAntiAffinity: createTermIndex(),
  };
  const images = createImageIndex();
  const podsByClaim = new Map<string, number>();
  const objects = createClusterStore();

  function attach(pod: PodInfo, node: NodeInfo): void {
    node.add(pod);
    podIndex.add(pod, node.slot);
    for (const kind of TERM_KINDS) terms[kind].add(pod[kind], node.slot);
    for (const claim of pod.claims) podsByClaim.set(claim, (podsByClaim.get(claim) ?? 0) + 1);
  }

  function detach(pod: PodInfo, node: NodeInfo): void {
    node.remove(pod);
    podIndex.remove(pod, node.slot);
    for (const kind of TERM_KINDS) terms[kind].remove(pod[kind], node.slot);
    for (const claim of pod.claims) podsByClaim.set(claim, (podsByClaim.get(claim) ?? 0) - 1);
  }

  function place(pod: PodInfo, nodeName: string): void {
    removePod(pod.key);
    nodeNameByPod.set(pod.key, nodeName);
    podByKey.set(pod.key, pod);
    const node = infoByName.get(nodeName);
    if (node !== undefined) attach(pod, node);
    else {
      const waiting = waitingByNode.get(nodeName) ?? new Map<string, PodInfo>();
      waitingByNode.set(nodeName, waiting.set(pod.key, pod));
    }
  }

  function removePod(key: string): void {
    const nodeName = nodeNameByPod.get(key);
    const pod = podByKey.get(key);
    if (nodeName === undefined || pod === undefined) return;
    nodeNameByPod.delete(key);
    podByKey.delete(key);
    const node = infoByName.get(nodeName);
    if (node !== undefined) detach(pod, node);
    else waitingByNode.get(nodeName)?.delete(key);
  }

  function upsertNode(node: Node): void {
    const name = node.metadata?.name ?? '';
    const known = infoByName.get(name);
    if (known === undefined) {
      const info = new NodeInfo(node, freeSlots.pop() ?? slotCount++);
      infoByName.set(name, info);
      tree.add(node);
      isListStale = true;
      for (const pod of waitingByNode.get(name)?.values() ?? []) attach(pod, info);
      waitingByNode.delete(name);
    } else {
      images.remove(known.node);
      tree.update(known.node, node);
      known.setNode(node);
    }
    images.add(node);
    topology.invalidate();
  }

  function removeNode(name: string): void {
    const info = infoByName.get(name);
    if (info === undefined) return;
    const pods = [...info.pods];
    for (const pod of pods) detach(pod, info);
    waitingByNode.set(name, new Map(pods.map((pod) => [pod.key, pod])));
    infoByName.delete(name);
    tree.remove(info.node);
    images.remove(info.node);
    freeSlots.push(info.slot);
    isListStale = true;
    topology.invalidate();
  }

  /** A changed zone alone does not reorder the list: upstream's snapshot keeps its order until a node comes or goes. */
  function refreshList(): void {
    if (!isListStale) return;
    nodeNames = tree.names();
    nodes = nodeNames.flatMap((name) => infoByName.get(name) ?? []);
    isListStale = false;
  }

  return {
    get nodes() {
      refreshList();
      return nodes;
    },
    get nodeNames() {
      refreshList();
      return nodeNames;
    },
    node: (name) => infoByName.get(name),
    topology,
    countPods: podIndex.count,
    existingTerms: terms,
    images,
    isClaimUsed: (key) => (podsByClaim.get(key) ?? 0) > 0,
    objects,
    placed: (key) => podByKey.get(key),
    place,
    upsert(object) {
      if (object.kind === 'Node') upsertNode(object as Node);
      else objects.put(object);
    },
    remove(ref) {
      if (ref.kind === 'Pod') removePod(keyOf(ref));
      else if (ref.kind === 'Node') removeNode(ref.name);
      else objects.remove(ref);
    },
  };
}

/** Ended pods hold nothing: the scheduler does not see them. */
export function hasEnded(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}
