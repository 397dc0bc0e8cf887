import type { HTTPIngressPath, Ingress, IngressBackend, IngressSpec, IngressTLS, TypedLocalObjectReference } from '../../generated/api.ts';
import { parseIp } from '../../kube/ip.ts';
import { message } from '../../text/text.ts';
import { checkSubdomain, requireChecked } from '../checks.ts';
import type { Context, KindRules } from '../context.ts';
import { child, eachItem, type FieldPath, invalid, invalidFor, key, notSupported, type Report, ROOT, required, warn } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import {
  byteLength,
  complaints,
  dns1035Label,
  dnsLabel,
  dnsSubdomain,
  type NameCheck,
  pathSegment,
  portName,
  portNumber,
} from '../names.ts';

import { has } from '../versions.ts';

const SPEC = child(ROOT, 'spec');
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

/** networking.k8s.io/v1 Ingress: ValidateIngressCreate (pkg/apis/networking/validation/validation.go). */
export const ingress: KindRules<Ingress> = { validate, warn: warnOfIngress };

function validate({ metadata, spec }: Ingress, report: Report, context: Context): void {
  validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: true, name: dnsSubdomain });
  validateSpec(report, spec ?? {}, has(context, 'relaxedServiceNames') ? dnsLabel : dns1035Label);
  const annotation = metadata?.annotations?.[CLASS_ANNOTATION];
  if (annotation === undefined || spec?.ingressClassName === undefined || annotation === spec.ingressClassName) return;
  const path = { text: `annotations.${CLASS_ANNOTATION}`, at: ['metadata', 'annotations', CLASS_ANNOTATION] };
  const detail = 'must match `ingressClassName` when both are specified';
  invalid(report, path, annotation, detail, message('verdict.mustMatch', { other: 'spec.ingressClassName' }));
}

function validateSpec(report: Report, spec: IngressSpec, serviceName: NameCheck): void {
  const { rules = [], defaultBackend, tls, ingressClassName } = spec;
  if (rules.length === 0 && defaultBackend === undefined) {
    invalid(report, SPEC, undefined, 'either `defaultBackend` or `rules` must be specified', message('verdict.ingress.empty'));
  }
  if (defaultBackend !== undefined) validateBackend(report, child(SPEC, 'defaultBackend'), defaultBackend, serviceName);
  eachItem(child(SPEC, 'rules'), rules, ({ host = '', http }, path) => {
    if (host !== '') validateRuleHost(report, child(path, 'host'), host);
    if (http === undefined) return;
    const paths = child(path, 'http', 'paths');
    if ((http.paths ?? []).length === 0) required(report, paths);
    eachItem(paths, http.paths, (item, at) => validatePath(report, at, item, serviceName));
  });
  eachItem(child(SPEC, 'tls'), tls, (item, path) => validateTls(report, path, item));
  checkSubdomain(report, child(SPEC, 'ingressClassName'), ingressClassName);
}

function validateRuleHost(report: Report, path: FieldPath, host: string): void {
  if (parseIp(host) !== undefined) {
    invalid(report, path, host, 'must be a DNS name, not an IP address', message('verdict.ingress.hostAddress'));
  }
  validateHost(report, path, host);
}

function validateHost(report: Report, path: FieldPath, host: string): void {
  invalidFor(report, path, host, host.includes('*') ? wildcardSubdomain(host) : dnsSubdomain(host));
}

const WILDCARD = /^\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const WILDCARD_WRONG =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

/** IsWildcardDNS1123Subdomain. */
function wildcardSubdomain(host: string): ReturnType<NameCheck> {
  const long = byteLength(host) > 253 ? ['must be no more than 253 characters'] : [];
  return complaints([...long, ...(WILDCARD.test(host) ? [] : [WILDCARD_WRONG])], message('verdict.ingress.wildcard'));
}

function validateTls(report: Report, path: FieldPath, { hosts, secretName = '' }: IngressTLS): void {
  eachItem(child(path, 'hosts'), hosts, (host, at) => validateHost(report, at, host));
  if (secretName !== '') checkSubdomain(report, child(path, 'secretName'), secretName);
}

const BANNED_PARTS = ['//', '/./', '/../', '%2f', '%2F'];
const BANNED_ENDS = ['/..', '/.'];
const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];

/** validateHTTPIngressPath: without a type nothing else is looked at. */
function validatePath(report: Report, path: FieldPath, item: HTTPIngressPath, serviceName: NameCheck): void {
  const { pathType, path: written = '', backend } = item;
  if (pathType === undefined) {
    required(report, child(path, 'pathType'), 'pathType must be specified');
    return;
  }
  const at = child(path, 'path');
  const refuse = (detail: string, part: string) => invalid(report, at, written, detail, message('verdict.ingress.pathPart', { part }));
  if (!PATH_TYPES.includes(pathType)) notSupported(report, child(path, 'pathType'), pathType, PATH_TYPES);
  else if (!written.startsWith('/') && (pathType !== 'ImplementationSpecific' || written !== '')) {
    invalid(report, at, written, 'must be an absolute path', message('verdict.pathAbsolute'));
  }
  if (pathType === 'Exact' || pathType === 'Prefix') {
    for (const part of BANNED_PARTS) if (written.includes(part)) refuse(`must not contain '${part}'`, part);
    for (const part of BANNED_ENDS) if (written.endsWith(part)) refuse(`cannot end with '${part}'`, part);
  }
  validateBackend(report, child(path, 'backend'), backend ?? {}, serviceName);
}

function validateBackend(report: Report, path: FieldPath, { resource, service }: IngressBackend, serviceName: NameCheck): void {
  if (resource !== undefined && service !== undefined) {
    const detail = 'cannot set both resource and service backends';
    invalid(report, path, '', detail, message('verdict.excludeEachOther', { first: 'resource', second: 'service' }));
  } else if (resource !== undefined) validateReference(report, child(path, 'resource'), resource);
  else if (service === undefined) {
    invalid(report, path, '', 'resource or service backend is required', message('verdict.ingress.noBackend'));
  } else {
    requireChecked(report, child(path, 'service', 'name'), service.name, serviceName);
    validateBackendPort(report, path, service.port?.name ?? '', service.port?.number ?? 0);
  }
}

function validateBackendPort(report: Report, path: FieldPath, name: string, number: number): void {
  const port = child(path, 'service', 'port');
  if (name !== '' && number !== 0) {
    const detail = 'cannot set both port name & port number';
    invalid(report, path, '', detail, message('verdict.excludeEachOther', { first: 'service.port.name', second: 'service.port.number' }));
  } else if (name !== '') invalidFor(report, child(port, 'name'), name, portName(name));
  else if (number !== 0) invalidFor(report, child(port, 'number'), number, portNumber(number));
  else {
    const place = { text: path.text, at: [...path.at, 'service', 'port'] };
    required(report, place, 'port name or number is required', message('verdict.ingress.port'));
  }
}

/** validateIngressTypedLocalObjectReference. */
export function validateReference(report: Report, path: FieldPath, reference: TypedLocalObjectReference): void {
  checkSubdomain(report, child(path, 'apiGroup'), reference.apiGroup);
  requireChecked(report, child(path, 'kind'), reference.kind, pathSegment);
  requireChecked(report, child(path, 'name'), reference.name, pathSegment);
}

function warnOfIngress({ metadata, spec }: Ingress, report: Report): void {
  if (metadata?.annotations?.[CLASS_ANNOTATION] === undefined || spec?.ingressClassName !== undefined) return;
  const text = `annotation "${CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`;
  const path = key(child(ROOT, 'metadata', 'annotations'), CLASS_ANNOTATION);
  warn(report, path, text, message('verdict.deprecatedUse', { replacement: 'spec.ingressClassName' }));
}
