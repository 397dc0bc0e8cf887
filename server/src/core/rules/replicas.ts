import { isObject } from '../base/json.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { type Check, found } from './rule.ts';
import { isNear, scalersOf } from './workspace.ts';

const ENOUGH = 3;

/** None at all is a choice; and where an autoscaler decides, `hpa-min` looks at it. */
export const check: Check = (resource, workspace) => {
  const { kind, name, namespace, value } = resource;
  if (kind !== 'Deployment' || name === undefined || !isObject(value.spec)) return [];
  const count = value.spec.replicas ?? 1;
  if (typeof count !== 'number' || count === 0 || count >= ENOUGH) return [];
  const isScaled = scalersOf(workspace, kind, name).some(({ definition }) => isNear(definition.namespace, namespace));
  if (isScaled) return [];
  const fixes = setting(resource, ['spec'], 'replicas', ENOUGH);
  return [found(resource, ['spec', 'replicas'], message('rules.replicas', { count }), { fixes })];
};
