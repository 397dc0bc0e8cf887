/**
 * What is wrong with a label key, in the API server's words; empty where nothing is.
 *
 * Mirrors staging/src/k8s.io/apimachinery/pkg/api/validate/content/kube.go (IsLabelKey, once IsQualifiedName).
 */
export function labelKeyProblems(key: string): readonly string[] {
  const parts = key.split('/');
  const [first = '', second = ''] = parts;
  if (parts.length > 2)
    return [`a valid label key ${KEY_SHAPE_WRONG} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  const problems: string[] = [];
  if (parts.length === 2) {
    const prefixProblems = first === '' ? [EMPTY] : subdomainProblems(first);
    problems.push(...prefixProblems.map((problem) => `prefix part ${problem}`));
  }
  const name = parts.length === 2 ? second : first;
  if (name === '') problems.push(`name part ${EMPTY}`);
  else if (byteLength(name) > LONGEST_LABEL) problems.push(`name part ${tooLong(LONGEST_LABEL)}`);
  if (!KEY.test(name)) problems.push(`name part ${KEY_SHAPE_WRONG}`);
  return problems;
}

/** What is wrong with a label value, in the API server's words (IsLabelValue). */
export function labelValueProblems(value: string): readonly string[] {
  const problems: string[] = [];
  if (byteLength(value) > LONGEST_LABEL) problems.push(tooLong(LONGEST_LABEL));
  if (value !== '' && !KEY.test(value)) problems.push(VALUE_SHAPE_WRONG);
  return problems;
}

/** What is wrong with a DNS subdomain, in the API server's words (content/dns.go IsDNS1123Subdomain). */
export function subdomainProblems(value: string): readonly string[] {
  const problems: string[] = [];
  if (byteLength(value) > LONGEST_SUBDOMAIN) problems.push(tooLong(LONGEST_SUBDOMAIN));
  if (!SUBDOMAIN.test(value)) problems.push(SUBDOMAIN_SHAPE_WRONG);
  return problems;
}

const LONGEST_LABEL = 63;
const LONGEST_SUBDOMAIN = 253;
const EMPTY = 'must be non-empty';

const KEY = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const KEY_SHAPE_WRONG =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const VALUE_SHAPE_WRONG =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const SUBDOMAIN_SHAPE_WRONG =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

function tooLong(limit: number): string {
  return `must be no more than ${limit} bytes`;
}

/** UTF-8 bytes, which is what Go counts. */
function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
