import type { Pod } from '../../generated/api.ts';
import { type Message, message } from '../../text/text.ts';
import { formatAmount } from './amounts.ts';
import type { Decision, NodeVerdict } from './decision.ts';
import type { Cause } from './framework.ts';
import { type Remedy, remediesOf } from './remedies.ts';

/** A Decision in words a person can read: what happened and why, and what would change it. */
export interface Explanation {
  /** The most telling first. */
  readonly lines: readonly Message[];
  /** Edits of the pod that would help, those that help on most nodes first. */
  readonly remedies: readonly Remedy[];
}

/**
 * `decision` should have been made with `detail: 'explained'`, or there are no numbers and no remedies. With `all` a node is told of with
 * every plugin that fails on it, not only with the first, at which the scheduler stops.
 */
export function explainDecision(decision: Decision, pod: Pod, all = false): Explanation {
  switch (decision.reason) {
    case 'Scheduled':
      return { lines: [placement(decision), ...withoutClaims(decision, pod)], remedies: [] };
    case 'SchedulingGated':
      return { lines: [message('schedGated', { pod: decision.pod, gates: gatesOf(pod) })], remedies: [] };
    case 'NotQueued':
      return { lines: [message('schedOtherScheduler', { pod: decision.pod, scheduler: pod.spec?.schedulerName ?? '' })], remedies: [] };
    case 'SchedulerError':
      return { lines: [message('schedError', { pod: decision.pod, text: decision.message })], remedies: [] };
    case 'Unschedulable':
      return {
        lines: [
          ...whyNowhere(all ? { ...decision, filters: decision.allFilters ?? decision.filters } : decision),
          ...withoutClaims(decision, pod),
        ],
        remedies: remediesOf(decision, pod),
      };
  }
}

/** Devices are not allocated here (DynamicResources), so that a verdict on a pod that claims some holds only for the rest of it. */
function withoutClaims({ pod }: Decision, { spec }: Pod): readonly Message[] {
  const claims = (spec?.resourceClaims ?? []).map(({ name }) => name);
  return claims.length === 0 ? [] : [message('schedClaimsNotSimulated', { pod, claims: shortList(claims) })];
}

function placement({ pod, node, feasible, best, totals, scored }: Decision): Message {
  if (!scored) return message('schedOnlyNode', { pod, node });
  const total = Math.max(...totals);
  if (best.length === 1) return message('schedBestNode', { pod, node, feasible: feasible.length, total });
  const others = best.filter((name) => name !== node);
  return message('schedTie', { pod, node, tied: best.length, total, others: shortList(others) });
}

function whyNowhere(decision: Decision): readonly Message[] {
  const { pod, nodeOrder, preFilter, filters, nominatedNode, victims } = decision;
  if (nodeOrder.length === 0) return [message('schedNoNodes', { pod })];
  const first = message('schedNowhere', { pod, nodes: nodeOrder.length });
  if (preFilter.code !== 'Success')
    return [first, message('schedPodRejected', { plugin: preFilter.plugin ?? '', text: preFilter.reasons.join(', ') })];
  const groups = groupVerdicts(filters);
  const preempts = nominatedNode !== '' && victims.length > 0;
  const last = preempts ? [message('schedPreempts', { node: nominatedNode, victims: shortList(victims), count: victims.length })] : [];
  return [first, ...groups, ...last];
}

/** One sentence for all nodes that fail in the same way, the most frequent first. */
function groupVerdicts(verdicts: readonly NodeVerdict[]): readonly Message[] {
  const groups = new Map<string, { readonly causes: Cause[]; readonly verdict: NodeVerdict; readonly nodes: Set<string> }>();
  for (const verdict of verdicts) {
    const causes = verdict.causes ?? [];
    const keys = causes.length === 0 ? [`${verdict.plugin} ${verdict.reasons.join()}`] : causes.map(groupKey);
    keys.forEach((key, index) => {
      const group = groups.get(key) ?? { causes: [], verdict, nodes: new Set<string>() };
      groups.set(key, group);
      group.nodes.add(verdict.node);
      const cause = causes[index];
      if (cause !== undefined) group.causes.push(cause);
    });
  }
  return [...groups.values()]
    .sort((a, b) => b.nodes.size - a.nodes.size)
    .map(({ causes, verdict, nodes }) => sentence(causes, verdict, nodes.size));
}

/** Causes of the same key are told together. */
function groupKey(cause: Cause): string {
  switch (cause.is) {
    case 'short':
      return `short ${cause.resource}`;
    case 'taint':
      return `taint ${cause.key}=${cause.value}:${cause.effect}`;
    case 'label':
      return `label ${cause.key} ${cause.operator} ${cause.values.join()}`;
    case 'skew':
    case 'missing-key':
      return `${cause.is} ${cause.topologyKey}`;
    case 'affinity':
      return `${cause.kind} ${cause.topologyKey}`;
    case 'port':
      return `port ${cause.port}/${cause.protocol}`;
  }
}

function sentence(causes: readonly Cause[], verdict: NodeVerdict, nodes: number): Message {
  const [cause] = causes;
  if (cause === undefined) return message('schedReason', { nodes, plugin: verdict.plugin, text: verdict.reasons.join(', ') });
  switch (cause.is) {
    case 'short':
      return shortage(causes as readonly Shortage[], nodes);
    case 'taint':
      return message('schedTaint', { nodes, taint: `${cause.key}${cause.value === '' ? '' : `=${cause.value}`}:${cause.effect}` });
    case 'label':
      return labelSentence(cause, nodes);
    case 'skew':
      return message('schedSkew', { nodes, key: cause.topologyKey, count: cause.count, least: cause.least, maxSkew: cause.maxSkew });
    case 'missing-key':
      return message('schedMissingKey', { nodes, key: cause.topologyKey });
    case 'affinity':
      return message(AFFINITY_KEYS[cause.kind], { nodes, key: cause.topologyKey });
    case 'port':
      return message('schedPort', { nodes, port: `${cause.port}/${cause.protocol}` });
  }
}

type Shortage = Extract<Cause, { is: 'short' }>;

const AFFINITY_KEYS = {
  affinity: 'schedAffinity',
  'anti-affinity': 'schedAntiAffinity',
  'existing-anti-affinity': 'schedExistingAntiAffinity',
} as const;

/** Told of the node that comes nearest. */
function shortage(causes: readonly Shortage[], nodes: number): Message {
  const nearest = causes.reduce((best, cause) => (cause.free > best.free ? cause : best));
  const { resource, asks, free, capacity } = nearest;
  if (resource === 'pods') return message('schedTooManyPods', { nodes, capacity });
  const amounts = {
    asks: formatAmount(resource, asks),
    free: formatAmount(resource, Math.max(0, free)),
    capacity: formatAmount(resource, capacity),
  };
  if (capacity === 0) return message('schedNoResource', { nodes, resource, asks: amounts.asks });
  return message(asks > capacity ? 'schedBeyondNode' : 'schedShort', { nodes, resource, ...amounts });
}

function labelSentence({ key, operator, values, has }: Extract<Cause, { is: 'label' }>, nodes: number): Message {
  const wanted = operator === 'In' && values.length === 1 ? `${key}=${values[0]}` : `${key} ${operator} ${values.join(', ')}`.trim();
  return has === undefined
    ? message('schedLabelMissing', { nodes, wanted, key })
    : message('schedLabelOther', { nodes, wanted, has: `${key}=${has}` });
}

function gatesOf({ spec }: Pod): string {
  return (spec?.schedulingGates ?? []).map(({ name }) => name).join(', ');
}

const SHOWN = 3;

function shortList(names: readonly string[]): string {
  return names.length <= SHOWN ? names.join(', ') : `${names.slice(0, SHOWN).join(', ')} +${names.length - SHOWN}`;
}
