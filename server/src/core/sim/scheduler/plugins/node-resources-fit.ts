import { hasPodLevelRequests, podRequests as requestedQuantities } from '../../../kube/effective-requests.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import { amountIn, amountOf, isExtendedResource, isScalarResource, type Resources, readResources } from '../cache/resources.ts';
import type { NodeResourcesFitArgs } from '../configuration.ts';
import { type Cause, type Plugin, type Rejection, unresolvable, unschedulable } from '../framework.ts';
import { scoringStrategy } from '../scoring-strategy.ts';
import type { VersionBehavior } from '../versions.ts';

/** Room for the pod's requests, and a score for how full the node gets (`pkg/scheduler/framework/plugins/noderesources/fit.go`). */
export function nodeResourcesFit(
  { seesHopelessRequests }: Pick<VersionBehavior, 'seesHopelessRequests'>,
  args: NodeResourcesFitArgs = {},
): Plugin {
  const strategy = scoringStrategy(args.scoringStrategy);

  return {
    name: 'NodeResourcesFit',
    unprepared: 'error reading "PreFilterNodeResourcesFit" from cycleState: not found',

    filter({ requests }) {
      const wanted = wantedResources(requests, args);
      return {
        check: (node) => (fits(node, requests) ? undefined : rejectionOf(node, wanted, seesHopelessRequests)),
        causes: (node) => shortages(node, wanted),
      };
    },

    isHelpedBy({ requests }, change) {
      const wanted = wantedResources(requests, args);
      if (change.of === 'pod')
        return change.before !== undefined && (change.after === undefined || isSmaller(change.after, change.before, wanted));
      if (change.of !== 'node' || change.after === undefined) return false;
      const offered = readResources(change.after.status?.allocatable);
      if (offered.pods < 1 || wanted.some(({ name, amount }) => amount > amountIn(offered, name))) return false;
      if (change.before === undefined) return true;
      const before = readResources(change.before.status?.allocatable);
      return offered.pods > before.pods || wanted.some(({ name }) => amountIn(offered, name) > amountIn(before, name));
    },

    score(pod) {
      const asked = scoredAmounts(pod, strategy.resources);
      const requested: number[] = [];
      const allocatable: number[] = [];
      return {
        of: (node) => {
          strategy.resources.forEach(({ name }, index) => {
            const amount = asked[index] ?? 0;
            const capacity = amount === 0 && isScalarResource(name) ? 0 : amountIn(node.allocatable, name);
            allocatable[index] = capacity;
            requested[index] = capacity === 0 ? 0 : nonZeroRequested(node, name) + amount;
          });
          return strategy.score(requested, allocatable);
        },
      };
    },
  };
}

/**
 * What scoring takes an incoming pod to ask. The scorer is built without the switch for pod-level resources, so such a pod counts by its
 * containers (a bug of 1.36).
 */
function scoredAmounts({ pod, requests, nonZeroRequests }: PodInfo, resources: readonly { readonly name: string }[]): readonly number[] {
  if (hasPodLevelRequests(pod.spec)) {
    const quantities = requestedQuantities(pod, { withDefaults: true, withoutPodLevel: true });
    return resources.map(({ name }) => amountOf(quantities, name));
  }
  return resources.map(({ name }) => {
    if (name === 'cpu') return nonZeroRequests.cpuMilli;
    return name === 'memory' ? nonZeroRequests.memoryBytes : amountIn(requests, name);
  });
}

/** A resource that the pod asks for and how much of it. */
interface Wanted {
  readonly name: string;
  readonly amount: number;
}

/** Whether a resized pod gave back some of what is wanted. */
function isSmaller(after: PodInfo, before: PodInfo, wanted: readonly Wanted[]): boolean {
  return wanted.some(({ name }) => amountIn(after.requests, name) < amountIn(before.requests, name));
}

function wantedResources(requests: Resources, args: NodeResourcesFitArgs): readonly Wanted[] {
  const ignored = (name: string): boolean =>
    isExtendedResource(name) &&
    ((args.ignoredResources?.includes(name) ?? false) || (args.ignoredResourceGroups?.includes(name.slice(0, name.indexOf('/'))) ?? false));
  // Upstream walks a map here; by name is one of its orders.
  const scalars = [...requests.scalars].filter(([name]) => !ignored(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  const fixed: readonly (readonly [string, number])[] = [
    ['cpu', requests.cpuMilli],
    ['memory', requests.memoryBytes],
    ['ephemeral-storage', requests.ephemeralBytes],
  ];
  return [...fixed, ...scalars].filter(([, amount]) => amount > 0).map(([name, amount]) => ({ name, amount }));
}

/** The common case without looking up resources by name: nearly all nodes of nearly all passes fit. */
function fits({ pods, allocatable, requested }: NodeInfo, requests: Resources): boolean {
  return (
    requests.scalars.size === 0 &&
    pods.length < allocatable.pods &&
    (requests.cpuMilli === 0 || requests.cpuMilli <= allocatable.cpuMilli - requested.cpuMilli) &&
    (requests.memoryBytes === 0 || requests.memoryBytes <= allocatable.memoryBytes - requested.memoryBytes) &&
    (requests.ephemeralBytes === 0 || requests.ephemeralBytes <= allocatable.ephemeralBytes - requested.ephemeralBytes)
  );
}

function rejectionOf(node: NodeInfo, wanted: readonly Wanted[], seesHopelessRequests: boolean): Rejection | undefined {
  let reasons: string[] | undefined;
  let isBeyondNode = false;
  if (node.pods.length + 1 > node.allocatable.pods) reasons = ['Too many pods'];
  for (const { name, amount } of wanted) {
    const capacity = amountIn(node.allocatable, name);
    if (amount <= capacity - amountIn(node.requested, name)) continue;
    reasons ??= [];
    reasons.push(`Insufficient ${name}`);
    if (amount > capacity) isBeyondNode = true;
  }
  if (reasons === undefined) return undefined;
  return isBeyondNode && seesHopelessRequests ? unresolvable(...reasons) : unschedulable(...reasons);
}

function shortages(node: NodeInfo, wanted: readonly Wanted[]): readonly Cause[] {
  const causes: Cause[] = [];
  const { pods } = node.allocatable;
  if (node.pods.length + 1 > pods) causes.push({ is: 'short', resource: 'pods', asks: 1, free: pods - node.pods.length, capacity: pods });
  for (const { name, amount } of wanted) {
    const capacity = amountIn(node.allocatable, name);
    const free = capacity - amountIn(node.requested, name);
    if (amount > free) causes.push({ is: 'short', resource: name, asks: amount, free, capacity });
  }
  return causes;
}

function nonZeroRequested(node: NodeInfo, name: string): number {
  if (name === 'cpu') return node.nonZeroRequested.cpuMilli;
  if (name === 'memory') return node.nonZeroRequested.memoryBytes;
  return amountIn(node.requested, name);
}
