import { didYouMean } from '../base/did-you-mean.ts';
import { isObject, valueAt } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { containersOf, itemsAt } from './pods.ts';
import { found, type RuleFinding } from './rule.ts';

/** Probes of one sort that ask a port which the container does not declare: a name leads nowhere, a number is likely a slip. */
export function undeclaredPorts(resource: Resource, probe: 'livenessProbe' | 'readinessProbe' | 'startupProbe'): readonly RuleFinding[] {
  return containersOf(resource).flatMap(({ path, container }) => {
    const ports = itemsAt(container, ['ports']).filter(isObject);
    return ['httpGet', 'tcpSocket', 'grpc'].flatMap((handler) => {
      const port = valueAt(container, [probe, handler, 'port']);
      const isNamed = typeof port === 'string' && !/^\d+$/.test(port);
      if (port === undefined || port === null || (ports.length === 0 && !isNamed)) return [];
      if (ports.some(({ name, containerPort }) => name === port || String(containerPort) === String(port))) return [];
      const names = ports.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
      const meant = (isNamed ? didYouMean(port, names)[0]?.text : undefined) ?? ports[0]?.name ?? ports[0]?.containerPort;
      const place = [...path, probe, handler];
      const fixes = meant === undefined ? [] : setting(resource, place, 'port', meant);
      return [found(resource, [...place, 'port'], message('rules.probePort', { port: String(port) }), { fixes })];
    });
  });
}
