import { formatCidr, formatIp, parseCidr, parseIp } from '../kube/ip.ts';
import { message } from '../text/text.ts';
import type { Context } from './context.ts';
import { type FieldPath, invalid, type Report, warn } from './field.ts';
import { has } from './versions.ts';

/**
 * An address of a field that has always taken lenient forms; newer servers refuse the dangerous ones.
 *
 * Mirrors staging/src/k8s.io/apimachinery/pkg/util/validation/ip.go, as all of this file.
 */
export function validateLegacyIp(report: Report, path: FieldPath, value: string, context: Context): void {
  validateParsedIp(report, path, value, has(context, 'strictAddresses'));
}

/** An address in canonical form. */
export function validateIp(report: Report, path: FieldPath, value: string): void {
  const address = validateParsedIp(report, path, value, true);
  if (address === undefined) return;
  const canonical = formatIp(address);
  if (canonical !== value) {
    invalid(report, path, value, `must be in canonical form ("${canonical}")`, message('verdict.canonicalAddress', { canonical }));
  }
}

export function validateLegacyCidr(report: Report, path: FieldPath, value: string, context: Context): void {
  validateParsedCidr(report, path, value, has(context, 'strictAddresses'));
}

/** A block in canonical form. */
export function validateCidr(report: Report, path: FieldPath, value: string): void {
  const block = validateParsedCidr(report, path, value, true);
  if (block === undefined) return;
  const canonical = formatCidr(block);
  if (canonical !== value) {
    invalid(report, path, value, `must be in canonical form ("${canonical}")`, message('verdict.canonicalAddress', { canonical }));
  }
}

/** GetWarningsForIP. */
export function warnOfIp(report: Report, path: FieldPath, value: string): void {
  const address = parseIp(value);
  if (address === undefined) return;
  const canonical = formatIp(address);
  const words = message('verdict.warnAddress', { value, canonical });
  if (address.lenient || address.mapped) {
    warn(report, path, `${path.text}: non-standard IP address "${value}" is invalid: use "${canonical}"`, words);
  } else if (address.family === 6 && canonical !== value) {
    warn(report, path, `${path.text}: IPv6 address "${value}" should be in RFC 5952 canonical format ("${canonical}")`, words);
  }
}

/** GetWarningsForCIDR. */
export function warnOfCidr(report: Report, path: FieldPath, value: string): void {
  const block = parseCidr(value);
  if (block === undefined) return;
  const { address, lenient } = block;
  const canonical = formatCidr(block);
  const words = message('verdict.warnAddress', { value, canonical });
  const isAmbiguous = !address.mapped && address.value !== block.first;
  if (isAmbiguous) {
    const single = `${formatIp(address)}/${address.family === 4 ? 32 : 128}`;
    const text = `${path.text}: CIDR value "${value}" is ambiguous in this context (should be "${canonical}" or "${single}"?)`;
    warn(report, path, text, message('verdict.warnCidrAmbiguous', { value, canonical, single }));
  }
  if (lenient || address.mapped) {
    warn(report, path, `${path.text}: non-standard CIDR value "${value}" is invalid: use "${canonical}"`, words);
  } else if (!isAmbiguous && address.family === 6 && canonical !== value) {
    warn(report, path, `${path.text}: IPv6 CIDR value "${value}" should be in RFC 5952 canonical format ("${canonical}")`, words);
  }
}

function validateParsedIp(report: Report, path: FieldPath, value: string, isStrict: boolean): ReturnType<typeof parseIp> {
  const address = parseIp(value);
  if (address === undefined) {
    invalid(report, path, value, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)', message('verdict.ip'));
    return undefined;
  }
  if (!isStrict || (!address.lenient && !address.mapped)) return address;
  const words = message('verdict.ipNonStandard', { canonical: formatIp(address) });
  if (address.lenient) invalid(report, path, value, 'must not have leading 0s', words);
  else invalid(report, path, value, 'must not be an IPv4-mapped IPv6 address', words);
  return undefined;
}

function validateParsedCidr(report: Report, path: FieldPath, value: string, isStrict: boolean): ReturnType<typeof parseCidr> {
  const block = parseCidr(value);
  if (block === undefined) {
    invalid(report, path, value, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)', message('verdict.cidr'));
    return undefined;
  }
  if (!isStrict) return block;
  const words = message('verdict.ipNonStandard', { canonical: formatCidr(block) });
  if (block.lenient) invalid(report, path, value, 'must not have leading 0s in IP or prefix length', words);
  else if (block.address.mapped) invalid(report, path, value, 'must not have an IPv4-mapped IPv6 address', words);
  else if (block.address.value !== block.first) {
    invalid(report, path, value, 'must not have bits set beyond the prefix length', words);
  } else return block;
  return undefined;
}
