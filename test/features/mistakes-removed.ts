import type { Mistake } from './mistakes.ts';

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

/** Objects of versions that are gone, and what they are in those that took their place. */
export const REMOVED: readonly Mistake[] = [...INGRESSES, ...AUTOSCALERS];
