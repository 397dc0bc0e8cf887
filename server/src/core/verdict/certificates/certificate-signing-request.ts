import type { CertificateSigningRequest } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { KindRules } from '../context.ts';
import { base64Text } from '../core/base64.ts';
import { pemBlocks } from '../core/pem.ts';
import { child, duplicate, eachItem, type FieldPath, invalid, notSupported, type Report, ROOT, required } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { FINE, type NameCheck } from '../names.ts';
import { requestProblem } from './certificate-request.ts';
import { validateSignerName } from './signer-name.ts';

const SPEC = child(ROOT, 'spec');
const SHORTEST_SECONDS = 600;
const LEGACY_SIGNER = 'kubernetes.io/legacy-unknown';
const USAGES = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];

/** Any name will do (ValidateCertificateRequestName). */
const anyName: NameCheck = () => FINE;

/** certificates.k8s.io/v1 CertificateSigningRequest: ValidateCertificateSigningRequestCreate (pkg/apis/certificates/validation/validation.go). */
export const certificateSigningRequest: KindRules<CertificateSigningRequest> = {
  validate({ metadata, spec }, report) {
    validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: false, name: anyName });
    const problem = requestProblem(pemBlocks(base64Text(spec?.request ?? '')));
    if (problem !== undefined) {
      invalid(report, child(SPEC, 'request'), undefined, problem, message('verdict.certificate.request', { problem }));
    }
    validateUsages(report, child(SPEC, 'usages'), spec?.usages ?? []);
    const signer = child(SPEC, 'signerName');
    if (spec?.signerName === LEGACY_SIGNER) {
      const detail = 'the legacy signerName is not allowed via this API version';
      invalid(report, signer, LEGACY_SIGNER, detail, message('verdict.certificate.legacySigner'));
    } else validateSignerName(report, signer, spec?.signerName ?? '');
    const seconds = spec?.expirationSeconds ?? SHORTEST_SECONDS;
    if (seconds >= SHORTEST_SECONDS) return;
    const detail = 'may not specify a duration less than 600 seconds (10 minutes)';
    invalid(report, child(SPEC, 'expirationSeconds'), seconds, detail, message('verdict.notAtLeast', { least: SHORTEST_SECONDS }));
  },
};

function validateUsages(report: Report, path: FieldPath, usages: readonly string[]): void {
  if (usages.length === 0) required(report, path);
  const seen = new Set<string>();
  eachItem(path, usages, (usage, at) => {
    if (!USAGES.includes(usage)) notSupported(report, at, usage, USAGES);
    if (seen.has(usage)) duplicate(report, at, usage);
    seen.add(usage);
  });
}
