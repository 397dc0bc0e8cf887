import type { WindowsSecurityContextOptions } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { type Complaint, child, type FieldPath, invalid, invalidFor, type Report } from '../field.ts';
import { byteLength, complaints, dnsSubdomain } from '../names.ts';

/** validateWindowsSecurityContextOptions of pkg/apis/core/validation/validation.go. */
export function validateWindowsOptions(report: Report, path: FieldPath, options: WindowsSecurityContextOptions | undefined): void {
  if (options === undefined) return;
  const { gmsaCredentialSpecName, gmsaCredentialSpec, runAsUserName } = options;
  if (gmsaCredentialSpecName !== undefined) {
    invalidFor(report, child(path, 'gmsaCredentialSpecName'), gmsaCredentialSpecName, dnsSubdomain(gmsaCredentialSpecName));
  }
  if (gmsaCredentialSpec !== undefined) {
    const at = child(path, 'gmsaCredentialSpec');
    if (gmsaCredentialSpec === '') {
      invalid(report, at, gmsaCredentialSpec, 'gmsaCredentialSpec cannot be an empty string', message('verdict.notEmpty'));
    } else if (byteLength(gmsaCredentialSpec) > LARGEST_CREDENTIAL_KI * 1024) {
      const detail = `gmsaCredentialSpec size must be under ${LARGEST_CREDENTIAL_KI} KiB`;
      invalid(report, at, undefined, detail, message('verdict.tooLong', { limit: LARGEST_CREDENTIAL_KI * 1024 }));
    }
  }
  if (runAsUserName !== undefined) invalidFor(report, child(path, 'runAsUserName'), runAsUserName, userName(runAsUserName));
}

const LARGEST_CREDENTIAL_KI = 64;
const LONGEST_DOMAIN = 255;
const LONGEST_USER = 104;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\x00-\x1f\x7f]/;
const NETBIOS = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const DOMAIN = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
const USER_CHARACTERS = /["/\\:;|=,+*?<>@[\]]/;
const ONLY_DOTS = /^[. ]+$/;

/** `DOMAIN\user`, the domain optional. */
function userName(name: string): readonly Complaint[] {
  const parts = name.split('\\');
  const details: string[] = [];
  if (name === '') details.push('runAsUserName cannot be an empty string');
  else if (CONTROL.test(name)) details.push('runAsUserName cannot contain control characters');
  else if (parts.length > 2) details.push('runAsUserName cannot contain more than one backslash');
  else {
    const [domain, user] = parts.length === 2 ? [parts[0] ?? '', parts[1] ?? ''] : [undefined, name];
    if (byteLength(domain ?? '') > LONGEST_DOMAIN) {
      details.push(`runAsUserName's Domain length must be under ${LONGEST_DOMAIN + 1} characters`);
    }
    if (domain !== undefined && !NETBIOS.test(domain) && !DOMAIN.test(domain)) {
      details.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
    }
    if (user === '') details.push("runAsUserName's User cannot be empty");
    else if (byteLength(user) > LONGEST_USER) {
      details.push(`runAsUserName's User length must not be longer than ${LONGEST_USER} characters`);
    }
    if (ONLY_DOTS.test(user)) details.push("runAsUserName's User cannot contain only periods or spaces");
    if (USER_CHARACTERS.test(user)) {
      details.push(`runAsUserName's User cannot contain the following characters: "/\\:;|=,+*?<>@[]`);
    }
  }
  return complaints(details, message('verdict.windowsUser'));
}
