import { message } from '../../text/text.ts';
import { validateLegacyIp } from '../addresses.ts';
import { type Complaint, child, eachItem, type FieldPath, invalid, invalidFor, required, requireOneOf } from '../field.ts';
import { byteLength, complaints, dnsSubdomain, FINE } from '../names.ts';
import { has } from '../versions.ts';
import type { PodScope } from './pod-scope.ts';

/** validateDNSPolicy and validatePodDNSConfig of pkg/apis/core/validation/validation.go. */
export function validateDns(scope: PodScope, path: FieldPath): void {
  const { report, spec, context } = scope;
  const { dnsPolicy, dnsConfig: config } = spec;
  requireOneOf(report, child(path, 'dnsPolicy'), dnsPolicy, POLICIES);
  const place = child(path, 'dnsConfig');
  const { nameservers = [], options } = config ?? {};
  if (dnsPolicy === 'None') {
    if (config === undefined) {
      required(report, place, 'must provide `dnsConfig` when `dnsPolicy` is None', message('verdict.dnsConfigMissing'));
      return;
    }
    if (nameservers.length === 0) {
      const detail = 'must provide at least one DNS nameserver when `dnsPolicy` is None';
      required(report, child(place, 'nameservers'), detail, message('verdict.dnsNameserverMissing'));
      return;
    }
  }
  const at = child(place, 'nameservers');
  if (nameservers.length > MOST_NAMESERVERS) {
    const words = message('verdict.tooMany', { count: nameservers.length, limit: MOST_NAMESERVERS });
    invalid(report, at, [...nameservers], `must not have more than ${MOST_NAMESERVERS} nameservers`, words);
  }
  eachItem(at, nameservers, (server, each) => validateLegacyIp(report, each, server, context));
  validateSearches(scope, child(place, 'searches'));
  eachItem(child(place, 'options'), options, ({ name = '' }, each) => {
    if (name === '') required(report, { text: each.text, at: [...each.at, 'name'] }, 'must not be empty');
  });
}

const POLICIES = ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'];
const MOST_NAMESERVERS = 3;
const MOST_SEARCHES = 32;
const LONGEST_SEARCHES = 2048;
const UNDERSCORED = /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/;

function validateSearches({ report, spec, context }: PodScope, path: FieldPath): void {
  const searches = spec.dnsConfig?.searches ?? [];
  if (searches.length > MOST_SEARCHES) {
    const words = message('verdict.tooMany', { count: searches.length, limit: MOST_SEARCHES });
    invalid(report, path, undefined, `must not have more than ${MOST_SEARCHES} search paths`, words);
  }
  if (byteLength(searches.join(' ')) > LONGEST_SEARCHES) {
    const detail = `must not have more than ${LONGEST_SEARCHES} characters (including spaces) in the search list`;
    invalid(report, path, undefined, detail, message('verdict.tooLong', { limit: LONGEST_SEARCHES }));
  }
  eachItem(path, searches, (search, place) => {
    const domain = search.replace(/\.$/, '');
    if (!has(context, 'relaxedDnsSearch')) invalidFor(report, place, domain, dnsSubdomain(domain));
    else if (search !== '.') invalidFor(report, place, domain, searchDomain(domain));
  });
}

/** IsDNS1123SubdomainWithUnderscore. */
function searchDomain(domain: string): readonly Complaint[] {
  if (byteLength(domain) <= 253 && UNDERSCORED.test(domain)) return FINE;
  const detail =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
  return complaints([detail], message('verdict.dnsSearch'));
}
