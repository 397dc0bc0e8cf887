import type { Catalog } from '../../kube/catalog.ts';
import type { PreviewResult } from '../../protocol.ts';
import type { KubeObject } from '../../sim/object.ts';
import { simulate } from '../../sim/simulate.ts';
import { type Language, say } from '../../text/text.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { decisionsOf } from './decisions.ts';
import { nodeFactsOf, podFactsOf } from './facts.ts';
import { findingsOf } from './findings.ts';
import { objectsOf } from './manifest.ts';
import { type PreviewScenario, scenariosFor } from './scenarios.ts';
import { seriesOf } from './series.ts';
import { trafficOf } from './traffic.ts';

export interface PreviewInput {
  readonly title: string;
  /** The open manifest. */
  readonly file: SourceFile;
  readonly from?: readonly KubeObject[];
  /** Preset or file, as the panel shows it. */
  readonly clusterName: string;
  readonly clusterObjects: (name: string) => readonly KubeObject[];
  readonly scenario?: string;
  readonly seed?: number;
  readonly untilMs?: number;
  readonly catalog: Catalog;
  readonly language: Language;
}

/** Longer runs end where nothing has happened for this long. */
const QUIET_MS = 20_000;

/** Plays the open manifest and gives all that the panel shows, so that the panel need not know Kubernetes. */
export function preview(input: PreviewInput): PreviewResult {
  const given = input.clusterObjects(input.clusterName);
  const nodes = given.filter(({ kind }) => kind === 'Node').map((node) => node.metadata?.name ?? '');
  const scenarios = scenariosFor(objectsOf(input.file), input.from, nodes);
  const chosen = scenarios.find(({ id }) => id === input.scenario) ?? (scenarios[0] as PreviewScenario);
  const clusterName = chosen.cluster ?? input.clusterName;
  const cluster = chosen.cluster === undefined ? given : input.clusterObjects(chosen.cluster);
  const simulation = simulate({
    cluster,
    objects: chosen.objects,
    ...(chosen.from && { from: chosen.from }),
    scenario: chosen.scenario,
    seed: input.seed ?? 1,
    ...(input.untilMs !== undefined && { untilMs: input.untilMs }),
    kubernetesVersion: input.catalog.version,
    catalog: input.catalog,
  });
  const { trace } = simulation;
  const lastMs = trace.entries.findLast(({ what }) => what.verb !== 'stop')?.timeMs ?? 0;
  const untilMs = Math.min(trace.untilMs, lastMs + QUIET_MS);
  const pods = podFactsOf(trace.entries);
  const lesson = chosen.lesson;
  return {
    kubernetesVersion: simulation.kubernetesVersion,
    seed: simulation.seed,
    title: input.title,
    cluster: clusterName,
    scenario: chosen.id,
    scenarios: scenarios.map(({ id, title }) => ({ id, title: say(input.language, title) })),
    startMs: trace.startMs,
    untilMs,
    entries: trace.entries.map(({ timeMs, object, what, because }) => ({ timeMs, object, what, because: say(input.language, because) })),
    nodes: nodeFactsOf(trace.entries),
    pods,
    decisions: decisionsOf(trace.entries, pods, input.file, input.language),
    series: seriesOf(trace, simulation.samples, pods, input.language),
    traffic: trafficOf(trace),
    findings: findingsOf(simulation, input.language),
    guide: lesson === undefined ? [] : [{ timeMs: 0, text: say(input.language, lesson) }],
    skipped: [],
  };
}
