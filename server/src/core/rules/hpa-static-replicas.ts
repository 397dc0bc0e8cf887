import { isObject } from '../base/json.ts';
import { message } from '../text/text.ts';
import { removal } from './fixes.ts';
import { type Check, found } from './rule.ts';
import { isNear, scalersOf } from './workspace.ts';

/** Each time such a manifest is applied, what the autoscaler had chosen is undone. */
export const check: Check = (resource, setting) => {
  const { kind, name, namespace, value } = resource;
  if (name === undefined || (kind !== 'Deployment' && kind !== 'StatefulSet') || !isObject(value.spec) || value.spec.replicas === undefined)
    return [];
  const isScaled = scalersOf(setting, kind, name).some(({ definition }) => isNear(definition.namespace, namespace));
  const path = ['spec', 'replicas'];
  return isScaled ? [found(resource, path, message('rules.hpaStaticReplicas'), { fixes: removal(resource, path) })] : [];
};
