import type { ServiceCIDR } from '../../generated/api.ts';
import { parseCidr } from '../../kube/ip.ts';
import { message } from '../../text/text.ts';
import { validateCidr } from '../addresses.ts';
import type { KindRules } from '../context.ts';
import { child, eachItem, invalid, type Report, ROOT, required } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';

/** networking.k8s.io/v1 ServiceCIDR: ValidateServiceCIDR (pkg/apis/networking/validation/validation.go). */
export const serviceCidr: KindRules<ServiceCIDR> = { validate };

function validate({ metadata, spec }: ServiceCIDR, report: Report): void {
  validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: false, name: dnsSubdomain });
  const cidrs = spec?.cidrs ?? [];
  const path = child(ROOT, 'spec', 'cidrs');
  if (cidrs.length === 0) {
    required(report, path, 'at least one CIDR required');
    return;
  }
  if (cidrs.length > 2) {
    invalid(report, path, [...cidrs], 'may only hold up to 2 values', message('verdict.atMostItems', { most: 2 }));
    return;
  }
  eachItem(path, cidrs, (cidr, at) => validateCidr(report, at, cidr));
  const [first, second] = cidrs.map((cidr) => parseCidr(cidr)?.address.family);
  if (cidrs.length === 1 || first === undefined || first !== second) return;
  const detail = 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64';
  invalid(report, path, [...cidrs], detail, message('verdict.node.cidrs'));
}
