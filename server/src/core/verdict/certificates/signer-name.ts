import { message } from '../../text/text.ts';
import { type FieldPath, invalid, type Report, required, tooLong } from '../field.ts';
import { byteLength, dnsLabel, dnsSubdomain, type NameCheck } from '../names.ts';

const LONGEST_DOMAIN = 253;
const LONGEST = 571;

/** ValidateSignerName (pkg/apis/core/validation/names.go): `example.com/name`. */
export function validateSignerName(report: Report, path: FieldPath, name: string): void {
  if (name === '') {
    required(report, path);
    return;
  }
  const words = message('verdict.certificate.signerName');
  const [domain = '', rest = '', ...more] = name.split('/');
  if (!name.includes('/') || more.length > 0) {
    const detail = "must be a fully qualified domain and path of the form 'example.com/signer-name'";
    invalid(report, path, name, detail, words);
    return;
  }
  if (byteLength(domain) > LONGEST_DOMAIN) tooLong(report, path, name, LONGEST_DOMAIN);
  const labels = domain.split('.');
  refuseFirst(report, path, name, labels, dnsLabel);
  if (labels.length < 2) invalid(report, path, name, 'should be a domain with at least two segments separated by dots', words);
  refuseFirst(report, path, name, rest.split('.'), dnsSubdomain);
  if (byteLength(name) > LONGEST) tooLong(report, path, name, LONGEST);
}

/** Only the first bad label is told. */
function refuseFirst(report: Report, path: FieldPath, name: string, labels: readonly string[], check: NameCheck): void {
  const bad = labels.find((label) => check(label).length > 0);
  if (bad === undefined) return;
  for (const { detail } of check(bad)) {
    invalid(report, path, name, `validating label "${bad}": ${detail}`, message('verdict.certificate.signerName'));
  }
}
