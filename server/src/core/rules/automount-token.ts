import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { podOf, textAt } from './pods.ts';
import { type Check, found } from './rule.ts';
import { isNear, objectsNamed, readObject } from './workspace.ts';

const FIELD = 'automountServiceAccountToken';

/** What the pod says comes first; where it says nothing, its service account may. */
export const check: Check = (resource, workspace) => {
  const pod = podOf(resource);
  if (pod === undefined || pod.spec[FIELD] === false) return [];
  const account = textAt(pod.spec, 'serviceAccountName') ?? textAt(pod.spec, 'serviceAccount') ?? 'default';
  const isOff = objectsNamed(workspace, 'ServiceAccount', account).some(
    (each) => isNear(each.definition.namespace, resource.namespace) && readObject(workspace, each)[FIELD] === false,
  );
  if (isOff && pod.spec[FIELD] === undefined) return [];
  const fixes = setting(resource, pod.path, FIELD, false);
  return [found(resource, [...pod.path, FIELD], message('rules.automountToken'), { fixes })];
};
