import type { Resource } from '../kube/resource.ts';
import type { Fix } from '../rules/finding.ts';
import { message } from '../text/text.ts';
import { inTurn, replaceValue } from '../yaml/edit.ts';
import { rewriteAutoscaler } from './fix-autoscaler.ts';
import { rewriteDefinition } from './fix-definition.ts';
import { rewriteDisruptionBudget } from './fix-disruption-budget.ts';
import { rewriteEndpoints } from './fix-endpoint-slice.ts';
import { rewriteIngress } from './fix-ingress.ts';
import type { Step } from './fix-step.ts';
import { rewriteWebhooks } from './fix-webhook.ts';
import { rewriteWorkload } from './fix-workload.ts';

/** Kinds of which nothing is lost or left to choose when their version is replaced. */
const UNCHANGED: ReadonlySet<string> = new Set([
  'CronJob',
  'StorageClass',
  'VolumeAttachment',
  'CSIDriver',
  'CSINode',
  'PriorityClass',
  'Lease',
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
  'IngressClass',
  'RuntimeClass',
  'APIService',
  'NetworkPolicy',
  'HorizontalPodAutoscaler',
]);

/** What has to change beside the version, by the version and kind that are meant. */
const REWRITES: Readonly<Record<string, (resource: Resource) => readonly Step[]>> = {
  'networking.k8s.io/v1 Ingress': rewriteIngress,
  'autoscaling/v2 HorizontalPodAutoscaler': rewriteAutoscaler,
  'apiextensions.k8s.io/v1 CustomResourceDefinition': rewriteDefinition,
  'policy/v1 PodDisruptionBudget': rewriteDisruptionBudget,
  'discovery.k8s.io/v1 EndpointSlice': rewriteEndpoints,
  'admissionregistration.k8s.io/v1 MutatingWebhookConfiguration': rewriteWebhooks,
  'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration': rewriteWebhooks,
  'apps/v1 Deployment': rewriteWorkload,
  'apps/v1 DaemonSet': rewriteWorkload,
  'apps/v1 StatefulSet': rewriteWorkload,
  'apps/v1 ReplicaSet': rewriteWorkload,
};

/**
 * An object of a removed version as the version `instead` writes it. Where its text does not let itself be rewritten whole
 * (flow style, aliases) only the version changes, and the errors that follow are told one by one.
 */
export function fixRemoved(resource: Resource, instead: string): Fix {
  const { document, path, kind } = resource;
  const version: Step = (now) => replaceValue(now, [...path, 'apiVersion'], instead);
  const steps = REWRITES[`${instead} ${kind}`]?.(resource) ?? [];
  const whole = inTurn(document, [...steps, version]);
  const isWhole = whole.length > 0;
  return {
    title: message('editor.fix.replace', { text: instead }),
    safe: isWhole && UNCHANGED.has(kind),
    preferred: isWhole,
    edits: isWhole ? whole : version(document),
  };
}
