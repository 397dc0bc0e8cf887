import type { DiscoveryV1EndpointPort, Endpoint, EndpointHints, EndpointSlice } from '../../generated/api.ts';
import { parseIp } from '../../kube/ip.ts';
import { message } from '../../text/text.ts';
import { validateIp, validateLegacyIp, warnOfIp } from '../addresses.ts';
import { isClean } from '../checks.ts';
import type { Context, KindRules, Mutable } from '../context.ts';
import { PROTOCOLS } from '../core/container-ports.ts';
import { validateEndpointAddress } from '../core/endpoint-address.ts';
import {
  child,
  duplicate,
  eachItem,
  type FieldPath,
  invalid,
  invalidFor,
  type Report,
  ROOT,
  required,
  requireOneOf,
  tooMany,
  warn,
} from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsLabel, dnsSubdomain, labelValue, type NameCheck, qualifiedName } from '../names.ts';

const MOST = { addresses: 100, endpoints: 1000, hints: 8, ports: 20_000 } as const;
const MANAGERS = ['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io'];

/** discovery.k8s.io/v1 EndpointSlice: ValidateEndpointSliceCreate (pkg/apis/discovery/validation/validation.go). */
export const endpointSlice: KindRules<EndpointSlice> = { setDefaults, validate, warn: warnOfSlice };

function setDefaults(object: Mutable<EndpointSlice>): void {
  for (const port of object.ports ?? []) {
    port.name ??= '';
    port.protocol ??= 'TCP';
  }
}

function validate(object: EndpointSlice, report: Report, context: Context): void {
  const { addressType, endpoints = [], ports = [] } = object;
  validateObjectMeta(report, child(ROOT, 'metadata'), object.metadata, { namespaced: true, name: dnsSubdomain });
  requireOneOf(report, child(ROOT, 'addressType'), addressType, ['FQDN', 'IPv4', 'IPv6']);
  validatePorts(report, ports);
  const path = child(ROOT, 'endpoints');
  if (endpoints.length > MOST.endpoints) tooMany(report, path, endpoints.length, MOST.endpoints);
  else eachItem(path, endpoints, (endpoint, at) => validateEndpoint(report, at, endpoint, addressType, context));
}

function validatePorts(report: Report, ports: readonly DiscoveryV1EndpointPort[]): void {
  const path = child(ROOT, 'ports');
  if (ports.length > MOST.ports) {
    tooMany(report, path, ports.length, MOST.ports);
    return;
  }
  const names = new Set<string>();
  eachItem(path, ports, ({ name = '', protocol, appProtocol }, at) => {
    if (name !== '') invalidFor(report, child(at, 'name'), name, dnsLabel(name));
    if (names.has(name)) duplicate(report, child(at, 'name'), name);
    names.add(name);
    requireOneOf(report, child(at, 'protocol'), protocol, PROTOCOLS);
    if (appProtocol !== undefined) invalidFor(report, child(at, 'appProtocol'), appProtocol, qualifiedName(appProtocol));
  });
}

function validateEndpoint(report: Report, path: FieldPath, endpoint: Endpoint, type: string, context: Context): void {
  const { addresses = [], nodeName, hostname, hints } = endpoint;
  const list = child(path, 'addresses');
  if (addresses.length === 0) required(report, list, 'must contain at least 1 address', message('verdict.endpoints.noAddress'));
  if (addresses.length > MOST.addresses) tooMany(report, list, addresses.length, MOST.addresses);
  eachItem(list, addresses, (address, at) => validateAddress(report, list, at, address, type, context));
  if (nodeName !== undefined) invalidFor(report, child(path, 'nodeName'), nodeName, dnsSubdomain(nodeName));
  if (hostname !== undefined) invalidFor(report, child(path, 'hostname'), hostname, dnsLabel(hostname));
  if (hints !== undefined) validateHints(report, child(path, 'hints'), hints);
}

/** An address of the wrong family is the list's fault, as the server says it. */
function validateAddress(report: Report, list: FieldPath, path: FieldPath, address: string, type: string, context: Context): void {
  if (type === 'FQDN') validateDomainName(report, path, address);
  if (type !== 'IPv4' && type !== 'IPv6') return;
  const isRead = isClean(report, () => {
    if (type === 'IPv4') validateLegacyIp(report, path, address, context);
    else validateIp(report, path, address);
  });
  if (!isRead) return;
  const parsed = parseIp(address);
  if ((parsed?.family === 4 ? 'IPv4' : 'IPv6') !== type) {
    const place = { text: list.text, at: path.at };
    invalid(report, place, address, `must be an ${type} address`, message('verdict.endpoints.family', { family: type }));
  }
  validateEndpointAddress(report, path, address);
}

/** IsFullyQualifiedDomainName (staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go). */
function validateDomainName(report: Report, path: FieldPath, written: string): void {
  if (written === '') {
    required(report, path);
    return;
  }
  const name = written.replace(/\.$/, '');
  const problems = dnsSubdomain(name);
  const labels = name.split('.');
  if (problems.length > 0) invalidFor(report, path, name, problems);
  else if (labels.length < 2) {
    const detail = 'should be a domain with at least two segments separated by dots';
    invalid(report, path, name, detail, message('verdict.domainParts', { least: 2 }));
  } else {
    const bad = labels.find((label) => dnsLabel(label).length > 0);
    if (bad !== undefined) invalidFor(report, path, bad, dnsLabel(bad));
  }
}

/** validateHints: too many zones hide what is wrong with the nodes. */
function validateHints(report: Report, path: FieldPath, { forZones = [], forNodes = [] }: EndpointHints): void {
  const areFew = validateHintNames(report, child(path, 'forZones'), forZones, labelValue);
  if (areFew) validateHintNames(report, child(path, 'forNodes'), forNodes, dnsSubdomain);
}

function validateHintNames(report: Report, path: FieldPath, hints: readonly { readonly name: string }[], check: NameCheck): boolean {
  if (hints.length > MOST.hints) {
    tooMany(report, path, hints.length, MOST.hints);
    return false;
  }
  const seen = new Set<string>();
  eachItem(path, hints, ({ name = '' }, at) => {
    if (seen.has(name)) duplicate(report, child(at, 'name'), name);
    seen.add(name);
    invalidFor(report, child(at, 'name'), name, check(name));
  });
  return true;
}

function warnOfSlice(object: EndpointSlice, report: Report): void {
  if (object.addressType === 'FQDN') {
    warn(report, child(ROOT, 'addressType'), 'spec.addressType: FQDN endpoints are deprecated', message('verdict.deprecated'));
  }
  if (MANAGERS.includes(object.metadata?.labels?.['endpointslice.kubernetes.io/managed-by'] ?? '')) return;
  eachItem(child(ROOT, 'endpoints'), object.endpoints, ({ addresses }, path) => {
    eachItem(child(path, 'addresses'), addresses, (address, at) => warnOfIp(report, at, address));
  });
}
