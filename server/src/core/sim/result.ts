import { type Language, say } from '../text/text.ts';
import type { KubeObject, ObjectRef } from './object.ts';
import type { Sample } from './samples.ts';
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
}

/** `workload` is written `Deployment default/web`. */
export type ResultSample = Omit<Sample, 'workload'> & { readonly workload: string };
export type ResultSummary = Omit<WorkloadSummary, 'workload' | 'stall'> & {
  readonly workload: string;
  readonly stall?: { readonly sinceMs: number; readonly why: readonly string[] };
};

export function toResult(
  { kubernetesVersion, seed, trace, samples, summaries, assertions }: Simulation,
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
    assertions: assertions.map(({ assertion, holds, because }) => ({
      assertion,
      holds,
      because: because.map((each) => say(language, each)),
    })),
  };
}

function entryOf({ timeMs, component, object, because, what }: Entry, language: Language): ResultEntry {
  const { verb, ...details } = what;
  return { timeMs, component, verb, object, because: say(language, because), ...details };
}

function summaryOf({ workload, stall, ...summary }: WorkloadSummary, language: Language): ResultSummary {
  const told = stall === undefined ? {} : { stall: { sinceMs: stall.sinceMs, why: stall.why.map((each) => say(language, each)) } };
  return { ...summary, workload: nameOf(workload), ...told };
}

function nameOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
}
