import { KUBERNETES_VERSIONS, type KubernetesVersion } from '../kube/catalog.ts';
import type { Context } from './context.ts';

/**
 * From which version on the server behaves so by default; what is older than the oldest known version is not listed.
 *
 * As pkg/features/kube_features.go has it for feature gates, and the changelogs for the rest.
 */
const SINCE = {
  /** nodeAllocatableUpdatePeriodSeconds (MutableCSINodeAllocatableCount); before, it is dropped. */
  allocatableUpdates: '1.35',
  /** Capacity of devices that is shared (DRAConsumableCapacity). */
  consumableCapacity: '1.36',
  /** Known and switched off: restart policies of single containers are dropped, not refused. */
  containerRestartPolicy: '1.34',
  /** Restart policies and rules of single containers (ContainerRestartRules). */
  containerRestartRules: '1.35',
  /** Conditions that a device waits for (DRADeviceBindingConditions); before, they are dropped. */
  deviceBindingConditions: '1.36',
  /** Taints and tolerations of devices (DRADeviceTaints); before, they are dropped. */
  deviceTolerations: '1.36',
  /** Devices by claim (DynamicResourceAllocation); before, the fields are dropped. */
  dynamicResources: '1.34',
  /** The server warns of v1 Endpoints. */
  endpointsDeprecated: '1.33',
  /** `fileKeyRef` (EnvFiles). */
  environmentFiles: '1.35',
  /** extendedResourceName of a DeviceClass (DRAExtendedResource); before, it is dropped. */
  extendedResourceOfClass: '1.36',
  /** The server warns of externalIPs. */
  externalIpsDeprecated: '1.36',
  hostnameOverride: '1.35',
  /** The apiVersion of a HorizontalPodAutoscaler's references has to be one. */
  hpaApiVersionChecked: '1.35',
  /** tolerance of a HorizontalPodAutoscaler (HPAConfigurableTolerance); before, it is dropped. */
  hpaTolerance: '1.35',
  /** Volumes from images (ImageVolume); before, they are dropped. */
  imageVolumes: '1.35',
  /** matchLabelKeys of spread constraints end up in the selector (MatchLabelKeysInPodTopologySpreadSelectorMerge). */
  matchLabelKeysMerge: '1.34',
  /** Devices that share counters or choose their own nodes (DRAPartitionableDevices); before, the fields are dropped. */
  partitionableDevices: '1.36',
  /** Resources of the pod as a whole (PodLevelResources); before, they are dropped. */
  podLevelResources: '1.34',
  /** trafficDistribution PreferSameZone and PreferSameNode (PreferSameTrafficDistribution). */
  preferSameZone: '1.34',
  procMount: '1.33',
  /** Search domains with underscores (RelaxedDNSSearchValidation). */
  relaxedDnsSearch: '1.33',
  /** Names of services may begin with a digit (RelaxedServiceNameValidation). */
  relaxedServiceNames: '1.36',
  /** resizePolicy (InPlacePodVerticalScaling); before, it is dropped. */
  resizePolicy: '1.33',
  /** The action RestartAllContainers (RestartAllContainersOnContainerExits). */
  restartAllContainers: '1.36',
  seLinuxChangePolicy: '1.33',
  /** Addresses of Services are objects that name their Service (MultiCIDRServiceAllocator). */
  serviceIpAddressObjects: '1.33',
  /** `sleep` of nothing (PodLifecycleSleepActionAllowZero). */
  sleepZero: '1.33',
  /** The service of a StatefulSet has to have a name that a service can have. */
  statefulSetServiceName: '1.33',
  /** The server warns of names that end in .static.k8s.io. */
  staticAdmissionNames: '1.36',
  /** A StatefulSet's template is validated as a pod; before, its pods failed one by one. */
  statefulSetPodTemplates: '1.34',
  /** No leading zeros and no mapped addresses (StrictIPCIDRValidation). */
  strictAddresses: '1.36',
  supplementalGroupsPolicy: '1.33',
  /** serviceAccountTokenInSecrets (CSIServiceAccountTokenSecrets); before, it is unknown. */
  tokensInSecrets: '1.35',
  /** hostUsers (UserNamespacesSupport); before, it is dropped. */
  userNamespaces: '1.33',
  /** volumeAttributesClassName (VolumeAttributesClass); before, it is dropped. */
  volumeAttributesClass: '1.34',
} as const satisfies Readonly<Record<string, KubernetesVersion>>;

/** Whether the server of this version has the behaviour. The one place where versions differ. */
export function has(context: Context, behaviour: keyof typeof SINCE): boolean {
  return KUBERNETES_VERSIONS.indexOf(context.version) >= KUBERNETES_VERSIONS.indexOf(SINCE[behaviour]);
}
