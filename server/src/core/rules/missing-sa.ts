import { podOf } from './pods.ts';
import type { Check } from './rule.ts';
import { missingObject } from './workspace.ts';

/** Every namespace has its `default`. */
export const check: Check = (resource, setting) => {
  const pod = podOf(resource);
  const name = pod?.spec.serviceAccountName;
  if (pod === undefined || typeof name !== 'string' || name === '' || name === 'default') return [];
  return missingObject(resource, { kind: 'ServiceAccount', name, path: [...pod.path, 'serviceAccountName'] }, setting);
};
