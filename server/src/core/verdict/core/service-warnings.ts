import type { Service } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { warnOfCidr, warnOfIp } from '../addresses.ts';
import type { Context } from '../context.ts';
import { child, eachItem, key, type Report, ROOT, warn } from '../field.ts';
import { has } from '../versions.ts';
import { clusterAddresses, NO_CLUSTER_IP } from './service-traits.ts';

const SPEC = child(ROOT, 'spec');
const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';

/** GetWarningsForService (pkg/api/service/warnings.go). */
export function warnOfService(service: Service, report: Report, context: Context): void {
  const { spec, metadata } = service;
  const isHeadless = spec?.type === 'ClusterIP' && spec.clusterIP === NO_CLUSTER_IP;
  if (metadata?.annotations?.[TOPOLOGY_HINTS] !== undefined) {
    const text = `annotation ${TOPOLOGY_HINTS} is deprecated, please use service.kubernetes.io/topology-mode instead`;
    const words = message('verdict.deprecatedUse', { replacement: 'service.kubernetes.io/topology-mode' });
    warn(report, key(child(ROOT, 'metadata', 'annotations'), TOPOLOGY_HINTS), text, words);
  }
  if ((spec?.clusterIP ?? '') !== '' && spec?.clusterIP !== NO_CLUSTER_IP) {
    eachItem(child(SPEC, 'clusterIPs'), clusterAddresses(service), (address, path) => warnOfIp(report, path, address));
  }
  if (isHeadless) warnOfIgnored(report, service);
  eachItem(child(SPEC, 'externalIPs'), spec?.externalIPs, (address, path) => warnOfIp(report, path, address));
  const hasExternal = (spec?.externalIPs ?? []).length > 0;
  if (hasExternal && !isHeadless && spec?.type !== 'ExternalName' && has(context, 'externalIpsDeprecated')) {
    const text = 'spec.externalIPs is deprecated and may no longer be implemented in some clusters';
    warn(report, child(SPEC, 'externalIPs'), text, message('verdict.deprecated'));
  }
  if ((spec?.loadBalancerIP ?? '') !== '') warnOfIp(report, child(SPEC, 'loadBalancerIP'), spec?.loadBalancerIP ?? '');
  eachItem(child(SPEC, 'loadBalancerSourceRanges'), spec?.loadBalancerSourceRanges, (range, path) => warnOfCidr(report, path, range));
  warnOfExternalName(report, service);
  if (spec?.trafficDistribution === 'PreferClose' && has(context, 'preferSameZone')) {
    const text = 'spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"';
    warn(report, child(SPEC, 'trafficDistribution'), text, message('verdict.deprecatedUse', { replacement: 'PreferSameZone' }));
  }
}

function warnOfIgnored(report: Report, { spec }: Service): void {
  const ignore = (field: string, name: string) => {
    warn(report, child(SPEC, field), `spec.${name} is ignored for headless services`, message('verdict.ignored'));
  };
  if ((spec?.loadBalancerIP ?? '') !== '') ignore('loadBalancerIP', 'loadBalancerIP');
  if ((spec?.externalIPs ?? []).length > 0) ignore('externalIPs', 'externalIPs');
  if (spec?.sessionAffinity !== 'None') ignore('sessionAffinity', 'SessionAffinity');
}

function warnOfExternalName(report: Report, { spec }: Service): void {
  const isExternalName = spec?.type === 'ExternalName';
  if (isExternalName && (spec?.externalIPs ?? []).length > 0) {
    const text = 'spec.externalIPs is ignored when spec.type is "ExternalName"';
    warn(report, child(SPEC, 'externalIPs'), text, message('verdict.ignored'));
  }
  if (!isExternalName && (spec?.externalName ?? '') !== '') {
    const text = 'spec.externalName is ignored when spec.type is not "ExternalName"';
    warn(report, child(SPEC, 'externalName'), text, message('verdict.ignored'));
  }
}
