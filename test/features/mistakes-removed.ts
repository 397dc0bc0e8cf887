import type { Mistake } from './mistakes.ts';
import { DEFINITIONS } from './mistakes-definition.ts';

const head = (apiVersion: string, kind: string): string => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: web\n`;

const INGRESSES: readonly Mistake[] = ['networking.k8s.io/v1beta1', 'extensions/v1beta1'].map((version) => ({
  name: `removed: an Ingress of ${version}`,
  written: `${head(version, 'Ingress')}spec:\n  backend:\n    servicePort: http\n    serviceName: rest # all else\n  rules:\n    - host: a.example\n      http:\n        paths:\n          - path: /a\n            backend:\n              serviceName: web # ours\n              servicePort: 80\n          - backend: {serviceName: api, servicePort: 81}\n            path: /b\n`,
  meant: `${head('networking.k8s.io/v1', 'Ingress')}spec:\n  defaultBackend:\n    service:\n      port:\n        name: http\n      name: rest # all else\n  rules:\n    - host: a.example\n      http:\n        paths:\n          - path: /a\n            backend:\n              service:\n                name: web # ours\n                port:\n                  number: 80\n            pathType: ImplementationSpecific\n          - backend: {service: {name: api, port: {number: 81}}}\n            path: /b\n            pathType: ImplementationSpecific\n`,
}));

const autoscaler = (version: string, metrics: string): string =>
  `${head(`autoscaling/${version}`, 'HorizontalPodAutoscaler')}spec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n  maxReplicas: 3\n  metrics:\n${metrics}`;

const AUTOSCALERS: readonly Mistake[] = [
  {
    name: 'removed: an autoscaler of v2beta1 by resources',
    written: autoscaler(
      'v2beta1',
      '  - type: Resource\n    resource:\n      name: cpu\n      # above this, more pods\n      targetAverageUtilization: 70 # percent\n  - type: Resource\n    resource: {name: memory, targetAverageValue: 100Mi}\n',
    ),
    meant: autoscaler(
      'v2',
      '  - type: Resource\n    resource:\n      name: cpu\n      # above this, more pods\n      target:\n        type: Utilization\n        averageUtilization: 70 # percent\n  - type: Resource\n    resource: {name: memory, target: {type: AverageValue, averageValue: 100Mi}}\n',
    ),
  },
  {
    name: 'removed: an autoscaler of v2beta1 by pods, objects and what is outside',
    written: autoscaler(
      'v2beta1',
      '    - type: Pods\n      pods:\n        metricName: packets # a second\n        selector:\n          matchLabels: {verb: get} # reads\n        targetAverageValue: 1k\n    - type: Object\n      object:\n        target: {apiVersion: networking.k8s.io/v1, kind: Ingress, name: main}\n        metricName: requests\n        targetValue: 10k # all of them\n    - type: External\n      external:\n        metricName: queue\n        metricSelector:\n          matchLabels:\n            topic: a # ours\n        targetAverageValue: "30"\n',
    ),
    meant: autoscaler(
      'v2',
      '    - type: Pods\n      pods:\n        metric:\n          name: packets # a second\n          selector:\n            matchLabels: {verb: get} # reads\n        target:\n          type: AverageValue\n          averageValue: 1k\n    - type: Object\n      object:\n        describedObject: {apiVersion: networking.k8s.io/v1, kind: Ingress, name: main}\n        metric:\n          name: requests\n        target:\n          type: Value\n          value: 10k # all of them\n    - type: External\n      external:\n        metric:\n          name: queue\n          selector:\n            matchLabels:\n              topic: a # ours\n        target:\n          type: AverageValue\n          averageValue: "30"\n',
    ),
  },
  {
    name: 'removed: an autoscaler of v2beta2',
    written: autoscaler(
      'v2beta2 # old',
      '  - type: Resource\n    resource:\n      name: cpu\n      target: {type: Utilization, averageUtilization: 70}\n',
    ),
    meant: autoscaler(
      'v2 # old',
      '  - type: Resource\n    resource:\n      name: cpu\n      target: {type: Utilization, averageUtilization: 70}\n',
    ),
  },
];

const template =
  '  template:\n    metadata:\n      labels:\n        app: web # by this\n    spec:\n      containers: [{name: a, image: "x:1"}]\n';

/** A workload of a beta version, what it wrote before its template, and what is left of that. */
const WORKLOADS: readonly Mistake[] = [
  [
    'extensions/v1beta1',
    'Deployment',
    '  rollbackTo: # the one before\n    revision: 3\n  replicas: 2 # enough\n',
    '  replicas: 2 # enough\n',
  ],
  ['extensions/v1beta1', 'DaemonSet', '  templateGeneration: 4\n  minReadySeconds: 5\n', '  minReadySeconds: 5\n'],
  ['extensions/v1beta1', 'ReplicaSet', '  replicas: 2\n', '  replicas: 2\n'],
  ['apps/v1beta1', 'Deployment', '  paused: true\n', '  paused: true\n'],
  ['apps/v1beta1', 'StatefulSet', '  serviceName: web # headless\n', '  serviceName: web # headless\n'],
  ['apps/v1beta2', 'Deployment', '', ''],
  ['apps/v1beta2', 'DaemonSet', '', ''],
  ['apps/v1beta2', 'StatefulSet', '  serviceName: web\n', '  serviceName: web\n'],
  ['apps/v1beta2', 'ReplicaSet', '', ''],
].flatMap(([version = '', kind = '', before = '', left = '']) => {
  const selector = '  selector:\n    matchLabels:\n      app: web\n';
  const place = `${kind} of ${version}`;
  const written = `${head(version, kind)}spec:\n${before}`;
  const meant = `${head('apps/v1', kind)}spec:\n${left}`;
  return [
    { name: `removed: a ${place}`, written: written + template, meant: meant + template + selector },
    { name: `removed: a ${place} with its selector`, written: written + selector + template, meant: meant + selector + template },
  ];
});

const webhook = (version: string, kind: string, rest: string): string =>
  `${head(`admissionregistration.k8s.io/${version}`, kind)}webhooks:\n  - name: a.web.example\n    # in the cluster\n    clientConfig: {service: {name: web, namespace: default}}\n    rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]\n${rest}`;

const WEBHOOKS: readonly Mistake[] = [
  {
    name: 'removed: a validating webhook with all defaults',
    written: webhook('v1beta1', 'ValidatingWebhookConfiguration', ''),
    meant: webhook(
      'v1',
      'ValidatingWebhookConfiguration',
      '    failurePolicy: Ignore\n    matchPolicy: Exact\n    timeoutSeconds: 30\n    admissionReviewVersions:\n      - v1beta1\n    sideEffects: None\n',
    ),
  },
  {
    name: 'removed: a mutating webhook that says it all',
    written: webhook(
      'v1beta1',
      'MutatingWebhookConfiguration',
      '    sideEffects: Unknown # who knows\n    failurePolicy: Fail\n    matchPolicy: Equivalent\n    timeoutSeconds: 5\n    admissionReviewVersions: [v1, v1beta1]\n',
    ),
    meant: webhook(
      'v1',
      'MutatingWebhookConfiguration',
      '    sideEffects: None # who knows\n    failurePolicy: Fail\n    matchPolicy: Equivalent\n    timeoutSeconds: 5\n    admissionReviewVersions: [v1, v1beta1]\n',
    ),
  },
];

const slice = (version: string, endpoints: string): string =>
  `apiVersion: discovery.k8s.io/${version}\nkind: EndpointSlice\nmetadata: {name: web}\naddressType: IPv4\nendpoints:\n${endpoints}ports: [{name: http, port: 80, protocol: TCP}]\n`;

const SLICES: readonly Mistake[] = [
  {
    name: 'removed: an EndpointSlice with topology',
    written: slice(
      'v1beta1',
      '  - addresses: [10.0.0.1]\n    topology:\n      kubernetes.io/hostname: node-1 # the big one\n      topology.kubernetes.io/zone: a # near\n      topology.kubernetes.io/region: r\n    conditions: {ready: true}\n  - addresses: [10.0.0.2]\n    nodeName: node-2\n    topology:\n      kubernetes.io/hostname: node-2\n',
    ),
    meant: slice(
      'v1',
      '  - addresses: [10.0.0.1]\n    conditions: {ready: true}\n    nodeName: node-1 # the big one\n    zone: a # near\n  - addresses: [10.0.0.2]\n    nodeName: node-2\n',
    ),
  },
];

const BUDGETS: readonly Mistake[] = [
  {
    name: 'removed: a PodDisruptionBudget whose empty selector chose nothing',
    written: `${head('policy/v1beta1', 'PodDisruptionBudget')}spec:\n  minAvailable: 1 # one stays\n  selector: {}\n`,
    meant: `${head('policy/v1', 'PodDisruptionBudget')}spec:\n  minAvailable: 1 # one stays\n`,
  },
];

/** Kinds of which nothing but the version changed. */
const RENAMED: readonly Mistake[] = [
  ['policy/v1beta1', 'policy/v1', 'PodDisruptionBudget', 'spec:\n  minAvailable: 1\n  selector: {matchLabels: {app: web}} # these\n'],
  [
    'batch/v1beta1',
    'batch/v1',
    'CronJob',
    'spec:\n  schedule: "0 3 * * *" # at night\n  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: "x:1"}]}}}}\n',
  ],
  [
    'batch/v2alpha1',
    'batch/v1',
    'CronJob',
    'spec:\n  schedule: "0 3 * * *"\n  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: "x:1"}]}}}}\n',
  ],
  [
    'rbac.authorization.k8s.io/v1beta1',
    'rbac.authorization.k8s.io/v1',
    'Role',
    'rules:\n  - {apiGroups: [""], resources: [pods], verbs: [get]} # reads\n',
  ],
  [
    'rbac.authorization.k8s.io/v1beta1',
    'rbac.authorization.k8s.io/v1',
    'ClusterRole',
    'rules:\n  - {apiGroups: [""], resources: [pods], verbs: [get]}\n',
  ],
  [
    'rbac.authorization.k8s.io/v1beta1',
    'rbac.authorization.k8s.io/v1',
    'RoleBinding',
    'roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: a}\nsubjects: [{kind: ServiceAccount, name: a, namespace: b}]\n',
  ],
  [
    'rbac.authorization.k8s.io/v1beta1',
    'rbac.authorization.k8s.io/v1',
    'ClusterRoleBinding',
    'roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: a}\nsubjects: [{kind: ServiceAccount, name: a, namespace: b}]\n',
  ],
  ['scheduling.k8s.io/v1beta1', 'scheduling.k8s.io/v1', 'PriorityClass', 'value: 1000 # high\n'],
  ['storage.k8s.io/v1beta1', 'storage.k8s.io/v1', 'StorageClass', 'provisioner: example.com/disk # ours\n'],
  ['storage.k8s.io/v1beta1', 'storage.k8s.io/v1', 'CSIDriver', 'spec:\n  attachRequired: false # local\n'],
  ['coordination.k8s.io/v1beta1', 'coordination.k8s.io/v1', 'Lease', 'spec:\n  holderIdentity: a # leads\n  leaseDurationSeconds: 15\n'],
  ['networking.k8s.io/v1beta1', 'networking.k8s.io/v1', 'IngressClass', 'spec:\n  controller: example.com/ingress # ours\n'],
  [
    'extensions/v1beta1',
    'networking.k8s.io/v1',
    'NetworkPolicy',
    'spec:\n  podSelector: {} # all\n  ingress: [{from: [{podSelector: {}}]}]\n',
  ],
  ['node.k8s.io/v1beta1', 'node.k8s.io/v1', 'RuntimeClass', 'handler: gvisor # apart\n'],
].map(([old = '', now = '', kind = '', rest = '']) => ({
  name: `removed: a ${kind} of ${old}`,
  written: head(old, kind) + rest,
  meant: head(now, kind) + rest,
}));

/** Objects of versions that are gone, and what they are in those that took their place. */
export const REMOVED: readonly Mistake[] = [
  ...INGRESSES,
  ...AUTOSCALERS,
  ...WORKLOADS,
  ...WEBHOOKS,
  ...SLICES,
  ...BUDGETS,
  ...DEFINITIONS,
  ...RENAMED,
];
