import type { KubernetesVersion } from '../../kube/catalog.ts';

/** What the scheduler of one Kubernetes version does its own way, with the feature gates that are on by default. */
export interface VersionBehavior {
  /** TaintToleration says which taint it was: `node(s) had untolerated taint {key: value}`. */
  readonly namesTaints: boolean;
  /** A request beyond all that a node has is a verdict that preemption cannot change. */
  readonly seesHopelessRequests: boolean;
  /** NodeResourcesBalancedAllocation scores what the pod changes; before, what came of it. */
  readonly scoresGainOfBalance: boolean;
  /** It scores pods without requests, too. */
  readonly balancesBestEffort: boolean;
  /** DynamicResources takes part. */
  readonly allocatesDevices: boolean;
  /** NodeDeclaredFeatures takes part. */
  readonly readsDeclaredFeatures: boolean;
}

const V1_36: VersionBehavior = {
  namesTaints: false,
  seesHopelessRequests: true,
  scoresGainOfBalance: true,
  balancesBestEffort: false,
  allocatesDevices: true,
  readsDeclaredFeatures: true,
};
const V1_35: VersionBehavior = { ...V1_36, scoresGainOfBalance: false, readsDeclaredFeatures: false };
const V1_34: VersionBehavior = { ...V1_35, namesTaints: true };
const V1_33: VersionBehavior = { ...V1_34, seesHopelessRequests: false, allocatesDevices: false };
const V1_32: VersionBehavior = { ...V1_33, balancesBestEffort: true };

/**
 * Each row was read in the source of its version (`pkg/scheduler/framework/plugins/{tainttoleration,noderesources,dynamicresources}`,
 * `pkg/features/kube_features.go`). Everything else is that of 1.36.
 */
export const BEHAVIOR_BY_VERSION: Readonly<Record<KubernetesVersion, VersionBehavior>> = {
  '1.32': V1_32,
  '1.33': V1_33,
  '1.34': V1_34,
  '1.35': V1_35,
  '1.36': V1_36,
};
