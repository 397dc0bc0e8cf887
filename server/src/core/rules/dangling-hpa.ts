import { textAt } from './pods.ts';
import type { Check } from './rule.ts';
import { missingObject } from './workspace.ts';

const SCALED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController']);

export const check: Check = (resource, setting) => {
  const kind = textAt(resource.value, 'spec', 'scaleTargetRef', 'kind');
  const name = textAt(resource.value, 'spec', 'scaleTargetRef', 'name');
  if (resource.kind !== 'HorizontalPodAutoscaler' || kind === undefined || name === undefined || !SCALED.has(kind)) return [];
  return missingObject(resource, { kind, name, path: ['spec', 'scaleTargetRef', 'name'] }, setting);
};
