/** From a run to what is drawn of its whole length: rows, areas, words of time. Pure; knows no colour. */
import type { PreviewResult, WorkloadSeries } from '../../server/src/core/protocol.ts';
import type { KubeObject } from '../../server/src/core/sim/object.ts';
import { applyPatch, idOf, type Step } from '../../server/src/core/sim/trace.ts';
import { type PodForm, podTile } from './scene.ts';
import { shownMsOf, type TimeScale } from './time-scale.ts';

/** A pod's life as stretches of one form each, for its row in the timeline. */
export interface PodRow {
  readonly id: string;
  readonly name: string;
  readonly colour: number;
  readonly stretches: readonly { readonly from: number; readonly to: number; readonly form: PodForm }[];
}

type OpenRow = { name: string; colour: number; stretches: { from: number; to: number; form: PodForm }[] };

const rowsByEntries = new WeakMap<readonly Step[], readonly PodRow[]>();

/** One row for each pod that ever was, in the order of their making; computed once for a run. */
export function podRows(result: PreviewResult): readonly PodRow[] {
  const known = rowsByEntries.get(result.entries);
  if (known !== undefined) return known;
  const rows = new Map<string, OpenRow>();
  const pods = new Map<string, KubeObject>();
  const touched = new Set<string>();
  let last = 0;
  const close = (): void => {
    for (const id of touched) note(rows, id, pods.get(id), last, result);
    touched.clear();
  };
  for (const { timeMs, object, what } of result.entries) {
    if (timeMs !== last) close();
    last = timeMs;
    if (object.kind !== 'Pod') continue;
    const id = idOf(object);
    if (what.verb === 'create') pods.set(id, what.after);
    else if (what.verb === 'update') pods.set(id, applyPatch(pods.get(id), what.patch) as KubeObject);
    else if (what.verb === 'delete') pods.delete(id);
    else continue;
    touched.add(id);
  }
  close();
  const made = [...rows].map(([id, row]) => ({ id, ...row }));
  rowsByEntries.set(result.entries, made);
  return made;
}

function note(rows: Map<string, OpenRow>, id: string, object: KubeObject | undefined, timeMs: number, result: PreviewResult): void {
  const end = result.untilMs;
  const row = rows.get(id);
  const current = row?.stretches.at(-1);
  if (object === undefined) {
    if (current !== undefined) current.to = timeMs;
    return;
  }
  const tile = podTile(id, object, result);
  if (current?.form === tile.form && current.to === end) return;
  if (current !== undefined) current.to = Math.min(current.to, timeMs);
  const stretch = { from: timeMs, to: end, form: tile.form };
  if (row === undefined) rows.set(id, { name: tile.name, colour: tile.colour, stretches: [stretch] });
  else row.stretches.push(stretch);
}

/** The outline of stacked areas: available pods by revision over time, in a box of the given size. */
export interface Areas {
  readonly paths: readonly { readonly colour: number; readonly d: string }[];
  readonly desired: string;
  readonly minimum: string;
  /** Stretches in which fewer are available than promised. */
  readonly short: readonly { readonly x: number; readonly width: number }[];
}

export function areasOf(series: WorkloadSeries, firstColour: number, scale: TimeScale, width: number, height: number): Areas {
  const { samples } = series;
  const untilMs = scale.endMs;
  const most = Math.max(1, ...samples.map(({ desired, totalByRevision }) => Math.max(desired, total(totalByRevision))));
  const x = (timeMs: number): number => round((shownMsOf(scale, timeMs) / scale.shownEndMs) * width);
  const y = (count: number): number => round(height - (count / most) * height);
  const revisions = Math.max(0, ...samples.map(({ availableByRevision }) => availableByRevision.length));
  const paths = Array.from({ length: revisions }, (_, revision) => {
    const below = (at: number): number => total(samples[at]?.availableByRevision.slice(0, revision) ?? []);
    const above = (at: number): number => below(at) + (samples[at]?.availableByRevision[revision] ?? 0);
    return {
      colour: firstColour + revision,
      d: `${stairs(samples, untilMs, x, (at) => y(above(at)))}${stairsBack(samples, untilMs, x, (at) => y(below(at)))}Z`,
    };
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

const decisionTimes = new WeakMap<PreviewResult, ReadonlyMap<string, readonly number[]>>();

/** How often the scheduler has looked at a pod until then. */
export function decisionsUntil(result: PreviewResult, timeMs: number, id: string): number {
  let known = decisionTimes.get(result);
  if (known === undefined) {
    const times = new Map<string, number[]>();
    for (const { timeMs: at, decision } of result.decisions)
      times.set(`Pod ${decision.pod}`, [...(times.get(`Pod ${decision.pod}`) ?? []), at]);
    known = times;
    decisionTimes.set(result, known);
  }
  return known.get(id)?.filter((at) => at <= timeMs).length ?? 0;
}
