import type { ResourceClaimSpec, ResourceClaimTemplate, ResourceV1ResourceClaim } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { Context, KindRules, Mutable } from '../context.ts';
import { child, type FieldPath, forbidden, internalError, type Report, ROOT } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';
import { validateTemplateMeta } from '../template-metadata.ts';
import { setClaimDefaults, validateDeviceClaim } from './device-claim.ts';

const SPEC = child(ROOT, 'spec');
const METADATA_RULES = { namespaced: true, name: dnsSubdomain } as const;

/** resource.k8s.io/v1 ResourceClaim: ValidateResourceClaim (pkg/apis/resource/validation/validation.go). */
export const resourceClaim: KindRules<ResourceV1ResourceClaim> = {
  setDefaults(object, context) {
    setSpecDefaults(object.spec, context);
  },
  validate({ metadata, spec }, report, context) {
    refuseAdminAccess(report, metadata?.namespace, SPEC, spec);
    validateObjectMeta(report, child(ROOT, 'metadata'), metadata, METADATA_RULES);
    validateDeviceClaim(report, child(SPEC, 'devices'), spec?.devices ?? {}, context);
  },
};

/** ResourceClaimTemplate: ValidateResourceClaimTemplate. */
export const resourceClaimTemplate: KindRules<ResourceClaimTemplate> = {
  setDefaults(object, context) {
    setSpecDefaults(object.spec?.spec, context);
  },
  validate({ metadata, spec }, report, context) {
    refuseAdminAccess(report, metadata?.namespace, SPEC, spec?.spec);
    validateObjectMeta(report, child(ROOT, 'metadata'), metadata, METADATA_RULES);
    validateTemplateMeta(report, child(SPEC, 'metadata'), spec?.metadata);
    validateDeviceClaim(report, child(SPEC, 'spec', 'devices'), spec?.spec?.devices ?? {}, context);
  },
};

function setSpecDefaults(spec: Mutable<ResourceClaimSpec> | undefined, context: Context): void {
  if (spec?.devices !== undefined) setClaimDefaults(spec.devices, context);
}

/**
 * AuthorizedForAdmin (pkg/registry/resource/utils.go): the namespace has to allow it by a label. Of the namespaces only `default` is
 * known to be there, and it has no such label.
 */
function refuseAdminAccess(report: Report, namespace: string | undefined, path: FieldPath, spec: ResourceClaimSpec | undefined): void {
  const position = (spec?.devices?.requests ?? []).findIndex(({ exactly }) => exactly?.adminAccess === true);
  if (position < 0) return;
  const text = `spec.devices.requests[${position}].adminAccess`;
  const place = { text, at: [...path.at, 'devices', 'requests', position, 'exactly', 'adminAccess'] };
  const words = message('verdict.device.adminAccess');
  if (namespace !== 'default') internalError(report, place, 'could not retrieve namespace to verify admin access', words);
  else {
    const detail = 'admin access to devices requires the `resource.kubernetes.io/admin-access: true` label on the containing namespace';
    forbidden(report, place, detail, words);
  }
}
