/**
 * Kinds whose generation the server counts itself, so that what is written of it is overwritten before validation.
 *
 * As the strategies of pkg/registry and of apiextensions have it (PrepareForCreate).
 */
const COUNTED: ReadonlySet<string> = new Set([
  'CronJob',
  'CustomResourceDefinition',
  'DaemonSet',
  'Deployment',
  'DeviceClass',
  'DeviceTaintRule',
  'EndpointSlice',
  'FlowSchema',
  'Ingress',
  'IngressClass',
  'Job',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration',
  'NetworkPolicy',
  'Pod',
  'PodDisruptionBudget',
  'PodTemplate',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'ReplicaSet',
  'ReplicationController',
  'ResourceSlice',
  'StatefulSet',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
]);

export function isGenerationCounted(kind: string): boolean {
  return COUNTED.has(kind);
}
