import type { Affinity, DaemonSet, Node, Pod, PodSpec, PodTemplateSpec, Toleration } from '../../generated/api.ts';
import { requiredNodeMatcher } from '../../kube/node-selector.ts';
import { BLOCKING_EFFECTS, untoleratedTaint } from '../../kube/toleration.ts';
import { REVISION_HASH_LABEL } from './controller-revisions.ts';

export interface NodeVerdict {
  /** A pod that is not there yet should start. */
  readonly shouldRun: boolean;
  /** A pod that is there may stay. */
  readonly shouldContinueRunning: boolean;
}

/**
 * Whether a node is one for the set's pods: its name, labels and taints count, its free resources and cordon do not
 * (`pkg/controller/daemon/daemon_controller.go NodeShouldRunDaemonPod`).
 */
export function judgeNode(set: DaemonSet, node: Node): NodeVerdict {
  const spec = set.spec?.template?.spec;
  const name = node.metadata?.name ?? '';
  if (spec?.nodeName && spec.nodeName !== name) return { shouldRun: false, shouldContinueRunning: false };
  if (requiredNodeMatcher(spec)?.matches(node.metadata?.labels ?? {}, name) === false) {
    return { shouldRun: false, shouldContinueRunning: false };
  }
  const tolerations = daemonTolerations(spec);
  const taints = node.spec?.taints;
  if (untoleratedTaint(taints, tolerations, BLOCKING_EFFECTS) === undefined) return { shouldRun: true, shouldContinueRunning: true };
  const isExpelled = untoleratedTaint(taints, tolerations, ['NoExecute']) !== undefined;
  return { shouldRun: false, shouldContinueRunning: !isExpelled };
}

/** The template for a pod on that node: tolerations added, required node affinity replaced, hash label set. */
export function templateFor(template: PodTemplateSpec | undefined, hash: string, nodeName: string): PodTemplateSpec {
  const { metadata, spec } = template ?? {};
  return {
    ...template,
    metadata: { ...metadata, labels: { ...metadata?.labels, [REVISION_HASH_LABEL]: hash } },
    spec: {
      ...spec,
      containers: spec?.containers ?? [],
      tolerations: daemonTolerations(spec),
      affinity: pinnedTo(spec?.affinity, nodeName),
    },
  };
}

/** The node that a pod is on or is meant for; undefined when it names none (`util.GetTargetNodeName`). */
export function targetNodeOf({ spec }: Pod): string | undefined {
  if (spec?.nodeName) return spec.nodeName;
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  for (const { matchFields } of terms) {
    const field = matchFields?.find(({ key, operator }) => key === 'metadata.name' && operator === 'In');
    if (field !== undefined) return field.values?.length === 1 ? field.values[0] : undefined;
  }
  return undefined;
}

/** Added to every pod of a DaemonSet, so that trouble of its node does not drive it away (`AddOrUpdateDaemonPodTolerations`). */
const ALWAYS_TOLERATED: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];
const TOLERATED_ON_HOST_NETWORK: Toleration = {
  key: 'node.kubernetes.io/network-unavailable',
  operator: 'Exists',
  effect: 'NoSchedule',
};

function daemonTolerations(spec: PodSpec | undefined): readonly Toleration[] {
  const added = spec?.hostNetwork === true ? [...ALWAYS_TOLERATED, TOLERATED_ON_HOST_NETWORK] : ALWAYS_TOLERATED;
  let tolerations: readonly Toleration[] = spec?.tolerations ?? [];
  for (const each of added) {
    // One of the same key, operator, value and effect is replaced: only its tolerationSeconds can differ.
    const isSame = (other: Toleration): boolean =>
      other.key === each.key && other.effect === each.effect && other.operator === each.operator && !other.value;
    tolerations = tolerations.some(isSame) ? tolerations.map((other) => (isSame(other) ? each : other)) : [...tolerations, each];
  }
  return tolerations;
}

function pinnedTo(affinity: Affinity | undefined, nodeName: string): Affinity {
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: [nodeName] }];
  return {
    ...affinity,
    nodeAffinity: {
      ...affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] },
    },
  };
}
