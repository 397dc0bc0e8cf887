import { isObject, valueAt } from '../base/json.ts';
import { POD_MAKERS } from '../kube/object-index.ts';
import { message } from '../text/text.ts';
import { type Check, found } from './rule.ts';
import { isNear, makersOfLabel, objectsOfKind } from './workspace.ts';

/** A selector that no pod of the workspace answers; without any workload written, pods may come from elsewhere. */
export const check: Check = (resource, setting) => {
  const selector = valueAt(resource.value, ['spec', 'selector']);
  if (resource.kind !== 'Service' || !isObject(selector) || Object.keys(selector).length === 0) return [];
  const [[label, wanted] = ['', '']] = Object.entries(selector);
  const isAnswered = makersOfLabel(setting, label, String(wanted)).some(
    ({ definition }) =>
      isNear(definition.namespace, resource.namespace) &&
      Object.entries(selector).every(([key, value]) => definition.podLabels[key] === value),
  );
  if (isAnswered) return [];
  const hasMakers = POD_MAKERS.some((kind) =>
    objectsOfKind(setting, kind).some((each) => isNear(each.definition.namespace, resource.namespace)),
  );
  const finding = found(resource, ['spec', 'selector'], message('rules.danglingService'));
  return [!hasMakers ? { ...finding, severity: 'hint' } : finding];
};
