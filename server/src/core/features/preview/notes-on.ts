/** The note that explains a kind that takes part in a run. */
export const NOTE_BY_KIND: Readonly<Record<string, string>> = {
  Pod: 'pod/lifecycle',
  Node: 'cluster/node-status',
  Deployment: 'controller/rollout-status',
  ReplicaSet: 'controller/replica-set',
  ReplicationController: 'controller/replication-controller',
  StatefulSet: 'controller/stateful-set',
  DaemonSet: 'controller/daemon-set',
  Job: 'controller/job',
  CronJob: 'controller/cron-job',
  HorizontalPodAutoscaler: 'controller/horizontal-pod-autoscaler',
  PodDisruptionBudget: 'controller/pod-disruption-budget',
  Service: 'service/endpoints',
  EndpointSlice: 'service/endpoints',
  Ingress: 'service/ingress',
  PersistentVolume: 'volume/pv',
  PersistentVolumeClaim: 'volume/pvc',
  StorageClass: 'volume/storage-class-fields',
  ResourceQuota: 'namespace/resource-quota',
  LimitRange: 'namespace/limit-range',
  Namespace: 'namespace/namespace',
  ConfigMap: 'config/configmap',
  Secret: 'config/secret',
};

/** The note on what a plugin of the scheduler looks at. */
export const NOTE_BY_PLUGIN: Readonly<Record<string, string>> = {
  NodeResourcesFit: 'pod/resources',
  NodeAffinity: 'scheduling/node-affinity',
  NodeName: 'scheduling/node-name',
  NodeUnschedulable: 'cluster/node-status',
  TaintToleration: 'scheduling/taints-tolerations',
  InterPodAffinity: 'scheduling/pod-affinity',
  PodTopologySpread: 'scheduling/topology-spread-constraints',
  VolumeBinding: 'volume/pvc',
  VolumeZone: 'volume/pv',
  NodePorts: 'pod/container-ports',
};
