import type { Path } from '../../base/json.ts';
import type { Container, Pod } from '../../generated/api.ts';
import { milliValue, quantityOf, value } from '../../kube/quantity.ts';
import { type Message, message } from '../../text/text.ts';
import { formatAmount, quantityBelow } from './amounts.ts';
import type { Decision } from './decision.ts';
import type { Cause } from './framework.ts';

/** An edit of a pod's spec that lets it fit on nodes that turn it away now. */
export interface Remedy {
  readonly title: Message;
  readonly edit: PodEdit;
  /** Nodes that have no other objection. */
  readonly nodes: readonly string[];
}

/** `path` leads from the pod (or a workload's template) to what is changed. */
export interface PodEdit {
  readonly path: Path;
  readonly change: { readonly do: 'set' | 'append'; readonly value: unknown } | { readonly do: 'remove' };
}

/** Remedies for nodes that fail by a single cause, those that open most nodes first. */
export function remediesOf({ filters, allFilters }: Decision, pod: Pod): readonly Remedy[] {
  const causesByNode = new Map<string, Cause[]>();
  const hopeless = new Set<string>();
  for (const { node, causes = [] } of allFilters ?? filters) {
    if (causes.length === 0) hopeless.add(node);
    else causesByNode.set(node, [...(causesByNode.get(node) ?? []), ...causes]);
  }
  const remedies = new Map<string, { readonly title: Message; readonly edit: PodEdit; readonly nodes: string[] }>();
  for (const [node, causes] of causesByNode) {
    const [cause] = causes;
    if (hopeless.has(node) || causes.length !== 1 || cause === undefined) continue;
    const remedy = remedyFor(cause, pod);
    if (remedy === undefined) continue;
    const key = JSON.stringify(remedy.edit);
    const known = remedies.get(key) ?? { ...remedy, nodes: [] };
    known.nodes.push(node);
    remedies.set(key, known);
  }
  return [...remedies.values()].sort((a, b) => b.nodes.length - a.nodes.length);
}

function remedyFor(cause: Cause, pod: Pod): Pick<Remedy, 'title' | 'edit'> | undefined {
  switch (cause.is) {
    case 'short':
      return lowerRequest(cause, pod);
    case 'taint':
      return tolerate(cause);
    case 'label':
      return dropNodeSelector(cause, pod);
    case 'skew':
      return softenSpread(cause.topologyKey, pod);
    case 'missing-key':
      return softenSpread(cause.topologyKey, pod);
    case 'port':
      return dropHostPort(cause.port, pod);
    case 'affinity':
      return undefined;
  }
}

/** Of the container that asks most; nothing when even that does not suffice. */
function lowerRequest(
  { resource, asks, free }: Extract<Cause, { is: 'short' }>,
  { spec }: Pod,
): Pick<Remedy, 'title' | 'edit'> | undefined {
  if (resource === 'pods') return undefined;
  const containers = spec?.containers ?? [];
  const amounts = containers.map((container) => requestOf(container, resource));
  const largest = Math.max(...amounts);
  const index = amounts.indexOf(largest);
  const enough = largest - (asks - free);
  if (index < 0 || enough <= 0) return undefined;
  const quantity = quantityBelow(resource, enough);
  return {
    title: message('schedLowerRequest', {
      container: containers[index]?.name ?? '',
      resource,
      from: formatAmount(resource, largest),
      to: quantity,
    }),
    edit: { path: ['spec', 'containers', index, 'resources', 'requests', resource], change: { do: 'set', value: quantity } },
  };
}

function requestOf({ resources }: Container, resource: string): number {
  const quantity = quantityOf(resources?.requests?.[resource]);
  return Number(resource === 'cpu' ? milliValue(quantity) : value(quantity));
}

function tolerate({ key, value: taintValue, effect }: Extract<Cause, { is: 'taint' }>): Pick<Remedy, 'title' | 'edit'> {
  const toleration = taintValue === '' ? { key, operator: 'Exists', effect } : { key, operator: 'Equal', value: taintValue, effect };
  return {
    title: message('schedAddToleration', { taint: `${key}${taintValue === '' ? '' : `=${taintValue}`}:${effect}` }),
    edit: { path: ['spec', 'tolerations'], change: { do: 'append', value: toleration } },
  };
}

function dropNodeSelector({ key, has }: Extract<Cause, { is: 'label' }>, { spec }: Pod): Pick<Remedy, 'title' | 'edit'> | undefined {
  const wanted = spec?.nodeSelector?.[key];
  if (wanted === undefined) return undefined;
  const path = ['spec', 'nodeSelector', key];
  if (has === undefined)
    return { title: message('schedDropSelector', { label: `${key}=${wanted}` }), edit: { path, change: { do: 'remove' } } };
  return {
    title: message('schedChangeSelector', { from: `${key}=${wanted}`, to: `${key}=${has}` }),
    edit: { path, change: { do: 'set', value: has } },
  };
}

function softenSpread(topologyKey: string, { spec }: Pod): Pick<Remedy, 'title' | 'edit'> | undefined {
  const constraints = spec?.topologySpreadConstraints ?? [];
  const index = constraints.findIndex((each) => each.topologyKey === topologyKey && each.whenUnsatisfiable === 'DoNotSchedule');
  if (index < 0) return undefined;
  const path = ['spec', 'topologySpreadConstraints', index, 'whenUnsatisfiable'];
  return { title: message('schedSoftenSpread', { key: topologyKey }), edit: { path, change: { do: 'set', value: 'ScheduleAnyway' } } };
}

function dropHostPort(port: number, { spec }: Pod): Pick<Remedy, 'title' | 'edit'> | undefined {
  if (spec?.hostNetwork === true) return undefined;
  for (const [container, { ports }] of (spec?.containers ?? []).entries()) {
    const index = ports?.findIndex(({ hostPort }) => hostPort === port) ?? -1;
    if (index < 0) continue;
    return {
      title: message('schedDropHostPort', { port }),
      edit: { path: ['spec', 'containers', container, 'ports', index, 'hostPort'], change: { do: 'remove' } },
    };
  }
  return undefined;
}
