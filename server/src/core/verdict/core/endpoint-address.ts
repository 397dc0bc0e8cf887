import { parseIp } from '../../kube/ip.ts';
import { message } from '../../text/text.ts';
import { type FieldPath, invalid, type Report } from '../field.ts';

/** Addresses that no traffic may be sent to; the texts are the server's. */
const BANNED = [
  {
    detail: 'may not be in the loopback range (127.0.0.0/8, ::1/128)',
    range: '127.0.0.0/8, ::1/128',
    four: (value: bigint) => value >> 24n === 127n,
    six: (value: bigint) => value === 1n,
  },
  {
    detail: 'may not be in the link-local range (169.254.0.0/16, fe80::/10)',
    range: '169.254.0.0/16, fe80::/10',
    four: (value: bigint) => value >> 16n === 0xa9fen,
    six: (value: bigint) => value >> 118n === 0x3fan,
  },
  {
    detail: 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)',
    range: '224.0.0.0/24, ff02::/10',
    four: (value: bigint) => value >> 8n === 0xe00000n,
    six: (value: bigint) => ((value >> 112n) & 0xff0fn) === 0xff02n,
  },
] as const;

/** ValidateEndpointIP (pkg/apis/core/validation/validation.go). */
export function validateEndpointAddress(report: Report, path: FieldPath, written: string): void {
  const address = parseIp(written);
  if (address === undefined) {
    invalid(report, path, written, 'must be a valid IP address', message('verdict.ip'));
    return;
  }
  if (address.value === 0n) {
    invalid(report, path, written, `may not be unspecified (${written})`, message('verdict.addressRange', { range: written }));
  }
  for (const { detail, range, four, six } of BANNED) {
    const isBanned = address.family === 4 ? four : six;
    if (isBanned(address.value)) invalid(report, path, written, detail, message('verdict.addressRange', { range }));
  }
}
