import type { FlowSchemaSpec, PriorityLevelConfigurationSpec } from '../../generated/api.ts';

/** Rules for everything a group of subjects may ask for. */
function everythingFor(...groups: readonly string[]): FlowSchemaSpec['rules'] {
  return [
    {
      subjects: groups.map((name) => ({ kind: 'Group', group: { name } })),
      resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces: ['*'], clusterScope: true }],
      nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
    },
  ];
}

/** What the server keeps as it is, defaults written out: staging/src/k8s.io/api apiserver's pkg/apis/flowcontrol/bootstrap/default.go. */
export const MANDATORY_FLOW_SCHEMAS: Readonly<Record<string, FlowSchemaSpec>> = {
  exempt: {
    matchingPrecedence: 1,
    priorityLevelConfiguration: { name: 'exempt' },
    rules: everythingFor('system:masters'),
  } as FlowSchemaSpec,
  'catch-all': {
    matchingPrecedence: 10_000,
    priorityLevelConfiguration: { name: 'catch-all' },
    distinguisherMethod: { type: 'ByUser' },
    rules: everythingFor('system:unauthenticated', 'system:authenticated'),
  } as FlowSchemaSpec,
};

export const MANDATORY_PRIORITY_LEVELS: Readonly<Record<string, PriorityLevelConfigurationSpec>> = {
  exempt: { type: 'Exempt', exempt: { nominalConcurrencyShares: 0, lendablePercent: 0 } },
  'catch-all': {
    type: 'Limited',
    limited: { nominalConcurrencyShares: 5, lendablePercent: 0, limitResponse: { type: 'Reject' } },
  },
};
