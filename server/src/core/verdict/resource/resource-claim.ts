import type { ObjectMeta, ResourceClaimSpec, ResourceClaimTemplate, ResourceV1ResourceClaim } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { Context, KindRules, Mutable } from '../context.ts';
import { child, type FieldPath, forbidden, internalError, type Report, ROOT } from '../field.ts';
import { validateAnnotations, validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';
import { validateLabels } from '../selectors.ts';
import { setClaimDefaults, validateDeviceClaim } from './device-claim.ts';

const SPEC = child(ROOT, 'spec');
const METADATA_RULES = { namespaced: true, name: dnsSubdomain } as const;

/** resource.k8s.io/v1 ResourceClaim: ValidateResourceClaim (pkg/apis/resource/validation/validation.go). */
export const resourceClaim: KindRules<ResourceV1ResourceClaim> = {
  setDefaults(object, context) {
    setSpecDefaults(object.spec, context);
  },
  validate({ metadata, spec }, report, context) {
    refuseAdminAccess(report, SPEC, spec);
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
    refuseAdminAccess(report, SPEC, spec?.spec);
    validateObjectMeta(report, child(ROOT, 'metadata'), metadata, METADATA_RULES);
    if (spec?.metadata !== undefined) validateTemplateMetadata(report, child(SPEC, 'metadata'), spec.metadata);
    validateDeviceClaim(report, child(SPEC, 'spec', 'devices'), spec?.spec?.devices ?? {}, context);
  },
};

function setSpecDefaults(spec: Mutable<ResourceClaimSpec> | undefined, context: Context): void {
  if (spec?.devices !== undefined) setClaimDefaults(spec.devices, context);
}

/** AuthorizedForAdmin (pkg/registry/resource/utils.go): the namespace would have to be looked up, and there is none when nothing exists yet. */
function refuseAdminAccess(report: Report, path: FieldPath, spec: ResourceClaimSpec | undefined): void {
  const position = (spec?.devices?.requests ?? []).findIndex(({ exactly }) => exactly?.adminAccess === true);
  if (position < 0) return;
  const text = `spec.devices.requests[${position}].adminAccess`;
  const at = [...path.at, 'devices', 'requests', position, 'exactly', 'adminAccess'];
  internalError(report, { text, at }, 'could not retrieve namespace to verify admin access', message('verdict.device.adminAccess'));
}

const ALLOWED = new Set(['annotations', 'labels']);

/** ValidateTemplateObjectMeta: what a template hands on is labels and annotations. */
function validateTemplateMetadata(report: Report, path: FieldPath, metadata: ObjectMeta): void {
  validateAnnotations(report, child(path, 'annotations'), metadata.annotations);
  validateLabels(report, child(path, 'labels'), metadata.labels);
  for (const [field, value] of Object.entries(metadata)) {
    if (ALLOWED.has(field) || value === '' || value === 0 || (Array.isArray(value) && value.length === 0)) continue;
    forbidden(report, child(path, field), 'cannot be set', message('verdict.templateMeta'));
  }
}
