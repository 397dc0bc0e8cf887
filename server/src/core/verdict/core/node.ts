import type { Node } from '../../generated/api.ts';
import { parseCidr } from '../../kube/ip.ts';
import { message } from '../../text/text.ts';
import { validateLegacyCidr, warnOfCidr } from '../addresses.ts';
import type { Context, KindRules, Mutable } from '../context.ts';
import { child, duplicate, eachItem, internalError, invalid, invalidFor, named, type Report, ROOT, warn } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain, POSITIVE } from '../names.ts';
import { validateResourceQuantity } from '../resource-names.ts';
import { validateNodeAnnotations } from './node-annotations.ts';
import { validateTaints } from './taints.ts';

const SPEC = child(ROOT, 'spec');

/** v1 Node: ValidateNode (pkg/apis/core/validation/validation.go). */
export const node: KindRules<Node> = { setDefaults, validate, warn: warnOfNode };

function setDefaults({ status }: Mutable<Node>): void {
  if (status?.capacity !== undefined) status.allocatable ??= { ...status.capacity };
}

function validate({ metadata, spec, status }: Node, report: Report, context: Context): void {
  validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: false, name: dnsSubdomain });
  validateNodeAnnotations(report, metadata?.annotations ?? {});
  validateTaints(report, named(child(SPEC, 'taints'), 'metadata.taints'), spec?.taints ?? []);
  for (const list of ['capacity', 'allocatable'] as const) {
    for (const [name, quantity] of Object.entries(status?.[list] ?? {})) {
      validateResourceQuantity(report, child(ROOT, 'status', list, name), name, quantity);
    }
  }
  const swap = status?.nodeInfo?.swap?.capacity;
  if (swap !== undefined && swap <= 0) {
    const path = named(child(ROOT, 'status', 'nodeInfo', 'swap', 'capacity'), 'metadata.nodeSwapStatus.capacity');
    invalidFor(report, path, swap, [POSITIVE]);
  }
  validateDeclaredFeatures(report, status?.declaredFeatures ?? []);
  validatePodCidrs(report, podCidrs(spec), context);
}

/** The older `podCIDR` decides where it is not the first of `podCIDRs` (Convert_v1_NodeSpec_To_core_NodeSpec). */
function podCidrs(spec: Node['spec']): readonly string[] {
  const { podCIDR = '', podCIDRs = [] } = spec ?? {};
  if (podCIDR !== '' && podCIDRs[0] !== podCIDR) return [podCIDR];
  return podCIDRs;
}

const FEATURE = /^[A-Z][A-Za-z0-9]*(\/[A-Za-z0-9]+)*$/;

function validateDeclaredFeatures(report: Report, features: readonly string[]): void {
  eachItem(child(ROOT, 'status', 'declaredFeatures'), features, (feature, path, position) => {
    if (!FEATURE.test(feature) || feature.length > 253) {
      invalid(report, path, feature, `invalid feature name "${feature}"`, message('verdict.node.feature'));
    }
    const before = features[position - 1];
    if (before === undefined) return;
    if (before === feature) duplicate(report, path, feature);
    else if (before > feature) invalid(report, path, feature, 'list must be sorted alphabetically', message('verdict.node.featureOrder'));
  });
}

function validatePodCidrs(report: Report, cidrs: readonly string[], context: Context): void {
  const list = child(SPEC, 'podCIDRs');
  eachItem(list, cidrs, (cidr, path) => validateLegacyCidr(report, path, cidr, context));
  if (cidrs.length < 2) return;
  const words = message('verdict.node.cidrs');
  const families = new Set(cidrs.map((cidr) => parseCidr(cidr)?.address.family));
  if (families.has(undefined)) internalError(report, list, 'invalid PodCIDRs. failed to check with dual stack', words);
  else if (families.size === 2 && cidrs.length === 2) return;
  invalid(report, list, [...cidrs], 'may specify no more than one CIDR for each IP family', words);
}

function warnOfNode({ spec }: Node, report: Report): void {
  if ((spec?.externalID ?? '') !== '') {
    const text = 'spec.externalID: this field is deprecated, and is unused by Kubernetes';
    warn(report, child(SPEC, 'externalID'), text, message('verdict.deprecated'));
  }
  eachItem(child(SPEC, 'podCIDRs'), podCidrs(spec), (cidr, path) => warnOfCidr(report, path, cidr));
}
