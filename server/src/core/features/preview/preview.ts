import type { Catalog } from '../../kube/catalog.ts';
import type { NodeEdit, PodFacts, PreviewResult } from '../../protocol.ts';
import type { BehaviorRule } from '../../sim/behavior.ts';
import type { KubeObject } from '../../sim/object.ts';
import type { Scenario } from '../../sim/scenario.ts';
import { simulate } from '../../sim/simulate.ts';
import { type Entry, idOf } from '../../sim/trace.ts';
import { type Language, say } from '../../text/text.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { changesOf } from './change.ts';
import { decisionsOf } from './decisions.ts';
import { nodeFactsOf, podFactsOf } from './facts.ts';
import { failingRequestsOf, withFailures } from './failing-requests.ts';
import { findingsOf } from './findings.ts';
import { guideOf } from './guide.ts';
import { objectsOf } from './manifest.ts';
import { editedNodes, failureSteps } from './node-edits.ts';
import { NOTE_BY_KIND } from './notes-on.ts';
import { unreadIn } from './problem.ts';
import { imagesOf, scenarioFile, workloadsOf } from './scenario-file.ts';
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
  readonly edits?: readonly NodeEdit[];
  readonly behaviors?: readonly BehaviorRule[];
  readonly seed?: number;
  readonly untilMs?: number;
  readonly onProgress?: (doneMs: number, totalMs: number) => void;
  readonly catalog: Catalog;
  readonly language: Language;
}

/** Longer runs end where nothing has happened for this long. */
const QUIET_MS = 20_000;

/** Plays the open manifest and gives all that the panel shows, so that the panel need not know Kubernetes. */
export function preview(input: PreviewInput): PreviewResult {
  const objects = objectsOf(input.file);
  const given = input.clusterObjects(input.clusterName);
  const nodes = given.filter(({ kind }) => kind === 'Node').map((node) => node.metadata?.name ?? '');
  const scenarios = scenariosFor(objects, input.from, nodes);
  const chosen = scenarios.find(({ id }) => id === input.scenario) ?? (scenarios[0] as PreviewScenario);
  const clusterName = chosen.cluster ?? input.clusterName;
  const edits = input.edits ?? [];
  const cluster = editedNodes(chosen.cluster === undefined ? given : input.clusterObjects(chosen.cluster), edits);
  // What a person says of containers goes before what the scenario says.
  const scenario: Scenario = {
    ...chosen.scenario,
    steps: [...chosen.scenario.steps, ...failureSteps(edits)],
    containers: [...(input.behaviors ?? []), ...chosen.scenario.containers],
  };
  const simulation = simulate({
    cluster,
    objects: chosen.objects,
    ...(chosen.from && { from: chosen.from }),
    scenario,
    seed: input.seed ?? 1,
    ...(input.untilMs !== undefined && { untilMs: input.untilMs }),
    kubernetesVersion: input.catalog.version,
    catalog: input.catalog,
    ...(input.onProgress && { onProgress: input.onProgress }),
  });
  const { trace } = simulation;
  const lastMs = trace.entries.findLast(({ what }) => what.verb !== 'stop')?.timeMs ?? 0;
  const untilMs = Math.min(trace.untilMs, lastMs + QUIET_MS);
  const pods = podFactsOf(trace.entries);
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
    decisions: decisionsOf([...placedBefore(simulation.settling, pods), ...trace.entries], pods, input.file, input.language),
    series: seriesOf(trace, simulation.samples, pods, input.language),
    traffic: withFailures(trafficOf(trace), simulation.requests),
    findings: [...findingsOf(simulation, input.language), ...failingRequestsOf(simulation.services, input.language)],
    changes: chosen.id === 'change' ? changesOf(trace, chosen.from ?? [], chosen.objects).map((each) => say(input.language, each)) : [],
    images: imagesOf(chosen),
    workloads: workloadsOf(chosen),
    scenarioFile: scenarioFile(scenario),
    guide: guideOf(chosen, trace.entries, input.language),
    notes: NOTE_BY_KIND,
    skipped: chosen.lesson === undefined ? unreadIn(input.file, input.language) : [],
  };
}

/** How pods that stand at the start came to their nodes. */
function placedBefore(settling: readonly Entry[], pods: Readonly<Record<string, PodFacts>>): readonly Entry[] {
  return settling.filter(({ object, what, decision }) => {
    const isMaking = object.kind === 'Pod' && what.verb === 'create';
    return (isMaking || (decision !== undefined && decision.node !== '')) && pods[idOf(object)] !== undefined;
  });
}
