import { labelKeyProblems, labelValueProblems, subdomainProblems } from '../kube/label-syntax.ts';
import { type Message, message } from '../text/text.ts';
import type { Complaint } from './field.ts';

/** What is wrong with a name; nothing when it may be used. */
export type NameCheck = (name: string) => readonly Complaint[];

export const FINE: readonly Complaint[] = [];

/** UTF-8 bytes, which is what Go counts. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // A surrogate pair is two units and four bytes.
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

/** IsDNS1123Label: staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go, as all checks below. */
export function dnsLabel(value: string): readonly Complaint[] {
  const problems = inShape(value, 63, DNS_LABEL, DNS_LABEL_WRONG, 'verdict.dnsLabel');
  if (problems === FINE || !value.includes('.') || dnsSubdomain(value).length > 0) return problems;
  return problems.map((problem) => (problem.detail === DNS_LABEL_WRONG ? { ...problem, detail: 'must not contain dots' } : problem));
}

/** IsDNS1035Label: a DNS label that starts with a letter. */
export function dns1035Label(value: string): readonly Complaint[] {
  return inShape(value, 63, DNS_1035_LABEL, DNS_1035_LABEL_WRONG, 'verdict.dns1035Label');
}

/** IsDNS1123Subdomain: DNS labels joined by dots. */
export function dnsSubdomain(value: string): readonly Complaint[] {
  return complaints(subdomainProblems(value), message('verdict.dnsSubdomain'));
}

/** IsQualifiedName: a label key, an annotation key, the name of a condition or resource. */
export function qualifiedName(value: string): readonly Complaint[] {
  return complaints(labelKeyProblems(value), message('verdict.qualifiedName'));
}

/** IsValidLabelValue. */
export function labelValue(value: string): readonly Complaint[] {
  return complaints(labelValueProblems(value), message('verdict.labelValue'));
}

/** A prefix of names may end in a dash, since letters follow it: what to check in its place (maskTrailingDash). */
export function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}

/** IsValidPathSegmentName (staging/src/k8s.io/apimachinery/pkg/api/validation/path): what may stand in a URL. */
export function pathSegment(value: string): readonly Complaint[] {
  if (value === '.' || value === '..') return complaints([`may not be '${value}'`], message('verdict.pathSegment'));
  return complaints(pathSegmentProblems(value), message('verdict.pathSegment'));
}

/** IsValidPathSegmentPrefix: the same for generateName. */
export function pathSegmentPrefix(value: string): readonly Complaint[] {
  return complaints(pathSegmentProblems(value), message('verdict.pathSegment'));
}

/** IsValidPortName: an IANA service name. */
export function portName(value: string): readonly Complaint[] {
  const problems: string[] = [];
  if (byteLength(value) > 15) problems.push('must be no more than 15 bytes');
  if (!/^[-a-z0-9]+$/.test(value)) problems.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(value)) problems.push('must contain at least one letter (a-z)');
  if (value.includes('--')) problems.push('must not contain consecutive hyphens');
  if (value.startsWith('-') || value.endsWith('-')) problems.push('must not begin or end with a hyphen');
  return complaints(problems, message('verdict.portName'));
}

/** IsConfigMapKey: also the keys of Secrets. */
export function configKey(value: string): readonly Complaint[] {
  const problems: string[] = [];
  if (byteLength(value) > 253) problems.push('must be no more than 253 bytes');
  if (!CONFIG_KEY.test(value)) problems.push(CONFIG_KEY_WRONG);
  if (value === '.') problems.push("must not be '.'");
  else if (value === '..') problems.push("must not be '..'");
  else if (value.startsWith('..')) problems.push("must not start with '..'");
  return complaints(problems, message('verdict.configKey'));
}

/** IsValidPortNum. */
export function portNumber(value: number | bigint): readonly Complaint[] {
  return value >= 1 && value <= 65535 ? FINE : [between(1, 65535)];
}

/** InclusiveRangeError. */
export function between(least: number, most: number): Complaint {
  return { detail: `must be between ${least} and ${most}, inclusive`, words: message('verdict.between', { least, most }) };
}

export const NOT_NEGATIVE: Complaint = { detail: 'must be greater than or equal to 0', words: message('verdict.notNegative') };

export const POSITIVE: Complaint = { detail: 'must be greater than 0', words: message('verdict.positive') };

export function complaints(details: readonly string[], words: Message): readonly Complaint[] {
  return details.length === 0 ? FINE : details.map((detail) => ({ detail, words }));
}

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_LABEL_WRONG =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const DNS_1035_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const DNS_1035_LABEL_WRONG =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/;
const CONFIG_KEY_WRONG =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

function inShape(value: string, limit: number, shape: RegExp, wrong: string, key: Message['key']): readonly Complaint[] {
  const isLong = byteLength(value) > limit;
  const isShaped = shape.test(value);
  if (!isLong && isShaped) return FINE;
  return complaints([...(isLong ? [`must be no more than ${limit} characters`] : []), ...(isShaped ? [] : [wrong])], message(key));
}

function pathSegmentProblems(value: string): readonly string[] {
  return ['/', '%'].filter((part) => value.includes(part)).map((part) => `may not contain '${part}'`);
}
