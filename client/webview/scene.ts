/** The cluster at one instant as it is drawn. Pure; knows no colour. What did not change keeps its identity, and need not be drawn again. */
import type { NodeFacts, PreviewResult, TrafficSample } from '../../server/src/core/protocol.ts';
import type { KubeObject } from '../../server/src/core/sim/object.ts';
import { countUntil, idOf, type StateById, type Step, stateAt } from '../../server/src/core/sim/trace.ts';
import { firstColourOf } from './colours.ts';
import { hasGlance } from './glance.ts';
import { keptIfSame } from './same-items.ts';

export type PodForm = 'pending' | 'creating' | 'running' | 'ready' | 'terminating' | 'failed' | 'succeeded';

export interface PodTile {
  readonly id: string;
  readonly name: string;
  readonly form: PodForm;
  readonly revision: number;
  readonly colour: number;
  readonly restarts: number;
  readonly node: string;
  /** The message of a pod that waits. */
  readonly message: string;
  /** Share of the selected Service's traffic, when one is selected. */
  readonly share?: number;
}

export interface NodeCard {
  readonly facts: NodeFacts;
  readonly ready: boolean;
  readonly cordoned: boolean;
  readonly taints: readonly string[];
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  /** Pods that count: those that ended need no room. */
  readonly podCount: number;
  readonly pods: readonly PodTile[];
}

export interface Zone {
  readonly name: string;
  readonly nodes: readonly NodeCard[];
}

export interface Scene {
  readonly zones: readonly Zone[];
  readonly nodeCount: number;
  readonly waiting: readonly PodTile[];
  /** Ids of the Services that are there. */
  readonly services: readonly string[];
  /** What else stands there that has a state of its own and no place on a node. */
  readonly others: readonly KubeObject[];
  /** Who receives the selected Service's traffic. */
  readonly traffic: TrafficSample | undefined;
  readonly objects: StateById;
}

interface PodStatus {
  readonly phase?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  readonly containerStatuses?: readonly {
    readonly restartCount?: number;
    readonly state?: { readonly waiting?: { readonly reason?: string }; readonly terminated?: { readonly exitCode?: number } };
  }[];
}
interface NodeObject {
  readonly spec?: {
    readonly unschedulable?: boolean;
    readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

const CRASHING = new Set(['CrashLoopBackOff', 'ImagePullBackOff', 'ErrImagePull', 'Error']);

/** What was drawn of a run so far. */
interface Drawn {
  count: number;
  service: string | undefined;
  scene: Scene | undefined;
  readonly tiles: WeakMap<KubeObject, PodTile>;
  readonly cards: Map<string, { readonly object: KubeObject; readonly card: NodeCard }>;
}
const drawnByEntries = new WeakMap<readonly Step[], Drawn>();

/** The cluster at one instant; the very same scene as before where nothing happened since. `service` is the id of a selected Service. */
export function sceneAt(result: PreviewResult, timeMs: number, service?: string): Scene {
  const drawn = drawnByEntries.get(result.entries) ?? { count: -1, service, scene: undefined, tiles: new WeakMap(), cards: new Map() };
  drawnByEntries.set(result.entries, drawn);
  const count = countUntil(result.entries, timeMs);
  if (drawn.scene !== undefined && drawn.count === count && drawn.service === service) return drawn.scene;
  const scene = nextScene(result, timeMs, service, drawn);
  drawn.count = count;
  drawn.service = service;
  drawn.scene = scene;
  return scene;
}

function nextScene(result: PreviewResult, timeMs: number, service: string | undefined, drawn: Drawn): Scene {
  const objects = stateAt(result, timeMs);
  const traffic =
    service === undefined ? undefined : result.traffic.findLast((each) => each.timeMs <= timeMs && idOf(each.service) === service);
  const tilesByNode = new Map<string, PodTile[]>();
  const waiting: PodTile[] = [];
  const services: string[] = [];
  const others: KubeObject[] = [];
  for (const [id, object] of objects) {
    if (object.kind === 'Service') services.push(id);
    else if (hasGlance(object)) others.push(object);
    if (object.kind !== 'Pod') continue;
    const tile = keptTile(drawn.tiles, id, object, result, traffic?.shares[id]);
    if (tile.node === '') waiting.push(tile);
    else push(tilesByNode, tile.node, tile);
  }
  const zones = new Map<string, NodeCard[]>();
  let nodeCount = 0;
  for (const facts of result.nodes) {
    const object = objects.get(`Node ${facts.name}`);
    if (object === undefined) continue;
    nodeCount++;
    push(zones, facts.zone, keptCard(drawn.cards, facts, object, (tilesByNode.get(facts.name) ?? []).sort(byName), result));
  }
  const before = drawn.scene;
  return {
    zones: keptIfSame(
      before?.zones,
      [...zones].map(([name, nodes]) => keptZone(before, name, nodes)),
    ),
    nodeCount,
    waiting: keptIfSame(before?.waiting, waiting.sort(byName)),
    services: keptIfSame(before?.services, services),
    others: keptIfSame(before?.others, others),
    traffic,
    objects,
  };
}

function byName(a: PodTile, b: PodTile): number {
  return a.name < b.name ? -1 : 1;
}

function push<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function keptZone(before: Scene | undefined, name: string, nodes: readonly NodeCard[]): Zone {
  const former = before?.zones.find((zone) => zone.name === name);
  return former !== undefined && keptIfSame(former.nodes, nodes) === former.nodes ? former : { name, nodes };
}

function keptTile(
  tiles: WeakMap<KubeObject, PodTile>,
  id: string,
  object: KubeObject,
  result: PreviewResult,
  share: number | undefined,
): PodTile {
  const known = tiles.get(object);
  if (known !== undefined && known.share === share) return known;
  const tile = known === undefined ? podTile(id, object, result) : withoutShare(known);
  const shown = share === undefined ? tile : { ...tile, share };
  tiles.set(object, shown);
  return shown;
}

function withoutShare({ share: _, ...tile }: PodTile): PodTile {
  return tile;
}

/** A pod as it stands, whatever Service is selected. */
export function podTile(id: string, object: KubeObject, result: PreviewResult): PodTile {
  const status = (object.status ?? {}) as PodStatus;
  const node = nodeOf(object) ?? '';
  const { revision = 0, workload = id } = result.pods[id] ?? {};
  const scheduled = status.conditions?.find(({ type }) => type === 'PodScheduled');
  return {
    id,
    name: object.metadata?.name ?? '',
    form: podForm(object, status, node),
    revision,
    colour: firstColourOf(result, workload) + revision,
    restarts: (status.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0),
    node,
    message: scheduled?.status === 'False' ? (scheduled.message ?? '') : '',
  };
}

/** The node that a pod is bound to. */
export function nodeOf(pod: KubeObject | undefined): string | undefined {
  return (pod?.spec as { nodeName?: string } | undefined)?.nodeName;
}

function podForm(object: KubeObject, status: PodStatus, node: string): PodForm {
  if (status.phase === 'Failed') return 'failed';
  if (status.phase === 'Succeeded') return 'succeeded';
  if (object.metadata?.deletionTimestamp !== undefined) return 'terminating';
  const crashed = status.containerStatuses?.some(
    ({ state }) => CRASHING.has(state?.waiting?.reason ?? '') || (state?.terminated?.exitCode ?? 0) !== 0,
  );
  if (crashed) return 'failed';
  if (status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True')) return 'ready';
  if (status.phase === 'Running') return 'running';
  return node === '' ? 'pending' : 'creating';
}

function keptCard(
  cards: Map<string, { readonly object: KubeObject; readonly card: NodeCard }>,
  facts: NodeFacts,
  object: KubeObject,
  pods: readonly PodTile[],
  result: PreviewResult,
): NodeCard {
  const known = cards.get(facts.name);
  if (known?.object === object && keptIfSame(known.card.pods, pods) === known.card.pods) return known.card;
  const card = nodeCard(facts, object as NodeObject, pods, result);
  cards.set(facts.name, { object, card });
  return card;
}

function nodeCard(facts: NodeFacts, { spec, status }: NodeObject, pods: readonly PodTile[], result: PreviewResult): NodeCard {
  const holding = pods.filter(({ form }) => form !== 'succeeded' && form !== 'failed');
  const sum = (of: 'cpuMilli' | 'memoryBytes'): number => holding.reduce((total, { id }) => total + (result.pods[id]?.[of] ?? 0), 0);
  return {
    facts,
    ready:
      status?.conditions?.find(({ type }) => type === 'Ready')?.status !== 'False' &&
      !status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'Unknown'),
    cordoned: spec?.unschedulable === true,
    taints: (spec?.taints ?? []).map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`),
    cpuMilli: sum('cpuMilli'),
    memoryBytes: sum('memoryBytes'),
    podCount: holding.length,
    pods,
  };
}
