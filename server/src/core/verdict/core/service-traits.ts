import type { Service } from '../../generated/api.ts';

export const NO_CLUSTER_IP = 'None';

/** The cluster addresses as the server sees them once `clusterIP` and `clusterIPs` are brought together (normalizeClusterIPs). */
export function clusterAddresses({ spec }: Service): readonly string[] {
  const { clusterIP = '', clusterIPs = [] } = spec ?? {};
  return clusterIPs.length === 0 && clusterIP !== '' ? [clusterIP] : clusterIPs;
}

export function isHeadless(service: Service): boolean {
  const addresses = clusterAddresses(service);
  return addresses.length === 1 && addresses[0] === NO_CLUSTER_IP;
}

/** ExternallyAccessible (pkg/api/service/util.go). */
export function isExternallyAccessible({ spec }: Service): boolean {
  if (spec?.type === 'LoadBalancer' || spec?.type === 'NodePort') return true;
  return spec?.type === 'ClusterIP' && (spec.externalIPs ?? []).length > 0;
}

/** NeedsHealthCheck (pkg/api/service/util.go). */
export function needsHealthCheck({ spec }: Service): boolean {
  return spec?.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
}

export function hasClusterAddress({ spec }: Service): boolean {
  return spec?.type !== 'ExternalName';
}

/** A Service without selector and cluster address may name families its cluster does not have. */
export function isFreeOfFamilies({ spec }: Service): boolean {
  return spec?.clusterIP === NO_CLUSTER_IP && Object.keys(spec.selector ?? {}).length === 0;
}
