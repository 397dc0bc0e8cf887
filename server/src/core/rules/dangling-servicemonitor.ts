import { valueAt } from '../base/json.ts';
import { matches } from '../kube/label-selector.ts';
import { message } from '../text/text.ts';
import { itemsAt } from './pods.ts';
import { type Check, found } from './rule.ts';
import { narrowSelector } from './selectors.ts';
import { isNear, maybeElsewhere, nearLabels, objectsOfKind } from './workspace.ts';

/** A kind of the Prometheus operator; it looks at Services of its own namespace unless it names others. */
export const check: Check = (resource, setting) => {
  const { apiVersion, kind, namespace, value } = resource;
  const selector = narrowSelector(valueAt(value, ['spec', 'selector']));
  if (!apiVersion.startsWith('monitoring.coreos.com/') || kind !== 'ServiceMonitor' || selector === undefined) return [];
  const named = itemsAt(value, ['spec', 'namespaceSelector', 'matchNames']);
  const isAny = valueAt(value, ['spec', 'namespaceSelector', 'any']) === true;
  const isInReach = (of: string | undefined): boolean =>
    isAny || (named.length > 0 ? of === undefined || named.includes(of) : isNear(of, namespace));
  const services = objectsOfKind(setting, 'Service').filter(({ definition }) => isInReach(definition.namespace));
  if (services.some(({ definition }) => matches(selector, definition.podLabels))) return [];
  const path = ['spec', 'selector'];
  const fixes = nearLabels(resource, path, services);
  const finding = found(resource, path, message('rules.danglingServicemonitor'), { fixes, onKey: true });
  return [services.length === 0 ? maybeElsewhere(finding) : finding];
};
