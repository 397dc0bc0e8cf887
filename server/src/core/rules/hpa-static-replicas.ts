import { isObject, valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { removal } from './fixes.ts';
import { textAt } from './pods.ts';
import { type Check, found } from './rule.ts';
import { isNear, objectsOfKind } from './workspace.ts';

/** Each time such a manifest is applied, what the autoscaler had chosen is undone. */
export const check: Check = (resource, setting) => {
  const { kind, name, namespace, value } = resource;
  if ((kind !== 'Deployment' && kind !== 'StatefulSet') || !isObject(value.spec) || value.spec.replicas === undefined) return [];
  const isScaled = objectsOfKind(setting, 'HorizontalPodAutoscaler').some(({ definition }) => {
    const target = valueAt(definition.document.value, ['spec', 'scaleTargetRef']);
    return isNear(definition.namespace, namespace) && textAt(target, 'kind') === kind && textAt(target, 'name') === name;
  });
  const path = ['spec', 'replicas'];
  return isScaled ? [found(resource, path, message('rules.hpaStaticReplicas'), { fixes: removal(resource, path) })] : [];
};
