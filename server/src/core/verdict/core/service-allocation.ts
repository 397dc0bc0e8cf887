import type { Service } from '../../generated/api.ts';
import { contains, type IpBlock, parseCidr, parseIp } from '../../kube/ip.ts';
import { message } from '../../text/text.ts';
import { validateLegacyIp } from '../addresses.ts';
import { isClean } from '../checks.ts';
import type { Context } from '../context.ts';
import {
  child,
  duplicate,
  eachItem,
  type FieldPath,
  index,
  internalError,
  invalid,
  notSupported,
  type Report,
  ROOT,
  required,
} from '../field.ts';
import { effectiveName } from '../metadata.ts';
import { pathSegment } from '../names.ts';
import { has } from '../versions.ts';
import { assignNodePorts, isNodePort, NODE_PORTS } from './service-node-ports.ts';
import { clusterAddresses, hasClusterAddress, isFreeOfFamilies, isHeadless, NO_CLUSTER_IP, needsHealthCheck } from './service-traits.ts';

const SPEC = child(ROOT, 'spec');
const FAMILIES = ['IPv4', 'IPv6'] as const;
type Family = (typeof FAMILIES)[number];

/** The only family of a cluster as kubeadm sets it up, and its range. */
const CLUSTER_FAMILY: Family = 'IPv4';
const CLUSTER_RANGE = parseCidr('10.96.0.0/12') as IpBlock;

/**
 * Takes the Service's addresses and ports before anything is validated; the first refusal ends it.
 *
 * Mirrors pkg/registry/core/service/storage/alloc.go allocateCreate.
 */
export function allocateService(service: Service, report: Report, context: Context): void {
  if (hasClusterAddress(service)) {
    const families = chooseFamilies(service, report, context);
    if (families !== undefined) allocateAddresses(service, families, report, context);
  }
  if (report.errors.length === 0) allocatePorts(service, report);
}

/** initIPFamilyFields: the families of the Service's addresses, or nothing after an error. */
function chooseFamilies(service: Service, report: Report, context: Context): readonly string[] | undefined {
  validateClusterAddresses(service, report, context);
  if (report.errors.length > 0) return undefined;
  const { spec } = service;
  const policy = spec?.ipFamilyPolicy ?? (isFreeOfFamilies(service) ? 'RequireDualStack' : 'SingleStack');
  const addresses = clusterAddresses(service);
  const families = [...(spec?.ipFamilies ?? [])] as string[];
  if (policy === 'SingleStack') refuseTwoFamilies(report, addresses, families);
  inferFamilies(report, addresses, families);
  if (report.errors.length > 0) return undefined;
  if (isFreeOfFamilies(service)) return families;
  if (policy === 'RequireDualStack') {
    const detail = 'this cluster is not configured for dual-stack services';
    invalid(report, child(SPEC, 'ipFamilyPolicy'), policy, detail, message('verdict.service.notDualStack'));
  }
  eachItem(child(SPEC, 'ipFamilies'), families, (family, path) => {
    if (family !== CLUSTER_FAMILY)
      invalid(report, path, family, 'not configured on this cluster', message('verdict.service.noFamily', { family }));
  });
  if (report.errors.length > 0) return undefined;
  return families.length > 0 ? families : [CLUSTER_FAMILY];
}

function refuseTwoFamilies(report: Report, addresses: readonly string[], families: readonly string[]): void {
  const refuse = (what: string) => {
    const detail = `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`;
    invalid(report, child(SPEC, 'ipFamilyPolicy'), 'SingleStack', detail, message('verdict.service.singleStack'));
  };
  if (addresses.length === 2) refuse('cluster IPs');
  if (families.length === 2) refuse('IP families');
}

function inferFamilies(report: Report, addresses: readonly string[], families: string[]): void {
  for (const [position, address] of addresses.entries()) {
    if (address === NO_CLUSTER_IP) return;
    if (position < families.length) continue;
    const family = familyOf(address);
    if (family === CLUSTER_FAMILY) families.push(family);
    else {
      const detail = `${family} is not configured on this cluster`;
      invalid(report, index(child(SPEC, 'clusterIPs'), position), address, detail, message('verdict.service.noFamily', { family }));
    }
  }
}

function familyOf(address: string): Family {
  return parseIp(address)?.family === 6 ? 'IPv6' : 'IPv4';
}

/** allocClusterIPs: an address asked for has to be in the range, and its IPAddress object has to be valid. */
function allocateAddresses(service: Service, families: readonly string[], report: Report, context: Context): void {
  const addresses = clusterAddresses(service);
  if (addresses[0] === NO_CLUSTER_IP) return;
  const path = child(SPEC, 'clusterIPs');
  const [asked = ''] = addresses;
  if (families.length > 0 && asked !== '') {
    if (!isInRange(asked)) {
      const detail = `failed to allocate IP ${asked}: the provided IP is not in the valid range`;
      invalid(report, path, asked, detail, message('verdict.service.addressRange', { range: '10.96.0.0/12' }));
      return;
    }
  }
  if (has(context, 'serviceIpAddressObjects') && !canBeParent(service)) {
    const detail = 'failed to allocate IP: IPAddress.networking.k8s.io is invalid: spec.parentRef.name: Required value';
    invalid(report, path, asked, detail, message('verdict.service.addressOwner'));
  }
}

/** The first and last address of the range belong to nobody. */
function isInRange(asked: string): boolean {
  const single = parseCidr(`${asked}/32`);
  return single !== undefined && contains(CLUSTER_RANGE, single) && asked !== '10.96.0.0' && asked !== '10.111.255.255';
}

/** validateIPAddressParentReference: the address object names its Service. */
function canBeParent({ metadata }: Service): boolean {
  const name = effectiveName(metadata);
  return name !== '' && pathSegment(name).length === 0 && pathSegment(metadata?.namespace ?? '').length === 0;
}

function allocatePorts(service: Service, report: Report): void {
  const refused = assignNodePorts(service).refused;
  if (refused !== undefined) {
    const { position, nodePort, isTaken } = refused;
    const detail = isTaken
      ? 'provided port is already allocated'
      : `provided port is not in the valid range. The range of valid ports is ${NODE_PORTS.least}-${NODE_PORTS.most}`;
    const words = isTaken ? message('verdict.service.nodePortTaken') : message('verdict.service.nodePortRange', NODE_PORTS);
    invalid(report, child(index(child(SPEC, 'ports'), position), 'nodePort'), nodePort, detail, words);
    return;
  }
  const asked = service.spec?.healthCheckNodePort ?? 0;
  if (!needsHealthCheck(service) || asked === 0 || isNodePort(asked)) return;
  const detail = `failed to allocate requested HealthCheck NodePort ${asked}: provided port is not in the valid range. The range of valid ports is ${NODE_PORTS.least}-${NODE_PORTS.most}`;
  const words = message('verdict.service.healthPortRange', { port: asked, ...NODE_PORTS });
  internalError(report, { text: '', at: [...SPEC.at, 'healthCheckNodePort'] }, detail, words);
}

/** ValidateServiceClusterIPsRelatedFields. */
function validateClusterAddresses(service: Service, report: Report, context: Context): void {
  const path = child(SPEC, 'clusterIPs');
  const addresses = clusterAddresses(service);
  const { clusterIP = '', ipFamilies = [], ipFamilyPolicy } = service.spec ?? {};
  const shown = [...addresses];
  if (clusterIP !== '' && addresses.length === 0) required(report, path);
  else if (clusterIP !== '' && addresses[0] !== clusterIP) {
    invalid(report, path, shown, 'first value must match `clusterIP`', message('verdict.service.firstAddress', { clusterIP }));
  } else if (clusterIP === '' && addresses.length > 0) {
    invalid(report, path, shown, 'must be empty when `clusterIP` is not specified', message('verdict.service.clusterIpMissing'));
  }
  validateFamilies(report, ipFamilies, ipFamilyPolicy);
  const areRead = addresses.map((address, position) => validateClusterAddress(report, index(path, position), address, addresses, context));
  if (addresses.length > 2) invalid(report, path, shown, 'may only hold up to 2 values', message('verdict.atMostItems', { most: 2 }));
  if (areRead.includes(false)) return;
  if (addresses.length > 1 && new Set(addresses.map(familyOf)).size < addresses.length) {
    const detail = 'may specify no more than one IP for each IP family';
    invalid(report, path, shown, detail, message('verdict.service.onePerFamily'));
  }
  if (!isHeadless(service)) validateAddressFamilies(report, path, addresses, ipFamilies);
}

function validateFamilies(report: Report, families: readonly string[], policy: string | undefined): void {
  const path = child(SPEC, 'ipFamilies');
  const seen = new Set<string>();
  eachItem(path, families, (family, at) => {
    if (!(FAMILIES as readonly string[]).includes(family)) notSupported(report, at, family, FAMILIES);
    if (seen.has(family)) duplicate(report, at, family);
    seen.add(family);
  });
  const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];
  if (policy !== undefined && !policies.includes(policy)) notSupported(report, child(SPEC, 'ipFamilyPolicy'), policy, policies);
}

/** Whether the address can be compared with the others. */
function validateClusterAddress(report: Report, path: FieldPath, address: string, all: readonly string[], context: Context): boolean {
  if (address === NO_CLUSTER_IP && all[0] === address && path.at.at(-1) === 0) {
    if (all.length === 1) return true;
    invalid(report, child(SPEC, 'clusterIPs'), [...all], "'None' must be the first and only value", message('verdict.service.noneAlone'));
    return false;
  }
  return isClean(report, () => validateLegacyIp(report, path, address, context));
}

function validateAddressFamilies(report: Report, path: FieldPath, addresses: readonly string[], families: readonly string[]): void {
  addresses.slice(0, families.length).forEach((address, position) => {
    const family = families[position] ?? '';
    const actual = familyOf(address);
    if (family === actual || !(FAMILIES as readonly string[]).includes(family)) return;
    const detail = `expected an ${family} value as indicated by \`ipFamilies[${position}]\``;
    invalid(report, index(path, position), address, detail, message('verdict.service.familyMismatch', { family, position }));
  });
}
