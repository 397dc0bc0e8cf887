import { type Language, say } from '../text/text.ts';
import type { RequestSample } from './network/requests.ts';
import type { ServiceSummary } from './network/service-summary.ts';
import type { KubeObject, ObjectRef } from './object.ts';
import type { Sample } from './samples.ts';
import type { Decision } from './scheduler/decision.ts';
import { type Entry as ScheduleEntry, toEntry } from './scheduler/entry.ts';
import type { Simulation } from './simulate.ts';
import type { WorkloadSummary } from './summary.ts';
import type { Entry, MergePatch } from './trace.ts';

/** What `kijabi simulate --format json` and `kijabi/simulate` answer. */
export interface SimulationResult {
  readonly kubernetesVersion: string;
  readonly seed: number;
  readonly startMs: number;
  readonly untilMs: number;
  readonly entries: readonly ResultEntry[];
  readonly samples: readonly ResultSample[];
  readonly summaries: readonly ResultSummary[];
  readonly requests: readonly RequestSample[];
  readonly services: readonly ServiceSummary[];
  readonly assertions: readonly { readonly assertion: string; readonly holds: boolean; readonly because: readonly string[] }[];
}

export interface ResultEntry {
  readonly timeMs: number;
  readonly component: string;
  readonly verb: Entry['what']['verb'];
  readonly object: ObjectRef;
  readonly because: string;
  /** Of an Event. */
  readonly type?: string;
  readonly reason?: string;
  /** Of an Event, or the API server's text of a refusal. */
  readonly message?: string;
  readonly status?: string;
  /** The new object. */
  readonly after?: KubeObject;
  /** RFC 7386, from the object before. */
  readonly patch?: MergePatch;
  /** What the scheduler weighed, on its events: as `schedule --format json` writes it. */
  readonly decision?: ScheduleEntry;
}

/** `workload` is written `Deployment default/web`. */
export type ResultSample = Omit<Sample, 'workload'> & { readonly workload: string };
export type ResultSummary = Omit<WorkloadSummary, 'workload' | 'stall'> & {
  readonly workload: string;
  readonly stall?: { readonly sinceMs: number; readonly why: readonly string[] };
};

export function toResult(
  { kubernetesVersion, seed, trace, samples, summaries, requests, services, assertions }: Simulation,
  language: Language,
): SimulationResult {
  return {
    kubernetesVersion,
    seed,
    startMs: trace.startMs,
    untilMs: trace.untilMs,
    entries: trace.entries.map((entry) => entryOf(entry, language)),
    samples: samples.map((sample) => ({ ...sample, workload: nameOf(sample.workload) })),
    summaries: summaries.map((summary) => summaryOf(summary, language)),
    requests,
    services,
    assertions: assertions.map(({ assertion, holds, because }) => ({
      assertion,
      holds,
      because: because.map((each) => say(language, each)),
    })),
  };
}

function entryOf({ timeMs, component, object, because, what, decision }: Entry, language: Language): ResultEntry {
  const { verb, ...details } = what;
  const weighed = decision === undefined ? {} : { decision: decisionOf(decision) };
  return { timeMs, component, verb, object, because: say(language, because), ...details, ...weighed };
}

/**
 * Of more nodes than this only the scores of the chosen one and its equals are written, and of each node the plugin that failed first:
 * a thousand pods would make gigabytes.
 */
const MOST_SCORED_NODES = 20;

function decisionOf(decision: Decision): ScheduleEntry {
  const entry = toEntry(decision);
  if (decision.nodeOrder.length <= MOST_SCORED_NODES) return entry;
  const { allFilters: _all, candidates: _dryRun, ...rest } = entry;
  const told = new Set([entry.node, ...entry.best.slice(0, MOST_SCORED_NODES)]);
  return { ...rest, scores: entry.scores.filter(({ node }) => told.has(node)) };
}

function summaryOf({ workload, stall, ...summary }: WorkloadSummary, language: Language): ResultSummary {
  const told = stall === undefined ? {} : { stall: { sinceMs: stall.sinceMs, why: stall.why.map((each) => say(language, each)) } };
  return { ...summary, workload: nameOf(workload), ...told };
}

function nameOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
}
