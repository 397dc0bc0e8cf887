import type { PodSpec } from '../../generated/api.ts';
import type { ContainerBehavior } from '../../sim/behavior.ts';
import type { KubeObject } from '../../sim/object.ts';
import type { Scenario, ScenarioStep } from '../../sim/scenario.ts';
import type { PreviewScenario } from './scenarios.ts';

/** The scenario as a file for `kijabi simulate --scenario`. JSON is YAML, and needs no writer of its own. */
export function scenarioFile({ steps, containers, load = [], untilMs }: Scenario): string {
  const file = {
    steps: steps.map(writtenStep),
    containers: containers.map(({ behavior, ...who }) => ({ ...who, ...writtenBehavior(behavior) })),
    ...(load.length > 0 && { load: load.map(writtenLoad) }),
    ...(untilMs !== undefined && { until: duration(untilMs) }),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Images of the manifest's containers, in the order in which they stand there. */
export function imagesOf({ from = [], objects }: PreviewScenario): readonly string[] {
  const images = [...objects, ...from].flatMap(containersOf).flatMap(({ image }) => (image === undefined ? [] : [image]));
  return [...new Set(images)];
}

export function workloadsOf({ from = [], objects }: PreviewScenario): readonly string[] {
  const named = [...objects, ...from].filter((object) => object.kind !== 'Pod' && containersOf(object).length > 0);
  return [...new Set(named.map(({ kind, metadata }) => `${kind}/${metadata?.name ?? ''}`))];
}

function containersOf({ kind, spec }: KubeObject): NonNullable<PodSpec['containers']> {
  const outer = (spec ?? {}) as { template?: { spec?: PodSpec }; jobTemplate?: { spec?: { template?: { spec?: PodSpec } } } };
  const pod = kind === 'Pod' ? (spec as PodSpec | undefined) : (outer.jobTemplate?.spec ?? outer).template?.spec;
  return Array.isArray(pod?.containers) ? pod.containers : [];
}

function writtenStep(step: ScenarioStep): Readonly<Record<string, unknown>> {
  const base = { at: duration(step.atMs), ...(step.namespace !== '' && { namespace: step.namespace }) };
  switch (step.do) {
    case 'apply':
      return { ...base, apply: step.objects };
    case 'applyFile':
      return { ...base, apply: step.file };
    case 'scale':
      return { ...base, scale: named(step.target), replicas: step.replicas };
    case 'rollback':
      return { ...base, rollback: named(step.target), toRevision: step.toRevision };
    case 'pause':
    case 'resume':
    case 'restart':
    case 'delete':
      return { ...base, [step.do]: named(step.target) };
    default:
      return { ...base, [step.do]: step.node };
  }
}

function writtenLoad({ atMs, workload, metric, valueMilli }: NonNullable<Scenario['load']>[number]): Readonly<Record<string, unknown>> {
  return { at: duration(atMs), ...(workload !== undefined && { workload: workload.toLowerCase() }), metric, value: `${valueMilli}m` };
}

function named({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return `${kind.toLowerCase()}/${name}`;
}

function writtenBehavior(behavior: ContainerBehavior): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(behavior).map(([key, value]) => {
      if (key.endsWith('Ms')) return [key.slice(0, -2), duration(Number(value))];
      return key === 'memoryBytes' ? ['memory', String(value)] : [key, value];
    }),
  );
}

function duration(timeMs: number): string {
  return timeMs % 1000 === 0 ? `${timeMs / 1000}s` : `${timeMs}ms`;
}
