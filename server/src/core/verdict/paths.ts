import { message } from '../text/text.ts';
import { type FieldPath, invalid, invalidFor, type Report, required } from './field.ts';
import { dnsSubdomain } from './names.ts';

/** `example.com/some/path`: IsDomainPrefixedPath of staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go. */
export function validateDomainPrefixedPath(report: Report, path: FieldPath, value: string): void {
  const words = message('verdict.domainPrefixedPath');
  const slash = value.indexOf('/');
  if (value === '') required(report, path);
  else if (slash <= 0 || slash === value.length - 1) {
    invalid(report, path, value, 'must be a domain-prefixed path (such as "acme.io/foo")', words);
  } else {
    const host = value.slice(0, slash);
    invalidFor(report, path, host, dnsSubdomain(host));
    if (HTTP_PATH.test(value.slice(slash + 1))) return;
    const detail = "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')";
    invalid(report, path, value.slice(slash + 1), detail, words);
  }
}

const HTTP_PATH = /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/;
