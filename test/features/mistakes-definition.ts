import type { Mistake } from './mistakes.ts';

const definition = (version: string, rest: string): string =>
  `apiVersion: apiextensions.k8s.io/${version}\nkind: CustomResourceDefinition\nmetadata:\n  name: tabs.example.com\nspec:\n  group: example.com\n  names: {kind: Tab, plural: tabs} # as in the crontab\n${rest}`;

const written = (rest: string): string => definition('v1beta1', rest);
const meant = (rest: string): string => definition('v1', rest);

/** CustomResourceDefinitions of v1beta1, and what they are in v1. */
export const DEFINITIONS: readonly Mistake[] = [
  {
    name: 'removed: a definition of one version with its schema',
    written: written(
      '  scope: Namespaced\n  version: v1 # the only one\n  subresources:\n    status: {}\n  # what it holds\n  validation:\n    openAPIV3Schema:\n      type: object\n      properties:\n        spec:\n          properties:\n            every:\n              type: string # a schedule\n            images:\n              items: {type: string}\n',
    ),
    meant: meant(
      '  scope: Namespaced\n  versions:\n  - name: v1 # the only one\n    served: true\n    storage: true\n    # what it holds\n    schema:\n      openAPIV3Schema:\n        type: object\n        properties:\n          spec:\n            properties:\n              every:\n                type: string # a schedule\n              images:\n                items: {type: string}\n                type: array\n            type: object\n    subresources:\n      status: {}\n',
    ),
  },
  {
    name: 'removed: a definition of two versions with one schema and columns',
    written: written(
      '  scope: Cluster\n  version: v1\n  versions:\n    - name: v1\n      served: true\n      storage: true\n    - name: v1alpha1 # old\n      served: false\n      storage: false\n  preserveUnknownFields: false\n  additionalPrinterColumns:\n    - name: Every\n      type: string\n      JSONPath: .spec.every # a schedule\n  validation:\n    openAPIV3Schema:\n      type: object\n',
    ),
    meant: meant(
      '  scope: Cluster\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema:\n        openAPIV3Schema:\n          type: object\n      additionalPrinterColumns:\n        - name: Every\n          type: string\n          jsonPath: .spec.every # a schedule\n    - name: v1alpha1 # old\n      served: false\n      storage: false\n      schema:\n        openAPIV3Schema:\n          type: object\n      additionalPrinterColumns:\n        - name: Every\n          type: string\n          jsonPath: .spec.every\n  preserveUnknownFields: false\n',
    ),
  },
  {
    name: 'removed: a definition without a schema, and without a scope',
    written: written('  version: v1\n'),
    meant: meant(
      '  versions:\n  - name: v1\n    served: true\n    storage: true\n    schema:\n      openAPIV3Schema:\n        type: object\n        x-kubernetes-preserve-unknown-fields: true\n  scope: Namespaced\n',
    ),
  },
  {
    name: 'removed: a definition with a conversion webhook',
    written: written(
      '  scope: Namespaced\n  preserveUnknownFields: false\n  conversion:\n    strategy: Webhook\n    conversionReviewVersions: [v1beta1] # what it speaks\n    webhookClientConfig:\n      service: {name: web, namespace: default} # in the cluster\n  validation:\n    openAPIV3Schema:\n      type: object\n  versions:\n    - name: v1\n      served: true\n      storage: true\n',
    ),
    meant: meant(
      '  scope: Namespaced\n  preserveUnknownFields: false\n  conversion:\n    strategy: Webhook\n    webhook:\n      clientConfig:\n        service: {name: web, namespace: default} # in the cluster\n      conversionReviewVersions: [v1beta1] # what it speaks\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema:\n        openAPIV3Schema:\n          type: object\n',
    ),
  },
  {
    name: 'removed: a definition with a conversion webhook of the versions the beta took for granted',
    written: written(
      '  scope: Namespaced\n  preserveUnknownFields: false\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema: {openAPIV3Schema: {type: object}}\n  conversion:\n    strategy: Webhook\n    webhookClientConfig:\n      url: https://web.example/convert # outside\n',
    ),
    meant: meant(
      '  scope: Namespaced\n  preserveUnknownFields: false\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema: {openAPIV3Schema: {type: object}}\n  conversion:\n    strategy: Webhook\n    webhook:\n      clientConfig:\n        url: https://web.example/convert # outside\n      conversionReviewVersions:\n        - v1beta1\n',
    ),
  },
  {
    name: 'removed: a definition whose objects keep what no schema says',
    written: written(
      '  scope: Namespaced\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema:\n        openAPIV3Schema:\n          properties:\n            spec: {type: object}\n  preserveUnknownFields: true\n',
    ),
    meant: meant(
      '  scope: Namespaced\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema:\n        openAPIV3Schema:\n          properties:\n            spec: {type: object}\n          type: object\n          x-kubernetes-preserve-unknown-fields: true\n',
    ),
  },
];
