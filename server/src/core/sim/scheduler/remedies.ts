import type { Path } from '../../base/json.ts';
import type { Container, Pod } from '../../generated/api.ts';
import { milliValue, quantityOf, value } from '../../kube/quantity.ts';
import { type Message, message } from '../../text/text.ts';
import { formatAmount, quantityBelow } from './amounts.ts';
import type { Decision, NodeVerdict } from './decision.ts';
import type { Cause } from './framework.ts';

/** Edits of a pod's spec that, all together, let it fit on nodes that turn it away now. */
export interface Remedy {
  readonly steps: readonly Step[];
  readonly nodes: readonly string[];
}

export interface Step {
  readonly title: Message;
  readonly edit: PodEdit;
}

/** `path` leads from the pod (or a workload's template) to what is changed. */
export interface PodEdit {
  readonly path: Path;
  readonly change: { readonly do: 'set' | 'append'; readonly value: unknown } | { readonly do: 'remove' };
}

/** Remedies for the nodes whose every objection can be met: those with the fewest steps first, then those that open most nodes. */
export function remediesOf({ filters, allFilters }: Decision, pod: Pod): readonly Remedy[] {
  const remedies = new Map<string, { readonly steps: readonly Step[]; readonly nodes: string[] }>();
  for (const [node, verdicts] of groupByNode(allFilters ?? filters)) {
    const steps = stepsFor(verdicts, pod);
    if (steps === undefined) continue;
    const key = JSON.stringify(steps.map(({ edit }) => edit));
    const known = remedies.get(key) ?? { steps, nodes: [] };
    known.nodes.push(node);
    remedies.set(key, known);
  }
  return [...remedies.values()].sort((a, b) => a.steps.length - b.steps.length || b.nodes.length - a.nodes.length);
}

function groupByNode(verdicts: readonly NodeVerdict[]): ReadonlyMap<string, readonly NodeVerdict[]> {
  const groups = new Map<string, NodeVerdict[]>();
  for (const verdict of verdicts) groups.set(verdict.node, [...(groups.get(verdict.node) ?? []), verdict]);
  return groups;
}

/** undefined when an objection has no remedy. */
function stepsFor(verdicts: readonly NodeVerdict[], pod: Pod): readonly Step[] | undefined {
  const steps: Step[] = [];
  for (const { causes = [] } of verdicts) {
    if (causes.length === 0) return undefined;
    for (const cause of causes) {
      const step = stepFor(cause, pod);
      if (step === undefined) return undefined;
      steps.push(step);
    }
  }
  return steps;
}

function stepFor(cause: Cause, pod: Pod): Step | undefined {
  switch (cause.is) {
    case 'short':
      return lowerRequest(cause, pod);
    case 'taint':
      return tolerate(cause);
    case 'label':
      return dropNodeSelector(cause, pod) ?? widenNodeAffinity(cause, pod);
    case 'skew':
      return softenSpread(cause.topologyKey, pod);
    case 'missing-key':
      return softenSpread(cause.topologyKey, pod);
    case 'port':
      return dropHostPort(cause.port, pod);
    case 'affinity':
      return dropPodTerm(cause, pod);
  }
}

/** Of the container that asks most; nothing when even that does not suffice. */
function lowerRequest({ resource, asks, free }: Extract<Cause, { is: 'short' }>, { spec }: Pod): Step | undefined {
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

function tolerate({ key, value: taintValue, effect }: Extract<Cause, { is: 'taint' }>): Step {
  const toleration = taintValue === '' ? { key, operator: 'Exists', effect } : { key, operator: 'Equal', value: taintValue, effect };
  return {
    title: message('schedAddToleration', { taint: `${key}${taintValue === '' ? '' : `=${taintValue}`}:${effect}` }),
    edit: { path: ['spec', 'tolerations'], change: { do: 'append', value: toleration } },
  };
}

function dropNodeSelector({ key, has }: Extract<Cause, { is: 'label' }>, { spec }: Pod): Step | undefined {
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

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';

/** A label with another value may be named beside the others; the only condition of all may go where no label answers it. */
function widenNodeAffinity({ key, operator, has }: Extract<Cause, { is: 'label' }>, { spec }: Pod): Step | undefined {
  const [term, ...others] = spec?.affinity?.nodeAffinity?.[REQUIRED]?.nodeSelectorTerms ?? [];
  const expressions = term?.matchExpressions ?? [];
  const index = expressions.findIndex((each) => each.key === key && each.operator === operator);
  if (index < 0 || others.length > 0) return undefined;
  const path = ['spec', 'affinity', 'nodeAffinity', REQUIRED];
  if (operator === 'In' && has !== undefined) {
    const values = [...path, 'nodeSelectorTerms', 0, 'matchExpressions', index, 'values'];
    return { title: message('schedWidenAffinity', { key, value: has }), edit: { path: values, change: { do: 'append', value: has } } };
  }
  if (expressions.length > 1 || term?.matchFields !== undefined) return undefined;
  return { title: message('schedDropNodeAffinity', { key }), edit: { path, change: { do: 'remove' } } };
}

/** What other pods ask of this one is not to be changed here. */
function dropPodTerm({ kind, topologyKey: key }: Extract<Cause, { is: 'affinity' }>, { spec }: Pod): Step | undefined {
  if (kind === 'existing-anti-affinity') return undefined;
  const field = kind === 'affinity' ? 'podAffinity' : 'podAntiAffinity';
  if (spec?.affinity?.[field]?.[REQUIRED]?.length !== 1) return undefined;
  return {
    title: message(kind === 'affinity' ? 'schedDropPodAffinity' : 'schedDropPodAntiAffinity', { key }),
    edit: { path: ['spec', 'affinity', field, REQUIRED], change: { do: 'remove' } },
  };
}

function softenSpread(topologyKey: string, { spec }: Pod): Step | undefined {
  const constraints = spec?.topologySpreadConstraints ?? [];
  const index = constraints.findIndex((each) => each.topologyKey === topologyKey && each.whenUnsatisfiable === 'DoNotSchedule');
  if (index < 0) return undefined;
  const path = ['spec', 'topologySpreadConstraints', index, 'whenUnsatisfiable'];
  return { title: message('schedSoftenSpread', { key: topologyKey }), edit: { path, change: { do: 'set', value: 'ScheduleAnyway' } } };
}

function dropHostPort(port: number, { spec }: Pod): Step | undefined {
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
