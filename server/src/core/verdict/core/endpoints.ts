import type { EndpointAddress, EndpointPort, EndpointSubset, Endpoints } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { validateLegacyIp, warnOfIp } from '../addresses.ts';
import type { Context, KindRules, Mutable } from '../context.ts';
import { child, eachItem, type FieldPath, invalidFor, type Report, ROOT, required, requireOneOf, warn } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsLabel, dnsSubdomain, portNumber, qualifiedName } from '../names.ts';
import { has } from '../versions.ts';
import { PROTOCOLS } from './container-ports.ts';
import { validateEndpointAddress } from './endpoint-address.ts';

const SUBSETS = child(ROOT, 'subsets');
const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';

/** v1 Endpoints: ValidateEndpointsCreate (pkg/apis/core/validation/validation.go). */
export const endpoints: KindRules<Endpoints> = { announce, setDefaults, validate, warn: warnOfEndpoints };

function announce(report: Report, context: Context): void {
  if (!has(context, 'endpointsDeprecated')) return;
  const text = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';
  warn(report, child(ROOT, 'kind'), text, message('verdict.deprecatedUse', { replacement: 'discovery.k8s.io/v1 EndpointSlice' }));
}

function setDefaults(object: Mutable<Endpoints>): void {
  for (const subset of object.subsets ?? []) for (const port of subset.ports ?? []) port.protocol ||= 'TCP';
}

function validate(object: Endpoints, report: Report, context: Context): void {
  validateObjectMeta(report, child(ROOT, 'metadata'), object.metadata, { namespaced: true, name: dnsSubdomain });
  eachItem(SUBSETS, object.subsets, (subset, path) => validateSubset(report, path, subset, context));
}

function validateSubset(report: Report, path: FieldPath, subset: EndpointSubset, context: Context): void {
  const { addresses = [], notReadyAddresses = [], ports = [] } = subset;
  if (addresses.length === 0 && notReadyAddresses.length === 0) {
    required(report, path, 'must specify `addresses` or `notReadyAddresses`', message('verdict.endpoints.noAddress'));
  }
  const validateOne = (address: EndpointAddress, at: FieldPath) => validateSubsetAddress(report, at, address, context);
  eachItem(child(path, 'addresses'), addresses, validateOne);
  eachItem(child(path, 'notReadyAddresses'), notReadyAddresses, validateOne);
  eachItem(child(path, 'ports'), ports, (port, at) => validatePort(report, at, port, ports.length > 1));
}

function validateSubsetAddress(report: Report, path: FieldPath, address: EndpointAddress, context: Context): void {
  const { ip = '', hostname = '', nodeName } = address;
  validateLegacyIp(report, child(path, 'ip'), ip, context);
  if (hostname !== '') invalidFor(report, child(path, 'hostname'), hostname, dnsLabel(hostname));
  if (nodeName !== undefined) invalidFor(report, child(path, 'nodeName'), nodeName, dnsSubdomain(nodeName));
  validateEndpointAddress(report, child(path, 'ip'), ip);
}

function validatePort(report: Report, path: FieldPath, port: EndpointPort, needsName: boolean): void {
  const { name = '', port: number = 0, protocol, appProtocol } = port;
  if (name !== '') invalidFor(report, child(path, 'name'), name, dnsLabel(name));
  else if (needsName) required(report, child(path, 'name'), '', message('verdict.service.portName'));
  invalidFor(report, child(path, 'port'), number, portNumber(number));
  requireOneOf(report, child(path, 'protocol'), protocol, PROTOCOLS);
  if (appProtocol !== undefined) invalidFor(report, child(path, 'appProtocol'), appProtocol, qualifiedName(appProtocol));
}

/** endpointsWarnings (pkg/registry/core/endpoint/strategy.go). */
function warnOfEndpoints(object: Endpoints, report: Report): void {
  if (object.metadata?.labels?.[MANAGED_BY] === 'endpoint-controller') return;
  eachItem(SUBSETS, object.subsets, (subset, path) => {
    const warnOf = (address: EndpointAddress, at: FieldPath) => warnOfIp(report, child(at, 'ip'), address.ip ?? '');
    eachItem(child(path, 'addresses'), subset.addresses, warnOf);
    eachItem(child(path, 'notReadyAddresses'), subset.notReadyAddresses, warnOf);
  });
}
