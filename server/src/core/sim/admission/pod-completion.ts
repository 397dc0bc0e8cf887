import type { Container, Pod, PodAffinity, PodAffinityTerm, PodSpec, PriorityClass } from '../../generated/api.ts';
import { withResourceDefaults } from '../../kube/pod-resource-defaults.ts';

/** Priorities that need no object. */
const SYSTEM_PRIORITIES: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};

export interface PodCompletion {
  readonly pod: Pod;
  /** The API server's own words when it would refuse the pod. */
  readonly problem?: string;
}

/**
 * The pod as the scheduler gets to see it: with the defaults and admission results that bear on where it may run. Resources, host ports,
 * priority and preemption policy by PriorityClass, label keys of (anti-)affinity terms folded into their selectors
 * (`pkg/apis/core/v1/defaults.go`, `plugin/pkg/admission/priority`, `pkg/registry/core/pod/strategy.go`).
 */
export function completePod(pod: Pod, priorityClasses: readonly PriorityClass[]): PodCompletion {
  const resourced = withResourceDefaults(pod);
  if (resourced.spec === undefined) return { pod: resourced };
  const priority = priorityOf(resourced.spec, priorityClasses);
  if (typeof priority === 'string') return { pod: resourced, problem: priority };
  const labels = pod.metadata?.labels ?? {};
  const spec: PodSpec = {
    ...resourced.spec,
    ...priority,
    schedulerName: resourced.spec.schedulerName || 'default-scheduler',
    ...(resourced.spec.hostNetwork === true ? withHostPorts(resourced.spec) : {}),
    ...(resourced.spec.affinity ? { affinity: foldLabelKeys(resourced.spec.affinity, labels) } : {}),
  };
  return { pod: { ...resourced, spec } };
}

/**
 * By class; without one the global default, or else 0. A pod of a running cluster keeps the priority that it already has when its class
 * is not among the objects.
 */
function priorityOf(spec: PodSpec, classes: readonly PriorityClass[]): Pick<PodSpec, 'priority' | 'preemptionPolicy'> | string {
  const name = spec.priorityClassName;
  const named = name ? classes.find(({ metadata }) => metadata?.name === name) : globalDefault(classes);
  if (named !== undefined) return { priority: named.value ?? 0, preemptionPolicy: named.preemptionPolicy ?? 'PreemptLowerPriority' };
  const policy = spec.preemptionPolicy ?? 'PreemptLowerPriority';
  if (!name) return { priority: spec.priority ?? 0, preemptionPolicy: policy };
  const known = SYSTEM_PRIORITIES[name] ?? spec.priority;
  return known === undefined ? `no PriorityClass with name ${name} was found` : { priority: known, preemptionPolicy: policy };
}

/** Of several global defaults the one of the smallest value. */
function globalDefault(classes: readonly PriorityClass[]): PriorityClass | undefined {
  const [least] = classes.filter((each) => each.globalDefault === true).sort((a, b) => (a.value ?? 0) - (b.value ?? 0));
  return least;
}

/** On the node's network every container port is a port of the node. */
function withHostPorts({ containers, initContainers }: PodSpec): Pick<PodSpec, 'containers' | 'initContainers'> {
  const complete = (container: Container): Container =>
    container.ports === undefined
      ? container
      : { ...container, ports: container.ports.map((port) => ({ ...port, hostPort: port.hostPort || port.containerPort })) };
  return { containers: containers.map(complete), ...(initContainers ? { initContainers: initContainers.map(complete) } : {}) };
}

type Affinity = NonNullable<PodSpec['affinity']>;

function foldLabelKeys(affinity: Affinity, labels: Readonly<Record<string, string>>): Affinity {
  const fold = (terms: PodAffinity): PodAffinity => ({
    ...terms,
    ...(terms.requiredDuringSchedulingIgnoredDuringExecution === undefined
      ? {}
      : {
          requiredDuringSchedulingIgnoredDuringExecution: terms.requiredDuringSchedulingIgnoredDuringExecution.map((term) =>
            foldTerm(term, labels),
          ),
        }),
    ...(terms.preferredDuringSchedulingIgnoredDuringExecution === undefined
      ? {}
      : {
          preferredDuringSchedulingIgnoredDuringExecution: terms.preferredDuringSchedulingIgnoredDuringExecution.map((term) => ({
            ...term,
            podAffinityTerm: foldTerm(term.podAffinityTerm, labels),
          })),
        }),
  });
  return {
    ...affinity,
    ...(affinity.podAffinity ? { podAffinity: fold(affinity.podAffinity) } : {}),
    ...(affinity.podAntiAffinity ? { podAntiAffinity: fold(affinity.podAntiAffinity) } : {}),
  };
}

/** A key that the pod lacks is left out; a term without labelSelector is left as it is. */
function foldTerm(term: PodAffinityTerm, labels: Readonly<Record<string, string>>): PodAffinityTerm {
  const { labelSelector, matchLabelKeys, mismatchLabelKeys } = term;
  if (!labelSelector || (!matchLabelKeys?.length && !mismatchLabelKeys?.length)) return term;
  const requirements = (keys: readonly string[] | undefined, operator: 'In' | 'NotIn') =>
    (keys ?? []).flatMap((key) => (Object.hasOwn(labels, key) ? [{ key, operator, values: [labels[key] ?? ''] }] : []));
  const added = [...requirements(matchLabelKeys, 'In'), ...requirements(mismatchLabelKeys, 'NotIn')];
  return { ...term, labelSelector: { ...labelSelector, matchExpressions: [...(labelSelector.matchExpressions ?? []), ...added] } };
}
