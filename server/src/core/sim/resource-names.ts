const PLURALS: Readonly<Record<string, string>> = {
  Endpoints: 'endpoints',
  Ingress: 'ingresses',
  NetworkPolicy: 'networkpolicies',
  PriorityClass: 'priorityclasses',
  StorageClass: 'storageclasses',
};

/** Groups as the server's texts write them; the core group writes none. */
const GROUPS: Readonly<Record<string, string>> = {
  Deployment: 'apps',
  ReplicaSet: 'apps',
  StatefulSet: 'apps',
  DaemonSet: 'apps',
  ControllerRevision: 'apps',
  Job: 'batch',
  CronJob: 'batch',
  EndpointSlice: 'discovery.k8s.io',
  Ingress: 'networking.k8s.io',
  NetworkPolicy: 'networking.k8s.io',
  PodDisruptionBudget: 'policy',
  PriorityClass: 'scheduling.k8s.io',
  StorageClass: 'storage.k8s.io',
  HorizontalPodAutoscaler: 'autoscaling',
};

/** Kinds that live in no namespace. */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'Node',
  'Namespace',
  'PersistentVolume',
  'StorageClass',
  'PriorityClass',
  'IngressClass',
  'RuntimeClass',
  'CSIDriver',
  'CSINode',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
]);

export function isClusterScoped(kind: string): boolean {
  return CLUSTER_SCOPED.has(kind);
}

/** `deployments.apps`: what the server calls a kind where it says that one is missing, there already, or forbidden. */
export function resourceOf(kind: string): string {
  const group = GROUPS[kind];
  const plural = PLURALS[kind] ?? `${kind.toLowerCase()}s`;
  return group === undefined ? plural : `${plural}.${group}`;
}
