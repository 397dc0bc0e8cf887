import { DEFAULT_KUBERNETES_VERSION, type KubernetesVersion } from '../../kube/catalog.ts';
import type { PluginArgs } from './configuration.ts';
import type { Plugin } from './framework.ts';
import { defaultPreemption } from './plugins/default-preemption.ts';
import { dynamicResources } from './plugins/dynamic-resources.ts';
import { imageLocality } from './plugins/image-locality.ts';
import { interPodAffinity } from './plugins/inter-pod-affinity.ts';
import { nodeAffinity } from './plugins/node-affinity.ts';
import { nodeDeclaredFeatures } from './plugins/node-declared-features.ts';
import { nodeName } from './plugins/node-name.ts';
import { nodePorts } from './plugins/node-ports.ts';
import { nodeResourcesBalancedAllocation } from './plugins/node-resources-balanced-allocation.ts';
import { nodeResourcesFit } from './plugins/node-resources-fit.ts';
import { nodeUnschedulable } from './plugins/node-unschedulable.ts';
import { nodeVolumeLimits } from './plugins/node-volume-limits.ts';
import { podTopologySpread } from './plugins/pod-topology-spread.ts';
import { schedulingGates } from './plugins/scheduling-gates.ts';
import { taintToleration } from './plugins/taint-toleration.ts';
import { volumeBinding } from './plugins/volume-binding.ts';
import { volumeRestrictions } from './plugins/volume-restrictions.ts';
import { volumeZone } from './plugins/volume-zone.ts';
import { BEHAVIOR_BY_VERSION, type VersionBehavior } from './versions.ts';

/** What one scheduler name stands for: which plugins take part where, and with what weight. */
export interface Profile {
  readonly schedulerName: string;
  readonly gates: readonly Plugin[];
  /** Those that are asked about the pod before any node; they may reject it, or name its nodes, though they judge no node. */
  readonly preFilters: readonly Plugin[];
  readonly filters: readonly Plugin[];
  readonly postFilters: readonly Plugin[];
  readonly scores: readonly WeightedPlugin[];
  /** 0 is adaptive. */
  readonly percentageOfNodesToScore: number;
}

export interface WeightedPlugin {
  readonly plugin: Plugin;
  readonly weight: number;
}

export const DEFAULT_SCHEDULER = 'default-scheduler';

/** A row of the plugin table. `weight` matters to plugins that score. */
export interface PluginRow {
  readonly name: string;
  readonly weight: number;
  readonly create: (behavior: VersionBehavior, args: PluginArgs) => Plugin;
  /** Whether it is there in a version; always, where absent. */
  readonly isIn?: (behavior: VersionBehavior) => boolean;
}

/**
 * The default plugins of Kubernetes 1.36 in their order (`pkg/scheduler/apis/config/v1/default_plugins.go`).
 * Plugins that only queue, permit or bind are not here: they decide nothing.
 */
const DEFAULT_PLUGINS: readonly PluginRow[] = [
  row(schedulingGates),
  row(nodeUnschedulable),
  row(nodeName),
  { name: 'TaintToleration', weight: 3, create: taintToleration },
  { name: 'NodeAffinity', weight: 2, create: (_, args) => nodeAffinity(args.NodeAffinity) },
  row(nodePorts),
  { name: 'NodeResourcesFit', weight: 1, create: (behavior, args) => nodeResourcesFit(behavior, args.NodeResourcesFit) },
  row(volumeRestrictions),
  row(nodeVolumeLimits),
  row(volumeBinding),
  row(volumeZone),
  { name: 'PodTopologySpread', weight: 2, create: (_, args) => podTopologySpread(args.PodTopologySpread) },
  { name: 'InterPodAffinity', weight: 2, create: (_, args) => interPodAffinity(args.InterPodAffinity) },
  { ...row(dynamicResources), isIn: ({ allocatesDevices }) => allocatesDevices },
  { name: 'DefaultPreemption', weight: 1, create: (_, args) => defaultPreemption(args.DefaultPreemption) },
  {
    name: 'NodeResourcesBalancedAllocation',
    weight: 1,
    create: (behavior, args) => nodeResourcesBalancedAllocation(behavior, args.NodeResourcesBalancedAllocation),
  },
  row(imageLocality),
  { ...row(nodeDeclaredFeatures), isIn: ({ readsDeclaredFeatures }) => readsDeclaredFeatures },
];

/** The default plugins of a version. */
export function pluginRows(version: KubernetesVersion): readonly PluginRow[] {
  const behavior = BEHAVIOR_BY_VERSION[version];
  return DEFAULT_PLUGINS.filter(({ isIn }) => isIn?.(behavior) ?? true);
}

/** The profile of a cluster that configures nothing. */
export function defaultProfile(version: KubernetesVersion = DEFAULT_KUBERNETES_VERSION): Profile {
  const rows = pluginRows(version).map(({ weight, create }) => ({ plugin: create(BEHAVIOR_BY_VERSION[version], {}), weight }));
  const plugins = rows.map(({ plugin }) => plugin);
  return {
    schedulerName: DEFAULT_SCHEDULER,
    gates: plugins.filter(({ gate }) => gate !== undefined),
    preFilters: plugins.filter(({ filter }) => filter !== undefined),
    filters: plugins.filter(({ filter }) => filter !== undefined),
    postFilters: plugins.filter(({ postFilter }) => postFilter !== undefined),
    scores: rows.filter(({ plugin }) => plugin.score !== undefined),
    percentageOfNodesToScore: 0,
  };
}

function row(plugin: Plugin, weight = 1): PluginRow {
  return { name: plugin.name, weight, create: () => plugin };
}
