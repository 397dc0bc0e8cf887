import { didYouMean } from '../base/did-you-mean.ts';
import { valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { setting as setTo } from './fixes.ts';
import { itemsAt } from './pods.ts';
import { type Check, found } from './rule.ts';
import { narrowLabels } from './selectors.ts';
import { makersOfPods } from './workspace.ts';

/** A name has to stand in the pods; a number need not, but where they declare ports and not this one it is likely a slip. */
export const check: Check = (resource, setting) => {
  const selector = resource.kind === 'Service' ? narrowLabels(valueAt(resource.value, ['spec', 'selector'])) : undefined;
  if (selector === undefined) return [];
  const pods = makersOfPods(setting, selector, resource.namespace);
  const ports = pods.flatMap(({ definition }) => definition.ports);
  if (pods.length === 0) return [];
  return itemsAt(resource.value, ['spec', 'ports']).flatMap((each, index) => {
    const written = valueAt(each, ['targetPort']);
    const target = written ?? valueAt(each, ['port']);
    if (typeof target !== 'string' && typeof target !== 'number') return [];
    const isNamed = typeof target === 'string' && !/^\d+$/.test(target);
    const isThere = ports.some(({ name, port }) => (isNamed ? name === target : port === Number(target)));
    if (isThere || (!isNamed && ports.length === 0)) return [];
    const names = ports.flatMap(({ name }) => name ?? []);
    const meant =
      (isNamed ? didYouMean(target, new Set(names))[0]?.text : undefined) ??
      (ports.length === 1 ? (ports[0]?.name ?? ports[0]?.port) : undefined);
    const place = ['spec', 'ports', index];
    const fixes = meant === undefined ? [] : setTo(resource, place, 'targetPort', meant);
    const path = [...place, written === undefined ? 'port' : 'targetPort'];
    const finding = found(resource, path, message('rules.invalidTargetPort', { port: String(target) }), { fixes });
    return [isNamed ? finding : { ...finding, severity: 'info' as const }];
  });
};
