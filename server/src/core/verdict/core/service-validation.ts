import type { Service, ServicePort } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { validateLegacyCidr, validateLegacyIp } from '../addresses.ts';
import { checkOneOf, isClean, onlyWith } from '../checks.ts';
import type { Context } from '../context.ts';
import {
  child,
  duplicate,
  eachItem,
  type FieldPath,
  forbidden,
  index,
  invalid,
  invalidFor,
  key,
  type Report,
  ROOT,
  required,
  requireOneOf,
} from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dns1035Label, dnsLabel, dnsSubdomain, portName, portNumber, qualifiedName } from '../names.ts';
import { validateLabels } from '../selectors.ts';
import { has } from '../versions.ts';
import { PROTOCOLS } from './container-ports.ts';
import { validateEndpointAddress } from './endpoint-address.ts';
import { assignNodePorts } from './service-node-ports.ts';
import { clusterAddresses, isExternallyAccessible, isHeadless, needsHealthCheck } from './service-traits.ts';

const SPEC = child(ROOT, 'spec');
const METADATA = child(ROOT, 'metadata');
const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';
const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';
const ONLY_LOAD_BALANCER = "may only be used when `type` is 'LoadBalancer'";
const LONGEST_AFFINITY_SECONDS = 86400;

/** ValidateServiceCreate (pkg/apis/core/validation/validation.go); what concerns cluster addresses is settled at allocation. */
export function validateService(service: Service, report: Report, context: Context): void {
  const name = has(context, 'relaxedServiceNames') ? dnsLabel : dns1035Label;
  validateObjectMeta(report, METADATA, service.metadata, { namespaced: true, name });
  validateTopologyAnnotations(report, service);
  if ((service.spec?.ports ?? []).length === 0 && !isHeadless(service) && service.spec?.type !== 'ExternalName') {
    required(report, child(SPEC, 'ports'));
  }
  validateType(report, service);
  validatePorts(report, service);
  validateLabels(report, child(SPEC, 'selector'), service.spec?.selector);
  validateAffinity(report, service);
  validateExternalAddresses(report, service, context);
  requireOneOf(report, child(SPEC, 'type'), service.spec?.type, TYPES);
  validateNodePorts(report, service);
  validateSourceRanges(report, service, context);
  validateLoadBalancer(report, service);
  validateTrafficPolicies(report, service, context);
}

function validateTopologyAnnotations(report: Report, { metadata }: Service): void {
  const hints = metadata?.annotations?.[TOPOLOGY_HINTS];
  const mode = metadata?.annotations?.[TOPOLOGY_MODE];
  if (hints === undefined || mode === undefined || hints === mode) return;
  const detail = `must match annotations[${TOPOLOGY_HINTS}] when both are specified`;
  const path = key(child(METADATA, 'annotations'), TOPOLOGY_MODE);
  invalid(report, path, mode, detail, message('verdict.mustMatch', { other: TOPOLOGY_HINTS }));
}

function validateType(report: Report, service: Service): void {
  const { type, ipFamilies = [], ipFamilyPolicy, externalName = '' } = service.spec ?? {};
  if ((type === 'LoadBalancer' || type === 'NodePort') && isHeadless(service)) {
    const detail = `may not be set to 'None' for ${type} services`;
    invalid(report, index(child(SPEC, 'clusterIPs'), 0), 'None', detail, message('verdict.service.headlessType', { type }));
  }
  if (type !== 'ExternalName') return;
  const forbid = (field: string) => {
    const words = message('verdict.service.notForExternalName');
    forbidden(report, child(SPEC, field), 'may not be set for ExternalName services', words);
  };
  if (clusterAddresses(service).length > 0) forbid('clusterIPs');
  if (ipFamilies.length > 0) forbid('ipFamilies');
  if (ipFamilyPolicy !== undefined) forbid('ipFamilyPolicy');
  const target = externalName.replace(/\.$/, '');
  if (target === '') required(report, child(SPEC, 'externalName'));
  else invalidFor(report, child(SPEC, 'externalName'), target, dnsSubdomain(target));
}

function validatePorts(report: Report, { spec }: Service): void {
  const ports = spec?.ports ?? [];
  const names = new Set<string>();
  eachItem(child(SPEC, 'ports'), ports, (port, path) => {
    validatePort(report, path, port, ports.length > 1, names);
  });
}

/** validateServicePort. */
function validatePort(report: Report, path: FieldPath, port: ServicePort, needsName: boolean, names: Set<string>): void {
  const { name = '', protocol, port: number = 0, targetPort = 0, appProtocol } = port;
  const namePath = child(path, 'name');
  if (name === '') {
    if (needsName) required(report, namePath, '', message('verdict.service.portName'));
  } else {
    invalidFor(report, namePath, name, dnsLabel(name));
    if (names.has(name)) duplicate(report, namePath, name);
    names.add(name);
  }
  invalidFor(report, child(path, 'port'), number, portNumber(number));
  requireOneOf(report, child(path, 'protocol'), protocol, PROTOCOLS);
  const target = child(path, 'targetPort');
  if (typeof targetPort === 'string') invalidFor(report, target, targetPort, portName(targetPort));
  else invalidFor(report, target, targetPort, portNumber(targetPort));
  if (appProtocol !== undefined) invalidFor(report, child(path, 'appProtocol'), appProtocol, qualifiedName(appProtocol));
}

function validateAffinity(report: Report, { spec }: Service): void {
  requireOneOf(report, child(SPEC, 'sessionAffinity'), spec?.sessionAffinity, ['ClientIP', 'None']);
  if (spec?.sessionAffinity !== 'ClientIP') return;
  const seconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 0;
  if (seconds > 0 && seconds <= LONGEST_AFFINITY_SECONDS) return;
  const path = child(SPEC, 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds');
  const detail = `must be greater than 0 and less than ${LONGEST_AFFINITY_SECONDS}`;
  invalid(report, path, seconds, detail, message('verdict.between', { least: 1, most: LONGEST_AFFINITY_SECONDS }));
}

function validateExternalAddresses(report: Report, { spec }: Service, context: Context): void {
  eachItem(child(SPEC, 'externalIPs'), spec?.externalIPs, (address, path) => {
    if (isClean(report, () => validateLegacyIp(report, path, address, context))) validateEndpointAddress(report, path, address);
  });
}

function validateNodePorts(report: Report, service: Service): void {
  const ports = service.spec?.ports ?? [];
  const { nodePorts } = assignNodePorts(service);
  const portsPath = child(SPEC, 'ports');
  if (service.spec?.type === 'ClusterIP') {
    nodePorts.forEach((nodePort, position) => {
      if (nodePort === 0) return;
      const detail = "may not be used when `type` is 'ClusterIP'";
      const words = message('verdict.service.nodePortType');
      forbidden(report, child(index(portsPath, position), 'nodePort'), detail, words);
    });
  }
  const seen = new Set<string>();
  nodePorts.forEach((nodePort, position) => {
    if (nodePort === 0) return;
    const name = `node/${ports[position]?.protocol}/${nodePort}`;
    if (seen.has(name)) duplicate(report, child(index(portsPath, position), 'nodePort'), nodePort);
    seen.add(name);
  });
  ports.forEach(({ protocol = '', port = 0 }, position) => {
    const name = `${protocol}/${port}`;
    if (seen.has(name)) duplicate(report, index(portsPath, position), { protocol, port });
    seen.add(name);
  });
}

function validateSourceRanges(report: Report, { spec, metadata }: Service, context: Context): void {
  const ranges = spec?.loadBalancerSourceRanges ?? [];
  const isLoadBalancer = spec?.type === 'LoadBalancer';
  const annotation = metadata?.annotations?.[SOURCE_RANGES];
  if (ranges.length > 0) {
    // The server's own spelling, with a capital letter.
    const path = { text: 'spec.LoadBalancerSourceRanges', at: [...SPEC.at, 'loadBalancerSourceRanges'] };
    if (!isLoadBalancer) onlyWith(report, path, ONLY_LOAD_BALANCER, 'type: LoadBalancer');
    eachItem(path, ranges, (range, at) => {
      validateLegacyCidr(report, at, range.trim(), context);
    });
  } else if (annotation !== undefined) {
    const path = key(child(METADATA, 'annotations'), SOURCE_RANGES);
    if (!isLoadBalancer) onlyWith(report, path, ONLY_LOAD_BALANCER, 'type: LoadBalancer');
    const written = annotation.trim() === '' ? [] : annotation.trim().split(',');
    for (const range of written) validateLegacyCidr(report, path, range.trim(), context);
  }
}

function validateLoadBalancer(report: Report, { spec }: Service): void {
  const { loadBalancerClass } = spec ?? {};
  const isLoadBalancer = spec?.type === 'LoadBalancer';
  if (spec?.allocateLoadBalancerNodePorts !== undefined && !isLoadBalancer) {
    onlyWith(report, child(SPEC, 'allocateLoadBalancerNodePorts'), ONLY_LOAD_BALANCER, 'type: LoadBalancer');
  }
  if (loadBalancerClass === undefined) return;
  const path = child(SPEC, 'loadBalancerClass');
  if (isLoadBalancer) invalidFor(report, path, loadBalancerClass, qualifiedName(loadBalancerClass));
  else onlyWith(report, path, ONLY_LOAD_BALANCER, 'type: LoadBalancer');
}

/** validateServiceExternalTrafficPolicy and its neighbours. */
function validateTrafficPolicies(report: Report, service: Service, context: Context): void {
  const { externalTrafficPolicy = '', healthCheckNodePort = 0, internalTrafficPolicy, trafficDistribution } = service.spec ?? {};
  const external = child(SPEC, 'externalTrafficPolicy');
  if (isExternallyAccessible(service)) requireOneOf(report, external, externalTrafficPolicy, ['Cluster', 'Local']);
  else if (externalTrafficPolicy !== '') {
    const detail = 'may only be set for externally-accessible services';
    invalid(report, external, externalTrafficPolicy, detail, message('verdict.service.externalPolicy'));
  }
  const health = child(SPEC, 'healthCheckNodePort');
  if (!needsHealthCheck(service) && healthCheckNodePort !== 0) {
    const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    invalid(report, health, healthCheckNodePort, detail, message('verdict.service.healthPort'));
  } else if (healthCheckNodePort !== 0) invalidFor(report, health, healthCheckNodePort, portNumber(healthCheckNodePort));
  checkOneOf(report, child(SPEC, 'internalTrafficPolicy'), internalTrafficPolicy, ['Cluster', 'Local']);
  const distributions = has(context, 'preferSameZone') ? ['PreferClose', 'PreferSameZone', 'PreferSameNode'] : ['PreferClose'];
  checkOneOf(report, child(SPEC, 'trafficDistribution'), trafficDistribution, distributions);
}
