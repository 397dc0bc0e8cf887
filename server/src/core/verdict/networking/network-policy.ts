import type { IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../generated/api.ts';
import { contains, parseCidr } from '../../kube/ip.ts';
import { message } from '../../text/text.ts';
import { validateLegacyCidr, warnOfCidr } from '../addresses.ts';
import { checkOneOf } from '../checks.ts';
import type { Context, KindRules, Mutable } from '../context.ts';
import { child, eachItem, type FieldPath, forbidden, invalid, invalidFor, type Report, ROOT, required } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain, portName, portNumber } from '../names.ts';
import { validateLabelSelector } from '../selectors.ts';

const SPEC = child(ROOT, 'spec');
const TYPES = ['Ingress', 'Egress'];

/** networking.k8s.io/v1 NetworkPolicy: ValidateNetworkPolicy (pkg/apis/networking/validation/validation.go). */
export const networkPolicy: KindRules<NetworkPolicy> = { setDefaults, validate, warn: warnOfPolicy };

function setDefaults(object: Mutable<NetworkPolicy>): void {
  object.spec ??= {};
  const { spec } = object;
  for (const rule of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) for (const port of rule.ports ?? []) port.protocol ??= 'TCP';
  if ((spec.policyTypes ?? []).length === 0) spec.policyTypes = (spec.egress ?? []).length === 0 ? ['Ingress'] : ['Ingress', 'Egress'];
}

function validate({ metadata, spec }: NetworkPolicy, report: Report, context: Context): void {
  validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: true, name: dnsSubdomain });
  validateLabelSelector(report, child(SPEC, 'podSelector'), spec?.podSelector);
  const validateRule = (
    path: FieldPath,
    ports: readonly NetworkPolicyPort[] = [],
    peers: readonly NetworkPolicyPeer[] = [],
    side: string,
  ) => {
    eachItem(child(path, 'ports'), ports, (port, at) => validatePort(report, at, port));
    eachItem(child(path, side), peers, (peer, at) => validatePeer(report, at, peer, context));
  };
  eachItem(child(SPEC, 'ingress'), spec?.ingress, (rule, path) => validateRule(path, rule.ports, rule.from, 'from'));
  eachItem(child(SPEC, 'egress'), spec?.egress, (rule, path) => validateRule(path, rule.ports, rule.to, 'to'));
  const types = spec?.policyTypes ?? [];
  const path = child(SPEC, 'policyTypes');
  if (types.length > TYPES.length) {
    invalid(report, path, [...types], 'may not specify more than two policyTypes', message('verdict.atMostItems', { most: 2 }));
  } else eachItem(path, types, (type, at) => checkOneOf(report, at, type, TYPES));
}

/** ValidateNetworkPolicyPort. */
function validatePort(report: Report, path: FieldPath, { protocol, port, endPort }: NetworkPolicyPort): void {
  checkOneOf(report, child(path, 'protocol'), protocol, ['TCP', 'UDP', 'SCTP']);
  const end = child(path, 'endPort');
  if (typeof port === 'number') {
    invalidFor(report, child(path, 'port'), port, portNumber(port));
    if (endPort === undefined) return;
    if (endPort < port)
      invalid(report, end, endPort, 'must be greater than or equal to `port`', message('verdict.notAtLeast', { least: port }));
    invalidFor(report, end, endPort, portNumber(endPort));
    return;
  }
  if (endPort !== undefined) {
    const detail =
      port === undefined ? 'may not be specified when `port` is not specified' : 'may not be specified when `port` is non-numeric';
    invalid(report, end, endPort, detail, message('verdict.networkPolicy.endPort'));
  }
  if (port !== undefined) invalidFor(report, child(path, 'port'), port, portName(port));
}

/** ValidateNetworkPolicyPeer. */
function validatePeer(report: Report, path: FieldPath, peer: NetworkPolicyPeer, context: Context): void {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  validateLabelSelector(report, child(path, 'podSelector'), podSelector);
  validateLabelSelector(report, child(path, 'namespaceSelector'), namespaceSelector);
  if (ipBlock !== undefined) validateBlock(report, child(path, 'ipBlock'), ipBlock, context);
  const hasSelector = podSelector !== undefined || namespaceSelector !== undefined;
  if (ipBlock !== undefined && hasSelector) {
    forbidden(report, path, 'may not specify both ipBlock and another peer', message('verdict.networkPolicy.blockAlone'));
  }
  if (ipBlock === undefined && !hasSelector) required(report, path, 'must specify a peer', message('verdict.networkPolicy.noPeer'));
}

/** ValidateIPBlock. */
function validateBlock(report: Report, path: FieldPath, { cidr = '', except }: IPBlock, context: Context): void {
  if (cidr === '') {
    required(report, child(path, 'cidr'));
    return;
  }
  validateLegacyCidr(report, child(path, 'cidr'), cidr, context);
  const outer = parseCidr(cidr);
  if (outer === undefined) return;
  eachItem(child(path, 'except'), except, (written, at) => {
    validateLegacyCidr(report, at, written, context);
    const inner = parseCidr(written);
    if (inner === undefined || (contains(outer, inner) && inner.prefix > outer.prefix)) return;
    invalid(report, at, written, 'must be a strict subset of `cidr`', message('verdict.networkPolicy.except', { cidr }));
  });
}

function warnOfPolicy({ spec }: NetworkPolicy, report: Report): void {
  const warnOf = (path: FieldPath, peers: readonly NetworkPolicyPeer[] | undefined) =>
    eachItem(path, peers, ({ ipBlock }, at) => {
      if (ipBlock === undefined) return;
      warnOfCidr(report, child(at, 'ipBlock', 'cidr'), ipBlock.cidr);
      eachItem(child(at, 'ipBlock', 'except'), ipBlock.except, (except, place) => warnOfCidr(report, place, except));
    });
  eachItem(child(SPEC, 'ingress'), spec?.ingress, (rule, path) => warnOf(child(path, 'from'), rule.from));
  eachItem(child(SPEC, 'egress'), spec?.egress, (rule, path) => warnOf(child(path, 'to'), rule.to));
}
