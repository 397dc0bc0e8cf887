/** From a run and a time to what is drawn: rows, tiles, rectangles. Pure; knows no colour. */
import type { NodeFacts, PreviewResult, WorkloadSeries } from '../../server/src/core/protocol.ts';
import type { KubeObject } from '../../server/src/core/sim/object.ts';
import { type StateById, type Step, stateAt } from '../../server/src/core/sim/trace.ts';

export type PodForm = 'pending' | 'creating' | 'running' | 'ready' | 'terminating' | 'failed' | 'succeeded';

export interface PodTile {
  readonly id: string;
  readonly name: string;
  readonly form: PodForm;
  readonly revision: number;
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
  readonly pods: readonly PodTile[];
}

export interface Scene {
  readonly zones: readonly { readonly name: string; readonly nodes: readonly NodeCard[] }[];
  readonly waiting: readonly PodTile[];
  readonly objects: StateById;
}

interface PodStatus {
  readonly phase?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  readonly containerStatuses?: readonly {
    readonly restartCount?: number;
    readonly state?: { readonly waiting?: { readonly reason?: string } };
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

/** The cluster at one instant. `service` is the id of a selected Service. */
export function sceneAt(result: PreviewResult, timeMs: number, service?: string): Scene {
  const objects = stateAt(result, timeMs);
  const shares = service === undefined ? undefined : sharesAt(result, timeMs, service);
  const tilesByNode = new Map<string, PodTile[]>();
  const waiting: PodTile[] = [];
  for (const [id, object] of objects) {
    if (object.kind !== 'Pod') continue;
    const tile = podTile(id, object, result, shares);
    const list = tile.node === '' ? waiting : (tilesByNode.get(tile.node) ?? []);
    list.push(tile);
    if (tile.node !== '') tilesByNode.set(tile.node, list);
  }
  const byName = (a: PodTile, b: PodTile): number => (a.name < b.name ? -1 : 1);
  const zones = new Map<string, NodeCard[]>();
  for (const facts of result.nodes) {
    const object = objects.get(`Node ${facts.name}`);
    if (object === undefined) continue;
    const pods = (tilesByNode.get(facts.name) ?? []).sort(byName);
    const zone = zones.get(facts.zone) ?? [];
    zone.push(nodeCard(facts, object as NodeObject, pods, result));
    zones.set(facts.zone, zone);
  }
  return { zones: [...zones].map(([name, nodes]) => ({ name, nodes })), waiting: waiting.sort(byName), objects };
}

function podTile(id: string, object: KubeObject, result: PreviewResult, shares: Readonly<Record<string, number>> | undefined): PodTile {
  const status = (object.status ?? {}) as PodStatus;
  const node = (object.spec as { nodeName?: string } | undefined)?.nodeName ?? '';
  const restarts = (status.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0);
  const scheduled = status.conditions?.find(({ type }) => type === 'PodScheduled');
  const share = shares?.[id];
  return {
    id,
    name: object.metadata?.name ?? '',
    form: podForm(object, status, node),
    revision: result.pods[id]?.revision ?? 0,
    restarts,
    node,
    message: scheduled?.status === 'False' ? (scheduled.message ?? '') : '',
    ...(share !== undefined && { share }),
  };
}

function podForm(object: KubeObject, status: PodStatus, node: string): PodForm {
  if (status.phase === 'Failed') return 'failed';
  if (status.phase === 'Succeeded') return 'succeeded';
  if (object.metadata?.deletionTimestamp !== undefined) return 'terminating';
  if (status.containerStatuses?.some(({ state }) => CRASHING.has(state?.waiting?.reason ?? ''))) return 'failed';
  if (status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True')) return 'ready';
  if (status.phase === 'Running') return 'running';
  return node === '' ? 'pending' : 'creating';
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
    pods,
  };
}

function sharesAt(result: PreviewResult, timeMs: number, service: string): Readonly<Record<string, number>> {
  const sample = result.traffic.findLast(
    (each) => each.timeMs <= timeMs && `Service ${each.service.namespace}/${each.service.name}` === service,
  );
  return sample?.shares ?? {};
}

/** A pod's life as stretches of one form each, for its row in the timeline. */
export interface PodRow {
  readonly id: string;
  readonly name: string;
  readonly revision: number;
  readonly stretches: readonly { readonly from: number; readonly to: number; readonly form: PodForm }[];
}

const rowsByEntries = new WeakMap<readonly Step[], readonly PodRow[]>();

/** One row for each pod that ever was, in the order of their making; computed once for a run. */
export function podRows(result: PreviewResult): readonly PodRow[] {
  const known = rowsByEntries.get(result.entries);
  if (known !== undefined) return known;
  const open = new Map<string, { name: string; revision: number; stretches: { from: number; to: number; form: PodForm }[] }>();
  const end = result.untilMs;
  let last = -1;
  const touched = new Set<string>();
  const close = (timeMs: number): void => {
    if (touched.size === 0) return;
    const objects = stateAt(result, timeMs);
    for (const id of touched) note(open, id, objects.get(id), timeMs, end, result);
    touched.clear();
  };
  for (const entry of result.entries) {
    if (entry.timeMs !== last) close(last);
    last = entry.timeMs;
    const { kind, namespace, name } = entry.object;
    if (kind === 'Pod' && entry.what.verb !== 'event' && entry.what.verb !== 'refuse') touched.add(`Pod ${namespace}/${name}`);
  }
  close(last);
  const rows = [...open].map(([id, row]) => ({ id, ...row }));
  rowsByEntries.set(result.entries, rows);
  return rows;
}

function note(
  open: Map<string, { name: string; revision: number; stretches: { from: number; to: number; form: PodForm }[] }>,
  id: string,
  object: KubeObject | undefined,
  timeMs: number,
  end: number,
  result: PreviewResult,
): void {
  const row = open.get(id);
  const current = row?.stretches.at(-1);
  if (object === undefined) {
    if (current !== undefined) current.to = timeMs;
    return;
  }
  const tile = podTile(id, object, result, undefined);
  if (current?.form === tile.form && current.to === end) return;
  if (current !== undefined) current.to = Math.min(current.to, timeMs);
  const stretch = { from: timeMs, to: end, form: tile.form };
  if (row === undefined) open.set(id, { name: tile.name, revision: tile.revision, stretches: [stretch] });
  else row.stretches.push(stretch);
}

/** The outline of stacked areas: available pods by revision over time, in a box of the given size. */
export interface Areas {
  readonly paths: readonly { readonly revision: number; readonly d: string }[];
  readonly desired: string;
  readonly minimum: string;
  /** Stretches in which fewer are available than promised. */
  readonly short: readonly { readonly x: number; readonly width: number }[];
}

export function areasOf(series: WorkloadSeries, untilMs: number, width: number, height: number): Areas {
  const { samples } = series;
  const most = Math.max(1, ...samples.map(({ desired, totalByRevision }) => Math.max(desired, total(totalByRevision))));
  const x = (timeMs: number): number => round((timeMs / Math.max(untilMs, 1)) * width);
  const y = (count: number): number => round(height - (count / most) * height);
  const revisions = Math.max(0, ...samples.map(({ availableByRevision }) => availableByRevision.length));
  const paths = Array.from({ length: revisions }, (_, revision) => {
    const below = (at: number): number => total(samples[at]?.availableByRevision.slice(0, revision) ?? []);
    const above = (at: number): number => below(at) + (samples[at]?.availableByRevision[revision] ?? 0);
    return { revision, d: `${stairs(samples, untilMs, x, (at) => y(above(at)))}${stairsBack(samples, untilMs, x, (at) => y(below(at)))}Z` };
  });
  const line = (of: (sample: WorkloadSeries['samples'][number]) => number): string =>
    stairs(samples, untilMs, x, (at) => y(of(samples[at] as WorkloadSeries['samples'][number])));
  const short = samples.flatMap((sample, at) => {
    // Nobody available where somebody is wanted is downtime, whatever the strategy promises.
    if (total(sample.availableByRevision) >= Math.max(sample.minimum, Math.min(sample.desired, 1))) return [];
    const from = x(sample.timeMs);
    return [{ x: from, width: round(x(samples[at + 1]?.timeMs ?? untilMs) - from) }];
  });
  return { paths, desired: line(({ desired }) => desired), minimum: line(({ minimum }) => minimum), short };
}

function stairs(samples: WorkloadSeries['samples'], untilMs: number, x: (timeMs: number) => number, y: (at: number) => number): string {
  let path = '';
  samples.forEach((sample, at) => {
    path += `${at === 0 ? 'M' : 'L'}${x(sample.timeMs)} ${y(at)}L${x(samples[at + 1]?.timeMs ?? untilMs)} ${y(at)}`;
  });
  return path;
}

function stairsBack(samples: WorkloadSeries['samples'], untilMs: number, x: (timeMs: number) => number, y: (at: number) => number): string {
  let path = '';
  for (let at = samples.length - 1; at >= 0; at--)
    path += `L${x(samples[at + 1]?.timeMs ?? untilMs)} ${y(at)}L${x(samples[at]?.timeMs ?? 0)} ${y(at)}`;
  return path;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** `00:18.0` */
export function clock(timeMs: number): string {
  const tenths = Math.floor(timeMs / 100);
  const minutes = Math.floor(tenths / 600);
  return `${String(minutes).padStart(2, '0')}:${String(Math.floor(tenths / 10) % 60).padStart(2, '0')}.${tenths % 10}`;
}

/** `500m`, `2`, `256Mi`: as a manifest would say it. */
export function cpuText(milli: number): string {
  return milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`;
}

export function memoryText(bytes: number): string {
  const mebi = bytes / 1024 / 1024;
  return mebi >= 10_240 ? `${Math.round(mebi / 102.4) / 10}Gi` : `${Math.round(mebi)}Mi`;
}
