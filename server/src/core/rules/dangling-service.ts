import { isObject, valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { type Check, found } from './rule.ts';
import { isNear, objectsOfKind } from './workspace.ts';

const MAKERS = ['Pod', 'Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'];

/** A selector that no pod of the workspace answers; without any workload written, pods may come from elsewhere. */
export const check: Check = (resource, setting) => {
  const selector = valueAt(resource.value, ['spec', 'selector']);
  if (resource.kind !== 'Service' || !isObject(selector) || Object.keys(selector).length === 0) return [];
  const makers = MAKERS.flatMap((kind) => objectsOfKind(setting, kind)).filter(({ definition }) =>
    isNear(definition.namespace, resource.namespace),
  );
  const isAnswered = makers.some(({ definition }) => Object.entries(selector).every(([key, value]) => definition.podLabels[key] === value));
  if (isAnswered) return [];
  const finding = found(resource, ['spec', 'selector'], message('rules.danglingService'));
  return [makers.length === 0 ? { ...finding, severity: 'hint' } : finding];
};
